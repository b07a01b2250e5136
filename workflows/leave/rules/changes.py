"""What may become of leave after it was granted: cancelled, shortened, split, interrupted by sickness, recounted.

Pure: each gives the requests as they are to be kept; `settle` of the new context then gives the ledger's entries.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import Span, spoken
from workflows.kernel.errors import Refused
from workflows.leave.rules.account import account, horizon
from workflows.leave.rules.context import NOTHING, Context, priced
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Cancelling
from workflows.leave.rules.story import unfold

NEW = 0
"""The id of a part that is not kept yet."""


def check_cancel(request: Request, leave_type: LeaveType, today: date, *, owner: bool, reason: str = "") -> None:
    """R38: the owner cancels what has not begun, as the type allows; what has, only the manager, with a reason."""
    begun = request.span.first < today
    if not owner:
        if begun and not reason.strip():
            raise Refused("Say why: this leave has begun.", field="reason", reason="reason_missing")
        return
    if begun:
        raise Refused(
            f"This leave began on {spoken(request.span.first)}. Your manager can cancel or shorten it.",
            reason="begun",
        )
    if leave_type.cancelling is Cancelling.NEVER:
        raise Refused(f"{leave_type.name} can't be cancelled once it is approved.", reason="never_cancelled")
    if leave_type.cancelling is Cancelling.BY_REQUEST:
        raise Refused("Ask to have it cancelled: your manager decides.", reason="cancel_by_request")


def check_shorten(request: Request, span: Span, today: date, *, owner: bool, reason: str = "") -> None:
    """R38: within what it was, and shorter; the owner gives up only days that have not begun."""
    gone = request.span.without(span)
    if span.without(request.span) or not gone:
        raise Refused(f"Choose dates within {request.span}, and fewer of them.", field="last", reason="not_shorter")
    past = [part for part in gone if part.first < today]
    if past and owner:
        raise Refused(f"{spoken(past[0].first)} is past. Your manager can give it back.", field="first", reason="begun")
    if past and not reason.strip():
        raise Refused("Say why: these days are past.", field="reason", reason="reason_missing")


def taken_out(request: Request, out: Span, context: Context) -> tuple[Request, ...]:
    """What is left of a request when a span is taken out of it: nothing, one part, or two of which the later is NEW.

    Each part keeps the price it was granted at (R5); a part that costs nothing is dropped.
    """
    parts = [part for span in request.span.without(out) if (part := _part(request, span, context)).days]
    return tuple(replace(part, id=request.id if not index else NEW) for index, part in enumerate(parts))


def _part(request: Request, span: Span, context: Context) -> Request:
    counted = context.policy.leave_type(request.leave_type).count
    known = dict(context.costs_of(request))
    costs = tuple(
        (day, min(cost, known.get(day, NOTHING)))
        for day, cost in priced(context.working_time, counted, span)
        if known.get(day)
    )
    return replace(request, span=span, costs=costs, days=sum((cost for _, cost in costs), NOTHING))


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What sickness makes of one granted request (R39)."""

    request: Request
    """As it was."""
    parts: tuple[Request, ...]
    """What stays approved; empty when all of it is gone, and it is then cancelled."""
    given_back: Decimal
    """In the type's unit."""


def interrupted(context: Context, sick: Span) -> tuple[Interrupted, ...]:
    """R39: sick working days leave the granted leave they fall into, and go back to the grants they came from."""
    return tuple(
        Interrupted(request, parts, request_days - sum((part.days for part in parts), NOTHING))
        for request in context.requests
        if request.granted and request.span.overlaps(sick)
        for parts in (taken_out(request, sick, context),)
        for request_days in (sum((cost for _, cost in context.costs_of(request)), NOTHING),)
    )


def after_sickness(context: Context, sick: Span) -> Context:
    """The context once somebody reported sick: with the sickness on record and their leave interrupted."""
    changed = {one.request.id: one for one in interrupted(context, sick)}
    requests: list[Request] = []
    fresh = max((request.id for request in context.requests), default=0)
    for request in context.requests:
        one = changed.get(request.id)
        if one is None:
            requests.append(request)
            continue
        if not one.parts:
            requests.append(replace(request, state=State.CANCELLED))
        for part in one.parts:
            fresh += part.id == NEW
            requests.append(part if part.id else replace(part, id=fresh))
    return replace(context, requests=tuple(requests), sick=(*context.sick, sick))


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a later change of calendar or pattern does to one granted request (R41)."""

    request: Request
    """With its new price."""
    difference: Decimal
    """Given back when positive, taken when negative."""
    uncovered: bool
    """Whether the balance no longer covers it: approved it stays, and the manager is told."""


def recounted(context: Context) -> tuple[Recounted, ...]:
    """R41: granted leave whose price has changed under the context's calendar; it is never refused by a machine."""
    changed = []
    for request in context.requests:
        if request.granted and request.costs:
            counted = context.policy.leave_type(request.leave_type).count
            costs = priced(context.working_time, counted, request.span)
            if costs != request.costs:
                changed.append(replace(request, costs=costs, days=sum((cost for _, cost in costs), NOTHING)))
    fresh = {request.id: request for request in changed}
    after = replace(context, requests=tuple(fresh.get(request.id, request) for request in context.requests))
    return tuple(_recount(context, after, request) for request in changed)


def _recount(before: Context, after: Context, request: Request) -> Recounted:
    was = next(old for old in before.requests if old.id == request.id)
    difference = sum((cost for _, cost in was.costs), NOTHING) - request.days
    return Recounted(request, difference, difference < 0 and _below_floor(after, request))


def _below_floor(context: Context, request: Request) -> bool:
    leave_type = context.policy.leave_type(request.leave_type)
    if not leave_type.limited:
        return False
    until = horizon(context, leave_type.code, request.span.last)
    depths = unfold(account(context, leave_type.code, until), until).depths
    floor = leave_type.floor_in(context.departments)
    return any(depth > -floor for depth in depths.values())
