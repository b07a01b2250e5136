"""What a leave year gives somebody, and when: grants at once or earned bit by bit (R10 to R14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from workflows.calendar.rules import Counting, Pattern, Span, Unit, WorkingTime
from workflows.leave.rules.context import Employment
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.policy import Accrual, Entitlement, LeavePolicy, LeaveType, leave_year, year_name
from workflows.leave.rules.settings import Frequency, Proration, Rounding, When, add_months, clamped
from workflows.organisation.rules import Dated, at

_DAY = timedelta(days=1)
_MONTHS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}
_FINE = Rounding()
_WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Credit:
    """An amount that comes into a leave year's grant on a day."""

    grant: str
    kind: Kind
    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Earning:
    """A period of accrual: from a day up to, not including, another, and when what it earns is posted."""

    first: date
    until: date
    posted: date


def credits_of(
    leave_type: LeaveType,
    policy: LeavePolicy,
    employment: Employment,
    working_time: WorkingTime,
    first: date,
    until: date,
    unpaid: tuple[tuple[date, Decimal], ...] = (),
) -> Iterator[Credit]:
    """Everything the leave years from one day to another give, in order; rounded once, at the end (R9)."""
    if not leave_type.entitlement.amount and not leave_type.entitlement.levels:
        return
    day = max(first, employment.first)
    while day <= until and (employment.last is None or day <= employment.last):
        begin, end = leave_year(policy, day, employment.first)
        if unpaid:
            yield from Year(begin, end, leave_type, employment, working_time.patterns, working_time, unpaid).postings()
        else:
            yield from _postings(begin, end, leave_type, employment, working_time.patterns)
        day = end


@dataclass(frozen=True)
class Year:
    """One leave year of one person; `end` is the first day of the next."""

    begin: date
    end: date
    leave_type: LeaveType
    employment: Employment
    patterns: tuple[Dated[Pattern], ...]
    working_time: WorkingTime | None = None
    """Only for `unpaid`."""
    unpaid: tuple[tuple[date, Decimal], ...] = ()
    """Days that earn nothing, where only time worked does."""

    @property
    def rules(self) -> Entitlement:
        return self.leave_type.entitlement

    def postings(self) -> Iterator[Credit]:
        """Its grant, or its postings."""
        name = year_name(self.begin)
        if self.rules.accrual is None:
            amount = self.entitlement()
            if amount:
                yield Credit(name, Kind.GRANT, max(self.begin, self.employment.first), amount)
            return
        for earning, amount in self.earnings(self.rules.accrual):
            yield Credit(name, Kind.ACCRUAL, max(earning.posted, self.employment.first), amount)

    def entitlement(self) -> Decimal:
        """The whole year's, for the part of it they are employed (R11, R12)."""
        first, last = self._employed(self.begin, self.end)
        if first >= last:
            return Decimal(0)
        exact = self._average(first, last) * self._share(first, last)
        return self.rules.rounding(_decimal(exact))

    def earnings(self, accrual: Accrual) -> Iterator[tuple[Earning, Decimal]]:
        """What each period earns; by default rounded so that a year's postings add up to the year's amount."""
        earned = Fraction(0)
        posted = Decimal(0)
        for earning in periods(accrual, self.begin, self.end, self.employment.first):
            share = self._earned(earning, accrual)
            if share is None:
                continue
            earned += share
            amount = accrual.rounding(_decimal(share)) if accrual.rounding else _FINE(_decimal(earned)) - posted
            posted += amount
            if amount:
                yield earning, amount

    def _earned(self, earning: Earning, accrual: Accrual) -> Fraction | None:
        first, last = self._employed(earning.first, earning.until)
        if first >= last or (first > earning.first and not accrual.first_pro_rata):
            return None
        if self.employment.last is not None and earning.posted > self.employment.last + _DAY:
            return None
        part = Fraction((last - first).days, (earning.until - earning.first).days)
        whole = self._average(first, last) * part * _part_of_year(accrual.every, earning, self.begin, self.end)
        return whole * self._worked(first, last)

    def _worked(self, first: date, last: date) -> Fraction:
        away = sum((amount for day, amount in self.unpaid if first <= day < last), Decimal(0))
        if not away or self.working_time is None:
            return Fraction(1)
        scheduled = self.working_time.cost(Span(first, last - _DAY), Counting(self.leave_type.count.unit))
        return max(Fraction(0), 1 - Fraction(away) / Fraction(scheduled)) if scheduled else Fraction(1)

    def _employed(self, first: date, until: date) -> tuple[date, date]:
        last = self.employment.last
        return max(first, self.employment.first), min(until, last + _DAY) if last else until

    def _share(self, first: date, last: date) -> Fraction:
        if first == self.begin and last == self.end:
            return _WHOLE
        missing = Fraction(0)
        if first > self.begin:
            missing += 1 - self._part(first, self.end, self.rules.joining)
        if last < self.end:
            missing += 1 - self._part(self.begin, last, self.rules.leaving)
        return max(Fraction(0), 1 - missing)

    def _part(self, first: date, until: date, method: Proration) -> Fraction:
        days = (until - first).days
        if method is Proration.NONE:
            return Fraction(1)
        if method is Proration.MONTHS:
            return Fraction(_months_touched(self.begin, first, until), 12)
        if method is Proration.DAYS_365:
            return Fraction(max(0, days - 1), 365)
        return Fraction(days, (self.end - self.begin).days)

    def _average(self, first: date, last: date) -> Fraction:
        """The year's amount by seniority and working pattern, averaged over these days (R12, R13)."""
        changes = tuple(self._changes(first, last))
        if not changes:
            return Fraction(self._yearly(first, first)) * self._fullness(first)
        total = Fraction(0)
        bounds = sorted({first, last, *changes})
        for begin, end in pairwise(bounds):
            total += Fraction(self._yearly(begin, first)) * self._fullness(begin) * (end - begin).days
        return total / (last - first).days

    def _changes(self, first: date, last: date) -> Iterator[date]:
        if self.rules.part_time:
            yield from (dated.starts for dated in self.patterns if first < dated.starts < last)
        for level in self.rules.levels:
            day = add_months(self.employment.first, 12 * level.after_years)
            if level.at_once and first < day < last:
                yield day

    def _yearly(self, day: date, first: date) -> Decimal:
        reached = [
            level
            for level in self.rules.levels
            if add_months(self.employment.first, 12 * level.after_years) <= (day if level.at_once else first)
        ]
        return reached[-1].amount if reached else self.rules.amount

    def _fullness(self, day: date) -> Fraction:
        if not self.rules.part_time:
            return Fraction(1)
        pattern = at(self.patterns, day)
        if pattern is None:
            return Fraction(1)
        weekly = pattern.weekly_hours if self.leave_type.count.unit is Unit.HOURS else pattern.weekly
        return _WHOLE if weekly == self.rules.full_week else Fraction(weekly) / Fraction(self.rules.full_week)


