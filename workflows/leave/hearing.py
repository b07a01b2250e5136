"""Sickness in the middle of leave (R39): what follows for leave from an absence, in the absence's own transaction.

The days that somebody was sick leave the granted request and go back to the grants they came from; when the sickness
turns out shorter, or was reported by mistake, they are taken again. Leave knows no reason: it reads the days from the
calendar, and whether it gives way from the event.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.calendar import store as calendar
from workflows.calendar.rules import Span, merge
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Tx
from workflows.leave import desk, documents, interruptions, shutdowns, standins, store
from workflows.leave.interruptions import Interruption
from workflows.leave.moves import happened, mark
from workflows.leave.records import Leave
from workflows.leave.recounting import KIND as UNCOVERED
from workflows.leave.rules.balance import settle
from workflows.leave.rules.changes import Interrupted, below_floor, interrupted
from workflows.leave.rules.context import NOTHING, Context, priced
from workflows.leave.rules.life import State
from workflows.leave.rules.request import Request
from workflows.leave.waking import wake

_HEARD = frozenset({"reported", "changed", "ended", "withdrawn", "stands"})


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """What an absence does to the person's leave; who is changed in the directory may have other entitlements."""
    if event.subject.workflow == "directory":
        wake(tx, event.about)
    if event.subject.workflow != "absence" or event.name not in _HEARD:
        return ()
    tx.lock("leave", event.about)
    source = str(event.subject)
    sick = _span_of(tx, event.about, source) if event.facts.get("interrupts") else None
    again = list(_taken_again(tx, source, sick))
    back = list(_given_back(tx, event.about, source, sick)) if sick else []
    if not again and not back:
        return ()
    after = _settle(tx, event.about, event.by)
    return (
        *(_told(tx, "taken_again", request, days, event.by, after) for request, days in again),
        *(_told(tx, "given_back", one.request, one.days, event.by) for one in back),
    )


def _span_of(tx: Tx, person: PersonId, source: str) -> Span | None:
    found = calendar.absences_of(tx, person, date.min, date.max).get(source)
    return found.span if found else None


def _told(tx: Tx, name: str, request: int, days: Decimal, by: PersonId | None, after: Context | None = None) -> Event:
    """With `after`, days were taken: the leave stands, and if they aren't covered its manager is told (R41)."""
    leave = store.leave(tx, request)
    if leave is None:
        raise LookupError(f"no leave {request}")
    short = after is not None and below_floor(after, leave.request.leave_type)
    return happened(name, leave, by, days=str(days), **({UNCOVERED: True} if short else {}))


def _settle(tx: Tx, person: PersonId, by: PersonId | None) -> Context:
    """Write down what the ledger lacks now (R23): reversals of days that went back, charges of those taken again."""
    context = desk.context_of(tx, person)
    store.append(tx, person, settle(context), by)
    return context


def _given_back(tx: Tx, person: PersonId, source: str, sick: Span) -> Iterator[Interruption]:
    context = desk.context_of(tx, person, sick.first, sick.last)
    for one in interrupted(context, sick):
        taken = one.request.span.common(sick)
        leave = store.leave(tx, one.request.id)
        if one.given_back and taken and leave:
            rest = _cut(tx, leave, one, context)
            kept = Interruption(leave.id, taken, one.given_back, rest, emptied=not one.parts)
            interruptions.keep(tx, source, kept)
            yield kept


def _cut(tx: Tx, leave: Leave, one: Interrupted, context: Context) -> int | None:
    """Keep what is left of it; the id of the request that what comes after became, if there are two parts."""
    if not one.parts:
        _save(tx, leave, replace(leave.request, state=State.CANCELLED, decided_by=None, decided_at=tx.now), context)
        return None
    _save(tx, leave, one.parts[0], context)
    return _added(tx, leave, one.parts[1], context) if len(one.parts) > 1 else None


def _taken_again(tx: Tx, source: str, sick: Span | None) -> Iterator[tuple[int, Decimal]]:
    """What of each leave is leave again; nothing of one that was given up altogether since."""
    for request, kept in _families(interruptions.of_source(tx, source)).items():
        freed = [span for one in kept for span in _outside(one.span, sick)]
        if freed:
            days = _rejoin(tx, kept, freed)
            _remember(tx, source, kept, sick, emptied=not days)
            if days:
                yield request, days


def _families(kept: Iterable[Interruption]) -> dict[int, list[Interruption]]:
    """What was taken out of one leave and, later, out of what had become of it: by the request it was at first."""
    first: dict[int, int] = {}
    found: dict[int, list[Interruption]] = {}
    for one in kept:
        request = first.get(one.request, one.request)
        found.setdefault(request, []).append(one)
        if one.rest is not None:
            first[one.rest] = request
    return found


def _outside(span: Span, sick: Span | None) -> tuple[Span, ...]:
    return span.without(sick) if sick else (span,)


