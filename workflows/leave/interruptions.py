"""Which days were taken out of which leave because its owner was sick then (R39): kept, so that they can go back in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, bindparam, delete, func, select, update
from sqlmodel import Field, SQLModel

from workflows.calendar import store as calendar
from workflows.calendar.rules import Half, Span
from workflows.columns import Code, Exact
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx


class LeaveInterruption(SQLModel, table=True):
    __tablename__ = "leave_interruption"
    __table_args__ = (
        CheckConstraint('"last" >= "first"', name="leave_interruption_runs_forwards"),
        Index("leave_interruption_of_source", "source"),
        Index("leave_interruption_of_request", "request_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=80)
    """The record that says they are away for another reason, by its name; never why."""
    request_id: int = Field(foreign_key="leave_request.id")
    rest_id: int | None = Field(default=None, foreign_key="leave_request.id")
    """The request that what came after became."""
    first: date
    last: date
    first_half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    last_half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    days: Decimal = Field(sa_column=Column(Exact, nullable=False))
    """What went back, in the type's unit."""
    emptied: bool
    """Whether nothing was left of the request, which was then cancelled."""


_TABLE = SQLModel.metadata.tables["leave_interruption"]
_OF_SOURCE = select(*_TABLE.c).where(_TABLE.c.source == bindparam("record")).order_by(_TABLE.c.id)
_FORGET = delete(_TABLE).where(_TABLE.c.id == bindparam("which"))
_REPOINT = update(_TABLE).where(_TABLE.c.request_id == bindparam("request")).values(request_id=bindparam("into"))
_GIVEN_BACK = select(func.sum(_TABLE.c.days).label("days")).where(_TABLE.c.request_id == bindparam("request"))


@dataclass(frozen=True, slots=True)
class Interruption:
    """A span taken out of a request."""

    request: int
    span: Span
    days: Decimal
    rest: int | None = None
    emptied: bool = False
    id: int = 0


def away_otherwise(tx: Tx, person: PersonId) -> tuple[Span, ...]:
    """When somebody is on record as away by something other than leave (R26); never why."""
    return tuple(one.span for one in calendar.away_besides(tx, person, "leave"))


def of_source(tx: Tx, source: str) -> list[Interruption]:
    """What this record has taken out of leave."""
    return [_interruption(row) for row in tx.fetch(_OF_SOURCE, record=source)]


def given_back(tx: Tx, request: int) -> Decimal:
    """What went back of this request, in all, and has not been taken again."""
    row = tx.first(_GIVEN_BACK, request=request)
    return Decimal(0) if row is None or row.days is None else Decimal(row.days)


def keep(tx: Tx, source: str, one: Interruption) -> None:
    """Remember it."""
    tx.insert(
        LeaveInterruption,
        source=source,
        request_id=one.request,
        rest_id=one.rest,
        first=one.span.first,
        last=one.span.last,
        first_half=one.span.first_half,
        last_half=one.span.last_half,
        days=one.days,
        emptied=one.emptied,
    )


def repoint(tx: Tx, request: int, into: int) -> None:
    """One request has become part of another: what was taken out of it goes back into that."""
    tx.execute(_REPOINT, request=request, into=into)


def forget(tx: Tx, one: Interruption) -> None:
    """Its days are leave again."""
    tx.execute(_FORGET, which=one.id)


def _interruption(row: Any) -> Interruption:
    span = Span(row.first, row.last, row.first_half, row.last_half)
    return Interruption(row.request_id, span, row.days, row.rest_id, bool(row.emptied), row.id)
