"""How leave lies in the database. What was granted and taken is a ledger that nobody can rewrite (R23)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Half
from workflows.columns import Code, Exact, Moment
from workflows.guards import append_only
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.life import PENDING, State
from workflows.private import Private

WAITING = PENDING | {State.CANCELLATION_REQUESTED}
"""Somebody owes an answer."""


class NoteKind(StrEnum):
    """What somebody wrote about a leave. Each is read by its owner and by those who may decide, by nobody else."""

    ASKING = "asking"
    DECLINING = "declining"
    CANCELLING = "cancelling"
    SHORTENING = "shortening"
    SUGGESTING = "suggesting"


def codes(members: Iterable[StrEnum]) -> str:
    """As an SQL list."""
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=nullable))


def _exact() -> Any:
    return Field(sa_column=Column(Exact, nullable=False))


def _half() -> Any:
    return Field(default=None, sa_column=Column(Code(Half), nullable=True))


class LeavePolicyRow(SQLModel, table=True):
    """A version of a policy, as the text that `rules.LeavePolicy` reads; it holds until the next one begins."""

    __tablename__ = "leave_policy"
    __table_args__ = (
        UniqueConstraint("code", "valid_from", name="leave_policy_one_version_a_day"),
        CheckConstraint("version >= 1", name="leave_policy_version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    valid_from: date
    body: str = Field(sa_column=Column(Text, nullable=False))
    """JSON."""
    version: int
    """How often this row was written; a version that is in force is never written again."""


class LeaveAssignmentRow(SQLModel, table=True):
    """Whoever fits all that is said here goes by a policy; nothing said fits everybody."""

    __tablename__ = "leave_assignment"
    __table_args__ = (
        UniqueConstraint("country", "departments", "contracts", "valid_from", name="leave_assignment_one_a_day"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="leave_assignment_runs_forwards"),
        CheckConstraint("version >= 1", name="leave_assignment_version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(max_length=40)
    """A code; which version of it holds, its dates say."""
    country: str = Field(max_length=2)
    departments: str = Field(max_length=1000)
    """Codes, as a JSON list in their order."""
    contracts: str = Field(max_length=1000)
    """The same."""
    valid_from: date
    valid_to: date | None = None
    version: int


class LeaveRequest(SQLModel, table=True):
    __tablename__ = "leave_request"
    __table_args__ = (
        CheckConstraint('"last" >= "first"', name="leave_request_runs_forwards"),
        CheckConstraint("days > 0", name="leave_request_costs_something"),
        CheckConstraint("version >= 1 AND stage >= 1 AND stage <= version", name="leave_request_version"),
        CheckConstraint(f"state IN {codes(State)}", name="leave_request_state"),
        Index("leave_request_of_person", "person_id", "last"),
        Index(
            "leave_request_waiting",
            "state",
            sqlite_where=text(f"state IN {codes(WAITING)}"),
            postgresql_where=text(f"state IN {codes(WAITING)}"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    leave_type: str = Field(max_length=40)
    """A code of the policy's."""
    first: date
    last: date
    first_half: Half | None = _half()
    last_half: Half | None = _half()
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    stage: int
    """The version at which the question that waits, or waited last, was put."""
    days: Decimal = _exact()
    """What it costs, in the type's unit."""
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = _moment()
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = _moment(nullable=True)


class LeaveDay(SQLModel, table=True):
    """Why each day of an approved leave costs what it costs, as it was counted then (R5, R44)."""

    __tablename__ = "leave_day"
    __table_args__ = (Index("leave_day_of_day", "day"),)

    request_id: int = Field(foreign_key="leave_request.id", primary_key=True)
    day: date = Field(primary_key=True)
    pattern: Decimal = _exact()
    holiday: str | None = Field(default=None, max_length=200)
    cost: Decimal = _exact()


