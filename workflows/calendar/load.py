"""Hours booked, by person, project and period, net of leave, public holidays and pattern; for any number of people.

Half a dozen queries at most, whether it is about one person or about everybody.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.calendar import store as calendar
from workflows.calendar.rules import Load, Period, Share, Span, reckon
from workflows.calendar.rules.capacity import by_person
from workflows.calendar.times import MOST_NAMED, chosen, working_times
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation.rules import Dated, clip

_TABLES = SQLModel.metadata.tables
_ALLOCATION, _PROJECT = _TABLES["allocation"].c, _TABLES["project"].c
_SHARES = (
    select(*_ALLOCATION, _PROJECT.starts.label("project_from"), _PROJECT.ends.label("project_to"))
    .join(_TABLES["project"], _ALLOCATION.project_id == _PROJECT.id)
    .where(
        _ALLOCATION.starts <= bindparam("end"), _ALLOCATION.ends.is_(None) | (_ALLOCATION.ends >= bindparam("begin"))
    )
    .order_by(_ALLOCATION.person_id, _ALLOCATION.starts, _ALLOCATION.id)
)
_SHARES_AMONG = _SHARES.where(_ALLOCATION.person_id.in_(bindparam("people", expanding=True)))
_SHARES_ON = _SHARES.where(_ALLOCATION.project_id.in_(bindparam("projects", expanding=True)))


def loads(
    tx: Tx, periods: Sequence[Period], people: Iterable[PersonId] | None = None, extra: Iterable[Share] = ()
) -> dict[PersonId, Load]:
    """The load of these people, or of everybody, with further shares (offers) laid on top.

    Whoever has no working pattern in the time around has no hours, and isn't there.
    """
    first, last = periods[0].first, periods[-1].last
    asked = None if people is None else sorted(set(people))
    works = working_times(tx, first, last, asked)
    away = _away(tx, asked, first, last)
    promised = by_person((*shares(tx, first, last, asked), *extra))
    return {
        person: reckon(periods, time, away.get(person, ()), promised.get(person, ())) for person, time in works.items()
    }


def shares(tx: Tx, first: date, last: date, people: Iterable[PersonId] | None = None) -> list[Share]:
    """What was promised of these people's time, or of everybody's, on any day from first to last."""
    return _while_they_last(chosen(tx, (_SHARES, _SHARES_AMONG), people, begin=first, end=last))


def shares_on(tx: Tx, projects: Iterable[int], first: date, last: date) -> list[Share]:
    """What these projects were promised, of anybody's time, on any day from first to last."""
    asked = sorted(set(projects))
    return _while_they_last(tx.fetch(_SHARES_ON, projects=asked, begin=first, end=last)) if asked else []


def _away(tx: Tx, people: Sequence[PersonId] | None, first: date, last: date) -> dict[int, list[Span]]:
    """When they are certainly away."""
    everybody = people is None or len(people) > MOST_NAMED
    absences = calendar.all_away(tx, first, last) if everybody else calendar.away(tx, people or (), first, last)
    found: dict[int, list[Span]] = {}
    for one in absences:
        if one.certain:
            found.setdefault(one.person, []).append(one.span)
    return found


def _while_they_last(rows: Iterable[Any]) -> list[Share]:
    """A share ends with its project at the latest."""
    return [share for row in rows if (share := _share(row)) is not None]


def _share(row: Any) -> Share | None:
    days = clip(Dated(None, row.starts, row.ends), Dated(None, row.project_from, row.project_to))
    if days is None:
        return None
    return Share(PersonId(row.person_id), row.project_id, row.percent, row.hours, days.starts, days.ends)
