"""The working time of many people by a handful of queries, however many they are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlmodel import SQLModel

from workflows.calendar.rules import WorkingTime, parse_pattern
from workflows.calendar.store import built, own, within
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation.rules import Dated, Region, clip

MOST_NAMED = 10_000
"""Beyond that everybody is read, and those not asked for are left out."""
_TABLES = SQLModel.metadata.tables
_PERSON, _PATTERN, _RESIDENCE = _TABLES["person"].c, _TABLES["work_pattern"].c, _TABLES["residence"].c
_EMPLOYED = (_PERSON.starts.label("employed_from"), _PERSON.ends.label("employed_to"))
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_PATTERNS = (
    select(_PATTERN.person_id, _PATTERN.pattern, _PATTERN.starts, _PATTERN.ends, *_EMPLOYED)
    .join(_TABLES["person"], _PATTERN.person_id == _PERSON.id)
    .where(_PATTERN.starts <= bindparam("end"), _PATTERN.ends.is_(None) | (_PATTERN.ends >= bindparam("begin")))
    .order_by(_PATTERN.person_id, _PATTERN.starts)
)
_PATTERNS_AMONG = _PATTERNS.where(_PATTERN.person_id.in_(_PEOPLE))
_PLACES = (
    select(_RESIDENCE.person_id, _RESIDENCE.country, _RESIDENCE.subdivision, _RESIDENCE.starts, _RESIDENCE.ends)
    .where(_RESIDENCE.starts <= bindparam("end"), _RESIDENCE.ends.is_(None) | (_RESIDENCE.ends >= bindparam("begin")))
    .order_by(_RESIDENCE.person_id, _RESIDENCE.starts)
)
_PLACES_AMONG = _PLACES.where(_RESIDENCE.person_id.in_(_PEOPLE))


def working_times(
    tx: Tx, first: date, last: date, people: Iterable[PersonId] | None = None
) -> dict[PersonId, WorkingTime]:
    """Of these people, or of everybody: nothing is worked before somebody's first day or after their last one.

    What was read about somebody in a transaction is not read again in it.
    """
    years = (first.year, last.year)
    if people is None:
        return _read(tx, years, None)
    known: dict[PersonId, WorkingTime | None] = tx.memory.setdefault((working_times, years), {})
    asked = set(people)
    new = asked - known.keys()
    if new:
        known.update(dict.fromkeys(new))
        known.update(_read(tx, years, new))
    return {one: time for one in sorted(asked) if (time := known[one]) is not None}


def _read(tx: Tx, years: tuple[int, int], people: Iterable[PersonId] | None) -> dict[PersonId, WorkingTime]:
    around = {"begin": date(years[0], 1, 1), "end": date(years[1], 12, 31)}
    days, rules = own(tx)
    places = defaultdict[int, list[Dated[Region]]](list)
    for row in chosen(tx, (_PLACES, _PLACES_AMONG), people, **around):
        places[row.person_id].append(Dated(Region(row.country, row.subdivision), row.starts, row.ends))
    patterns = defaultdict[int, list[Dated[str]]](list)
    for row in chosen(tx, (_PATTERNS, _PATTERNS_AMONG), people, **around):
        worked = clip(Dated(row.pattern, row.starts, row.ends), Dated(None, row.employed_from, row.employed_to))
        if worked:
            patterns[row.person_id].append(worked)
    return {
        PersonId(person): built(within(known, years), within(places[person], years), years, days, rules).known_by(
            [Dated(parse_pattern(one.value), one.starts, one.ends) for one in known]
        )
        for person, known in patterns.items()
    }


def chosen(tx: Tx, statements: tuple[Any, Any], people: Iterable[PersonId] | None, **values: Any) -> list[Any]:
    """The rows about everybody, by the first statement, or about these people, by the second (`people`)."""
    everybody, among = statements
    if people is None:
        return tx.fetch(everybody, **values)
    asked = sorted(set(people))
    if len(asked) > MOST_NAMED:
        wanted = frozenset(asked)
        return [row for row in tx.fetch(everybody, **values) if row.person_id in wanted]
    return tx.fetch(among, people=asked, **values) if asked else []
