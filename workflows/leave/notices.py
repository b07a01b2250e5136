"""Who is told what about a leave, when they are reminded, and when a request climbs (R43).

Approvers hold a card for each question put to them, the owner holds one, and both are updated in place ever after.
What somebody must not miss is said in a message of its own as well. Project managers and project channels learn that
somebody is away and when; never why, and never which kind of leave.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import product

from workflows.calendar import ladder
from workflows.calendar.ladder import Ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Piece, Tx
from workflows.leave import (
    adjustments,
    booking,
    calendars,
    clock,
    closings,
    consult_cards,
    consulting,
    lieu_cards,
    lieu_waiting,
    recounting,
    replacing,
    store,
    stuck,
    suggesting,
    suggestion_cards,
    suggestions,
    versions,
)
from workflows.leave.records import Leave, Step
from workflows.leave.suggestions import Suggestion
from workflows.leave.tables import WAITING
from workflows.organisation import crowds
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of

_WIDE = timedelta(days=366)
"""Around shortened or cancelled leave: whoever holds a card from when it was longer has it updated."""
_SOONEST_REMINDER = timedelta(hours=6)
_TOLD = frozenset(
    {"approved", "declined", "cancelled", "cancellation_declined", "shortened", "first_approved", "climbed"}
)
"""What the owner gets a message about, unless they did it themselves."""
_ALWAYS_TOLD = frozenset({"given_back", "taken_again", "recounted"})
"""What the owner gets a message about, whatever it follows from."""
_TELLS_APPROVER = frozenset({"cancelled", "shortened", "changed", "kept_asked", "suggestion_lapsed"})
"""What the one who was asked last gets a message about, unless they did it themselves."""
REMINDERS = frozenset({"waiting", "worked_waiting", "suggested_waiting", "expiring", "unused", "replacing_soon"})
"""What reminds somebody, and may be put off."""
_AWAY = frozenset({"approved", "cancelled", "shortened"})
"""What the project managers and channels learn something from."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    if event.subject.workflow == "leave_worked":
        yield from lieu_cards.notices(tx, event)
        return
    if event.subject.workflow == adjustments.SUBJECT:
        yield from adjustments.notices(event)
        return
    if event.subject.workflow == clock.CLOCK:
        yield from stuck.notices(tx, event)
        return
    leave = _subject(tx, event)
    if leave is None:
        return
    yield _card(leave, event, leave.person, "mine", mine_card(leave))
    for step in leave.asked:
        yield _card(
            leave, event, step.person, "decide", step_card(leave, step), asked_now=_asked_by(event, leave, step)
        )
    if event.name in _ALWAYS_TOLD or (event.name in _TOLD and event.by != leave.person):
        yield _message(leave, event, leave.person, f"told_{event.name}")
    yield from _reminders(tx, leave, event)
    last = leave.asked[-1].person if leave.asked else None
    if event.name in _TELLS_APPROVER and last is not None and event.by != last:
        yield _message(leave, event, last, f"heard_{event.name}")
    if event.name == "climbed":
        yield from (_message(leave, event, step.person, "passed") for step in _passed(leave))
    yield from replacing.notices(tx, leave, event)
    yield from booking.notices(leave, event)
    yield from recounting.notices(tx, leave, event)
    yield from consult_cards.notices(tx, leave, event)
    yield from suggestion_cards.notices(tx, leave, event)
    if event.name in _AWAY:
        yield from _away(tx, leave, event)


def _subject(tx: Tx, event: Event) -> Leave | None:
    if event.subject.workflow != "leave":
        return None
    return event.after if isinstance(event.after, Leave) else store.leave(tx, event.subject.id)