@lru_cache(maxsize=16384)
def _postings(
    begin: date, end: date, leave_type: LeaveType, employment: Employment, patterns: tuple[Dated[Pattern], ...]
) -> tuple[Credit, ...]:
    """Always the same for the same year of the same employment: most balances that are asked for were asked before."""
    return tuple(Year(begin, end, leave_type, employment, patterns).postings())


def periods(accrual: Accrual, begin: date, end: date, hired: date) -> Iterator[Earning]:
    """The periods of accrual that are posted within a leave year; month ends clamped without drift (X12)."""
    bounds = _bounds(accrual, begin, end, hired)
    for first, until in pairwise(bounds):
        posted = first if accrual.at is When.START else until - _DAY
        if begin <= posted < end:
            yield Earning(first, until, posted)


def _bounds(accrual: Accrual, begin: date, end: date, hired: date) -> list[date]:
    if accrual.every is Frequency.ANNIVERSARY:
        return [add_months(hired, 12 * (year - hired.year)) for year in range(begin.year - 1, end.year + 2)]
    if accrual.every is Frequency.TWICE_MONTHLY:
        months = [add_months(begin.replace(day=1), step) for step in range(-1, 14)]
        twice = (accrual.day, accrual.second_day)
        return [clamped(month.year, month.month, day) for month in months for day in twice]
    if accrual.every in _MONTHS:
        step = _MONTHS[accrual.every]
        months = [add_months(begin.replace(day=1), step * number) for number in range(-1, 12 // step + 2)]
        return [clamped(month.year, month.month, accrual.day) for month in months]
    days = 7 if accrual.every is Frequency.WEEKLY else 1
    return [*(date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal(), days)), end]


def _part_of_year(every: Frequency, earning: Earning, begin: date, end: date) -> Fraction:
    if every in _MONTHS:
        return Fraction(_MONTHS[every], 12)
    if every is Frequency.TWICE_MONTHLY:
        return Fraction(1, 24)
    if every is Frequency.ANNIVERSARY:
        return Fraction(1)
    return Fraction((earning.until - earning.first).days, (end - begin).days)


def _months_touched(begin: date, first: date, until: date) -> int:
    """Months of the leave year that any of these days is in: the joining month and the leaving month count."""
    return sum(add_months(begin, number) < until and first < add_months(begin, number + 1) for number in range(12))


def _decimal(exact: Fraction) -> Decimal:
    """As a Decimal with digits to spare: the one rounding comes after."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)
