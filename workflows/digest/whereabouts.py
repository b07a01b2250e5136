"""Who is away, as digests say it: today, later in the week, and in a project's channel. Never why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.calendar.rules import Absent, Span, WorkingTime
from workflows.calendar.times import working_times
from workflows.digest import readership
from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Reader, Weight
from workflows.kernel.flow import Tx
from workflows.language import speaking, tr, trn
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.phrases import dated_short, listed

MOST = 12
_FIRST_FEW = 2
"""Of somebody's people who are away, so many are looked at before the rest: mostly one of them would have worked."""


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """A line on today and one on the rest of the week; in one's own week, when one is away oneself."""
    if edition.brief:
        return _somebody_away(tx, edition) if edition.people else {}
    if edition.kind is Kind.MINE:
        return _own(tx, edition)
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind not in (*OPERATIONS, Kind.PROJECT) or not edition.people:
        return found
    theirs = defaultdict[PersonId, list[Absent]](list)
    known = _working(tx, edition.people, edition.first, edition.last)
    for one in known:
        for person in edition.about.get(PersonId(one.person), ()):
            theirs[person].append(one)
    names = organisation.names(tx, {PersonId(one.person) for one in known})
    for person, absences in theirs.items():
        with speaking(edition.readers[person].actor.locale):
            heard = _heard(edition.kind, edition.readers[person])
            found[person] += _lines(edition.readers[person], absences, names, heard=heard)
    return found


def away_today(tx: Tx, projects: Collection[int], day: date) -> dict[int, list[Absent]]:
    """Who of each project's people would work that day and is away."""
    teams = readership.teams(tx, projects, day)
    absent = defaultdict[PersonId, list[Absent]](list)
    for one in _working(tx, {person for team in teams.values() for person in team}, day, day):
        absent[PersonId(one.person)].append(one)
    found = {project: [one for person in sorted(team) for one in absent[person]] for project, team in teams.items()}
    return {project: absences for project, absences in found.items() if absences}


def away_from(tx: Tx, departments: Collection[int], day: date) -> dict[int, list[Absent]]:
    """Who of each department, and of those below it, would work that day and is away."""
    trees = {one: organisation.department_tree(tx, one, day) for one in departments}
    branches = {branch.id for tree in trees.values() for branch in tree}
    within = defaultdict[int, list[PersonId]](list)
    for person, department in organisation.departments_on(tx, day, branches).items():
        within[department].append(person)
    people = {one: [person for branch in tree for person in within[branch.id]] for one, tree in trees.items()}
    absent = defaultdict[PersonId, list[Absent]](list)
    for one in _working(tx, {person for team in people.values() for person in team}, day, day):
        absent[PersonId(one.person)].append(one)
    found = {one: [away for person in team for away in absent[person]] for one, team in people.items()}
    return {one: absences for one, absences in found.items() if absences}


def away_among(tx: Tx, people: Collection[PersonId], day: date) -> list[Absent]:
    """Who of these would work that day and is away."""
    return _working(tx, people, day, day) if people else []


def sentence(absences: Iterable[Absent], names: Mapping[PersonId, str], day: date) -> str:
    """As in `Away today: Ann Berg (until Wed, 25 Nov) and Bob Ray`."""
    return tr("Away today: {names}.", names=_some([_named(one, names, day) for one in absences]))


def _somebody_away(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """Who has something to read of it: one absence that keeps somebody from working is enough."""
    spans, theirs = defaultdict[PersonId, list[Span]](list), dict[PersonId, list[PersonId]]()
    for one in calendar.away(tx, edition.people, edition.first, edition.last):
        if one.certain:
            spans[PersonId(one.person)].append(one.span)
    for reader, known in edition.readers.items():
        away = [person for person in known.people if person in spans]
        if away:
            theirs[reader] = away
    found: dict[PersonId, Sequence[Line]] = {}
    for most in (_FIRST_FEW, None):
        open_still = {reader: people[:most] for reader, people in theirs.items() if reader not in found}
        asked = {person for people in open_still.values() for person in people}
        times = working_times(tx, edition.first, edition.last, asked) if asked else {}
        for reader, people in open_still.items():
            days = _days_of(edition.readers[reader])[: 1 if _heard(edition.kind, edition.readers[reader]) else None]
            if any(_misses_work(times.get(person), spans[person], days) for person in people):
                found[reader] = (Line(Weight.KNOW, ""),)
    return found


def _heard(kind: Kind, reader: Reader) -> bool:
    """Whether a project manager knows of the rest of the week: whoever is away was named when it began, or since."""
    return kind is Kind.PROJECT and reader.before is not None


def _days_of(reader: Reader) -> list[date]:
    today = reader.actor.today
    return [today + timedelta(days=n) for n in range((reader.last - today).days + 1)]


def _misses_work(time: WorkingTime | None, spans: Iterable[Span], days: Iterable[date]) -> bool:
    """Whether one of these days is one on which they would work."""
    if time is None:
        return False
    return any(span.first <= day <= span.last and time.working(day) for day in days for span in spans)


def _own(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """What one knows oneself, and is glad to be reminded of."""
    found = defaultdict[PersonId, list[Line]](list)
    for one in _working(tx, edition.people, edition.first, edition.last) if edition.people else ():
        reader = edition.readers[PersonId(one.person)]
        if reader.actor.today <= one.span.last and one.span.first <= reader.last:
            with speaking(reader.actor.locale):
                text = tr("You are away: {days}.", days=_days(one.span))
            found[PersonId(one.person)].append(Line(Weight.KNOW, text))
    return found


def _working(tx: Tx, people: Collection[PersonId], first: date, last: date) -> list[Absent]:
    """The certain absences of these, each as the whole stretch it is in, that keep somebody from working then."""
    known = [one for one in calendar.away(tx, people, first, last) if one.certain]
    seen = calendar.as_seen(tx, known)
    times = working_times(tx, first, last, {PersonId(one.person) for one in seen})
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        one
        for one in seen
        if (time := times.get(PersonId(one.person)))
        and any(one.span.first <= day <= one.span.last and time.working(day) for day in days)
    ]


def _lines(reader: Reader, absences: Sequence[Absent], names: Mapping[PersonId, str], *, heard: bool) -> list[Line]:
    today = reader.actor.today
    now = [one for one in absences if one.span.first <= today <= one.span.last]
    later = [one for one in absences if today < one.span.first <= reader.last]
    lines = [Line(Weight.KNOW, sentence(now, names, today))] if now else []
    if later and not heard:
        said = [tr("{name} ({days})", name=_name(one, names), days=_days(one.span)) for one in later]
        lines.append(Line(Weight.KNOW, tr("Away later this week: {names}.", names=_some(said))))
    return lines


def _named(one: Absent, names: Mapping[PersonId, str], day: date) -> str:
    if one.span.last == day:
        return _name(one, names)
    return tr("{name} (until {day})", name=_name(one, names), day=dated_short(one.span.last))


def _days(span: Span) -> str:
    if span.first == span.last:
        return dated_short(span.first)
    return tr("{first} to {last}", first=dated_short(span.first), last=dated_short(span.last))


def _name(one: Absent, names: Mapping[PersonId, str]) -> str:
    return blocks.bold(names.get(PersonId(one.person), ""))


def _some(said: Sequence[str]) -> str:
    more = [trn("{count} more", "{count} more", len(said) - MOST)] if len(said) > MOST else []
    return listed([*said[:MOST], *more])
