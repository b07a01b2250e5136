"""What people's hours cost: hours net of leave, times the rate of the role they have on each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workflows.budget.rules.money import ZERO, Money, Sum, total
from workflows.budget.rules.month import Month, months
from workflows.budget.rules.rate import ONE_DAY, Holding, Lasting, Rate, at, turns
from workflows.calendar.rules import Period
from workflows.kernel.access import PersonId


@dataclass(frozen=True, slots=True)
class Worked:
    """Somebody's hours, a figure for each period."""

    person: PersonId
    hours: tuple[Decimal, ...]


@dataclass(frozen=True)
class Labour:
    """What hours come to."""

    cost: Mapping[Month, Sum] = field(default_factory=dict)
    """Rounded once a month and currency, so that a year is the sum of its months as they are read."""
    hours: Mapping[Month, Decimal] = field(default_factory=dict)
    """All hours, also those without a price."""
    unpriced: Mapping[PersonId, Decimal] = field(default_factory=dict)
    """Hours of people without a role, or whose role has no rate then. They are named, never counted as nothing."""
    missing: Mapping[Month, Decimal] = field(default_factory=dict)
    """The same hours by month."""

    @property
    def total(self) -> Sum:
        """The whole cost."""
        return total(one for found in self.cost.values() for one in found)


class Prices:
    """What an hour of somebody costs in each period, when no role and no rate changes within one."""

    def __init__(self, periods: Sequence[Period], holdings: Iterable[Holding], rates: Iterable[Rate]) -> None:
        self.periods = tuple(periods)
        self._roles: dict[PersonId, list[Holding]] = {}
        for one in holdings:
            self._roles.setdefault(one.person, []).append(one)
        self._rates: dict[int, list[Rate]] = {}
        for rate in rates:
            self._rates.setdefault(rate.role, []).append(rate)
        self._known: dict[tuple[int, int], Money | None] = {}

    def hourly(self, person: PersonId, index: int) -> Money | None:
        """For an hour in the period of that index; None without a role or a rate."""
        held = at(self._roles.get(person, ()), self.periods[index].first)
        return None if held is None else self._of_role(held.role, index)

    def _of_role(self, role: int, index: int) -> Money | None:
        key = role, index
        if key not in self._known:
            rate = at(self._rates.get(role, ()), self.periods[index].first)
            self._known[key] = rate.hourly if rate else None
        return self._known[key]


def split(first: date, last: date, facts: Iterable[Lasting]) -> tuple[Period, ...]:
    """The days from first to last in pieces in which neither the month nor any of the facts changes."""
    if last < first:
        return ()
    begins = {max(first, one.first) for one in months(Month.of(first), Month.of(last))}
    ordered = sorted(begins | set(turns(facts, first, last)))
    ends = [day - ONE_DAY for day in ordered[1:]] + [last]
    return tuple(Period(begin, end) for begin, end in zip(ordered, ends, strict=True))


def priced(worked: Iterable[Worked], prices: Prices) -> Labour:
    """What the hours cost, by month."""
    amounts: dict[Month, list[Money]] = {}
    hours: dict[Month, Decimal] = {}
    unpriced: dict[PersonId, Decimal] = {}
    missing: dict[Month, Decimal] = {}
    which = [Month.of(period.first) for period in prices.periods]
    for one in worked:
        for index, booked in enumerate(one.hours):
            if not booked:
                continue
            month, rate = which[index], prices.hourly(one.person, index)
            hours[month] = hours.get(month, ZERO) + booked
            if rate is None:
                unpriced[one.person] = unpriced.get(one.person, ZERO) + booked
                missing[month] = missing.get(month, ZERO) + booked
            else:
                amounts.setdefault(month, []).append(rate.times(booked))
    cost = {month: _rounded(total(found)) for month, found in sorted(amounts.items())}
    return Labour(cost, hours, unpriced, missing)


def _rounded(exact: Sum) -> Sum:
    return Sum(tuple(one.rounded() for one in exact))
