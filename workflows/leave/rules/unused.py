"""Leave that nobody has made plans for when three quarters of the leave year are over: pure.

Only leave that is there to be taken: what needs an occasion (a reason, a document) or was earned by working on days off
is asked for when there is one. Told once a year, and only when more than a quarter of it is neither taken nor booked.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.leave.rules.balance import balance
from workflows.leave.rules.context import Context
from workflows.leave.rules.policy import LeaveType, leave_year

QUARTERS = 3
LATEST = timedelta(days=31)
"""Later than this it is no news any more, to a company that has just begun with it, say."""


@dataclass(frozen=True, slots=True)
class Unused:
    """So much of a leave year's grant has no plans yet."""

    leave_type: LeaveType
    first: date
    """Of the leave year."""
    last: date
    free: Decimal
    granted: Decimal


def unused(context: Context) -> tuple[Unused, ...]:
    """What there is to be told of today."""
    first, following = leave_year(context.policy, context.today, context.employment.first)
    since = context.today - told_on(context)
    if not timedelta(0) <= since < LATEST or not _stays(context, following):
        return ()
    found = [_of_type(context, one, first, following) for one in context.policy.types if _is_for_itself(one)]
    return tuple(one for one in found if one.free * 4 > one.granted > 0)


def told_on(context: Context) -> date:
    """The day on which three quarters of the present leave year are over."""
    first, following = leave_year(context.policy, context.today, context.employment.first)
    return first + (following - first) * QUARTERS // 4


def told_next(context: Context) -> date:
    """The next such day after today."""
    this = told_on(context)
    if this > context.today:
        return this
    _, following = leave_year(context.policy, context.today, context.employment.first)
    first, after = leave_year(context.policy, following, context.employment.first)
    return first + (after - first) * QUARTERS // 4


def _of_type(context: Context, leave_type: LeaveType, first: date, following: date) -> Unused:
    known = balance(context, leave_type.code, context.today)
    return Unused(leave_type, first, following - timedelta(days=1), known.free, known.granted)


def _is_for_itself(one: LeaveType) -> bool:
    occasion = one.reason_required or one.document_required or one.earned is not None
    return one.limited and one.paid and one.entitlement.amount > 0 and bool(one.warn_before) and not occasion


def _stays(context: Context, following: date) -> bool:
    """Whoever came late in the year has had little time; whoever leaves has their rest settled."""
    last = context.employment.last
    return context.employment.first < told_on(context) and (last is None or last >= following)
