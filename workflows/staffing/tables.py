"""How staffing lies in the database: asks, the departments asked, offers, changes, floors, and what was written."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment
from workflows.guards import append_only
from workflows.private import Private
from workflows.staffing.rules.life import CHANGE, OFFER, TASK, State


class Wish(StrEnum):
    """What a project manager wants of an allocation."""

    RELEASE = "release"
    EXTENSION = "extension"


class NoteKind(StrEnum):
    """What somebody wrote, and so who reads it."""

    DECLINING = "declining"
    """Why a department has nobody; for the project manager and the department."""
    REFUSING = "refusing"
    """Why an offer was refused; for the same."""
    OVERRIDING = "overriding"
    """Why somebody is offered beyond their working time; for the department alone."""
    WISHING = "wishing"
    """Why an allocation should end or go on; for both managers."""
    TURNING_DOWN = "turning_down"
    """Why it does not; for the same."""
    RELEASING = "releasing"
    """Why an allocation ends earlier; for the same."""


def codes(members: Iterable[StrEnum]) -> str:
    """As an SQL list."""
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


def _key(table: str, *, index: bool = True) -> Any:
    return Field(foreign_key=f"{table}.id", index=index)


def _state() -> Any:
    return Field(sa_column=Column(Code(State), nullable=False))


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=nullable))


def _exact() -> Any:
    return Field(default=None, sa_column=Column(Exact, nullable=True))


def _amount(table: str) -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name=f"{table}_percent_or_hours"),
        CheckConstraint("percent > 0 AND percent <= 1000000", name=f"{table}_percent_in_range"),
        CheckConstraint("hours > 0 AND hours <= 800000", name=f"{table}_hours_in_range"),
        CheckConstraint('"last" >= "first"', name=f"{table}_runs_forwards"),
        CheckConstraint("version >= 1", name=f"{table}_version"),
    )


OPEN = f"state = '{State.OPEN}'"
OFFERED = f"state = '{State.OFFERED}'"


class StaffingRequest(SQLModel, table=True):
    """People wanted for a project."""

    __tablename__ = "staffing_request"
    __table_args__ = (
        *_amount("staffing_request"),
        CheckConstraint("level BETWEEN 1 AND 5", name="staffing_request_level"),
        CheckConstraint("people BETWEEN 1 AND 50", name="staffing_request_people"),
        CheckConstraint("state IN ('filled', 'open', 'past', 'withdrawn')", name="staffing_request_state"),
        Index("staffing_request_open", "state", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = _key("project")
    asked_by: int = _key("person")
    skill_id: int = _key("skill")
    level: int
    percent: Decimal | None = _exact()
    hours: Decimal | None = _exact()
    first: date
    last: date
    people: int
    work: str = Field(sa_column=Column(Private, nullable=False))
    state: State = _state()
    version: int
    asked_at: datetime = _moment()
    decided_at: datetime | None = _moment(nullable=True)


class StaffingDesk(SQLModel, table=True):
    """The question as it was put to one department; whom it reached there stands in `chain_step`."""

    __tablename__ = "staffing_desk"
    __table_args__ = (
        CheckConstraint("state IN ('closed', 'passed', 'put')", name="staffing_desk_state"),
        CheckConstraint("version >= 1", name="staffing_desk_version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = _key("staffing_request")
    department_id: int = _key("department")
    state: State = _state()
    version: int
    answered_by: int | None = Field(default=None, foreign_key="person.id")


class StaffingOffer(SQLModel, table=True):
    """Somebody offered to a project."""

    __tablename__ = "staffing_offer"
    __table_args__ = (
        *_amount("staffing_offer"),
        CheckConstraint(f"state IN {codes(OFFER)}", name="staffing_offer_state"),
        Index("staffing_offer_tentative", "person_id", sqlite_where=text(OFFERED), postgresql_where=text(OFFERED)),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = _key("staffing_request")
    desk_id: int = _key("staffing_desk", index=False)
    person_id: int = _key("person")
    percent: Decimal | None = _exact()
    hours: Decimal | None = _exact()
    first: date
    last: date
    state: State = _state()
    version: int
    offered_by: int = Field(foreign_key="person.id")
    offered_at: datetime = _moment()
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = _moment(nullable=True)
    allocation: int | None = None
    """What it became; no foreign key, since an allocation that ends before it begins is dropped."""


class StaffingChange(SQLModel, table=True):
    """A project manager wants an allocation to end earlier, or to go on for longer."""

    __tablename__ = "staffing_change"
    __table_args__ = (
        CheckConstraint(f"state IN {codes(CHANGE)}", name="staffing_change_state"),
        CheckConstraint("wish IN ('extension', 'release')", name="staffing_change_wish"),
        CheckConstraint("version >= 1", name="staffing_change_version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation: int = Field(index=True)
    person_id: int = _key("person")
    project_id: int = _key("project", index=False)
    wish: Wish = Field(sa_column=Column(Code(Wish), nullable=False))
    last: date
    """The last day it would have."""
    state: State = _state()
    version: int
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = _moment()
    decided_by: int | None = Field(default=None, foreign_key="person.id")


class StaffingVacancy(SQLModel, table=True):
    """What somebody who leaves would still have done: proposed to the project manager, to be asked for again."""

    __tablename__ = "staffing_vacancy"
    __table_args__ = (*_amount("staffing_vacancy"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _key("person")
    project_id: int = _key("project", index=False)
    skill_id: int | None = Field(default=None, foreign_key="skill.id")
    level: int | None = None
    percent: Decimal | None = _exact()
    hours: Decimal | None = _exact()
    first: date
    last: date
    version: int


class StaffingTask(SQLModel, table=True):
    """Other work is to be found for somebody, as the end of a case says. Which case only the department reads."""

    __tablename__ = "staffing_task"
    __table_args__ = (
        CheckConstraint(f"state IN {codes(TASK)}", name="staffing_task_state"),
        UniqueConstraint("source", name="staffing_task_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=80)
    """The case by name: `performance/7`."""
    person_id: int = _key("person")
    state: State = _state()
    version: int
    finished_by: int | None = Field(default=None, foreign_key="person.id")


class StaffingFloor(SQLModel, table=True):
    """What a department keeps for business as usual from a day on; the latest row that has begun holds."""

    __tablename__ = "staffing_floor"
    __table_args__ = (
        CheckConstraint("people >= 0 AND people <= 100000000", name="staffing_floor_people"),
        CheckConstraint("percent >= 0 AND percent <= 1000000", name="staffing_floor_percent"),
        CheckConstraint("people IS NULL OR percent IS NULL", name="staffing_floor_one_measure"),
        Index("staffing_floor_of_department", "department_id", "starts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = _key("department", index=False)
    people: Decimal | None = _exact()
    """Full-time equivalents."""
    percent: Decimal | None = _exact()
    starts: date
    said_by: int = Field(foreign_key="person.id")
    said_at: datetime = _moment()


class StaffingNote(SQLModel, table=True):
    """What somebody wrote about one of these, by the name of its table and its id."""

    __tablename__ = "staffing_note"
    __table_args__ = (Index("staffing_note_about", "about", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(max_length=20)
    subject: int
    kind: NoteKind = Field(sa_column=Column(Code(NoteKind), nullable=False))
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = _moment()
    text: str = Field(sa_column=Column(Private, nullable=False))


append_only("staffing_note")
append_only("staffing_floor")
