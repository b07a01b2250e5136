"""How a shutdown becomes everybody's leave, and how it is undone: some people at a time, the rest with the clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from workflows.calendar.rules import Span, spoken
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Notice, Piece, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.leave import desk, shutdowns, store, versions
from workflows.leave.moves import decided, give_back, grant, happened, mark
from workflows.leave.records import Leave
from workflows.leave.rules.context import NOTHING, priced
from workflows.leave.rules.earning import closed
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import Shutdown
from workflows.leave.rules.request import Request
from workflows.leave.rules.words import type_name
from workflows.leave.shutdowns import Closing
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import counted

KINDS = ("closed", "reopened")
_BOOKED = marked(
    "{name}: the company is closed, {days}. Your leave for it is booked: {taken}. You needn't do anything."
)
_UNDONE = marked("{name} is off: the company is open after all, {days}. {taken} of yours are back.")
AT_ONCE = 25
"""People whose leave is booked when somebody says that there is a shutdown, and on each tick from then on."""
FEW = 5
"""People whose leave is booked while others wait to write."""


def pieces(tx: Tx) -> Iterator[Piece]:
    """Go on with each shutdown that is not over: booked for whoever lacks it, taken back where it was undone."""
    for closing in shutdowns.from_day(tx, tx.now.date() - timedelta(days=1)):
        left = len(_left(tx, closing, AT_ONCE))
        yield from (partial(_go_on, number=closing.id) for _ in range(0, left, FEW))


def step(tx: Tx, closing: Closing) -> list[Event]:
    """The next people of a shutdown."""
    return _next(tx, closing, AT_ONCE)


def _next(tx: Tx, closing: Closing, most: int) -> list[Event]:
    do = _booked if closing.undone_by is None else _taken_back
    return [event for number in _left(tx, closing, most) for event in do(tx, closing, number)]


def _go_on(tx: Tx, number: int) -> list[Event]:
    closing = shutdowns.one(tx, number)
    return _next(tx, closing, min(FEW, AT_ONCE)) if closing else []


def _left(tx: Tx, closing: Closing, most: int) -> Sequence[int]:
    """Whose leave is still to be booked; or which leave is to be taken back."""
    find = shutdowns.missing if closing.undone_by is None else shutdowns.booked
    return find(tx, closing, most)


def notices(leave: Leave, event: Event) -> Iterator[Notice]:
    """Each person is told once, in however many parts it is booked."""
    if event.name in KINDS:
        key = f"leave/{event.facts['shutdown']}/{event.name}/shutdown/to_{leave.person}"
        yield Notice(key, leave.person, event.name, leave.ref)


def render(tx: Tx, notice: Notice, leave: Leave) -> Message | None:
    """What the person reads; None once it isn't so any more."""
    closing = shutdowns.of_request(tx, leave.id)
    reader = reader_of(tx, notice.to)
    if closing is None or reader is None or reader.person != leave.person:
        return None
    if (closing.undone_by is not None) is (notice.kind == "closed"):
        return None
    text = _text(tx, closing, leave)
    return Message(text, blocks.laid_out([blocks.section(text)]))


def days_of(rule: Shutdown) -> str:
    """When it is."""
    return str(Span(rule.first, rule.last)) if rule.first != rule.last else spoken(rule.first)


def _text(tx: Tx, closing: Closing, leave: Leave) -> str:
    parts = [store.leave(tx, number) for number in shutdowns.requests_of(tx, closing.id, leave.person)]
    days = sum((part.request.days for part in parts if part), NOTHING)
    leave_type = versions.type_of(tx, leave.request)
    taken = f"{counted(days, desk.UNITS[leave_type.count.unit])} ({blocks.escaped(type_name(leave_type))})"
    wording = _BOOKED if closing.undone_by is None else _UNDONE
    return tr(wording, name=blocks.bold(closing.rule.name), days=days_of(closing.rule), taken=taken)


def _booked(tx: Tx, closing: Closing, number: int) -> list[Event]:
    person = PersonId(number)
    tx.lock("leave", person)
    spans = _spans(tx, closing, person)
    if not spans:
        shutdowns.book(tx, closing, person, None)
    return [_granted(tx, closing, person, span) for span in spans]


def _spans(tx: Tx, closing: Closing, person: PersonId) -> list[Span]:
    """The days that somebody would have worked and isn't away already; none for whom nothing can be counted."""
    rule = closing.rule
    if closing.policy not in (None, versions.policy_of(tx, person, rule.first).code):
        return []
    try:
        context = desk.context_of(tx, person, rule.first, rule.last)
        context.policy.leave_type(rule.leave_type)
        return list(closed(context, rule))
    except (Refused, KeyError):
        return []


def _granted(tx: Tx, closing: Closing, person: PersonId, span: Span) -> Event:
    context = desk.context_of(tx, person, span.first, span.last)
    count = context.policy.leave_type(closing.rule.leave_type).count
    days = sum((cost for _, cost in priced(context.working_time, count, span)), NOTHING)
    new = Request(0, person, closing.rule.leave_type, span, State.REQUESTED, days=days)
    request = store.add_request(tx, new, closing.set_by)
    shutdowns.book(tx, closing, person, request.id)
    leave = Leave(request, request.version, ())
    approved = grant(tx, leave, closing.set_by, replace(context, requests=(*context.requests, request)))
    facts = {"shutdown": closing.id, "type": request.leave_type, "days": str(days)}
    return replace(approved, name="closed", facts=facts)


def _taken_back(tx: Tx, closing: Closing, number: int) -> Iterable[Event]:
    leave = store.leave(tx, number)
    if leave is None:
        return
    tx.lock("leave", leave.person)
    by = closing.undone_by
    ended = replace(decided(leave.request, tx, by), state=State.CANCELLED, version=leave.version + 1)
    if not store.save(tx, ended, leave.version, leave.stage):
        return  # its owner was faster; what still stands is found again
    mark(tx, ended)
    after = replace(leave, request=ended)
    give_back(tx, after, by)
    yield happened("reopened", after, by, shutdown=closing.id)


def people_of(tx: Tx, closing: Closing) -> str:
    """Whom it is for."""
    chart = organisation.chart(tx)
    if closing.policy is not None:
        return tr("everybody whose leave policy is {policy}", policy=blocks.escaped(closing.policy))
    names = [blocks.escaped(chart.departments[one].name, 80) for one in closing.departments]
    return ", ".join(names) or tr("everybody")
