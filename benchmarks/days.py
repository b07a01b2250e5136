"""Working days: what a range of dates costs, by `WorkingTime.cost` and by the ways people usually count it.

`python -m benchmarks.days` runs this part alone.

Everybody is asked about the same ranges, in turn, in one process; that all agree is checked before anything is timed.
"""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

import holidays

from benchmarks.report import machine
from workflows.calendar.rules import Span, WorkingTime, parse_pattern, public_holidays
from workflows.organisation.rules import Dated, Region

PLACE = Region("DE", "BE")
YEARS = (2025, 2027)
LONGEST = 25
NAMES = {
    "ours": "ours, WorkingTime.cost of a span",
    "dates": "ours, with its span made first",
    "prefix": "a bare prefix sum, dates in",
    "set": "day by day with a set",
    "object": "the `holidays` object, each day",
}
REACH = 2.0
"""At most so many times what the bare prefix sum takes."""

Range = tuple[date, date]


@dataclass(frozen=True)
class Counted:
    """Nanoseconds for each range, round by round; and the days that all the ranges cost together."""

    rounds: dict[str, list[float]]
    totals: dict[str, Decimal]

    def ratio(self, name: str, to: str) -> float:
        """Of their quickest rounds: nothing else on the machine makes a round quicker."""
        return min(self.rounds[name]) / min(self.rounds[to])


def measure(ranges: int = 20_000, rounds: int = 15) -> Counted:
    """Count the ranges in every way, in turn; some begin before Christmas, some are one day, none has a half."""
    asked = _ranges(ranges)
    ways = _ways(asked)
    totals = {name: sum(map(Decimal, way()), Decimal(0)) for name, way in ways.items()}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            took[name].append(_timed(way) / ranges)
    return Counted(took, totals)


def report(found: Counted) -> Iterator[str]:
    """A table: ours, the yardstick and the usual ways."""
    yield f"\nWorking days: ns for a range of 1 to {LONGEST} days, Mondays to Fridays in Berlin"
    yield f"  {'':34}{'least':>9}{'median':>9}{'most':>9}{'x prefix sum':>14}{'x ours':>9}"
    for name, took in found.rounds.items():
        yield (
            f"  {NAMES[name]:34}{min(took):9.0f}{statistics.median(took):9.0f}{max(took):9.0f}"
            f"{found.ratio(name, 'prefix'):14.2f}{found.ratio(name, 'ours'):9.2f}"
        )
    yield (
        f"  ratios are of the least; all agree: {next(iter(found.totals.values()))} days"
        if agree(found)
        else f"  NOT ALIKE: {found.totals}"
    )


def show() -> bool:
    """Measure and print; whether all agreed."""
    found = measure()
    print("\n".join(report(found)))
    for sentence, reached in figures(found):
        print(f"  {'reached' if reached else 'MISSED '}  {sentence}")
    return agree(found)


def figures(found: Counted) -> Iterator[tuple[str, bool]]:
    """The figure to reach."""
    ratio = found.ratio("ours", "prefix")
    yield f"a range takes {ratio:.2f} times a bare prefix sum (to reach: at most {REACH:g})", ratio <= REACH


def agree(found: Counted) -> bool:
    """Whether all counted the same."""
    return len(set(found.totals.values())) == 1


def _ranges(count: int) -> list[Range]:
    dice = random.Random(4)  # noqa: S311 - the same ranges in every run
    firsts = [date(2026, 1, 1) + timedelta(days=dice.randrange(365)) for _ in range(count)]
    return [(first, first + timedelta(days=dice.randrange(LONGEST))) for first in firsts]


def _ways(asked: Sequence[Range]) -> dict[str, Callable[[], list[int] | list[Decimal]]]:
    """Each gives the cost of every range; all are called once for each range, from the same kind of loop."""
    spans = [Span(*each) for each in asked]
    cost, prefix = _working_time().cost, _prefix_sum()
    known = holidays.country_holidays(PLACE.country, subdiv=PLACE.subdivision, years=range(YEARS[0], YEARS[1] + 1))
    free = set(known)
    return {
        "ours": lambda: [cost(span) for span in spans],
        "dates": lambda: [cost(Span(first, last)) for first, last in asked],
        "prefix": lambda: [prefix(first, last) for first, last in asked],
        "set": lambda: [_day_by_day(first, last, free) for first, last in asked],
        "object": lambda: [_day_by_day(first, last, known) for first, last in asked],
    }


def _working_time() -> WorkingTime:
    days = [day for year in range(YEARS[0], YEARS[1] + 1) for day in public_holidays(PLACE, year)]
    return WorkingTime([Dated(parse_pattern("mon-fri"), date(YEARS[0], 1, 1))], days, YEARS)


def _prefix_sum() -> Callable[[date, date], int]:
    """The least that can be done in Python: whole days, one pattern for ever, no check of anything."""
    base = date(YEARS[0], 1, 1).toordinal()
    days = map(date.fromordinal, range(base, date(YEARS[1] + 1, 1, 1).toordinal()))
    free = {day.day for year in range(YEARS[0], YEARS[1] + 1) for day in public_holidays(PLACE, year)}
    sums = [*accumulate((day.weekday() < 5 and day not in free for day in days), initial=0)]

    def count(first: date, last: date) -> int:
        return sums[last.toordinal() - base + 1] - sums[first.toordinal() - base]

    return count


def _day_by_day(first: date, last: date, free: set[date] | holidays.HolidayBase) -> int:
    count, day = 0, first
    while day <= last:
        count += day.weekday() < 5 and day not in free
        day += timedelta(days=1)
    return count


def _timed(way: Callable[[], object]) -> float:
    """In nanoseconds, with the collector at rest."""
    gc.disable()
    try:
        began = time.perf_counter_ns()
        way()
        return time.perf_counter_ns() - began
    finally:
        gc.enable()


if __name__ == "__main__":
    print("\n".join(machine()))
    right = show()
    print("\nTo repeat: .venv/bin/python -m benchmarks.days")
    sys.exit(not right)
