"""Working time of a person, and who is away when, as every workflow asks for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlmodel import SQLModel

from workflows.calendar.rules import (
    Absent,
    CompanyDay,
    Half,
    Observed,
    Span,
    WorkingTime,
    company_holidays,
    dated_holidays,
    extra_days,
    merge,
    parse_pattern,
    public_holidays,
)
from workflows.calendar.tables import AbsenceRow, CompanyDayRow, HolidayRuleRow
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.rules import Dated, Region, holds
from workflows.organisation.store import facts

MOST_NAMED = 10_000
"""Beyond that the whole company is read: a statement takes only so many values (SQLite 32,766, PostgreSQL 65,535)."""
_REACH = 31
"""Days to either side that are read at first: few absences join on to others."""
_TABLES = SQLModel.metadata.tables
_ABSENCE, _MEMBER = _TABLES["absence"].c, _TABLES["membership"].c
_COMPANY_DAY, _HOLIDAY_RULE = _TABLES["company_day"].c, _TABLES["holiday_rule"].c

_BY_NAME = update(_TABLES["absence"]).where(_ABSENCE.source == bindparam("which"), _ABSENCE.gone.is_(False))
_DROP = _BY_NAME.values(gone=True, sequence=_ABSENCE.sequence + 1)
_CHANGE = (
    update(_TABLES["absence"])
    .where(_ABSENCE.source == bindparam("which"))
    .values(
        person_id=bindparam("person"),
        first=bindparam("begin"),
        last=bindparam("end"),
        first_half=bindparam("begin_half", type_=_ABSENCE.first_half.type),
        last_half=bindparam("end_half", type_=_ABSENCE.last_half.type),
        certain=bindparam("sure"),
        shown=_ABSENCE.shown | bindparam("sure", type_=_ABSENCE.shown.type),
        gone=False,
        sequence=_ABSENCE.sequence + 1,
    )
)
_ABSENT = (_ABSENCE.person_id, _ABSENCE.first, _ABSENCE.last, _ABSENCE.first_half, _ABSENCE.last_half, _ABSENCE.certain)
_MEETS = (_ABSENCE.gone.is_(False), _ABSENCE.last >= bindparam("begin"), _ABSENCE.first <= bindparam("end"))
_AWAY = select(*_ABSENT).where(*_MEETS).order_by(_ABSENCE.first, _ABSENCE.id)
_AWAY_OF = _AWAY.where(_ABSENCE.person_id == bindparam("person"))
_AWAY_AMONG = _AWAY.where(_ABSENCE.person_id.in_(bindparam("people", expanding=True)))
_CERTAIN = _ABSENCE.certain.is_(True)
_SURELY_OF, _SURELY_AMONG = _AWAY_OF.where(_CERTAIN), _AWAY_AMONG.where(_CERTAIN)
_AWAY_FROM = (
    _AWAY.join(_TABLES["membership"], _MEMBER.person_id == _ABSENCE.person_id)
    .where(
        _MEMBER.department_id.in_(bindparam("departments", expanding=True)),
        _MEMBER.starts <= _ABSENCE.last,
        or_(_MEMBER.ends.is_(None), _MEMBER.ends >= _ABSENCE.first),
    )
    .add_columns(_ABSENCE.id)
    .distinct()
)
_AWAY_BESIDES = _AWAY_OF.where(_ABSENCE.source.not_like(bindparam("besides")))
_SOURCES = select(_ABSENCE.source, *_ABSENT).where(_ABSENCE.person_id == bindparam("person"), *_MEETS)
_COMPANY_DAYS = select(*_COMPANY_DAY).order_by(_COMPANY_DAY.day, _COMPANY_DAY.id)
_HOLIDAY_RULES = select(*_HOLIDAY_RULE)
_DROP_COMPANY_DAY = delete(_TABLES["company_day"]).where(_COMPANY_DAY.id == bindparam("which"))
_DROP_COMPANY_DAYS = delete(_TABLES["company_day"])
_POLICY_DAYS = _COMPANY_DAYS.where(_COMPANY_DAY.policy.is_not(None))
_DROP_POLICY_DAYS = delete(_TABLES["company_day"]).where(_COMPANY_DAY.policy.is_not(None))
_DROP_POLICY_RULES = delete(_TABLES["holiday_rule"]).where(_HOLIDAY_RULE.by_policy.is_(True))
_DROP_RULE = delete(_TABLES["holiday_rule"]).where(_HOLIDAY_RULE.country == bindparam("which"))


def put_absence(tx: Tx, source: str, person: PersonId, span: Span, *, certain: bool) -> None:
    """That somebody is away (or may be), under the name of the record that says so; replaces what that said before."""
    tx.memory.pop(_everybody, None)
    changed = tx.execute(
        _CHANGE,
        which=source,
        person=person,
        begin=span.first,
        end=span.last,
        begin_half=span.first_half,
        end_half=span.last_half,
        sure=certain,
    )
    if not changed:
        add_absence(tx, source, person, span, certain=certain)


def add_absence(tx: Tx, source: str, person: PersonId, span: Span, *, certain: bool) -> None:
    """The same, of a record that is new."""
    tx.memory.pop(_everybody, None)
    tx.insert(
        AbsenceRow,
        source=source,
        person_id=person,
        first=span.first,
        last=span.last,
        first_half=span.first_half,
        last_half=span.last_half,
        certain=certain,
        shown=certain,
        gone=False,
        sequence=0,
    )


def drop_absence(tx: Tx, source: str) -> None:
    """That record no longer keeps anybody away."""
    tx.memory.pop(_everybody, None)
    tx.execute(_DROP, which=source)


def away(tx: Tx, people: Iterable[PersonId], first: date, last: date, *, certain: bool = False) -> tuple[Absent, ...]:
    """Who of these is away on any day from first to last, in order of their first day; `certain`: for certain."""
    asked = sorted(set(people))
    if not asked:
        return ()
    if len(asked) > MOST_NAMED:
        wanted, rows = frozenset(asked), _everybody(tx, first, last)
        return tuple(_absent(row) for row in rows if row.person_id in wanted and (row.certain or not certain))
    if len(asked) == 1:
        return _absences(tx.fetch(_SURELY_OF if certain else _AWAY_OF, person=asked[0], begin=first, end=last))
    return _absences(tx.fetch(_SURELY_AMONG if certain else _AWAY_AMONG, people=asked, begin=first, end=last))


def _everybody(tx: Tx, first: date, last: date) -> list[Any]:
    """The rows about the whole company, kept until the end of the transaction: many ask for some of them in turn."""
    known: dict[tuple[date, date], list[Any]] = tx.memory.setdefault(_everybody, {})
    if (first, last) not in known:
        known[first, last] = tx.fetch(_AWAY, begin=first, end=last)
    return known[first, last]


def away_from(tx: Tx, departments: Iterable[int], first: date, last: date) -> tuple[Absent, ...]:
    """Who is away from these departments, being a member of one of them while away."""
    asked = sorted(set(departments))
    return _absences(tx.fetch(_AWAY_FROM, departments=asked, begin=first, end=last)) if asked else ()


def all_away(tx: Tx, first: date, last: date) -> tuple[Absent, ...]:
    """Who is away in the whole company."""
    return _absences(tx.fetch(_AWAY, begin=first, end=last))


def stretches(tx: Tx, person: PersonId) -> tuple[Span, ...]:
    """When somebody is certainly away, as others may see it: what joins on to each other is one, never apart.

    Who is off sick in the middle of a holiday is, for everybody else, simply away all the time (R39).
    """
    return merge(one.span for one in away(tx, [person], date.min, date.max) if one.certain)


def as_seen(tx: Tx, absences: Iterable[Absent]) -> tuple[Absent, ...]:
    """These absences as others may see them: each certain one as the whole stretch it is in, once."""
    known = tuple(absences)
    whole = _whole(tx, [one for one in known if one.certain])
    found = [Absent(one.person, whole[one]) if one.certain else one for one in known]
    return tuple(dict.fromkeys(found))


def _whole(tx: Tx, certain: list[Absent]) -> dict[Absent, Span]:
    """The stretch each is in: read about everybody at once, and further out only for whom it goes on there."""
    found: dict[Absent, Span] = {}
    reach, asked = _REACH, certain
    while asked:
        first, last = _around(asked, reach)
        spans = defaultdict[int, list[Span]](list)
        for one in away(tx, {PersonId(one.person) for one in asked}, first, last):
            if one.certain:
                spans[one.person].append(one.span)
        merged = {person: merge(theirs) for person, theirs in spans.items()}
        for one in asked:
            found[one] = next((span for span in merged.get(one.person, ()) if span.overlaps(one.span)), one.span)
        asked = [one for one in asked if _goes_on(found[one], first, last)]
        reach *= 8
    return found


def _around(absences: Iterable[Absent], reach: int) -> tuple[date, date]:
    known = [(one.span.first.toordinal(), one.span.last.toordinal()) for one in absences]
    first, last = min(first for first, _ in known) - reach, max(last for _, last in known) + reach
    return date.fromordinal(max(first, date.min.toordinal())), date.fromordinal(min(last, date.max.toordinal()))


def _goes_on(span: Span, first: date, last: date) -> bool:
    """Whether more of it may lie beyond the days that were read."""
    return date.min < first >= span.first or date.max > last <= span.last


def absences_of(tx: Tx, person: PersonId, first: date, last: date) -> dict[str, Absent]:
    """One person's, each under the name of the record that says so."""
    rows = tx.fetch(_SOURCES, person=person, begin=first, end=last)
    return {row.source: _absent(row) for row in rows}


