"""A notice as its recipient reads it when it is sent: what is true then, in their locale; None when it no longer is."""

from collections.abc import Callable
from dataclasses import replace

from workflows.calendar import store as calendar
from workflows.kernel.access import Actor, Relation
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.leave import (
    adjustments,
    booking,
    cards,
    clock,
    consult_cards,
    desk,
    interruptions,
    lieu_cards,
    offers,
    reading,
    recounting,
    replacing,
    store,
    stuck,
    suggestion_cards,
)
from workflows.leave.cards import Facts
from workflows.leave.records import Leave
from workflows.leave.rules.life import State
from workflows.leave.tables import WAITING
from workflows.wording import blocks
from workflows.wording.phrases import counted, dated, spanned

Say = Callable[[Facts], str | None]


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    render_about = _ABOUT_NO_LEAVE.get(notice.kind)
    if render_about:
        return render_about(tx, notice)
    leave = store.leave(tx, notice.subject.id)
    if leave is None:
        return None
    render_apart = _APART.get(notice.kind)
    if render_apart:
        return render_apart(tx, notice, leave)
    reader = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if reader is None or not offers.may(tx, reader, leave, "see_dates"):
        return None
    return _to(tx, notice, reader, leave)


def _to(tx: Tx, notice: Notice, reader: Actor, leave: Leave) -> Message | None:
    if notice.kind == "decide":
        return cards.decision_card(reading.full(tx, reader, leave))
    known = reading.brief(tx, reader, leave)
    if notice.kind == "waiting" and (known.suggested or not _owes(leave, reader)):
        return cards.reminder_over(known) if notice.only_update else None
    if notice.kind == "mine":
        return cards.own_card(replace(known, consulted=consult_cards.consulted(tx, reader, leave)))
    if notice.kind in suggestion_cards.KINDS:
        return suggestion_cards.render(tx, notice, leave, reader)
    return _given_back(tx, known) if notice.kind == "told_given_back" else _said(known, notice.kind)