def due(tx: Tx) -> Iterable[Notice]:
    """What expires soon; and a reminder for each approver who owes an answer for so many working days (R42).

    After downtime the latest one is enough: nobody is reminded of one thing three times at once.
    """
    yield from replacing.due(tx)
    yield from lieu_waiting.due(tx)
    yield from suggesting.due(tx)
    made = suggestions.of_requested(tx)
    waiting = _to_be_decided(tx, made)
    ladder.know(tx, (step.person for leave in waiting if (step := leave.waiting_for)))
    for leave in waiting:
        step = leave.waiting_for
        latest = _overdue(tx, leave, step) if step else None
        if step and latest:
            days, day = latest
            key = f"leave/{leave.id}/waiting/{day}/to_{step.person}"
            yield Notice(
                key,
                step.person,
                "waiting",
                leave.ref,
                card=_reminder_card(leave, step, days, len(made.get(leave.id, ()))),
            )


def _to_be_decided(tx: Tx, made: Mapping[int, Sequence[Suggestion]]) -> list[Leave]:
    """All that waits for whoever decides; not what waits for its owner's word on a suggestion."""
    waiting = store.waiting(tx)
    crowds.know(tx, (one for leave in waiting for one in (leave.person, *(step.person for step in leave.steps))))
    return [leave for leave in waiting if all(one.ending for one in made.get(leave.id, ()))]


def ladder_of(tx: Tx, leave: Leave) -> Ladder:
    """When its approver is reminded and when it climbs: as its type's policy says, which people admins keep."""
    approval = versions.type_of(tx, leave.request).approval
    return Ladder(approval.remind_after, approval.climb_after)


def _overdue(tx: Tx, leave: Leave, step: Step) -> tuple[int, date] | None:
    """The reminder that is due by now: after how many working days, and on which; not where it climbs instead."""
    if step.asked_at is None:
        return None
    rungs = ladder_of(tx, leave)
    before = rungs.climb_after if _ahead(leave, step) else None
    return ladder.latest(tx, step.person, step.asked_at, rungs.remind_after, before)


def step_card(leave: Leave, step: Step) -> str:
    """The card of one question; a later question gets a card of its own, so that it is noticed."""
    return f"leave/{leave.id}/card" if step.stage == 1 else f"leave/{leave.id}/card/{step.stage}"


def mine_card(leave: Leave) -> str:
    """The owner's card."""
    return f"leave/{leave.id}/mine"


def _reminders(tx: Tx, leave: Leave, event: Event) -> Iterator[Notice]:
    """Reminders that were sent are cards too: after the decision nobody holds one with buttons that do nothing."""
    asked_at = leave.request.asked_at
    if asked_at is None or tx.now - asked_at <= _SOONEST_REMINDER:
        return
    approval, times = versions.type_of(tx, leave.request).approval, len(suggestions.of(tx, leave.id)) + 1
    for step in leave.asked:
        for days, time in product(approval.remind_after, range(times)):
            card = _reminder_card(leave, step, days, time)
            yield _card(leave, event, step.person, "waiting", card, asked_now=False)


def _reminder_card(leave: Leave, step: Step, days: int, time: int) -> str:
    """`time`: after each suggestion the clock begins anew, and a new reminder is to be noticed."""
    return f"leave/{leave.id}/reminder/{step.stage}.{days}" + (f".{time}" if time else "")


def _asked_by(event: Event, leave: Leave, step: Step) -> bool:
    """Whether this event is what put the question to this step."""
    current = leave.waiting_for
    asks = event.name in ("asked", "first_approved", "cancellation_requested", "climbed")
    return asks and step == current


def _passed(leave: Leave) -> list[Step]:
    """Those of the open question whose turn is over."""
    return [step for step in leave.asked if step.stage == leave.stage][:-1]


def _ahead(leave: Leave, current: Step) -> list[Step]:
    """Who can still be asked the open question, the next one first."""
    return [step for step in leave.steps if step.stage == leave.stage and step.position > current.position]


def _card(leave: Leave, event: Event, to: PersonId, kind: str, card: str, *, asked_now: bool | None = None) -> Notice:
    new = event.name == "asked" if asked_now is None else asked_now
    key = f"leave/{leave.id}/{event.name}/{event.version}/{card.rsplit('/', 1)[-1]}_{_step(event)}to_{to}"
    return Notice(key, to, kind, leave.ref, card=card, only_update=not new)