def _remember(tx: Tx, source: str, kept: Iterable[Interruption], sick: Span | None, *, emptied: bool) -> None:
    """In place of what was taken out before, what still is."""
    for one in kept:
        if not _outside(one.span, sick):
            continue
        interruptions.forget(tx, one)
        still = one.span.common(sick) if sick else None
        if still:
            rest = replace(one, span=still, days=_worth(tx, one, still), emptied=one.emptied and emptied)
            interruptions.keep(tx, source, rest)


def _worth(tx: Tx, one: Interruption, span: Span) -> Decimal:
    leave = store.leave(tx, one.request)
    if leave is None:
        return NOTHING
    context = desk.context_of(tx, leave.person, span.first, span.last)
    counted = context.policy.leave_type(leave.request.leave_type).count
    return sum((cost for _, cost in priced(context.working_time, counted, span)), NOTHING)


def _rejoin(tx: Tx, kept: list[Interruption], freed: list[Span]) -> Decimal:
    """Put these days back into the leave they were taken out of; how many there are."""
    numbers = dict.fromkeys(number for one in kept for number in (one.request, one.rest) if number is not None)
    found = [leave for number in numbers if (leave := store.leave(tx, number))]
    live = [leave for leave in found if leave.request.granted]
    if not live and not any(one.emptied for one in kept):
        return NOTHING
    return _rejoined(tx, found[0], live, _not_taken_up(tx, freed, live, found[0].person))


def _not_taken_up(tx: Tx, freed: Iterable[Span], live: Iterable[Leave], person: PersonId) -> list[Span]:
    """Those on which the person has not asked for other leave since."""
    own = {leave.id for leave in live}
    others = [one.span for one in store.requests(tx, person, active=True) if one.id not in own]
    return [span for span in freed if not any(span.overlaps(other) for other in others)]


def _rejoined(tx: Tx, root: Leave, live: list[Leave], freed: list[Span]) -> Decimal:
    """The leave as one piece again wherever its parts meet; how much more of it there is than before."""
    before = sum((leave.request.days for leave in live), NOTHING)
    pieces = merge((*(leave.request.span for leave in live), *freed))
    context = desk.context_of(tx, root.person, *(day for piece in pieces for day in (piece.first, piece.last)))
    free = [root, *(leave for leave in live if leave.id != root.id)] if root not in live else live
    total = NOTHING
    for piece in pieces:
        owner = next((leave for leave in free if leave.request.span.overlaps(piece)), free[0] if free else None)
        joined = [leave for leave in free if leave is not owner and leave.request.span.overlaps(piece)]
        free = [leave for leave in free if leave is not owner and leave not in joined]
        for leave in joined:
            _save(tx, leave, replace(leave.request, state=State.CANCELLED), context)
            interruptions.repoint(tx, leave.id, owner.id if owner else root.id)
        total += _piece(tx, root, owner, piece, context)
    return total - before


def _piece(tx: Tx, root: Leave, owner: Leave | None, piece: Span, context: Context) -> Decimal:
    counted = context.policy.leave_type(root.request.leave_type).count
    costs = priced(context.working_time, counted, piece)
    state = owner.state if owner and owner.request.granted else State.APPROVED
    days = sum((cost for _, cost in costs), NOTHING)
    wanted = replace((owner or root).request, span=piece, costs=costs, days=days, state=state)
    if not days:
        return NOTHING
    if owner is None:
        _added(tx, root, wanted, context)
    elif wanted.span != owner.request.span or state is not owner.state:
        _save(tx, owner, wanted, context)
    return days


def _save(tx: Tx, leave: Leave, after: Request, context: Context) -> None:
    """Keep a new version of a request that is locked; the price of each day stays what it was granted at (R5)."""
    changed = replace(after, id=leave.id, version=leave.version + 1)
    if not store.save(tx, changed, leave.version, leave.stage):
        raise RuntimeError(f"leave {leave.id} changed under its lock")
    mark(tx, changed)
    if changed.granted:
        _keep_days(tx, changed, context)


def _added(tx: Tx, whole: Leave, part: Request, context: Context) -> int:
    """A part as a request of its own, decided when and by whom the whole was, with all that was named for it."""
    new = store.add_request(tx, replace(part, version=1), part.asked_by or part.person)
    decided = replace(new, version=2, decided_by=part.decided_by, decided_at=part.decided_at)
    store.save(tx, decided, 1, 1)
    mark(tx, decided)
    _keep_days(tx, decided, context)
    standins.put(tx, new.id, standins.of(tx, whole.id))
    documents.copy(tx, whole.id, new.id)
    closing = shutdowns.of_request(tx, whole.id)
    if closing is not None:
        shutdowns.book(tx, closing, part.person, new.id)
    return new.id


def _keep_days(tx: Tx, request: Request, context: Context) -> None:
    counting = context.policy.leave_type(request.leave_type).count.counting
    store.add_days(tx, request.id, context.working_time.breakdown(request.span, counting), dict(request.costs))