def away_besides(tx: Tx, person: PersonId, workflow: str) -> tuple[Absent, ...]:
    """Whenever one person is away by the records of other workflows than this one."""
    return _absences(tx.fetch(_AWAY_BESIDES, person=person, begin=date.min, end=date.max, besides=f"{workflow}/%"))


def working_time(tx: Tx, person: PersonId, first: date, last: date) -> WorkingTime:
    """The person's working time in whole years around these days; LookupError when there is no such person."""
    years = (first.year - 1, last.year + 1)
    found = recent.of_person(tx, ("working_time", person, years), lambda: _working_time(tx, person, years))
    return found or _working_time(tx, person, years)


def _working_time(tx: Tx, person: PersonId, years: tuple[int, int]) -> WorkingTime:
    known = facts(tx, person)
    patterns = tuple(Dated(parse_pattern(one.value), one.starts, one.ends) for one in known.patterns)
    days, rules = own(tx)
    shared = built(within(known.patterns, years), within(known.regions, years), years, days, rules)
    return shared.known_by(patterns)


def company_days(tx: Tx) -> dict[int, CompanyDay]:
    """The company's own days by id, in order."""
    return {row.id: _company_day(row) for row in tx.fetch(_COMPANY_DAYS)}


def add_company_day(tx: Tx, day: CompanyDay, policy: str | None = None) -> int:
    """From now on everybody's working time has it; its id. `policy`: the leave policy that says so."""
    added = tx.insert(
        CompanyDayRow,
        day=day.day,
        name=day.name,
        length=day.length,
        half=day.half,
        country=day.country,
        subdivision=day.subdivision,
        yearly=day.yearly,
        like=day.like,
        policy=policy,
    )
    recent.changed(tx)
    return added


