"""The people of a department against an ask, ranked: a handful of queries for all of them.

Of leave only the missing hours are seen here, never why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflows.calendar.load import loads
from workflows.calendar.rules import Load, Period, Share, weeks
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import meets
from workflows.staffing import store
from workflows.staffing.people import manager_of
from workflows.staffing.records import Request
from workflows.staffing.rules import fit
from workflows.staffing.rules.fit import Fit, Floor


@dataclass(frozen=True, slots=True)
class Bench:
    """A department's candidates for one ask, the best first."""

    fits: tuple[Fit, ...]
    floor: Floor | None
    tight: tuple[Period, ...]
    """The weeks in which the floor leaves nothing to offer."""


def of_department(tx: Tx, request: Request, department: int, today: date) -> Bench:
    """Everybody of the department who holds the skill at that level, is not offered for it yet, and has not asked."""
    ask = request.ask
    first = max(today, ask.first)
    members = organisation.members(tx, department, first)
    never = {request.person, manager_of(tx, ask.project, today)} | request.named
    held = {
        one.person: one.level
        for one in skills.held(tx, first)
        if one.skill == ask.skill and one.level >= ask.level and one.person not in never
    }
    able = [one for one in members if one in held]
    if not able or ask.last < first:
        return Bench((), floor_of(tx, department, first), ())
    wished = {one.person for one in skills.wishes(tx) if one.skill == ask.skill}
    periods, leaving = weeks(first, ask.last), store.leaving(tx, first, ask.last)
    floor = floor_of(tx, department, first)
    asked = [_hypothetical(request, one, first) for one in able]
    everybody = loads(tx, periods, members, [*store.tentative(tx, first, ask.last), *asked])
    given = fit.spare([_without(everybody[one], one in held) for one in members if one in everybody], floor)
    found = [
        fit.fit(one, held[one], everybody[one], given, wished=one in wished, until=leaving.get(one))
        for one in able
        if one in everybody and not _there(everybody[one], ask.project, first, ask.last)
    ]
    tight = fit.merged(period for period, left in zip(periods, given or (), strict=False) if not left)
    return Bench(tuple(fit.ranked(found)), floor, tight)


def with_offer(tx: Tx, share: Share, today: date) -> Load | None:
    """Somebody's weeks as they would be with this offer and all others on top; None without a working pattern."""
    periods = weeks(max(today, share.starts), share.ends or share.starts)
    tentative = store.tentative(tx, periods[0].first, periods[-1].last)
    return loads(tx, periods, [share.person], [*tentative, share]).get(share.person)


def floor_of(tx: Tx, department: int, day: date) -> Floor | None:
    """What the department keeps that day; None for nothing."""
    kept = store.floor(tx, department, day)
    if kept is None or not (kept.people or kept.percent):
        return None
    return Floor(kept.people, kept.percent)


def _hypothetical(request: Request, person: PersonId, first: date) -> Share:
    """The ask as if they did it; the last line of their load."""
    amount = request.ask.amount
    return Share(person, request.ask.project, amount.percent, amount.hours, first, request.ask.last, tentative=True)


def _there(load: Load, project: int, first: date, last: date) -> bool:
    """Whether they are on that project then already: that is extended, not offered."""
    shares = [line.share for line in load.lines]
    return any(one.project == project and not one.tentative and meets(one, first, last) for one in shares)


def _without(load: Load, asked: bool) -> Load:  # noqa: FBT001 - whether the ask lies on top of it
    return Load(load.periods, load.scheduled, load.present, load.lines[:-1]) if asked else load


def first_free(fits: Sequence[Fit]) -> PersonId | None:
    """Whom to propose: the best of those who have any time."""
    return next((one.person for one in fits if one.score), None)
