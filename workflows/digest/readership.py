"""Who gets which digest on a day: by what they answer for, and whether they work; a bounded number of queries.

Nobody gets one on a day on which they don't work or are away. The first day of somebody's week is the first on which
they are there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.calendar.load import shares_on
from workflows.calendar.rules import Span, WorkingTime
from workflows.calendar.times import working_times
from workflows.digest.rules import Setting, first_weekday, week
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Reader
from workflows.kernel.flow import Tx, digests
from workflows.organisation import store as organisation
from workflows.organisation.rules import Chart, Desk, above, at, holds

_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether people are there, on the days around one."""

    times: Mapping[PersonId, WorkingTime]
    away: Mapping[int, list[Span]]

    def there(self, person: PersonId, day: date) -> bool:
        """Whether they work that day, or a part of it."""
        time = self.times.get(person)
        if time is None or not time.working(day):
            return False
        return all(Span.of(day).without(span) for span in self.away.get(person, ()))

    def begins(self, actor: Actor) -> bool:
        """Whether today is the first day of their week on which they are there."""
        return self.there(actor.person, actor.today) and self.before(actor) is None

    def before(self, actor: Actor) -> date | None:
        """The last day of their week before today on which they were there."""
        first, _ = week_of(actor)
        passed = (actor.today - timedelta(days=n) for n in range(1, (actor.today - first).days + 1))
        return next((day for day in passed if self.there(actor.person, day)), None)


def week_of(actor: Actor) -> tuple[date, date]:
    """Their week, as their country has it."""
    return week(actor.today, first_weekday(actor.locale))


def begins(tx: Tx, actor: Actor) -> bool:
    """Whether somebody's week begins today."""
    return presence(tx, [actor.person], actor.today).begins(actor)


def presence(tx: Tx, people: Collection[PersonId], day: date) -> Presence:
    """In the week before a day and on it; half a dozen queries for any number of people."""
    away = defaultdict[int, list[Span]](list)
    for one in calendar.away(tx, people, day - _WEEK, day):
        if one.certain:
            away[one.person].append(one.span)
    return Presence(working_times(tx, day - _WEEK, day, people), away)


def due_today(
    tx: Tx, day: date, actors: Mapping[PersonId, Actor], chosen: Mapping[PersonId, Setting]
) -> Iterator[tuple[Kind, PersonId]]:
    """Who of these gets which kind on a day that is today for all of them: who is there, and has something to read."""

    def wanting(kind: Kind, among: Iterable[PersonId]) -> dict[PersonId, Actor]:
        return {one: actors[one] for one in among if chosen.get(one, Setting(one)).wants(kind)}

    managing = _managing(tx, day)
    answering = managing.keys() | leaders(organisation.chart(tx), day).keys()
    known = presence(tx, [one for one in actors if one in answering], day)
    there = [one for one in actors if known.there(one, day)]
    weekly = wanting(Kind.WEEKLY, (one for one in there if known.begins(actors[one])))
    daily = wanting(Kind.DAILY, (one for one in there if one not in weekly or one not in managing))
    heard = {one: known.before(actors[one]) for one in there if one in answering}
    for kind, readers in ((Kind.WEEKLY, weekly), (Kind.DAILY, daily), (Kind.PROJECT, wanting(Kind.PROJECT, there))):
        yield from ((kind, one) for one in digests(tx, _brief(edition(tx, kind, day, readers, heard))))
    yield from ((Kind.MINE, one) for one in _own_weeks(tx, day, wanting(Kind.MINE, actors)))


def _own_weeks(tx: Tx, day: date, actors: Mapping[PersonId, Actor]) -> list[PersonId]:
    """Those whose week begins today, of those to whom there is something to say: few, so that is looked at first."""
    found = digests(tx, _brief(edition(tx, Kind.MINE, day, actors))).keys()
    known = presence(tx, found, day)
    return [one for one in found if known.begins(actors[one])]


def _brief(found: Edition) -> Edition:
    return replace(found, brief=True)


def edition(
    tx: Tx,
    kind: Kind,
    day: date,
    actors: Mapping[PersonId, Actor],
    heard: Mapping[PersonId, date | None] | None = None,
) -> Edition:
    """That kind for those of these to whose part it belongs, with what is theirs on that day.

    `heard`: when each had theirs last; without it, all there is to say is said.
    """
    if kind is Kind.MINE:
        mine = {one: Reader(actor, week_of(actor)[1], people=frozenset({one})) for one, actor in actors.items()}
        return Edition(kind, mine)
    found = _operations(tx, kind, day, actors) if kind in OPERATIONS else _projects(tx, day, actors)
    if kind is Kind.WEEKLY or not heard:
        return found
    return replace(
        found, readers={one: replace(reader, before=heard.get(one)) for one, reader in found.readers.items()}
    )


