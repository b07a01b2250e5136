"""What may become of leave after it was granted: cancelled, shortened, split, interrupted by sickness, recounted.

Pure: each gives the requests as they are to be kept; `settle` of the new context then gives the ledger's entries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import Span, spoken
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.leave.rules.account import account, horizon
from workflows.leave.rules.between import between, counted_as
from workflows.leave.rules.context import NOTHING, Context, priced
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Cancelling
from workflows.leave.rules.story import SANDWICH, unfold
from workflows.leave.rules.words import type_name

NEW = 0
"""The id of a part that is not kept yet."""


def check_cancel(
    request: Request, leave_type: LeaveType, today: date, *, owner: bool, reason: str = "", closing: str | None = None
) -> None:
    """R38: the owner cancels what has not begun, as the type allows; what has, only the manager, with a reason.

    `closing`: the name of the company shutdown it was booked for, if it was (R32).
    """
    begun = request.span.first < today
    if not owner:
        if begun and not reason.strip():
            raise Refused(tr("Say why: this leave has begun."), field="reason", reason="reason_missing")
        return
    if begun:
        raise Refused(
            tr("This leave began on {day}. Your manager can cancel or shorten it.", day=spoken(request.span.first)),
            reason="begun",
        )
    check_closing(leave_type, closing)
    leave_type = leave_type.booked_for(closing)
    if leave_type.cancelling is Cancelling.NEVER:
        text = tr("{type} can't be cancelled once it is approved.", type=type_name(leave_type))
        raise Refused(text, reason="never_cancelled")
    if leave_type.cancelling is Cancelling.BY_REQUEST:
        raise Refused(tr("Ask to have it cancelled: your manager decides."), reason="cancel_by_request")


def check_closing(leave_type: LeaveType, closing: str | None) -> None:
    """R32: leave that was booked because the company is closed is given up only where the policy says so."""
    if closing is not None and leave_type.shutdown_cancelling is Cancelling.NEVER:
        raise Refused(
            tr(
                "The company is closed then ({closing}), so this leave was booked for everybody. Only your operations "
                "manager can take it back.",
                closing=closing,
            ),
            reason="closed",
        )


def check_shorten(request: Request, span: Span, today: date, *, owner: bool, reason: str = "") -> None:
    """R38: within what it was, and shorter; the owner gives up only days that have not begun."""
    gone = request.span.without(span)
    if span.without(request.span) or not gone:
        text = tr("Choose dates within {span}, and fewer of them.", span=request.span)
        raise Refused(text, field="last", reason="not_shorter")
    past = [part for part in gone if part.first < today]
    if past and owner:
        text = tr("{day} is past. Your manager can give it back.", day=spoken(past[0].first))
        raise Refused(text, field="first", reason="begun")
    if past and not reason.strip():
        raise Refused(tr("Say why: these days are past."), field="reason", reason="reason_missing")


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
    """R41: granted leave whose price has changed under the context's calendar; it is never refused by a machine.

    Days off between two leaves are part of the price of the one that is charged for them (the sandwich rule).
    """
    fresh: dict[int, Request] = {}
    for request in context.requests:
        if request.granted and request.costs:
            costs = priced(context.working_time, counted_as(context, request), request.span)
            fresh[request.id] = replace(request, costs=costs, days=_sum(costs)) if costs != request.costs else request
    after = replace(context, requests=tuple(fresh.get(request.id, request) for request in context.requests))
    joined = _joined(after)
    changed = []
    for was in context.requests:
        now = fresh.get(was.id)
        if now is not None:
            difference = _sum(was.costs) - _sum(now.costs) + _joined_before(context, was) - joined.get(was.id, NOTHING)
            if difference or now is not was:
                changed.append(Recounted(now, difference, difference < 0 and below_floor(after, now.leave_type)))
    return tuple(changed)


def _joined(context: Context) -> dict[int, Decimal]:
    """What the days off between leaves cost now, by the request that is charged."""
    found: dict[int, Decimal] = {}
    granted = [request for request in context.requests if request.granted]
    for leave_type in context.policy.types:
        for use in between(context, leave_type, granted):
            found[use.request] = found.get(use.request, NOTHING) + use.amount
    return found


def _joined_before(context: Context, request: Request) -> Decimal:
    """The same, as the ledger has it."""
    return -sum((one.amount for one in context.ledger if one.request == request.id and one.reason == SANDWICH), NOTHING)


def _sum(costs: Iterable[tuple[date, Decimal]]) -> Decimal:
    return sum((cost for _, cost in costs), NOTHING)


def below_floor(context: Context, code: str) -> bool:
    """R20: whether leave of a type takes a year further below zero than the policy allows; it stands all the same."""
    leave_type = context.policy.leave_type(code)
    if not leave_type.limited:
        return False
    until = horizon(context, code, context.today)
    depths = unfold(account(context, code, until), until).depths
    floor = leave_type.floor_in(context.departments)
    return any(depth > -floor for depth in depths.values())
