"""What a span of days costs a person: dated patterns less holidays, summed once into prefix sums per half day.

Amounts are exact: ten-thousandths of a day or an hour in integers inside, `Decimal` outside (R9).
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from typing import Any

from workflows.calendar.rules.holiday import Holiday
from workflows.calendar.rules.pattern import OFF, Pattern, Shift
from workflows.calendar.rules.span import Half, Span, spoken
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.organisation.rules import Dated, Region, at, holds

SCALE = 10_000
_ZERO = Decimal(0)
_FULL = (SCALE // 2, SCALE // 2)


class Unit(StrEnum):
    """What a leave type is counted in (R8)."""

    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Counting:
    """Which days inside a leave cost something; by default only working time does (R1, the sandwich rule)."""

    unit: Unit = Unit.DAYS
    holidays: bool = False
    """Public holidays inside cost what the day would have."""
    rest_days: bool = False
    """Days off inside cost a whole day."""
    edges: bool = False
    """Such days cost also at the beginning or the end of a leave, not only between working days."""

    @property
    def plain(self) -> bool:
        return not (self.holidays or self.rest_days)


WORKING = Counting()
HOURS, GROSS_HOURS = Counting(Unit.HOURS), Counting(Unit.HOURS, holidays=True)
"""The hours that are worked, and those that the pattern alone would have."""


@dataclass(frozen=True, slots=True)
class DayCost:
    """Why one day costs what it costs (R44)."""

    day: date
    pattern_length: Decimal
    """What the pattern says of that day, or of the asked half, in the type's unit."""
    holiday: Holiday | None
    cost: Decimal


