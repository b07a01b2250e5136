"""A project's S-curve: what was planned, earned and spent, added up month by month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from workflows.budget.rules.money import ZERO
from workflows.budget.rules.month import Month
from workflows.budget.rules.value import Part, Value, earned_share

Point = tuple[Decimal, Decimal]
"""How many months after the beginning, and an amount."""


@dataclass(frozen=True, slots=True)
class Curve:
    """All amounts in one currency, added up from the project's beginning."""

    months: tuple[Month, ...]
    planned: tuple[Point, ...]
    earned: tuple[Point, ...]
    actual: tuple[Point, ...]
    today: Decimal
    """How many months after the beginning it is now."""
    value: Value


def planned_by(day: date, planned: Mapping[Month, Decimal]) -> Decimal:
    """What was to be spent by the end of that day; a month that has begun counts by its days."""
    return sum((amount * month.elapsed(day) for month, amount in planned.items()), ZERO)


def draw_up(
    months: Sequence[Month],
    planned: Mapping[Month, Decimal],
    actual: Mapping[Month, Decimal],
    parts: Iterable[Part],
    day: date,
    value: Value,
) -> Curve:
    """The curve as it stands at the end of that day."""
    known = tuple(parts)
    past = [month for month in months if month.last < day]
    ends = [*(month.last for month in past), day]
    places = [Decimal(number) for number in range(1, len(past) + 1)]
    now = _place(months, day)
    return Curve(
        tuple(months),
        _risen(months, planned),
        ((ZERO, ZERO), *zip([*places, now], [value.bac * earned_share(known, end) for end in ends], strict=True)),
        ((ZERO, ZERO), *zip([*places, now], [_spent(actual, end) for end in ends], strict=True)),
        now,
        value,
    )


def _risen(months: Sequence[Month], amounts: Mapping[Month, Decimal]) -> tuple[Point, ...]:
    whole = accumulate((amounts.get(month, ZERO) for month in months), initial=ZERO)
    return tuple((Decimal(number), amount) for number, amount in enumerate(whole))


def _spent(actual: Mapping[Month, Decimal], day: date) -> Decimal:
    return sum((amount for month, amount in actual.items() if month.first <= day), ZERO)


def _place(months: Sequence[Month], day: date) -> Decimal:
    if not months or day < months[0].first:
        return ZERO
    return Decimal(min(months[0].until(Month.of(day)), len(months))) + (
        Month.of(day).elapsed(day) if Month.of(day) <= months[-1] else ZERO
    )