def _given_back(tx: Tx, facts: Facts) -> Message | None:
    """R39: how much of it is theirs again, as of now; only its owner reads this."""
    days = interruptions.given_back(tx, facts.leave.id)
    if not days:
        return None
    are = "is" if days == 1 else "are"
    text = (
        f"*{counted(days, facts.unit)}* of your leave {are} back ({blocks.escaped(facts.kind)}): you are on record as "
        "away for another reason then. `/leave list` shows what stays, `/leave balance` what you have."
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _expiring(tx: Tx, notice: Notice) -> Message | None:
    """R15: what is lost on a day unless it is used; only its owner reads this."""
    loss = clock.loss_of(tx, notice)
    reader = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if loss is None or reader is None:
        return None
    name, unit = blocks.escaped(loss.leave_type.name), desk.UNITS[loss.leave_type.count.unit]
    verb = "expires" if loss.amount == 1 else "expire"
    day = dated(loss.last_day, desk.locale_of_actor(reader))
    text = f"*{counted(loss.amount, unit)}* of your {name} {verb} on {day}, unless you use them by then."
    buttons = [blocks.button("Ask for leave", "leave:open", "", style="primary")]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def _owes(leave: Leave, reader: Actor) -> bool:
    """Whether the answer is still the reader's to give, and nobody else was asked since."""
    step = leave.waiting_for
    return leave.state in WAITING and step is not None and step.person == reader.person


def _said(facts: Facts, kind: str) -> Message | None:
    text = _TEXTS[kind](facts)
    if text is None:
        return None
    built = [blocks.section(text), *cards.notes_of(facts)]
    if kind == "waiting":
        built += cards.decision_buttons(facts)
    return Message(text, blocks.laid_out(built))


def _away(tx: Tx, notice: Notice, leave: Leave) -> Message | None:
    """What project managers and channels may know: who and when, with whatever else keeps them away on to it (R39).

    Told again only where the card already is.
    """
    name = blocks.bold(desk.name_of(tx, leave.person) or "Somebody")
    known = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if not notice.only_update and not isinstance(notice.to, str) and not _leads(tx, known, leave):
        return None
    locale = desk.locale_of_actor(known) if known else locale_of(_CHANNEL_LOCALE)
    seen = next((one for one in calendar.stretches(tx, leave.person) if one.overlaps(leave.request.span)), None)
    if seen is not None:
        text = f"{name} is away: {spanned(seen, locale)}."
        return Message(text, blocks.laid_out([blocks.section(text)]))
    if not notice.only_update:
        return None
    text = f"{name} is not away after all: {spanned(leave.request.span, locale)}."
    return Message(text, blocks.laid_out([blocks.section(text)]))


_ABOUT_NO_LEAVE: dict[str, Callable[[Tx, Notice], Message | None]] = {
    "expiring": _expiring,
    stuck.KIND: stuck.render,
    adjustments.KIND: adjustments.render,
    **dict.fromkeys(lieu_cards.KINDS, lieu_cards.render),
}
"""What is about somebody's balance, or time they worked."""
_APART: dict[str, Callable[[Tx, Notice, Leave], Message | None]] = {
    "away": _away,
    consult_cards.KIND: consult_cards.render,
    recounting.KIND: recounting.render,
    **dict.fromkeys(replacing.KINDS, replacing.render),
    **dict.fromkeys(booking.KINDS, booking.render),
}
"""What is not for those who may see the leave itself."""


def _leads(tx: Tx, reader: Actor | None, leave: Leave) -> bool:
    """Whether they still lead a project that this leave falls into."""
    return reader is not None and Relation.DOTTED_LINE in offers.relate(tx, reader, leave)


_CHANNEL_LOCALE = "en_GB"
"""A channel has readers of many locales; the month is written as a word, so the order of the figures is plain."""


def _what(facts: Facts) -> str:
    return f"{blocks.escaped(facts.kind)}, {facts.span}, {facts.days}"


def _by(facts: Facts) -> str:
    return f" by {blocks.escaped(facts.decided_by, 80)}" if facts.decided_by else ""


def _when(*states: State) -> Callable[[Say], Say]:
    """Only while the leave is in one of these states; later there is something newer to say."""

    def guarded(say: Say) -> Say:
        return lambda facts: say(facts) if facts.leave.state in states else None

    return guarded


def _recounted(facts: Facts) -> str | None:
    """R41: what it costs now; or that nothing of it is working time any more."""
    if facts.leave.state is State.CANCELLED:
        return f"None of these days is a working day of yours any more, so your leave is off: {_what(facts)} are yours."
    if not facts.leave.request.granted:
        return None
    return f"The calendar or your working time changed, so your leave was counted again; it now is {_what(facts)}."


_approved = _when(State.APPROVED, State.CANCELLATION_REQUESTED)
_TEXTS: dict[str, Say] = {
    "told_approved": _approved(lambda facts: f"Your leave is *approved*{_by(facts)}: {_what(facts)}."),
    "told_first_approved": _when(State.FIRST_APPROVED)(
        lambda facts: f"Your leave has its first approval{_by(facts)}, one more to go: {_what(facts)}."
    ),
    "told_declined": _when(State.DECLINED)(lambda facts: f"Your leave was *declined*{_by(facts)}: {_what(facts)}."),
    "told_cancelled": _when(State.CANCELLED)(
        lambda facts: f"Your leave was *cancelled*{_by(facts)}: {_what(facts)}. The days are yours again."
    ),
    "told_cancellation_declined": _approved(
        lambda facts: f"Your leave *stays approved*; its cancellation was declined{_by(facts)}: {_what(facts)}."
    ),
    "told_shortened": _approved(
        lambda facts: f"Your leave was *shortened*; it now is {_what(facts)}. The other days are yours again."
    ),
    "told_taken_again": _approved(
        lambda facts: f"Your absence turned out shorter, so days of your leave count again; it now is {_what(facts)}."
    ),
    "told_recounted": _recounted,
    "told_climbed": _when(*WAITING)(
        lambda facts: f"Nobody has answered yet, so your request went on to {_next(facts)}: {_what(facts)}."
    ),
    "heard_cancelled": _when(State.CANCELLED)(lambda facts: f"{_who(facts)} is not away after all: {_what(facts)}."),
    "heard_shortened": _approved(lambda facts: f"{_who(facts)} is away for less: now {_what(facts)}."),
    "heard_changed": _when(State.REQUESTED)(lambda facts: f"{_who(facts)} changed their request: {_what(facts)}."),
    "heard_kept_asked": _when(State.REQUESTED)(
        lambda facts: f"{_who(facts)} would rather keep what they asked for: {_what(facts)}."
    ),
    "heard_suggestion_lapsed": _when(State.REQUESTED)(
        lambda facts: f"{_who(facts)} did not answer what you suggested, so their request stands: {_what(facts)}."
    ),
    "passed": _when(*WAITING)(
        lambda facts: f"{_who(facts)}'s request was put to {_next(facts)} too; you can still answer it: {_what(facts)}."
    ),
    "waiting": _when(*WAITING)(
        lambda facts: f"{_who(facts)} still waits for your answer{_since(facts)}: {_what(facts)}."
    ),
}


def _who(facts: Facts) -> str:
    return blocks.bold(facts.name)


def _since(facts: Facts) -> str:
    step = facts.leave.waiting_for
    return f", asked {cards.moment(step.asked_at)}" if step and step.asked_at else ""


def _next(facts: Facts) -> str:
    return blocks.escaped(facts.waiting_for or "the next in line", 80)