class WorkingTime:
    """The working days and hours of one person over whole years; built once and then asked often.

    `patterns` are the person's, dated (R5); `holidays` those of the places they lived in, already dated. Days outside
    the years are refused (`calendar`), days without a pattern too (`no_pattern`, R7). `like`: extra working days, each
    with the day whose shift is worked on it.
    """

    def __init__(
        self,
        patterns: Sequence[Dated[Pattern]],
        holidays: Iterable[Holiday],
        years: tuple[int, int],
        like: Mapping[date, date] | None = None,
    ) -> None:
        self.patterns = tuple(patterns)
        self.first = date(years[0], 1, 1)
        self.last = date(years[1], 12, 31)
        self._base = self.first.toordinal()
        self._start = self._base * 2
        self._end = self.last.toordinal() * 2 + 2 - self._start
        self._holidays = {holiday.day: holiday for holiday in holidays}
        self._shifts = _shifts(patterns, self._base, self.last.toordinal(), like or {})
        self._cache: dict[Counting, array[int]] = {}
        self.known: dict[Any, Any] = {}
        """What somebody worked out from these sums and may ask for again: nothing in it can change."""
        self._days = self._sums(WORKING)
        missing = [shift is None for shift in self._shifts for _ in (0, 1)]
        self._gaps = array("i", accumulate(missing, initial=0)) if any(missing) else None
        worked = (self._days[slot + 2] > self._days[slot] for slot in range(0, len(self._days) - 1, 2))
        self._worked = array("i", accumulate(worked, initial=0))

    def known_by(self, patterns: Sequence[Dated[Pattern]]) -> "WorkingTime":
        """The same sums for somebody else, whose patterns are the same in these years but reach beyond them."""
        other = copy(self)
        other.patterns = tuple(patterns)
        return other

    def length(self, day: date) -> Decimal:
        """How much of a working day it is: pattern times what no holiday frees (R1)."""
        return self.cost(Span(day, day))

    def working(self, day: date) -> bool:
        """Whether any of it is worked."""
        return self.length(day) > 0

    def scheduled(self, span: Span) -> bool:
        """Whether anything of it is worked; no pattern means no (for groups, where one gap must not stop all)."""
        start, stop = self._slots(span)
        return self._days[stop] > self._days[start]

    def cost(self, span: Span, counting: Counting = WORKING) -> Decimal:
        """What the span costs (R1), unrounded: two look-ups in a prefix sum."""
        start = span.start - self._start
        stop = span.stop - self._start
        if start < 0 or stop > self._end or (self._gaps and self._gaps[stop] != self._gaps[start]):
            raise self._uncounted(span)
        if counting is WORKING:
            days = self._days
            amount = days[stop] - days[start]
            try:
                return _EXACT[amount]
            except KeyError:
                return exact(amount)
        start, stop = self._edges(start, stop, counting)
        sums = self._sums(counting)
        return exact(sums[stop] - sums[start])

    def worked(self, span: Span) -> Span | None:
        """From the first to the last half day worked in it; None when none is."""
        start, stop = self._trimmed(*self._slots(span))
        return Span.between(start + self._start, stop + self._start) if start < stop else None

    def costs(self, span: Span, counting: Counting = WORKING) -> list[tuple[date, Decimal]]:
        """The same by day, without the days that cost nothing."""
        self.cost(span, counting)
        start, stop = self._edges(*self._slots(span), counting)
        sums = self._sums(counting)
        found = []
        for index in range(start >> 1, (stop + 1) >> 1):
            amount = sums[min(stop, index * 2 + 2)] - sums[max(start, index * 2)]
            if amount:
                found.append((date.fromordinal(self._base + index), exact(amount)))
        return found

    def breakdown(self, span: Span, counting: Counting = WORKING) -> tuple[DayCost, ...]:
        """The same for every day, with why (R44); its costs add up to `cost`."""
        costs = dict(self.costs(span, counting))
        gross = self._sums(Counting(counting.unit, holidays=True))
        start, stop = self._slots(span)
        days = []
        for index in range(start >> 1, (stop + 1) >> 1):
            day = date.fromordinal(self._base + index)
            length = gross[min(stop, index * 2 + 2)] - gross[max(start, index * 2)]
            days.append(DayCost(day, exact(length), self._holidays.get(day), costs.get(day, _ZERO)))
        return tuple(days)

    def hours(self, start: int, stop: int, counting: Counting = HOURS) -> int:
        """Ten-thousandths of hours between two half days' numbers (`Span.start`); none where no pattern is known."""
        sums = self._sums(counting)
        begin, end = (min(max(slot - self._start, 0), self._end) for slot in (start, stop))
        return sums[end] - sums[begin]

    def pattern(self, day: date) -> Pattern | None:
        """The pattern that holds that day, also outside the calendar's years."""
        return at(self.patterns, day)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday of that day, if it is one."""
        return self._holidays.get(day)

    def shift(self, day: date) -> Shift:
        """What the pattern says of the day, holidays aside; raises Refused (`no_pattern`, R7)."""
        self._slots(Span(day, day))
        shift = self._shifts[day.toordinal() - self._base]
        if shift is None:
            raise self._gap(Span(day, day))
        return shift

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after it; counted backwards when negative; the day itself for 0."""
        if count == 0:
            return day
        index = self._index(day)
        worked = self._worked
        wanted = worked[index + 1] + count if count > 0 else worked[index] + count + 1
        if not 0 < wanted <= worked[-1]:
            raise self._beyond()
        return date.fromordinal(self._base + bisect_left(worked, wanted) - 1)

    def between(self, day: date, later: date) -> int:
        """Working days after the one day, up to and including the other; negative when it is earlier (slip)."""
        return self._worked[self._index(later) + 1] - self._worked[self._index(day) + 1]

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)

    def _sums(self, counting: Counting) -> "array[int]":
        sums = self._cache.get(counting)
        if sums is None:
            sums = self._cache[counting] = self._sum(counting)
        return sums

    def _sum(self, counting: Counting) -> "array[int]":
        sums = array("i", (0,))
        total = 0
        for index, shift in enumerate(self._shifts):
            for cost in self._halves(index, shift, counting):
                total += cost
                sums.append(total)
        return sums

    def _halves(self, index: int, shift: Shift | None, counting: Counting) -> tuple[int, int]:
        if shift is None:
            return (0, 0)
        am, pm = _worth(shift, counting)
        holiday = self._holidays.get(date.fromordinal(self._base + index))
        if holiday is None or counting.holidays:
            return (am, pm)
        return (_less(am, holiday.free(Half.AM)), _less(pm, holiday.free(Half.PM)))

    def _index(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise self._beyond()
        return day.toordinal() - self._base

    def _slots(self, span: Span) -> tuple[int, int]:
        if span.first < self.first or span.last > self.last:
            raise self._beyond()
        return span.start - self._start, span.stop - self._start

    def _trimmed(self, start: int, stop: int) -> tuple[int, int]:
        days = self._days
        if days[start] == days[stop]:
            return start, start
        first = bisect_left(days, days[start] + 1) - 1
        return first, bisect_left(days, days[stop])

    def _edges(self, start: int, stop: int, counting: Counting) -> tuple[int, int]:
        """Where counting begins and ends: with the first and the last half day worked, unless edges count."""
        return (start, stop) if counting.plain or counting.edges else self._trimmed(start, stop)

    def _uncounted(self, span: Span) -> Refused:
        if span.first < self.first or span.last > self.last:
            return self._beyond()
        return self._gap(span)

    def _gap(self, span: Span) -> Refused:
        day = next(day for day in span.days() if self._shifts[day.toordinal() - self._base] is None)
        return Refused(
            tr(
                "No working pattern is on record for {day}, so its cost can't be counted. "
                "Ask your operations manager or a people admin to add one.",
                day=spoken(day),
            ),
            field="first",
            reason="no_pattern",
        )

    def _beyond(self) -> Refused:
        return Refused(
            tr(
                "That is too far away: the calendar reaches from {first} to {last}.",
                first=self.first.year,
                last=self.last.year,
            ),
            field="first",
            reason="calendar",
        )


_EXACT: dict[int, Decimal] = {half * SCALE // 2: Decimal(half) / 2 for half in range(400)}
"""The amounts that nearly all leave has: dividing again each time costs more than the look-up in the sums."""


def exact(amount: int) -> Decimal:
    """Ten-thousandths as a Decimal without trailing zeros."""
    known = _EXACT.get(amount)
    if known is not None:
        return known
    whole, rest = divmod(amount, SCALE)
    return Decimal(whole) if rest == 0 else (Decimal(amount) / SCALE)


def _shifts(patterns: Sequence[Dated[Pattern]], first: int, last: int, like: Mapping[date, date]) -> list[Shift | None]:
    shifts: list[Shift | None] = [None] * (last - first + 1)
    for stretch in patterns:
        begin = max(first, stretch.starts.toordinal())
        end = min(last, stretch.ends.toordinal() if stretch.ends else last)
        for ordinal in range(begin, end + 1):
            shifts[ordinal - first] = stretch.value.shift(date.fromordinal(ordinal))
    for day, model in like.items():
        pattern = at(patterns, day)
        if first <= day.toordinal() <= last and pattern is not None:
            shifts[day.toordinal() - first] = pattern.shift(model)
    return shifts


def _worth(shift: Shift, counting: Counting) -> tuple[int, int]:
    if counting.rest_days and shift == OFF:
        return _FULL if counting.unit is Unit.DAYS else (4 * SCALE, 4 * SCALE)
    if counting.unit is Unit.HOURS:
        return int(shift.am_hours * SCALE), int(shift.pm_hours * SCALE)
    return int(shift.am * SCALE), int(shift.pm * SCALE)


def _less(amount: int, free: Decimal) -> int:
    return amount if free == _ZERO else int(amount * (1 - free))


def dated_holidays(places: Iterable[tuple[Dated[Region], Iterable[Holiday]]]) -> tuple[Holiday, ...]:
    """The holidays a person had, place after place, each only while they belonged there."""
    return tuple(holiday for place, days in places for holiday in days if holds(place, holiday.day))