class LeaveStep(SQLModel, table=True):
    """One step of a request's route: whom to ask, in turn, and when they were asked (R43)."""

    __tablename__ = "leave_step"
    __table_args__ = (
        UniqueConstraint("request_id", "stage", "position", name="leave_step_in_turn"),
        Index("leave_step_of_person", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leave_request.id")
    stage: int
    position: int
    person_id: int = Field(foreign_key="person.id")
    asked_at: datetime | None = _moment(nullable=True)


class LeaveNote(SQLModel, table=True):
    """What people wrote about a leave, apart from everything else, because few may read it."""

    __tablename__ = "leave_note"
    __table_args__ = (Index("leave_note_of_request", "request_id"),)

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leave_request.id")
    version: int
    kind: NoteKind = Field(sa_column=Column(Code(NoteKind), nullable=False))
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = _moment()
    text: str = Field(sa_column=Column(Private, nullable=False))


BY_HAND = "by hand"
"""Stands in the ledger's `reason` where somebody gave one: the words themselves are locked."""
_POSTED = f"kind IN {codes((Kind.GRANT, Kind.ACCRUAL, Kind.CARRY_OVER, Kind.EXPIRY))} AND reason = ''"
"""What a date brings comes once; what is found out later about that date says that it corrects."""


class LeaveLedger(SQLModel, table=True):
    """Every change of a balance, for ever."""

    __tablename__ = "leave_ledger"
    __table_args__ = (
        CheckConstraint("amount <> 0 OR kind = 'opening'", name="leave_ledger_says_something"),
        CheckConstraint(f"kind IN {codes(Kind)}", name="leave_ledger_kind"),
        CheckConstraint("(kind IN ('charge', 'reversal')) = (request_id IS NOT NULL)", name="leave_ledger_request"),
        Index("leave_ledger_of_person", "person_id", "leave_type", "day"),
        Index("leave_ledger_of_request", "request_id"),
        Index(
            "leave_ledger_posted_once",
            "person_id",
            "leave_type",
            "pot",
            "kind",
            "day",
            unique=True,
            sqlite_where=text(_POSTED),
            postgresql_where=text(_POSTED),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    leave_type: str = Field(max_length=40)
    pot: str = Field(max_length=40)
    """Which grant it goes into or out of: `2026`, `2026 carried`."""
    kind: Kind = Field(sa_column=Column(Code(Kind), nullable=False))
    day: date
    amount: Decimal = _exact()
    expires: date | None = None
    request_id: int | None = Field(default=None, foreign_key="leave_request.id")
    reason: str = Field(max_length=500)
    """In a word of the engine's own; of what somebody gave by hand, that there is one."""
    words: str | None = Field(default=None, sa_column=Column(Private, nullable=True))
    """The reason that somebody gave by hand; one from an older version stood in `reason`."""
    written_by: int | None = Field(default=None, foreign_key="person.id")
    """Who; None when a policy or an import did it."""
    written_at: datetime = _moment()


append_only("leave_ledger")


class LeaveClock(SQLModel, table=True):
    """When the clock has next to do with somebody's balances: what it has done is in the ledger and the outbox."""

    __tablename__ = "leave_clock"
    __table_args__ = (
        Index("leave_clock_posts", "posts_at"),
        Index("leave_clock_warns", "warns_at"),
        Index("leave_clock_loses", "loses_after"),
    )

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    posts_at: datetime | None = _moment(nullable=True)
    """A date comes on which an entry falls due: midnight, where the person is."""
    warns_at: datetime | None = _moment(nullable=True)
    """A morning comes on which they are told that something expires."""
    stuck_since: datetime | None = _moment(nullable=True)
    """What was due could not be written down, and whoever keeps the directory has been told."""
    loses_after: date | None = None
    """The last day on which what they lose first can be used."""
    loses: Decimal | None = Field(default=None, sa_column=Column(Exact))
    loses_unit: str | None = Field(default=None, max_length=8)