def _message(leave: Leave, event: Event, to: PersonId, kind: str) -> Notice:
    return Notice(f"leave/{leave.id}/{event.name}/{event.version}/{kind}_{_step(event)}to_{to}", to, kind, leave.ref)


def _step(event: Event) -> str:
    """What changes no version of the leave is told apart by the step a climb reached, or by the answer given."""
    if "consultation" in event.facts:
        return f"answer_{event.facts['consultation']}.{event.facts['given']}_"
    return f"step_{event.facts['step']}_" if "step" in event.facts else ""


def _away(tx: Tx, leave: Leave, event: Event) -> Iterator[Notice]:
    new = event.name == "approved"
    around = timedelta(0) if new else _WIDE
    first, last = leave.request.span.first - around, leave.request.span.last + around
    told = {step.person for step in leave.asked}
    for leader in sorted(set(organisation.project_managers_of(tx, leave.person, first, last)) - told):
        yield _away_card(leave, event, leader, new=new)
    channels = {project.channel for project, _ in organisation.projects_of(tx, leave.person, first, last)}
    for channel in sorted(filter(None, channels)):
        yield _away_card(leave, event, channel, new=new)


def _away_card(leave: Leave, event: Event, to: PersonId | str, *, new: bool) -> Notice:
    key = f"leave/{leave.id}/{event.name}/{event.version}/away_to_{to}"
    return Notice(key, to, "away", leave.ref, card=f"leave/{leave.id}/away", only_update=not new)


def advance(tx: Tx) -> Iterable[Event]:
    """What dates bring goes into the ledger; a request nobody answered in time climbs to the next in line (T22)."""
    calendars.keep(tx, versions.every(tx).policies)
    clock.meet(tx)
    yield from closings.advance(tx)
    yield from lieu_waiting.advance(tx)
    yield from suggesting.advance(tx)


def pieces(tx: Tx) -> Iterator[Piece]:
    """What of this there may be much: balances, shutdowns, consultations, and requests whose time is up."""
    yield from clock.pieces(tx)
    yield from booking.pieces(tx)
    yield from consulting.pieces(tx)
    waiting = _to_be_decided(tx, suggestions.of_requested(tx))
    ladder.know(tx, (step.person for leave in waiting for step in leave.steps))
    yield from (partial(_climb, number=leave.id) for leave in waiting if _following(tx, leave))


def _climb(tx: Tx, number: int) -> Iterator[Event]:
    """If it is still its time."""
    leave = store.leave(tx, number)
    if leave is None or leave.state not in WAITING or suggestions.standing(tx, number):
        return
    following = _following(tx, leave)
    step = _put(tx, leave, following) if following is not None else None
    if step is not None:
        yield Event("climbed", leave.ref, leave.version, leave.person, None, {"step": step})


def _put(tx: Tx, leave: Leave, following: Step | PersonId) -> int | None:
    """The step that is asked now; None when somebody was faster."""
    if isinstance(following, Step):
        return following.id if store.ask(tx, following) else None
    return store.ask_between(tx, leave, leave.waiting_for, following) if leave.waiting_for else None


def _following(tx: Tx, leave: Leave) -> Step | PersonId | None:
    """Whom it reaches, if it is time: whom the one asked named for while away, then the next who is here.

    At once when the one asked has left; to one who is away only for want of others.
    """
    current = leave.waiting_for
    if current is None or not _is_up(tx, leave, current):
        return None
    asked_by = leave.request.asked_by or leave.person
    never = {leave.person, asked_by, *(step.person for step in leave.steps)}
    named = None if ladder.here(tx, current.person) else ladder.named_by(tx, current.person, never)
    if named is not None:
        return named
    ahead = [step for step in _ahead(leave, current) if ladder.reachable(tx, step.person)]
    return next((step for step in ahead if ladder.here(tx, step.person)), ahead[0] if ahead else None)


def _is_up(tx: Tx, leave: Leave, current: Step) -> bool:
    gone = reader_of(tx, current.person) is None
    return gone or ladder.is_up(tx, current.person, current.asked_at, ladder_of(tx, leave).climb_after)
