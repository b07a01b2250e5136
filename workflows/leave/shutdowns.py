"""Days on which the company is closed and everybody takes leave of a type (R32), and whose days are booked already."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, bindparam, literal_column, select, update
from sqlmodel import Field, SQLModel

from workflows.columns import Moment
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave.rules.life import GRANTED
from workflows.leave.rules.policy import Shutdown
from workflows.leave.tables import codes


class LeaveShutdown(SQLModel, table=True):
    __tablename__ = "leave_shutdown"
    __table_args__ = (CheckConstraint('"last" >= "first"', name="leave_shutdown_runs_forwards"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    first: date
    last: date
    leave_type: str = Field(max_length=40)
    departments: str = Field(max_length=2000)
    """Their ids, as a JSON list; empty: the whole company."""
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    undone_by: int | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    policy: str | None = Field(default=None, max_length=40)
    """The leave policy that says so, for those who go by it; none for what a people admin said."""


class LeaveShutdownPart(SQLModel, table=True):
    """What a shutdown has booked for somebody: a request, or nothing, because there was nothing to book."""

    __tablename__ = "leave_shutdown_part"
    __table_args__ = (
        Index("leave_shutdown_part_of_person", "shutdown_id", "person_id"),
        Index("leave_shutdown_part_of_request", "request_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    shutdown_id: int = Field(foreign_key="leave_shutdown.id")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    request_id: int | None = Field(default=None, foreign_key="leave_request.id")


@dataclass(frozen=True, slots=True)
class Closing:
    """A shutdown as it is kept."""

    id: int
    rule: Shutdown
    departments: tuple[int, ...]
    """Empty: the whole company."""
    set_by: PersonId
    undone_by: PersonId | None
    policy: str | None = None
    """Only for those who go by this policy."""


_TABLES = SQLModel.metadata.tables
_SHUTDOWN, _PART = _TABLES["leave_shutdown"].c, _TABLES["leave_shutdown_part"].c
_REQUEST, _PERSON, _MEMBER = _TABLES["leave_request"].c, _TABLES["person"].c, _TABLES["membership"].c
_ALL = select(*_SHUTDOWN).where(_SHUTDOWN.last >= bindparam("day")).order_by(_SHUTDOWN.first, _SHUTDOWN.id)
_ONE = select(*_SHUTDOWN).where(_SHUTDOWN.id == bindparam("shutdown"))
_UNDO = (
    update(_TABLES["leave_shutdown"])
    .where(_SHUTDOWN.id == bindparam("shutdown"), _SHUTDOWN.undone_at.is_(None))
    .values(undone_by=bindparam("person"), undone_at=bindparam("moment", type_=_SHUTDOWN.undone_at.type))
)
_MISSING = (
    select(_PERSON.id)
    .where(_PERSON.starts <= bindparam("end"), _PERSON.ends.is_(None) | (_PERSON.ends >= bindparam("begin")))
    .where(
        ~select(_PART.id)
        .where(_PART.shutdown_id == bindparam("shutdown"), _PART.person_id == _PERSON.id)
        .correlate(_TABLES["person"])
        .exists()
    )
    .order_by(_PERSON.id)
    .limit(bindparam("most"))
)
_MISSING_IN = _MISSING.where(
    select(_MEMBER.id)
    .where(_MEMBER.person_id == _PERSON.id, _MEMBER.department_id.in_(bindparam("departments", expanding=True)))
    .where(_MEMBER.starts <= bindparam("end"), _MEMBER.ends.is_(None) | (_MEMBER.ends >= bindparam("begin")))
    .correlate(_TABLES["person"])
    .exists()
)
_BOOKED = (
    select(_PART.request_id)
    .join(_TABLES["leave_request"], _PART.request_id == _REQUEST.id)
    .where(_PART.shutdown_id == bindparam("shutdown"), literal_column(f"leave_request.state IN {codes(GRANTED)}"))
    .order_by(_PART.id)
    .limit(bindparam("most"))
)
_OF_REQUEST = (
    select(*_SHUTDOWN)
    .join(_TABLES["leave_shutdown_part"], _PART.shutdown_id == _SHUTDOWN.id)
    .where(_PART.request_id == bindparam("request"))
)
_SIBLINGS = select(_PART.request_id).where(
    _PART.shutdown_id == bindparam("shutdown"),
    _PART.person_id == bindparam("person"),
    _PART.request_id.is_not(None),
)


def add(tx: Tx, rule: Shutdown, departments: Iterable[int], by: PersonId, policy: str | None = None) -> Closing:
    """Keep it; nobody's days are booked by this yet."""
    known = tuple(sorted(set(departments)))
    number = tx.insert(
        LeaveShutdown,
        name=rule.name,
        first=rule.first,
        last=rule.last,
        leave_type=rule.leave_type,
        departments=json.dumps(known),
        set_by=by,
        set_at=tx.now,
        undone_by=None,
        undone_at=None,
        policy=policy,
    )
    return Closing(number, rule, known, by, None, policy)


def undo(tx: Tx, shutdown: int, by: PersonId) -> bool:
    """From now on it holds no more; False when somebody has said so before."""
    return tx.execute(_UNDO, shutdown=shutdown, person=by, moment=tx.now) == 1


def one(tx: Tx, shutdown: int) -> Closing | None:
    """The one of that id."""
    row = tx.first(_ONE, shutdown=shutdown)
    return _closing(row) if row else None


def from_day(tx: Tx, day: date) -> tuple[Closing, ...]:
    """Those that are not over on a day, undone ones too, the next first."""
    return tuple(map(_closing, tx.fetch(_ALL, day=day)))


def of_request(tx: Tx, request: int) -> Closing | None:
    """The one for which leave was booked; None for leave that somebody asked for."""
    row = tx.first(_OF_REQUEST, request=request)
    return _closing(row) if row else None


def requests_of(tx: Tx, shutdown: int, person: PersonId) -> list[int]:
    """What it booked for somebody."""
    return [row.request_id for row in tx.fetch(_SIBLINGS, shutdown=shutdown, person=person)]


def missing(tx: Tx, closing: Closing, most: int) -> list[PersonId]:
    """Some of those for whom it has booked nothing yet, newcomers among them."""
    days = {"begin": closing.rule.first, "end": closing.rule.last}
    if closing.departments:
        rows = tx.fetch(_MISSING_IN, shutdown=closing.id, departments=list(closing.departments), most=most, **days)
    else:
        rows = tx.fetch(_MISSING, shutdown=closing.id, most=most, **days)
    return [PersonId(row.id) for row in rows]


def booked(tx: Tx, closing: Closing, most: int) -> list[int]:
    """Some of the requests it booked that still stand."""
    return [row.request_id for row in tx.fetch(_BOOKED, shutdown=closing.id, most=most)]


def book(tx: Tx, closing: Closing, person: PersonId, request: int | None) -> None:
    """What it has booked for somebody; None: there was nothing to book."""
    tx.insert(LeaveShutdownPart, shutdown_id=closing.id, person_id=person, request_id=request)


def _closing(row: Any) -> Closing:
    rule = Shutdown(first=row.first, last=row.last, name=row.name, leave_type=row.leave_type)
    undone_by = PersonId(row.undone_by) if row.undone_by is not None else None
    departments = tuple(json.loads(row.departments))
    return Closing(row.id, rule, departments, PersonId(row.set_by), undone_by, row.policy)
