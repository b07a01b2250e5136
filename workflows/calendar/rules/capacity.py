"""Working hours against what projects were promised of them, period by period: pure.

Leave hides hours and deletes none: `planned` is what a share comes to by pattern and public holidays, `booked` is what
is to be expected of it, the hours away taken off.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from workflows.calendar.rules.span import Span, merge
from workflows.calendar.rules.worktime import GROSS_HOURS, SCALE, WorkingTime, exact
from workflows.kernel.access import PersonId
from workflows.organisation.rules import overlap

NOTHING = Decimal(0)
SLACK = Decimal("0.01")
"""Hours; less than that over is rounding, not too much work."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    @property
    def slots(self) -> tuple[int, int]:
        """Its half days, as `Span` numbers them."""
        return self.first.toordinal() * 2, self.last.toordinal() * 2 + 2


def weeks(first: date, last: date) -> tuple[Period, ...]:
    """The weeks, Monday to Sunday, from the one of `first` to the one of `last`."""
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    return tuple(Period(day, day + timedelta(days=6)) for day in (monday + number * _WEEK for number in range(count)))


@dataclass(frozen=True, slots=True)
class Share:
    """What a project was promised of somebody's time: a percentage of it, or hours a week."""

    person: PersonId
    project: int
    percent: Decimal | None
    hours: Decimal | None
    starts: date
    ends: date | None = None
    tentative: bool = False
    """Offered, not yet accepted."""


@dataclass(frozen=True, slots=True)
class Line:
    """A share in hours, a figure for each period."""

    share: Share
    planned: tuple[Decimal, ...]
    """By pattern and public holidays."""
    booked: tuple[Decimal, ...]
    """The same less the hours away."""


@dataclass(frozen=True)
class Load:
    """Somebody's hours, a figure for each period."""

    periods: tuple[Period, ...]
    scheduled: tuple[Decimal, ...]
    """By pattern and public holidays."""
    present: tuple[Decimal, ...]
    """The same less the hours away."""
    lines: tuple[Line, ...] = ()

    def of(self, project: int) -> tuple[Decimal, ...]:
        """What is booked for one project, what is tentative left out."""
        mine = [line.booked for line in self.lines if line.share.project == project and not line.share.tentative]
        return _added(mine, len(self.periods))

    @cached_property
    def booked(self) -> tuple[Decimal, ...]:
        """For all projects."""
        return _added([line.booked for line in self.lines if not line.share.tentative], len(self.periods))

    @cached_property
    def tentative(self) -> tuple[Decimal, ...]:
        """Offered besides."""
        return _added([line.booked for line in self.lines if line.share.tentative], len(self.periods))

    @cached_property
    def planned(self) -> tuple[Decimal, ...]:
        """For all projects with what is offered, leave not taken off."""
        return _added([line.planned for line in self.lines], len(self.periods))

    @property
    def free(self) -> tuple[Decimal, ...]:
        """What is neither away, booked nor offered; never less than nothing."""
        used = zip(self.present, self.booked, self.tentative, strict=True)
        return tuple(max(NOTHING, there - booked - offered) for there, booked, offered in used)

    @property
    def free_percent(self) -> int:
        """Of all that would be worked, what is free, in whole percents; days away are not."""
        there = sum(self.scheduled, NOTHING)
        return int(100 * sum(self.free, NOTHING) / there) if there else 0

    @property
    def percent(self) -> tuple[Decimal, ...]:
        """How much of the working time is promised, with what is offered; leave changes nothing about it."""
        return tuple(_percent(hours, of) for hours, of in zip(self.planned, self.scheduled, strict=True))

    @property
    def over(self) -> tuple[Period, ...]:
        """The periods in which more is promised than is worked."""
        both = zip(self.periods, self.planned, self.scheduled, strict=True)
        return tuple(period for period, hours, of in both if hours > of + SLACK)


def reckon(
    periods: Sequence[Period], works: WorkingTime, away: Iterable[Span] = (), shares: Iterable[Share] = ()
) -> Load:
    """Somebody's load: their working time, when they are certainly away, and what was promised of them."""
    hours = _Hours(works, tuple((span.start, span.stop) for span in merge(away)))
    return Load(
        tuple(periods),
        tuple(exact(hours.scheduled(*period.slots)) for period in periods),
        tuple(exact(hours.present(*period.slots)) for period in periods),
        tuple(_line(hours, periods, share) for share in shares),
    )


def by_person(shares: Iterable[Share]) -> Mapping[PersonId, list[Share]]:
    """Whose they are."""
    found: dict[PersonId, list[Share]] = {}
    for share in shares:
        found.setdefault(share.person, []).append(share)
    return found


@dataclass(frozen=True, slots=True)
class _Hours:
    """Somebody's hours in ten-thousandths, between half days' numbers."""

    works: WorkingTime
    away: tuple[tuple[int, int], ...]

    def scheduled(self, start: int, stop: int) -> int:
        return self.works.hours(start, stop)

    def present(self, start: int, stop: int) -> int:
        met = [(max(start, begin), min(stop, end)) for begin, end in self.away if begin < stop and end > start]
        return self.works.hours(start, stop) - sum(self.works.hours(begin, end) for begin, end in met)

    def gross(self, start: int, stop: int) -> int:
        return self.works.hours(start, stop, GROSS_HOURS)


def _line(hours: _Hours, periods: Sequence[Period], share: Share) -> Line:
    found = [_amounts(hours, share, period) for period in periods]
    return Line(share, tuple(exact(planned) for planned, _ in found), tuple(exact(booked) for _, booked in found))


def _amounts(hours: _Hours, share: Share, period: Period) -> tuple[int, int]:
    """Planned and booked of one share in one period."""
    days = overlap(period.first, period.last, share)
    if days is None:
        return 0, 0
    if share.percent is not None:
        slots = Period(*days).slots
        portion, whole = int(share.percent * SCALE), 100 * SCALE
        return _part(hours.scheduled(*slots), portion, whole), _part(hours.present(*slots), portion, whole)
    parts = [_weekly(hours, share, week, Period(*days)) for week in weeks(*days)]
    return sum(planned for planned, _ in parts), sum(booked for _, booked in parts)


def _weekly(hours: _Hours, share: Share, week: Period, within: Period) -> tuple[int, int]:
    """Hours a week, as the part that they are of that week's pattern; in a week off there is nothing to take from."""
    gross = hours.gross(*week.slots)
    if share.hours is None or not gross:
        return 0, 0
    slots = Period(max(week.first, within.first), min(week.last, within.last)).slots
    portion = int(share.hours * SCALE)
    return _part(hours.scheduled(*slots), portion, gross), _part(hours.present(*slots), portion, gross)


def _part(amount: int, portion: int, whole: int) -> int:
    """Rounded to the nearest ten-thousandth."""
    return (2 * amount * portion + whole) // (2 * whole)


def _percent(hours: Decimal, of: Decimal) -> Decimal:
    return (100 * hours / of).quantize(Decimal("0.1")) if of else NOTHING


def _added(rows: Sequence[tuple[Decimal, ...]], length: int) -> tuple[Decimal, ...]:
    return tuple(sum(column, NOTHING) for column in zip(*rows, strict=True)) if rows else (NOTHING,) * length
