"""Which policy somebody goes by from when on: what holds on a date is the version that is valid on that date."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from workflows.leave.rules.assignment import Assignment, PolicySet, Whom
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import LeavePolicy, LeaveType, leave_year, year_name

_DAY = timedelta(days=1)
_POSTED = frozenset({Kind.OPENING, Kind.GRANT, Kind.ACCRUAL})


@dataclass(frozen=True, slots=True)
class Ruled:
    """A policy holds from a day on, until the next one does."""

    since: date
    policy: LeavePolicy


History = tuple[Ruled, ...]
"""In order, without gaps; the first holds for all that was before, too."""


def history(known: PolicySet, whom: Callable[[date], Whom], changes: Iterable[date], first: date = date.min) -> History:
    """All policies somebody goes by from their first day on; `changes`: when something about them changes."""
    days = [first, *sorted(day for day in {*changes, *_changes(known)} if day > first)]
    found: list[Ruled] = []
    for day in days:
        policy = _holding(known, whom(day), day)
        if not found or found[-1].policy is not policy:
            found.append(Ruled(day, policy))
    return tuple(found)


def ruling(known: History, day: date) -> LeavePolicy:
    """The one that holds that day."""
    return known[max(0, bisect_right(known, day, key=lambda one: one.since) - 1)].policy


def with_past(known: History, day: date) -> LeavePolicy:
    """The one that holds that day, and after its own types those of earlier ones, which nobody can ask for any more."""
    policy = ruling(known, day)
    codes = {leave_type.code for leave_type in policy.types}
    past = {code: leave_type for code, leave_type in _ended(known, day).items() if code not in codes}
    return policy.model_copy(update={"types": (*policy.types, *past.values())}) if past else policy


def with_year(policy: LeavePolicy, known: History, ledger: Iterable[Entry], hired: date) -> LeavePolicy:
    """The policy, with the leave year that the person's ledger was begun in (R10).

    A leave year can't change in its middle: what was granted, carried and lost by it would have to be rewritten. So
    whoever comes to a policy with another leave year goes by the rest of it, and keeps their own year.
    """
    starts = tuple(dict.fromkeys(one.policy.year_start for one in known))
    if len(starts) < 2:
        return policy
    posted = [one for one in ledger if one.kind in _POSTED]
    if not posted:
        return policy

    def fitting(start: str | None) -> int:
        tried = policy.model_copy(update={"year_start": start})
        return sum(year_name(leave_year(tried, one.day, hired)[0]) == one.grant for one in posted)

    kept = max(starts, key=fitting)
    return policy if kept == policy.year_start else policy.model_copy(update={"year_start": kept})


def versions_of(known: History, code: str) -> tuple[tuple[date, LeaveType | None], ...]:
    """How a type was and will be from when on; None while the policy has no such type."""
    found: list[tuple[date, LeaveType | None]] = []
    for one in known:
        leave_type = next((each for each in one.policy.types if each.code == code), None)
        if not found or found[-1][1] != leave_type:
            found.append((one.since, leave_type))
    return tuple(found)


def _ended(known: History, day: date) -> dict[str, LeaveType]:
    """The types of those that held before, each valid until the last day on which its policy held."""
    found: dict[str, LeaveType] = {}
    for one, following in pairwise(known):
        if following.since <= day:
            until = following.since - _DAY
            for leave_type in one.policy.types:
                last = min(leave_type.valid_to or until, until)
                first = None if leave_type.valid_from and leave_type.valid_from > last else leave_type.valid_from
                found[leave_type.code] = leave_type.model_copy(update={"valid_from": first, "valid_to": last})
    return found


def _holding(known: PolicySet, whom: Whom, day: date) -> LeavePolicy:
    """Whoever nothing is assigned to goes by the company's first policy; where no version is valid, the nearest is."""
    code = known.code_for(whom, day) or known.policies[0].code
    versions = sorted((one for one in known.policies if one.code == code), key=lambda one: one.valid_from)
    before = [one for one in versions if one.valid_from <= day]
    return known.version(code, day) or (before[-1] if before else versions[0])


def _changes(known: PolicySet) -> Iterable[date]:
    lasting: tuple[LeavePolicy | Assignment, ...] = (*known.policies, *known.assignments)
    for one in lasting:
        yield one.valid_from
        if one.valid_to is not None and one.valid_to < date.max:
            yield one.valid_to + _DAY
