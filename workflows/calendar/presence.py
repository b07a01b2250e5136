"""When somebody is at work: their pattern, their holidays, their leave; and when they are reached there (R42).

A day on which they are certainly away from morning to evening is none of theirs: it is not counted, and nobody is
reminded on it.
"""

import itertools
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.calendar import store as calendar
from workflows.calendar.rules import Half, Span, merge
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.organisation import crowds
from workflows.organisation import store as organisation
from workflows.organisation.rules import holds

MORNING = time(9)
"""Reminders come at this hour where the reader is."""
NOON = time(13)
"""On a day of which they work the afternoon alone."""
_BACK, _AHEAD = timedelta(days=120), timedelta(days=400)
"""Around today: absences that can matter to a question that waits."""
_FURTHEST = 400
_KNOWN = "presence"


def know(tx: Tx, people: Iterable[PersonId]) -> None:
    """Read about all of them at once what the questions below would read one by one."""
    asked = set(people)
    crowds.know(tx, asked)
    known: dict[PersonId, tuple[Span, ...]] = tx.memory.setdefault(_KNOWN, {})
    found: dict[PersonId, list[Span]] = {one: [] for one in asked - known.keys()}
    today = tx.now.date()
    for one in calendar.away(tx, found, today - _BACK, today + _AHEAD, certain=True):
        found[PersonId(one.person)].append(one.span)
    known.update((person, merge(spans)) for person, spans in found.items())


def employed(tx: Tx, person: PersonId) -> bool:
    """Whether they are with the company today, where they are."""
    known = organisation.person(tx, person)
    return known is not None and holds(known, known.today(tx.now))


def reachable(tx: Tx, person: PersonId) -> bool:
    """Whether they are with the company today, and have a Slack account that is not deactivated, as far as is known."""
    return employed(tx, person) and person not in tx.unreachable()


def here(tx: Tx, person: PersonId) -> bool:
    """Whether they can be reached, and are not certainly away for the whole of their own today."""
    return reachable(tx, person) and not gone_today(tx, person)


def gone_today(tx: Tx, person: PersonId) -> bool:
    """Whether they are certainly away for the whole of their own today."""
    return _gone(_away(tx, person), _today(tx, person))


def works(tx: Tx, person: PersonId, day: date) -> bool:
    """Whether it is a working day of theirs, leave aside; Monday to Friday without a pattern."""
    try:
        return calendar.working_time(tx, person, day, day).working(day)
    except Refused:
        return day.weekday() < 5


def at_work(tx: Tx, person: PersonId) -> bool:
    """Whether it is a working day of theirs today, and they are there."""
    return works(tx, person, _today(tx, person)) and here(tx, person)


def working_day_after(tx: Tx, person: PersonId, since: datetime, count: int) -> date:
    """The `count`-th day after a moment on which somebody works: by their pattern, holidays, leave and zone."""
    asked = since.astimezone(_zone(tx, person)).date()
    away, day = _away(tx, person), plain_day_after(tx, person, asked, count)
    while (later := plain_day_after(tx, person, asked, count + _missed(tx, person, away, asked, day))) > day:
        day = later
    return day


def plain_day_after(tx: Tx, person: PersonId, day: date, count: int) -> date:
    """The same, leave aside: by when an answer was due from one who went away meanwhile."""
    try:
        return calendar.working_time(tx, person, day, day).after(day, count)
    except Refused:
        return _weekday_after(day, count)


def morning(tx: Tx, person: PersonId, day: date) -> datetime:
    """When somebody is reached on a day: at nine where they are, at one when they work the afternoon alone."""
    hour = NOON if _afternoon_alone(tx, person, day) else MORNING
    return datetime.combine(day, hour, _zone(tx, person))


def day_at_work(tx: Tx, person: PersonId, first: date) -> date:
    """The first day from that one on on which they work and are there; the day itself when there is none in sight."""
    away = _away(tx, person)
    days = (first + timedelta(days=ahead) for ahead in range(_FURTHEST))
    return next((day for day in days if works(tx, person, day) and not _gone(away, day)), first)


def back_on(tx: Tx, person: PersonId) -> date:
    """The first day from tomorrow on on which they work and are there."""
    return day_at_work(tx, person, _today(tx, person) + timedelta(days=1))


def arrival(tx: Tx, person: PersonId) -> datetime | None:
    """When something for them may arrive: None for now, while they are at work; else their next morning there."""
    if not at_work(tx, person):
        return morning(tx, person, back_on(tx, person))
    begins = morning(tx, person, _today(tx, person))
    return begins if begins > tx.now else None


def _away(tx: Tx, person: PersonId) -> tuple[Span, ...]:
    known: dict[PersonId, tuple[Span, ...]] = tx.memory.get(_KNOWN, {})
    if person in known:
        return known[person]
    today = tx.now.date()
    return merge(one.span for one in calendar.away(tx, [person], today - _BACK, today + _AHEAD, certain=True))


def _gone(away: Iterable[Span], day: date) -> bool:
    """Whether they are away from morning to evening."""
    whole = Span.of(day)
    return any(span.start <= whole.start and whole.stop <= span.stop for span in away)


def _missed(tx: Tx, person: PersonId, away: Iterable[Span], after: date, until: date) -> int:
    """Working days after the one day up to the other on which they are away."""
    days = (after + timedelta(days=ahead) for ahead in range(1, (until - after).days + 1))
    return sum(works(tx, person, day) for day in days if _gone(away, day))


def _afternoon_alone(tx: Tx, person: PersonId, day: date) -> bool:
    try:
        known = calendar.working_time(tx, person, day, day)
        return known.cost(Span.of(day, Half.AM)) == 0 < known.cost(Span.of(day, Half.PM))
    except Refused:
        return False


def _today(tx: Tx, person: PersonId) -> date:
    return organisation.facts(tx, person).person.today(tx.now)


def _zone(tx: Tx, person: PersonId) -> ZoneInfo:
    return ZoneInfo(organisation.facts(tx, person).person.time_zone)


def _weekday_after(day: date, count: int) -> date:
    """For one without a working pattern: Monday to Friday, so that nothing waits for ever."""
    weekdays = (found for ahead in itertools.count(1) if (found := day + timedelta(days=ahead)).weekday() < 5)
    return next(itertools.islice(itertools.chain([day], weekdays), count, None))
