"""Whom somebody names for while they are away: who replaces them (R34), and who decides in their place (R43)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Integer, bindparam, cast, delete, func, literal_column, select
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Span
from workflows.columns import Code
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave.rules.life import ACTIVE, GRANTED
from workflows.leave.tables import codes


class Part(StrEnum):
    """What they do meanwhile."""

    REPLACES = "replaces"
    DECIDES = "decides"


class LeaveStandIn(SQLModel, table=True):
    __tablename__ = "leave_stand_in"
    __table_args__ = (
        CheckConstraint("part IN ('replaces', 'decides')", name="leave_stand_in_part"),
        Index("leave_stand_in_of_person", "person_id"),
    )

    request_id: int = Field(foreign_key="leave_request.id", primary_key=True)
    part: Part = Field(sa_column=Column(Code(Part), primary_key=True))
    person_id: int = Field(foreign_key="person.id")


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a leave names; None: nobody."""

    replaces: PersonId | None = None
    decides: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody stands in for the owner of a leave that is asked for or granted."""

    request: int
    owner: PersonId
    person: PersonId
    span: Span
    decided_at: datetime | None = None
    """When the leave was granted."""


_TABLES = SQLModel.metadata.tables
_STAND_IN, _REQUEST, _ABSENCE = _TABLES["leave_stand_in"].c, _TABLES["leave_request"].c, _TABLES["absence"].c
_SOURCE = "leave/"
_OF = select(_STAND_IN.part, _STAND_IN.person_id).where(_STAND_IN.request_id == bindparam("request"))
_FORGET = delete(_TABLES["leave_stand_in"]).where(_STAND_IN.request_id == bindparam("request"))
_TURNS = (
    select(
        _REQUEST.id,
        _REQUEST.person_id.label("owner"),
        _STAND_IN.person_id,
        _REQUEST.first,
        _REQUEST.last,
        _REQUEST.first_half,
        _REQUEST.last_half,
        _REQUEST.decided_at,
    )
    .join(_TABLES["leave_request"], _STAND_IN.request_id == _REQUEST.id)
    .where(_STAND_IN.part == bindparam("what", type_=_STAND_IN.part.type))
    .where(_REQUEST.last >= bindparam("begin"), _REQUEST.first <= bindparam("end"))
    .order_by(_REQUEST.first, _REQUEST.id)
)
_GRANTED = _TURNS.where(literal_column(f"leave_request.state IN {codes(GRANTED)}"))
_NAMED_BY = func.substr(_ABSENCE.source, len(_SOURCE) + 1)
_AWAY_THEN = select(cast(_NAMED_BY, Integer)).where(
    _ABSENCE.source.startswith(_SOURCE),
    _ABSENCE.certain.is_(True),
    _ABSENCE.gone.is_(False),
    _ABSENCE.last >= bindparam("begin"),
    _ABSENCE.first >= bindparam("begin"),
    _ABSENCE.first <= bindparam("end"),
)
_BEGINNING = _GRANTED.where(_STAND_IN.request_id.in_(_AWAY_THEN))
"""By way of who is away then, which has an index for days: of all leave there ever was, only that is read."""
_MINE = _TURNS.where(
    literal_column(f"leave_request.state IN {codes(ACTIVE)}"), _STAND_IN.person_id == bindparam("person")
)
_OWNERS = _GRANTED.where(_REQUEST.person_id == bindparam("person"))


def of(tx: Tx, request_id: int) -> Named:
    """Whom that leave names."""
    begun: Named | None = tx.memory.get((begin, request_id))
    if begun is not None:
        return begun
    found = {row.part: PersonId(row.person_id) for row in tx.fetch(_OF, request=request_id)}
    return Named(found.get(Part.REPLACES), found.get(Part.DECIDES))


def put(tx: Tx, request_id: int, named: Named) -> None:
    """That leave names these, and nobody else."""
    tx.execute(_FORGET, request=request_id)
    begin(tx, request_id, named)


def begin(tx: Tx, request_id: int, named: Named) -> None:
    """The same, of a leave that is new; in this transaction it need not be read."""
    tx.memory[begin, request_id] = named
    for part, person in ((Part.REPLACES, named.replaces), (Part.DECIDES, named.decides)):
        if person is not None:
            tx.insert_many(LeaveStandIn, [{"request_id": request_id, "part": part, "person_id": person}])


def replacing(tx: Tx, person: PersonId, first: date, last: date) -> tuple[Turn, ...]:
    """When somebody replaces others, from first to last."""
    return _turns(tx.fetch(_MINE, what=Part.REPLACES, person=person, begin=first, end=last))


def beginning(tx: Tx, first: date, last: date) -> tuple[Turn, ...]:
    """Every replacement in granted leave that begins on a day from first to last."""
    return _turns(tx.fetch(_BEGINNING, what=Part.REPLACES, begin=first, end=last))


def substitute(tx: Tx, person: PersonId, day: date) -> PersonId | None:
    """Who decides in somebody's place on a day, as named in the granted leave that keeps them away then."""
    turns = _turns(tx.fetch(_OWNERS, what=Part.DECIDES, person=person, begin=day, end=day))
    return turns[0].person if turns else None


def _turns(rows: list[Any]) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            row.id,
            PersonId(row.owner),
            PersonId(row.person_id),
            Span(row.first, row.last, row.first_half, row.last_half),
            row.decided_at,
        )
        for row in rows
    )
