"""What comes into an account by itself when the policy changes in between: each date goes by the version of its own.

Within a leave year that was granted at once, a change gives or takes the difference for the rest of the year on the day
it takes effect: what was granted before stays as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from workflows.calendar.rules import WorkingTime
from workflows.leave.rules.context import NOTHING, Employment
from workflows.leave.rules.entitlement import Credit, Year, credits_of
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.policy import LeavePolicy, LeaveType, leave_year, year_name


@dataclass(frozen=True)
class Given:
    """A type's entitlement for one person, over all its versions."""

    leave_type: LeaveType
    policy: LeavePolicy
    employment: Employment
    working_time: WorkingTime
    versions: tuple[tuple[date, LeaveType | None], ...] = ()
    unpaid: tuple[tuple[date, Decimal], ...] = ()

    def between(self, first: date, until: date) -> Iterator[Credit]:
        """All credits of these days."""
        if len(self.versions) < 2:
            yield from self._of(self.leave_type, first, until)
            return
        ends = [*(since for since, _ in self.versions[1:]), date.max]
        for number, ((since, leave_type), end) in enumerate(zip(self.versions, ends, strict=True)):
            if leave_type is not None and end > first and since <= until:
                lower = since if number else date.min
                yield from (one for one in self._of(leave_type, first, until) if lower <= one.day < end)
        for (_, before), (since, after) in pairwise(self.versions):
            if first < since <= until:
                yield from self._change(since, before, after)

    def _of(self, leave_type: LeaveType, first: date, until: date) -> Iterator[Credit]:
        return credits_of(leave_type, self.policy, self.employment, self.working_time, first, until, self.unpaid)

    def _change(self, day: date, before: LeaveType | None, after: LeaveType | None) -> Iterator[Credit]:
        begin, end = leave_year(self.policy, day, self.employment.first)
        first = max(begin, self.employment.first)
        last = min(end, (self.employment.last or date.max - _DAY) + _DAY)
        if not first < day < last:
            return
        rest = Fraction((last - day).days, (last - first).days)
        more = rest * Fraction(self._granted(after, begin, end) - self._granted(before, begin, end))
        rounding = (after or before or self.leave_type).entitlement.rounding
        amount = rounding(Decimal(more.numerator) / Decimal(more.denominator))
        if amount:
            yield Credit(year_name(begin), Kind.GRANT, day, amount)

    def _granted(self, leave_type: LeaveType | None, begin: date, end: date) -> Decimal:
        """What that version grants at once for the whole year."""
        if leave_type is None or leave_type.entitlement.accrual is not None:
            return NOTHING
        return Year(begin, end, leave_type, self.employment, self.working_time.patterns).entitlement()


_DAY = timedelta(days=1)
