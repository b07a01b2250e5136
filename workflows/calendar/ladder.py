"""When somebody who owes an answer is reminded, and when the question climbs: in their own working days (R42, R43).

Nothing is ever decided by silence: what nobody answers stays open, and climbs as far as the stored route goes.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, substitute
from workflows.organisation import chains
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain, Link
from workflows.organisation.rules import holds

MORNING = time(9)
"""Reminders come at this hour where the reader is."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """In working days of whoever owes the answer, counted from when they were asked."""

    remind_after: tuple[int, ...]
    climb_after: int | None
    """None: it never climbs."""


LadderOf = Callable[[Chain], Ladder]
"""Where each question has its own."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody owes an answer for so many working days."""

    chain: Chain
    link: Link
    days: int
    day: date
    """On whose morning it came due: a part of the notice's key."""


def working_day_after(tx: Tx, person: PersonId, since: datetime, count: int) -> date:
    """The `count`-th working day of somebody after a moment, by their pattern, holidays and zone."""
    known = organisation.facts(tx, person).person
    asked = since.astimezone(ZoneInfo(known.time_zone)).date()
    try:
        return calendar.working_time(tx, person, asked, asked).after(asked, count)
    except Refused:
        return _weekday_after(asked, count)


def morning(tx: Tx, person: PersonId, day: date) -> datetime:
    """Nine o'clock of that day where somebody is."""
    zone = ZoneInfo(organisation.facts(tx, person).person.time_zone)
    return datetime.combine(day, MORNING, zone)


def employed(tx: Tx, person: PersonId) -> bool:
    """Whether they are with the company today, where they are."""
    known = organisation.person(tx, person)
    return known is not None and holds(known, known.today(tx.now))


def here(tx: Tx, person: PersonId) -> bool:
    """Whether they are with the company, and not certainly away for the whole of their own today."""
    if not employed(tx, person):
        return False
    today = organisation.facts(tx, person).person.today(tx.now)
    absences = calendar.away(tx, [person], today, today)
    return not any(one.certain and not Span.of(today).without(one.span) for one in absences)


def route(tx: Tx, line: Sequence[PersonId], never: Collection[PersonId] = ()) -> tuple[PersonId, ...]:
    """Whom to ask of a line, in turn: from the first who is here, or who named somebody for while they are away.

    The whole line when nobody is here: a question never waits for nobody (T22, T23). Never those of `never`.
    """
    allowed = [one for one in line if one not in never]
    for position, one in enumerate(allowed):
        stands_in = _stand_in(tx, one, never)
        if stands_in is not None:
            return tuple(dict.fromkeys((stands_in, *allowed[position:])))
    return tuple(allowed)


def reminders(tx: Tx, workflow: str, ladder: Ladder | LadderOf) -> Iterator[Reminder]:
    """What is due by now, the latest for each open question: after downtime nobody is reminded of one thing twice."""
    for chain in chains.waiting(tx, workflow):
        due = _overdue(tx, _of(ladder, chain), chain)
        if due is not None:
            yield due


def climbs(tx: Tx, workflow: str, ladder: Ladder | LadderOf) -> Iterator[tuple[Chain, Link]]:
    """Each open question whose time is up, with whom it reaches now; `chain` is the route as it was before."""
    for chain in chains.waiting(tx, workflow):
        following = _next(tx, _of(ladder, chain), chain)
        if following is not None and chains.ask_next(tx, following):
            yield chain, following


def _of(ladder: Ladder | LadderOf, chain: Chain) -> Ladder:
    return ladder if isinstance(ladder, Ladder) else ladder(chain)


def _stand_in(tx: Tx, person: PersonId, never: Collection[PersonId]) -> PersonId | None:
    if here(tx, person):
        return person
    named = substitute(tx, person, organisation.facts(tx, person).person.today(tx.now))
    return named if named is not None and named not in never and here(tx, named) else None


def _overdue(tx: Tx, ladder: Ladder, chain: Chain) -> Reminder | None:
    link = chain.current
    if link is None or link.asked_at is None:
        return None
    for days in sorted(ladder.remind_after, reverse=True):
        climbs_instead = chain.ahead and ladder.climb_after is not None and days >= ladder.climb_after
        day = working_day_after(tx, link.person, link.asked_at, days)
        if not climbs_instead and morning(tx, link.person, day) <= tx.now:
            return Reminder(chain, link, days, day)
    return None


def _next(tx: Tx, ladder: Ladder, chain: Chain) -> Link | None:
    """Who is asked next, if it is time, or at once when the one asked has left; those away only for want of others."""
    link = chain.current
    ahead = [one for one in chain.ahead if employed(tx, one.person)]
    if link is None or not ahead or not _is_time(tx, ladder, link):
        return None
    return next((one for one in ahead if here(tx, one.person)), ahead[0])


def _is_time(tx: Tx, ladder: Ladder, link: Link) -> bool:
    if not employed(tx, link.person):
        return True
    if ladder.climb_after is None or link.asked_at is None:
        return False
    return morning(tx, link.person, working_day_after(tx, link.person, link.asked_at, ladder.climb_after)) <= tx.now


def _weekday_after(day: date, count: int) -> date:
    """For one without a working pattern: Monday to Friday, so that nothing waits for ever."""
    weekdays = (found for ahead in range(1, 7 * count + 7) if (found := day + timedelta(days=ahead)).weekday() < 5)
    return next(islice(weekdays, count - 1, None))
