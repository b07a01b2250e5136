"""The company's own days as the versions of its policies say them: each day by the version that holds that day (R4)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from workflows.calendar.rules import CompanyDay, Observed
from workflows.leave.rules.policy import LeavePolicy, Shutdown


def own_days(policies: Iterable[LeavePolicy]) -> tuple[tuple[str, CompanyDay], ...]:
    """Every day of every policy, with the policy's code; what is said twice is there once."""
    found = [
        (code, day)
        for code, versions in _by_code(policies)
        for number, version in enumerate(versions)
        for one in version.calendar.days
        for day in _while_valid(one.company_day(), *_lasts(versions, number))
    ]
    return tuple({day: (code, day) for code, day in found}.values())


def observed_by(policies: Iterable[LeavePolicy], today: date) -> dict[str, Observed]:
    """How countries' holidays on weekends are made up for, by the versions that hold today."""
    found: dict[str, Observed] = {}
    for _, versions in _by_code(policies):
        holding = [one for one in versions if one.valid_from <= today]
        found |= (holding or versions[:1])[-1].calendar.observed
    return found


def closings_of(policies: Iterable[LeavePolicy]) -> list[tuple[str, Shutdown]]:
    """Every shutdown, with the code of the policy whose version of that day says it (R32)."""
    return [
        (code, one)
        for code, versions in _by_code(policies)
        for number, version in enumerate(versions)
        for first, following in (_lasts(versions, number),)
        for one in version.shutdowns
        if first <= one.first and (following is None or one.first < following)
    ]


def _by_code(policies: Iterable[LeavePolicy]) -> Iterator[tuple[str, list[LeavePolicy]]]:
    known = sorted(policies, key=lambda one: (one.code, one.valid_from))
    for code, versions in groupby(known, key=lambda one: one.code):
        yield code, list(versions)


def _lasts(versions: list[LeavePolicy], number: int) -> tuple[date, date | None]:
    """From when to when a version holds: the first one from ever, each until the next."""
    first = versions[number].valid_from if number else date.min
    following = versions[number + 1].valid_from if number + 1 < len(versions) else None
    return first, following


def _while_valid(day: CompanyDay, first: date, following: date | None) -> Iterator[CompanyDay]:
    """The day where it falls into that time; a yearly one that ends becomes its single days."""
    if not day.yearly:
        if first <= day.day and (following is None or day.day < following):
            yield day
        return
    begins = max(day.day, first)
    if following is None:
        start = next(found for year in (begins.year, begins.year + 1) if (found := day.on(year)) and found >= begins)
        yield replace(day, day=_as_said(day, start))
        return
    for year in range(begins.year, following.year + 1):
        found = day.on(year)
        if found is not None and begins <= found < following:
            yield replace(day, day=found, yearly=False)


def _as_said(day: CompanyDay, start: date) -> date:
    """From that year on; 29 February stays that, whichever year it begins in."""
    if (day.day.month, day.day.day) != (2, 29) or start == day.day:
        return start
    return day.day
