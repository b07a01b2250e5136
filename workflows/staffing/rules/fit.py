"""How well somebody fits an ask: skill, free capacity week by week, wish to develop. Never why they are away.

Free is what is neither away, nor booked, nor offered, nor kept by the department for business as usual.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from workflows.calendar.rules import Load, Period
from workflows.calendar.rules.capacity import SLACK, Line
from workflows.kernel.access import PersonId

NOTHING, HUNDRED = Decimal(0), Decimal(100)
COVERED, EACH_LEVEL, WISHED = Decimal(50), Decimal(8), Decimal(10)
"""What the parts of a score weigh, of a hundred: covering the ask, each level of the skill (to 5), wishing for it."""
FULL_TIME = Decimal(40)
"""Hours a week of a full-time equivalent."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What a department keeps for business as usual: full-time equivalents, or a part of its people's time."""

    people: Decimal | None = None
    percent: Decimal | None = None

    def hours(self, scheduled: Decimal, usual: Decimal) -> Decimal:
        """In a week in which its people work so many hours; public holidays shorten it as they do theirs."""
        if self.percent is not None:
            return scheduled * self.percent / HUNDRED
        return (self.people or NOTHING) * FULL_TIME * scheduled / usual if usual else NOTHING


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody against an ask, week by week."""

    person: PersonId
    level: int
    wished: bool
    periods: tuple[Period, ...]
    needed: tuple[Decimal, ...]
    free: tuple[Decimal, ...]
    scheduled: tuple[Decimal, ...]
    over: tuple[Period, ...] = ()
    """Where they would have more than all of their working time promised."""

    @property
    def covered(self) -> Decimal:
        """How much of what is asked for they could do, from 0 to 1."""
        wanted = sum(self.needed, NOTHING)
        done = sum((min(pair) for pair in zip(self.needed, self.free, strict=True)), NOTHING)
        return done / wanted if wanted else NOTHING

    @property
    def score(self) -> Decimal:
        """Of a hundred; nothing for whoever has no time at all."""
        if not self.covered:
            return NOTHING
        return COVERED * self.covered + EACH_LEVEL * self.level + (WISHED if self.wished else NOTHING)

    @property
    def short(self) -> tuple[Period, ...]:
        """The stretches of weeks in which they have less time than is asked for; weeks in a row are one."""
        return merged(
            period
            for period, needed, free in zip(self.periods, self.needed, self.free, strict=True)
            if needed > free + SLACK
        )

    @property
    def least(self) -> int:
        """The share of their time that is free in every week in which it is enough, in whole percents."""
        shares = [
            HUNDRED * free / scheduled
            for needed, free, scheduled in zip(self.needed, self.free, self.scheduled, strict=True)
            if needed and scheduled and needed <= free + SLACK
        ]
        return int(min(shares, default=NOTHING).to_integral_value(ROUND_FLOOR))


def fit(
    person: PersonId,
    level: int,
    load: Load,
    spare: Sequence[Decimal] | None,
    *,
    wished: bool,
    until: date | None = None,
) -> Fit:
    """Against the ask that lies in the load as its last line, tentative; `spare`: what their department can give.

    `until`: their last day with the company, when it comes before the ask's; afterwards they lack what they would do.
    """
    asked, others = load.lines[-1], load.lines[:-1]
    taken = [sum((line.booked[at] for line in others), NOTHING) for at in range(len(load.periods))]
    own = [max(NOTHING, there - gone) for there, gone in zip(load.present, taken, strict=True)]
    free = [min(pair) for pair in zip(own, spare, strict=True)] if spare is not None else own
    return Fit(
        person, level, wished, load.periods, _needed(asked, load.periods, until), tuple(free), load.scheduled, load.over
    )


def _needed(asked: Line, periods: Sequence[Period], until: date | None) -> tuple[Decimal, ...]:
    usual = max(asked.planned, default=NOTHING)
    return tuple(
        usual if until is not None and period.last > until else hours
        for period, hours in zip(periods, asked.planned, strict=True)
    )


def spare(loads: Sequence[Load], floor: Floor | None) -> tuple[Decimal, ...] | None:
    """What a department can give, period by period, over its floor; None when it keeps nothing back."""
    if floor is None or not loads:
        return None
    weeks = range(len(loads[0].periods))
    free = [sum((load.free[at] for load in loads), NOTHING) for at in weeks]
    scheduled = [sum((load.scheduled[at] for load in loads), NOTHING) for at in weeks]
    usual = max(scheduled, default=NOTHING)
    return tuple(max(NOTHING, free[at] - floor.hours(scheduled[at], usual)) for at in weeks)


def ranked(fits: Sequence[Fit]) -> list[Fit]:
    """The best first; equals as they came."""
    return sorted(fits, key=lambda one: -one.score)


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods that follow on each other as one."""
    found: list[Period] = []
    for period in periods:
        if found and (period.first - found[-1].last).days == 1:
            found[-1] = Period(found[-1].first, period.last)
            continue
        found.append(period)
    return tuple(found)
