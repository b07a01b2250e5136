"""What the clock will do to somebody's balances: the entries to come, and what is lost if no more leave is booked."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.leave.rules.account import account
from workflows.leave.rules.context import NOTHING, Context
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.story import unfold

_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Loss:
    """So much of a type can be used for the last time on a day."""

    leave_type: LeaveType
    last_day: date
    amount: Decimal

    @property
    def expires(self) -> date:
        """The first day on which it can no longer be used (R16)."""
        return self.last_day + _DAY

    def told_on(self, today: date) -> date | None:
        """The latest day up to today on which the policy has the person told of it; None when it is too early."""
        days = [self.expires - timedelta(days=before) for before in self.leave_type.warn_before]
        return max((day for day in days if day <= today < self.expires), default=None)

    def told_next(self, today: date) -> date | None:
        """The next such day."""
        days = [self.expires - timedelta(days=before) for before in self.leave_type.warn_before]
        return min((day for day in days if today < day < self.expires), default=None)


def losses(context: Context) -> tuple[Loss, ...]:
    """What will be lost within a year, as things stand today, soonest first."""
    found = [loss for leave_type in context.policy.types for loss in _of_type(context, leave_type)]
    return tuple(sorted(found, key=lambda loss: (loss.last_day, loss.leave_type.code)))


def _of_type(context: Context, leave_type: LeaveType) -> list[Loss]:
    if not leave_type.limited or not leave_type.warn_before:
        return []
    until = context.today + _YEAR
    known = account(context, leave_type.code, until)
    lost: dict[date, Decimal] = {}
    for entry in unfold(known, until).entries:
        if entry.kind is Kind.EXPIRY and entry.day > context.today and entry.day not in known.settled:
            lost[entry.day] = lost.get(entry.day, NOTHING) - entry.amount
    return [Loss(leave_type, day - _DAY, amount) for day, amount in lost.items() if amount > 0]
