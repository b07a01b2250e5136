"""When somebody who owes an answer is reminded, and when the question climbs: in their own working days (R42, R43).

Nothing is ever decided by silence: what nobody answers stays open, and climbs as far as the stored route goes; on the
way to whom the one asked has named for while they are away.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflows.calendar.presence import (
    MORNING,
    arrival,
    at_work,
    back_on,
    employed,
    here,
    know,
    morning,
    plain_day_after,
    reachable,
    working_day_after,
    works,
)
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx, substitute
from workflows.organisation import chains
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain, Link

__all__ = [
    "MORNING",
    "Ladder",
    "Reminder",
    "arrival",
    "at_work",
    "climbs",
    "employed",
    "here",
    "is_up",
    "know",
    "latest",
    "morning",
    "named_by",
    "reachable",
    "reminders",
    "route",
    "working_day_after",
    "works",
]


@dataclass(frozen=True, slots=True)
class Ladder:
    """In working days of whoever owes the answer, counted from when they were asked."""

    remind_after: tuple[int, ...]
    climb_after: int | None
    """None: it never climbs."""


LadderOf = Callable[[Chain], Ladder]
"""Where each question has its own."""
Never = Callable[[Chain], Collection[PersonId]]
"""Whom a question may reach by no path: who asked, and whom it is about."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody owes an answer for so many working days."""

    chain: Chain
    link: Link
    days: int
    day: date
    """On whose morning it came due: a part of the notice's key."""


def route(tx: Tx, line: Sequence[PersonId], never: Collection[PersonId] = ()) -> tuple[PersonId, ...]:
    """Whom to ask of a line, in turn: from the first who is here, or who named somebody for while they are away.

    The whole line when nobody is here: a question never waits for nobody (T22, T23). Never those of `never`.
    """
    allowed = [one for one in line if one not in never]
    for position, one in enumerate(allowed):
        stands_in = one if here(tx, one) else named_by(tx, one, never)
        if stands_in is not None:
            return tuple(dict.fromkeys((stands_in, *allowed[position:])))
    return tuple(allowed)


def reminders(tx: Tx, workflow: str, ladder: Ladder | LadderOf) -> Iterator[Reminder]:
    """What is due by now, the latest for each open question: after downtime nobody is reminded of one thing twice."""
    known = chains.waiting(tx, workflow)
    know(tx, (chain.current.person for chain in known if chain.current))
    for chain in known:
        due = _overdue(tx, _of(ladder, chain), chain)
        if due is not None:
            yield due


def climbs(
    tx: Tx, workflow: str, ladder: Ladder | LadderOf, never: Never = lambda _chain: ()
) -> Iterator[tuple[Chain, Link]]:
    """Each open question whose time is up, with whom it reaches now; `chain` is the route as it was before."""
    known = chains.waiting(tx, workflow)
    know(tx, (link.person for chain in known for link in chain.links))
    for chain in known:
        following = _climbed(tx, _of(ladder, chain), chain, never)
        if following is not None:
            yield chain, following


def latest(
    tx: Tx, person: PersonId, asked_at: datetime, remind_after: Sequence[int], before: int | None
) -> tuple[int, date] | None:
    """After how many working days a reminder is due by now, the latest, and on which day; none from `before` days on.

    Nobody is reminded on a day off: what came due then waits for their next morning at work.
    """
    for days in sorted(remind_after, reverse=True):
        if before is not None and days >= before:
            continue
        day = working_day_after(tx, person, asked_at, days)
        if morning(tx, person, day) <= tx.now:
            return (days, day) if at_work(tx, person) else None
    return None


def is_up(tx: Tx, person: PersonId, asked_at: datetime | None, climb_after: int | None) -> bool:
    """Whether somebody has had their time: at once when nobody reaches them, or they are away for longer (R43)."""
    if not reachable(tx, person):
        return True
    if climb_after is None or asked_at is None:
        return False
    if morning(tx, person, working_day_after(tx, person, asked_at, climb_after)) <= tx.now:
        return True
    if here(tx, person):
        return False
    known = organisation.facts(tx, person).person
    today, asked = known.today(tx.now), known.today(asked_at)
    too_late = back_on(tx, person) > plain_day_after(tx, person, asked, climb_after)
    return too_late and morning(tx, person, today) <= tx.now


def named_by(tx: Tx, person: PersonId, never: Collection[PersonId]) -> PersonId | None:
    """Whom somebody who is away named to answer in their place, if that one is here and may."""
    named = substitute(tx, person, organisation.facts(tx, person).person.today(tx.now))
    return named if named is not None and named not in never and here(tx, named) else None


def _of(ladder: Ladder | LadderOf, chain: Chain) -> Ladder:
    return ladder if isinstance(ladder, Ladder) else ladder(chain)


def _overdue(tx: Tx, ladder: Ladder, chain: Chain) -> Reminder | None:
    link = chain.current
    if link is None or link.asked_at is None:
        return None
    found = latest(tx, link.person, link.asked_at, ladder.remind_after, ladder.climb_after if chain.ahead else None)
    return Reminder(chain, link, *found) if found else None


def _climbed(tx: Tx, ladder: Ladder, chain: Chain, never: Never) -> Link | None:
    """Whom it reaches, if it is time: a substitute first, then the next who is here; one away for want of others."""
    link = chain.current
    if link is None or not is_up(tx, link.person, link.asked_at, ladder.climb_after):
        return None
    named = None if here(tx, link.person) else named_by(tx, link.person, never(chain))
    if named is not None and named not in {one.person for one in chain.links}:
        return chains.ask_between(tx, chain, link, named)
    ahead = [one for one in chain.ahead if reachable(tx, one.person)]
    following = next((one for one in ahead if here(tx, one.person)), ahead[0] if ahead else None)
    return following if following is not None and chains.ask_next(tx, following) else None