def drop_company_day(tx: Tx, day: int) -> bool:
    """It is no longer; whether it was there."""
    dropped = tx.execute(_DROP_COMPANY_DAY, which=day)
    recent.changed(tx)
    return dropped > 0


def set_company_days(tx: Tx, days: Iterable[CompanyDay]) -> None:
    """These are the company's own days, and no others."""
    tx.execute(_DROP_COMPANY_DAYS)
    for day in days:
        add_company_day(tx, day)
    recent.changed(tx)


def set_policy_days(tx: Tx, days: Iterable[tuple[str, CompanyDay]]) -> bool:
    """These are the days that leave policies say, with the policy's code; whether that is new."""
    known, wanted = tx.fetch(_POLICY_DAYS), dict.fromkeys(days)
    if {(row.policy, _company_day(row)) for row in known} == set(wanted):
        return False
    tx.execute(_DROP_POLICY_DAYS)
    for policy, day in wanted:
        add_company_day(tx, day, policy)
    recent.changed(tx)
    return True


def set_policy_rules(tx: Tx, rules: Mapping[str, Observed]) -> bool:
    """These are the rules for holidays on weekends that leave policies say, by country; whether that is new."""
    if {row.country: row.observed for row in tx.fetch(_HOLIDAY_RULES) if row.by_policy} == dict(rules):
        return False
    tx.execute(_DROP_POLICY_RULES)
    for country, observed in rules.items():
        set_observed(tx, country, observed, by_policy=True)
    recent.changed(tx)
    return True


