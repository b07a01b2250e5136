"""What can be done in a file of expectations, and what each action says came of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from workflows.calendar.rules import Half, Holiday, Span, parse_pattern
from workflows.kernel.errors import Refused
from workflows.leave.rules.adjusting import adjusted
from workflows.leave.rules.approvers import Approver, asked_on
from workflows.leave.rules.balance import balance
from workflows.leave.rules.changes import (
    after_sickness,
    check_cancel,
    check_closing,
    check_shorten,
    recounted,
    taken_out,
)
from workflows.leave.rules.check import Assessment, Draft, check
from workflows.leave.rules.context import priced
from workflows.leave.rules.earning import closed, earned
from workflows.leave.rules.expectations import format as written
from workflows.leave.rules.expectations.world import PERSON, World, span_of
from workflows.leave.rules.history import ruling
from workflows.leave.rules.ledger import Entry
from workflows.leave.rules.life import MACHINE, State
from workflows.leave.rules.nearest import nearest
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.stages import automatic, check_granting, two_stages

Observed = dict[str, Any]


def done(world: World, action: str, what: Any) -> Observed:
    """What came of it; a refusal is an outcome too, and changes nothing."""
    try:
        return _ACTIONS[action](world, what)
    except Refused as refused:
        return {"refused": refused.reason, "text": refused.text, "field": refused.field}


def _draft(leave: written.Leave, edits: int | None = None) -> Draft:
    return Draft(
        leave.type,
        span_of(leave),
        edits,
        leave.reason,
        leave.documents,
        overrides=leave.by_manager,
    )


def _judged(world: World, draft: Draft) -> Observed:
    known = world.known
    try:
        return _assessment(check(draft, known))
    except Refused as refused:
        found = nearest(draft, known)
        return {
            "refused": refused.reason,
            "text": refused.text,
            "field": refused.field,
            "nearest": found and [found.first, found.last],
        }


def _assessment(judged: Assessment) -> Observed:
    charges: dict[str, Decimal] = {}
    for charge in judged.charges:
        charges[charge.grant] = charges.get(charge.grant, Decimal(0)) + charge.amount
    return {
        "days": judged.days,
        "years": dict(judged.years),
        "by_day": dict(judged.costs),
        "joins": dict(judged.joins),
        "charges": charges,
        "warnings": [warned.reason for warned in judged.warnings],
        "warned": " ".join(warned.text for warned in judged.warnings),
        "free": judged.after.free if judged.after else None,
    }


def _count(world: World, leave: written.Leave) -> Observed:
    return _judged(world, _draft(leave))


def _request(world: World, leave: written.Leave) -> Observed:
    draft = _draft(leave)
    outcome = _judged(world, draft)
    if "refused" in outcome:
        return outcome
    state = _asked(world, draft)
    world.keep(leave.name, world.new(leave, state))
    return {**outcome, "state": state, "entries": _entries(world.settle())}


def _asked(world: World, draft: Draft) -> State:
    """Where a request stands once it is asked for: granted at once, or waiting."""
    at_once = automatic(check(draft, world.known), world.policy.leave_type(draft.leave_type))
    return State.APPROVED if at_once else State.REQUESTED


def _change(world: World, leave: written.Leave) -> Observed:
    known = world.request(leave.name)
    if not MACHINE.allows("change", known.state):
        raise Refused(_explained(world, leave.name), reason="out_of_turn")
    draft = _draft(leave, known.id)
    outcome = _judged(world, draft)
    if "refused" in outcome:
        return outcome
    fresh = world.new(leave, _asked(world, draft))
    world.keep(leave.name, replace(fresh, id=known.id, version=known.version + 1))
    return {**outcome, "state": fresh.state, "entries": _entries(world.settle())}


def _moves(verb: str) -> Callable[[World, written.Which], Observed]:
    def does(world: World, which: written.Which) -> Observed:
        request = world.request(which.name)
        named = "cancel_for" if verb == "cancel" and not which.owner else verb
        if not MACHINE.allows(named, request.state):
            raise Refused(_explained(world, which.name), reason="out_of_turn")
        leave_type = world.policy.leave_type(request.leave_type)
        if verb == "cancel":
            closing = world.closings.get(which.name)
            check_cancel(request, leave_type, world.today, owner=which.owner, reason=which.reason, closing=closing)
        state = State(MACHINE.target(named, request.state))
        if verb in ("approve", "approve_first"):
            _in_stages(verb, request, leave_type)
        if verb == "approve":
            check_granting(request, world.known)
            request = _repriced(world, request)
        world.keep(which.name, replace(request, state=state, version=request.version + 1))
        world.deciders[which.name] = which.by
        return {"state": state, "entries": _entries(world.settle())}

    return does


def _in_stages(verb: str, request: Request, leave_type: LeaveType) -> None:
    both = two_stages(request.days, leave_type)
    if verb == "approve" and both and request.state is State.REQUESTED:
        raise Refused("This leave needs two approvals, one after the other.", reason="out_of_turn")
    if verb == "approve_first" and not both:
        raise Refused("One approval is enough for this leave.", reason="out_of_turn")


def _repriced(world: World, request: Request) -> Request:
    counted = world.policy.leave_type(request.leave_type).count
    costs = priced(world.working_time(), counted, request.span)
    return replace(request, costs=costs, days=sum((cost for _, cost in costs), Decimal(0)))


def _explained(world: World, name: str) -> str:
    by = world.deciders.get(name, "")
    who = "a former colleague" if by in world.erased else by
    state = world.request(name).state.value.replace("_", " ")
    return f"already {state} by {who}" if who else f"already {state}"


def _shorten(world: World, which: written.Shorter) -> Observed:
    request, span = world.request(which.name), span_of(which)
    if which.owner:
        check_closing(world.policy.leave_type(request.leave_type), world.closings.get(which.name))
    check_shorten(request, span, world.today, owner=which.owner, reason=which.reason)
    return _out(world, which.name, request.span.without(span))


def _take_out(world: World, which: written.Shorter) -> Observed:
    return _out(world, which.name, (span_of(which),))


def _out(world: World, name: str, gone: Iterable[Span]) -> Observed:
    parts = [world.request(name)]
    for span in gone:
        parts = [left for part in parts for left in taken_out(part, span, world.known)]
    before = world.request(name)
    if not parts:
        world.keep(name, replace(before, state=State.CANCELLED))
    for number, part in enumerate(parts, 1):
        fresh = max(request.id for request in world.requests.values()) + 1
        kept = part if number == 1 else replace(part, id=fresh)
        world.keep(name if number == 1 else f"{name} {number}", kept)
    back = before.days - sum((part.days for part in parts), Decimal(0))
    return {"given_back": back, "left": _spans(part.span for part in parts), "entries": _entries(world.settle())}


def _sick(world: World, dates: written.Dates) -> Observed:
    span, before = span_of(dates), world.known
    after = after_sickness(before, span)
    names = {request.id: name for name, request in world.requests.items()}
    counts: dict[str, int] = {}
    for request in after.requests:
        name = names.get(request.id)
        if name is None:
            origin = next(one for one in before.requests if one.span.overlaps(request.span))
            counts[names[origin.id]] = counts.get(names[origin.id], 1) + 1
            name = f"{names[origin.id]} {counts[names[origin.id]]}"
        world.keep(name, request)
    world.sick = after.sick
    held = sum((one.days for one in before.requests if one.granted), Decimal(0))
    left = [one for one in after.requests if one.granted]
    return {
        "given_back": held - sum((one.days for one in left), Decimal(0)),
        "sick": before.working_time.cost(span),
        "left": _spans(one.span for one in left),
        "entries": _entries(world.settle()),
    }


def _advance(world: World, to: written.Advance) -> Observed:
    if to.to < world.today:
        raise ValueError("advance: time goes forwards")
    added: list[Entry] = []
    while to.daily and world.today < to.to - timedelta(days=1):
        world.today += timedelta(days=1)
        added += world.settle()
    world.today = to.to
    return {"entries": _entries([*added, *world.settle()])}


def _balance(world: World, of: written.Of) -> Observed:
    shown = balance(world.known, of.type, of.on or world.today)
    return {
        "granted": shown.granted,
        "taken": shown.taken,
        "approved_ahead": shown.approved_ahead,
        "pending": shown.pending,
        "free": shown.free,
        "claimed": shown.claimed,
        "pots": {pot.grant: pot.left for pot in shown.pots},
        "expires": {pot.grant: pot.expires for pot in shown.pots},
        "lines": [f"{line.day} {line.text} {line.amount:+f} = {line.balance:f}" for line in shown.explained()],
    }


def _usable(world: World, of: written.Of) -> Observed:
    return {"days": balance(world.known, of.type, of.on or world.today).free}


def _ledger(world: World, of: written.Of) -> Observed:
    entries = [entry for entry in world.ledger if entry.leave_type == of.type]
    entries = [entry for entry in entries if of.on is None or entry.day <= of.on]
    grants: dict[str, Decimal] = {}
    for entry in entries:
        grants[entry.grant] = grants.get(entry.grant, Decimal(0)) + entry.amount
    return {"entries": _entries(entries), "grants": grants, "total": sum(grants.values(), Decimal(0))}


def _calendar(world: World, dates: written.Dates) -> Observed:
    """What colleagues may see: that somebody is away, never of which kind or why."""
    asked = span_of(dates)
    leave = [(one.span, one.granted) for one in world.requests.values() if one.active and one.span.overlaps(asked)]
    leave += [(span, True) for span in world.sick if span.overlaps(asked)]
    return {
        "away": [
            {"first": span.first, "last": span.last, "half": _half(span), "certain": certain}
            for span, certain in sorted(leave, key=lambda one: one[0].start)
        ]
    }


def _half(span: Span) -> Half | None:
    return span.first_half if span.first == span.last else None


def _recount(world: World) -> Observed:
    names = {request.id: name for name, request in world.requests.items()}
    changed = recounted(world.known)
    for one in changed:
        world.keep(names[one.request.id], one.request)
    return {
        "recounted": {names[one.request.id]: one.difference for one in changed},
        "uncovered": [names[one.request.id] for one in changed if one.uncovered],
        "states": {names[one.request.id]: one.request.state for one in changed},
        "entries": _entries(world.settle()),
    }


def _holiday(world: World, added: written.HolidayOn) -> Observed:
    kept = [one for one in world.holidays if one.day != added.day]
    world.holidays = [*kept, Holiday(added.day, added.name, added.length, added.half)]
    return _recount(world)


def _no_holiday(world: World, day: date) -> Observed:
    kept = [one for one in world.holidays if one.day != day]
    public = world.case.calendar.country is not None
    world.holidays = [*kept, Holiday(day, "", Decimal(0))] if public else kept
    return _recount(world)


def _pattern(world: World, added: written.PatternFrom) -> Observed:
    parse_pattern(added.pattern)
    world.patterns = [*(one for one in world.patterns if one.since != added.since), added]
    return _recount(world)


def _earn(world: World, time: written.Earned) -> Observed:
    world.ledger = (*world.ledger, earned(world.known, time.type, time.day, time.amount, time.half))
    return {"entries": _entries(world.settle())}


def _adjust(world: World, by: written.Adjusted) -> Observed:
    entry = adjusted(world.known, by.type, by.amount, by.day or world.today, by.reason)
    world.ledger = (*world.ledger, entry)
    return {"entries": _entries(world.settle())}


def _working_days(world: World, counting: written.Counting) -> Observed:
    return {"day": world.working_time().after(counting.day, counting.count)}


def _route(world: World, day: date) -> Observed:
    numbers = {desk.name: number for number, desk in enumerate(world.case.route, 2)}
    for desk in world.case.route:
        for name in (desk.substitute, desk.deputy):
            if name and name not in numbers:
                numbers[name] = len(numbers) + 100
    numbers["me"] = PERSON
    line = [
        Approver(
            numbers[desk.name],
            tuple(span_of(one) for one in desk.away),
            numbers[desk.substitute] if desk.substitute else None,
            numbers[desk.deputy] if desk.deputy else None,
        )
        for desk in world.case.route
    ]
    names = {number: name for name, number in numbers.items()}
    return {"asked": [names[one] for one in asked_on(line, day, PERSON)]}


def _erase(world: World, name: str) -> Observed:
    world.erased.add(name)
    return {}


def _explain(world: World, which: written.Which) -> Observed:
    return {"text": _explained(world, which.name), "state": world.request(which.name).state}


def _shutdown(world: World, name: str) -> Observed:
    shutdown = next((one for one in world.policy.shutdowns if one.name == name), None)
    if shutdown is None:
        raise ValueError(f"the policy has no shutdown called {name}")
    booked = closed(world.known, shutdown)
    for number, span in enumerate(booked, 1):
        leave = written.Leave(
            type=shutdown.leave_type,
            first=span.first,
            last=span.last,
            first_half=span.first_half,
            last_half=span.last_half,
        )
        world.keep(f"{name} {number}", world.new(leave, State.APPROVED))
        world.closings[f"{name} {number}"] = name
    return {"booked": _spans(booked), "entries": _entries(world.settle())}


def _policy(world: World, day: date) -> Observed:
    """Which version of which policy the person goes by on a day."""
    found = ruling(world.history, day)
    return {"policy": found.code, "valid_from": found.valid_from}


def _spans(spans: Iterable[Span]) -> list[list[date]]:
    return [[span.first, span.last] for span in spans]


def _entries(entries: Iterable[Entry]) -> list[Mapping[str, Any]]:
    return [
        {
            "type": entry.leave_type,
            "kind": entry.kind,
            "grant": entry.grant,
            "day": entry.day,
            "amount": entry.amount,
            "expires": entry.expires,
            "reason": entry.reason,
        }
        for entry in entries
    ]


_ACTIONS: Mapping[str, Callable[[World, Any], Observed]] = {
    "count": _count,
    "request": _request,
    "change": _change,
    **{
        verb: _moves(verb)
        for verb in (
            "approve",
            "approve_first",
            "decline",
            "withdraw",
            "cancel",
            "ask_cancel",
            "approve_cancel",
            "refuse_cancel",
        )
    },
    "shorten": _shorten,
    "take_out": _take_out,
    "sick": _sick,
    "advance": _advance,
    "balance": _balance,
    "usable": _usable,
    "ledger": _ledger,
    "calendar": _calendar,
    "holiday": _holiday,
    "no_holiday": _no_holiday,
    "pattern": _pattern,
    "earn": _earn,
    "adjust": _adjust,
    "working_days": _working_days,
    "route": _route,
    "erase": _erase,
    "explain": _explain,
    "shutdown": _shutdown,
    "policy": _policy,
}
