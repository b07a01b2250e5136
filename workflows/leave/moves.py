"""How a leave takes a step: compare-and-set on its version, its days into the ledger and the calendar, its event."""

from dataclasses import replace
from typing import Any

from workflows.calendar import store as calendar
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Tx
from workflows.language import marked, tr
from workflows.leave import desk, store
from workflows.leave.records import Leave
from workflows.leave.rules.balance import charge, reverse
from workflows.leave.rules.context import Context, priced
from workflows.leave.rules.life import ACTIVE, GRANTED, MACHINE, State
from workflows.leave.rules.request import Request
from workflows.leave.waking import wake
from workflows.wording.phrases import dated


def moved(tx: Tx, actor: Actor, leave: Leave, verb: str, request: Request, *, asks_anew: bool = False) -> Leave:
    """The leave in the state the verb leads to, kept; raises Refused when somebody was faster (R37)."""
    after = replace(request, state=State(MACHINE.target(verb, leave.state)), version=leave.version + 1)
    stage = after.version if asks_anew else leave.stage
    if not store.save(tx, after, leave.version, stage):
        raise Refused(explain(tx, actor, store.leave(tx, leave.id) or leave), reason="out_of_turn")
    mark(tx, after)
    wake(tx, leave.person)  # days that were only reserved are free now, or others are: no ledger entry says so (R21)
    return replace(leave, request=after, stage=stage)


def decided(request: Request, tx: Tx, by: PersonId | None) -> Request:
    """The request with who decided it, and when."""
    return replace(request, decided_by=by, decided_at=tx.now)


def grant(tx: Tx, leave: Leave, by: PersonId | None, context: Context) -> Event:
    """Approve it: its days are counted for good (R5), charged (R40), and in the calendar. `by` None: a policy did."""
    request = _granted(leave.request, context)
    after = replace(decided(request, tx, by), state=State.APPROVED, version=leave.version + 1)
    if not store.save(tx, after, leave.version, leave.stage):
        raise Refused(tr("Somebody decided this a moment ago. Look again."), reason="out_of_turn")
    mark(tx, after)
    keep_days(tx, after, context)
    store.append(tx, after.person, charge(context, after), by)
    return happened("approved", replace(leave, request=after), by)


def approve_once(tx: Tx, actor: Actor, leave: Leave) -> Event:
    """The first of two approvals; the question goes on to the next in line."""
    route = desk.route_for(tx, leave.person, without=(actor.person,))
    after = moved(tx, actor, leave, "approve_first", decided(leave.request, tx, actor.person), asks_anew=True)
    store.add_route(tx, after.id, after.stage, route)
    return happened("first_approved", after, actor.person)


def give_back(tx: Tx, leave: Leave, by: PersonId | None) -> None:
    """All its days go back to the grants they came from (R19, R23)."""
    store.append(tx, leave.person, reverse(desk.context_of(tx, leave.person), leave.request), by)


def keep_days(tx: Tx, request: Request, context: Context) -> None:
    """Why each of its days costs what it costs (R44)."""
    counted = context.policy.leave_type(request.leave_type).count
    days = context.working_time.breakdown(request.span, counted.counting)
    store.add_days(tx, request.id, days, dict(priced(context.working_time, counted, request.span)))


def mark(tx: Tx, request: Request, *, new: bool = False) -> None:
    """The calendar's part of it: that somebody is away, for certain or perhaps, and never why."""
    ref = f"leave/{request.id}"
    if request.state not in ACTIVE:
        calendar.drop_absence(tx, ref)
        return
    put = calendar.add_absence if new else calendar.put_absence
    put(tx, ref, request.person, request.span, certain=request.state in GRANTED)


def happened(name: str, leave: Leave, by: PersonId | None, **facts: Any) -> Event:
    """The event: ids and codes only."""
    return Event(name, leave.ref, leave.version, leave.person, by, facts)


def explain(tx: Tx, actor: Actor, leave: Leave) -> str:
    """How it stands, for one who came too late (R37)."""
    request = leave.request
    if request.decided_at is None:
        return tr("This request has changed since you last saw it. `/leave list` shows how it stands.")
    at = request.decided_at.astimezone(desk.zone_of(actor))
    yours, theirs = _DONE[leave.state]
    return tr(
        yours if request.decided_by == actor.person else theirs,
        name=desk.name_of(tx, request.decided_by) or tr("The policy"),
        day=dated(at.date(), desk.locale_of_actor(actor)),
        time=f"{at:%H:%M}",
    )


_DONE = {
    State.REQUESTED: (
        marked("You changed this request on {day} at {time}."),
        marked("{name} changed this request on {day} at {time}."),
    ),
    State.FIRST_APPROVED: (
        marked("You already approved this as the first of two on {day} at {time}."),
        marked("{name} already approved this as the first of two on {day} at {time}."),
    ),
    State.APPROVED: (
        marked("You already approved this on {day} at {time}."),
        marked("{name} already approved this on {day} at {time}."),
    ),
    State.CANCELLATION_REQUESTED: (
        marked("You already approved this, and its cancellation is asked for now, on {day} at {time}."),
        marked("{name} already approved this, and its cancellation is asked for now, on {day} at {time}."),
    ),
    State.WITHDRAWN: (
        marked("You already withdrew this on {day} at {time}."),
        marked("{name} already withdrew this on {day} at {time}."),
    ),
    State.DECLINED: (
        marked("You already declined this on {day} at {time}."),
        marked("{name} already declined this on {day} at {time}."),
    ),
    State.CANCELLED: (
        marked("You already cancelled this on {day} at {time}."),
        marked("{name} already cancelled this on {day} at {time}."),
    ),
}
"""What became of it; each to the one who did it, and to others."""


def _granted(request: Request, context: Context) -> Request:
    counted = context.policy.leave_type(request.leave_type).count
    costs = priced(context.working_time, counted, request.span)
    return replace(request, costs=costs, days=sum((cost for _, cost in costs), start=type(request.days)(0)))
