"""Who is away for long around some days: asked of the database about everybody at once, by one query.

What joins on to each other is one stretch, so that no long absence is overlooked because it was reported in parts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import SQLModel

from workflows.calendar import store as calendar
from workflows.calendar.rules import Absent
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx

_ABSENCE = SQLModel.metadata.tables["absence"].c


class days_from(GenericFunction[int]):  # noqa: N801 - it reads as an SQL function where it is used
    """How many days the second date is after the first."""

    type = Integer()
    inherit_cache = True


@compiles(days_from, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"(julianday({last}) - julianday({first}))"


@compiles(days_from, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"({last} - {first})"


_FOR_LONG = (
    select(_ABSENCE.person_id)
    .where(_ABSENCE.gone.is_(False), _ABSENCE.certain.is_(True))
    .where(_ABSENCE.last >= bindparam("begin"), _ABSENCE.first <= bindparam("end"))
    .group_by(_ABSENCE.person_id)
    .having(func.sum(days_from(_ABSENCE.first, _ABSENCE.last) + 1) >= bindparam("shortest"))
    .order_by(_ABSENCE.person_id)
)


def long_ones(tx: Tx, first: date, last: date, shortest: int) -> Iterator[Absent]:
    """The certain stretches of at least so many calendar days that touch any day from first to last."""
    reach = timedelta(days=shortest)
    rows = tx.fetch(_FOR_LONG, begin=first - reach, end=last + reach, shortest=shortest)
    people = [PersonId(row.person_id) for row in rows]
    known = [one for one in calendar.away(tx, people, first, last) if one.certain]
    for one in calendar.as_seen(tx, known):
        if (one.span.last - one.span.first).days + 1 >= shortest:
            yield one