def managers(chart: Chart, day: date) -> dict[PersonId, set[int]]:
    """Every operations manager of that day with their departments."""
    found = defaultdict[PersonId, set[int]](set)
    for one in chart.departments.values():
        manager = at(chart.managers.get(one.id, ()), day) if holds(one, day) else None
        if manager is not None:
            found[manager].add(one.id)
    return dict(found)


def _managing(tx: Tx, day: date) -> dict[PersonId, set[int]]:
    """The same with whoever stands in, once in a transaction for each day: zone after zone asks."""
    known: dict[date, dict[PersonId, set[int]]] = tx.memory.setdefault(_managing, {})
    if day not in known:
        known[day] = {one: set(theirs) for one, theirs in managers(organisation.chart(tx), day).items()}
        for desk in _stood_in(tx, day):
            if desk.deputy is not None:
                known[day].setdefault(desk.deputy, set()).add(desk.department)
    return known[day]


def _stood_in(tx: Tx, day: date) -> list[Desk]:
    """The departments whose manager is away all day, or whom nobody manages, and who have a deputy; one query."""
    known: dict[date, list[Desk]] = tx.memory.setdefault(_stood_in, {})
    if day not in known:
        chart = organisation.chart(tx)
        desks = [
            chart.line(one, day)[0] for one, held in chart.deputies.items() if at(held, day) and chart.line(one, day)
        ]
        absent = calendar.away(tx, {one.manager for one in desks if one.manager is not None}, day, day) if desks else ()
        gone = {one.person for one in absent if one.certain and not Span.of(day).without(one.span)}
        known[day] = [desk for desk in desks if desk.manager is None or desk.manager in gone]
    return known[day]


def _lines(tx: Tx, day: date) -> dict[int, Sequence[Desk]]:
    """The line above each department that day, likewise."""
    known: dict[date, dict[int, Sequence[Desk]]] = tx.memory.setdefault(_lines, {})
    if day not in known:
        chart = organisation.chart(tx)
        known[day] = {one: chart.line(one, day) for one in chart.departments}
    return known[day]


def leaders(chart: Chart, day: date) -> dict[PersonId, set[int]]:
    """Every project manager of that day with their projects."""
    found = defaultdict[PersonId, set[int]](set)
    for one in chart.projects.values():
        lead = at(chart.leads.get(one.id, ()), day) if holds(one, day) else None
        if lead is not None:
            found[lead].add(one.id)
    return dict(found)


def _operations(tx: Tx, kind: Kind, day: date, actors: Mapping[PersonId, Actor]) -> Edition:
    managing = {one: theirs for one, theirs in _managing(tx, day).items() if one in actors}
    people = _answered_for(tx, day, managing) if managing else {}
    return Edition(
        kind,
        {
            one: Reader(actors[one], week_of(actors[one])[1], frozenset(theirs), people=frozenset(people.get(one, ())))
            for one, theirs in managing.items()
        },
    )


def _answered_for(tx: Tx, day: date, readers: Collection[PersonId]) -> Mapping[PersonId, set[PersonId]]:
    """Whose operations manager each of these is: the nearest above them who is not themselves."""
    found = defaultdict[PersonId, set[PersonId]](set)
    known, stood_in = _lines(tx, day), set(_stood_in(tx, day))
    lines = {
        one: line
        for one, line in known.items()
        if any(desk.manager in readers or (desk in stood_in and desk.deputy in readers) for desk in line)
    }
    for person, department in organisation.departments_on(tx, day, lines).items():
        answering = (desk for desk in above(person, lines[department]) if desk.manager is not None or desk in stood_in)
        desk = next(answering, None)
        if desk is not None and desk.manager is not None:
            found[desk.manager].add(person)
        if desk is not None and desk in stood_in and desk.deputy not in (None, person):
            found[PersonId(desk.deputy or 0)].add(person)
    return found


def _projects(tx: Tx, day: date, actors: Mapping[PersonId, Actor]) -> Edition:
    leading = {one: theirs for one, theirs in leaders(organisation.chart(tx), day).items() if one in actors}
    people = teams(tx, {project for theirs in leading.values() for project in theirs}, day)
    return Edition(
        Kind.PROJECT,
        {
            one: Reader(
                actors[one],
                week_of(actors[one])[1],
                projects=frozenset(theirs),
                people=frozenset(person for project in theirs for person in people.get(project, ())) - {one},
            )
            for one, theirs in leading.items()
        },
    )


def teams(tx: Tx, projects: Collection[int], day: date) -> Mapping[int, set[PersonId]]:
    """Who works on each project in the week from that day on; one query."""
    found = defaultdict[int, set[PersonId]](set)
    for share in shares_on(tx, projects, day, day + _WEEK):
        found[share.project].add(share.person)
    return found
