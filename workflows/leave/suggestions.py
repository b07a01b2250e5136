"""What those who decide suggested instead of what was asked for, and whether that waits for the owner's answer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, UniqueConstraint, bindparam, select, update
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Half, Span
from workflows.columns import Code, Moment
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave.rules.life import State
from workflows.leave.tables import codes


class Ending(StrEnum):
    """What became of it."""

    CHANGED = "changed"
    """The owner asks for something else now: what was suggested, or other days."""
    KEPT = "kept"
    """The owner would rather have what they asked for."""
    LAPSED = "lapsed"
    """They did not answer in time: what they asked for stands."""
    REPLACED = "replaced"
    """Something else was suggested since."""


class LeaveSuggestion(SQLModel, table=True):
    __tablename__ = "leave_suggestion"
    __table_args__ = (
        UniqueConstraint("request_id", "version", name="leave_suggestion_once"),
        CheckConstraint('("first" IS NULL) = ("last" IS NULL)', name="leave_suggestion_whole"),
        CheckConstraint('"first" IS NULL OR "last" >= "first"', name="leave_suggestion_runs_forwards"),
        CheckConstraint(f"ending IS NULL OR ending IN {codes(Ending)}", name="leave_suggestion_ending"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leave_request.id")
    version: int
    """The request's, from then on."""
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    first: date | None = None
    """No days: there is only a sentence, which stands among the request's notes."""
    last: date | None = None
    first_half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    last_half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    ending: Ending | None = Field(default=None, sa_column=Column(Code(Ending), nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One of them."""

    id: int
    request: int
    version: int
    by: PersonId
    at: datetime
    span: Span | None
    ending: Ending | None


_TABLES = SQLModel.metadata.tables
_TABLE, _REQUEST = _TABLES["leave_suggestion"].c, _TABLES["leave_request"].c
_OF = select(*_TABLE).where(_TABLE.request_id == bindparam("request")).order_by(_TABLE.id)
_OF_REQUESTED = (
    select(*_TABLE)
    .join(_TABLES["leave_request"], _TABLE.request_id == _REQUEST.id)
    .where(_REQUEST.state == State.REQUESTED)
    .order_by(_TABLE.id)
)
_END = (
    update(_TABLES["leave_suggestion"])
    .where(_TABLE.request_id == bindparam("request"), _TABLE.ended_at.is_(None))
    .values(ending=bindparam("how", type_=_TABLE.ending.type), ended_at=bindparam("moment", type_=_TABLE.ended_at.type))
)


def of(tx: Tx, request: int) -> tuple[Suggestion, ...]:
    """All that was ever suggested about a request, the oldest first."""
    return tuple(map(_suggestion, tx.fetch(_OF, request=request)))


def standing(tx: Tx, request: int) -> Suggestion | None:
    """The one that waits for the owner's answer, as long as the request itself waits for one."""
    return next((one for one in reversed(of(tx, request)) if one.ending is None), None)


def of_requested(tx: Tx) -> dict[int, list[Suggestion]]:
    """All about requests that wait for a decision, in the whole company, by request, the oldest first."""
    found = defaultdict[int, list[Suggestion]](list)
    for row in tx.fetch(_OF_REQUESTED):
        found[row.request_id].append(_suggestion(row))
    return found


def waiting(tx: Tx) -> tuple[Suggestion, ...]:
    """Every one that waits for an answer."""
    return tuple(one for made in of_requested(tx).values() for one in made if one.ending is None)


def add(tx: Tx, request: int, version: int, by: PersonId, span: Span | None) -> None:
    """Keep one; it takes the place of the one before."""
    end(tx, request, Ending.REPLACED)
    tx.insert(
        LeaveSuggestion,
        request_id=request,
        version=version,
        made_by=by,
        made_at=tx.now,
        first=span.first if span else None,
        last=span.last if span else None,
        first_half=span.first_half if span else None,
        last_half=span.last_half if span else None,
        ending=None,
        ended_at=None,
    )


def end(tx: Tx, request: int, how: Ending) -> bool:
    """It waits no more; False when none did."""
    return tx.execute(_END, request=request, how=how, moment=tx.now) == 1


def _suggestion(row: Any) -> Suggestion:
    span = Span(row.first, row.last, row.first_half, row.last_half) if row.first is not None else None
    return Suggestion(row.id, row.request_id, row.version, PersonId(row.made_by), row.made_at, span, row.ending)
