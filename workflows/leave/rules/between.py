"""The sandwich rule across requests: days off between two leaves cost what they would inside one leave (R1).

Derived from the requests as they stand, never kept: when one of the two goes or is shortened, what lay between them
costs nothing any more, and the ledger is corrected by an entry that says so. Of two neighbours the later one is
charged, whichever was asked for first, so that the order of asking makes no difference.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from workflows.calendar.rules import Counting, Span
from workflows.kernel.errors import Refused
from workflows.leave.rules.context import Context
from workflows.leave.rules.history import versions_of
from workflows.leave.rules.policy import Counted, LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Adjoining
from workflows.leave.rules.story import SANDWICH, Use


def between(context: Context, leave_type: LeaveType, requests: Iterable[Request]) -> Iterator[Use]:
    """What lies between these requests, which hold days of whatever type, and is charged to this type."""
    if all(one.count.adjoining is Adjoining.NONE for one in _versions(context, leave_type)):
        return
    for earlier, later in pairwise(sorted(requests, key=lambda one: one.span.start)):
        payer = _payer(context, earlier, later)
        if payer is not None and payer.leave_type == leave_type.code:
            pending = earlier.pending or later.pending
            for day, amount in _costs(context, earlier, later, counted_as(context, payer)):
                yield Use(day, amount, payer.id, pending, SANDWICH)


def reaching(context: Context) -> tuple[str, ...]:
    """The types that count the days off between them and leave of whatever type."""
    return tuple(one.code for one in context.policy.types if one.count.adjoining is Adjoining.ANY)


def _payer(context: Context, earlier: Request, later: Request) -> Request | None:
    for one, other in ((later, earlier), (earlier, later)):
        reach = counted_as(context, one).adjoining
        if reach is Adjoining.ANY or (reach is Adjoining.SAME and one.leave_type == other.leave_type):
            return one
    return None


def _costs(context: Context, earlier: Request, later: Request, counted: Counted) -> list[tuple[date, Decimal]]:
    """What the days between them cost; nothing where one of them is worked, or the person was sick."""
    time = context.working_time
    try:
        before, after = (
            (earlier.span, later.span) if counted.edges else (time.worked(earlier.span), time.worked(later.span))
        )
        if before is None or after is None or before.stop >= after.start:
            return []
        gap = Span.between(before.stop, after.start)
        if time.cost(gap) or any(ill.overlaps(gap) for ill in context.sick):
            return []
        return time.costs(gap, Counting(counted.unit, counted.holidays, counted.rest_days, edges=True))
    except Refused:  # no pattern or no calendar there: whatever else needs it says so
        return []


def counted_as(context: Context, request: Request) -> Counted:
    """How its type counted when it began: a later version of the policy changes nothing about it."""
    found = [one for since, one in versions_of(context.history, request.leave_type) if since <= request.span.first]
    current = found[-1] if found else None
    return (current or context.policy.leave_type(request.leave_type)).count


def _versions(context: Context, leave_type: LeaveType) -> tuple[LeaveType, ...]:
    if len(context.history) < 2:
        return (leave_type,)
    return tuple(one for _, one in versions_of(context.history, leave_type.code) if one) or (leave_type,)