def set_observed(tx: Tx, country: str, observed: Observed, *, by_policy: bool = False) -> None:
    """How a country's holidays on weekends are made up for."""
    tx.execute(_DROP_RULE, which=country)
    tx.insert(HolidayRuleRow, country=country, observed=observed, by_policy=by_policy)
    recent.changed(tx)


def _absences(rows: Iterable[Any]) -> tuple[Absent, ...]:
    return tuple(_absent(row) for row in rows)


def _absent(row: Any) -> Absent:
    return Absent(row.person_id, Span(row.first, row.last, row.first_half, row.last_half), row.certain)


def _company_day(row: Any) -> CompanyDay:
    half = Half(row.half) if row.half else None
    return CompanyDay(row.day, row.name, row.length, half, row.country, row.subdivision, row.yearly, row.like)


Own = tuple[tuple[CompanyDay, ...], tuple[tuple[str, Observed], ...]]


def own(tx: Tx) -> Own:
    """The company's own days, and how countries' holidays on weekends are made up for."""
    found = recent.of_person(tx, "calendar", lambda: _readown(tx))
    return found or ((), ())


def _readown(tx: Tx) -> Own:
    rules = tuple((row.country, row.observed) for row in tx.fetch(_HOLIDAY_RULES))
    return tuple(company_days(tx).values()), rules


def within(facts: Iterable[Dated[Any]], years: tuple[int, int]) -> tuple[Dated[Any], ...]:
    """Cut to these years, so that people whose years are alike share one calendar."""
    first, last = date(years[0], 1, 1), date(years[1], 12, 31)
    return tuple(
        Dated(fact.value, max(fact.starts, first), last if fact.ends is None else min(fact.ends, last))
        for fact in facts
        if fact.starts <= last and (fact.ends is None or fact.ends >= first)
    )


@lru_cache(maxsize=512)
def built(
    patterns: tuple[Dated[str], ...],
    regions: tuple[Dated[Region], ...],
    years: tuple[int, int],
    days: tuple[CompanyDay, ...],
    rules: tuple[tuple[str, Observed], ...],
) -> WorkingTime:
    """The working time of everybody whose patterns and places are the same in these years."""
    observed = dict(rules)
    places = [
        (place, company_holidays(place.value, year, public_holidays(place.value, year, rule), days))
        for place in regions
        for rule in (observed.get(place.value.country, Observed.LAW),)
        for year in range(years[0], years[1] + 1)
    ]
    parsed = [Dated(parse_pattern(one.value), one.starts, one.ends) for one in patterns]
    like = {
        day: model
        for place in regions
        for day, model in extra_days(place.value, range(years[0], years[1] + 1), days).items()
        if holds(place, day)
    }
    return WorkingTime(parsed, dated_holidays(places), years, like)
