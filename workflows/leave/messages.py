"""A notice as its recipient reads it when it is sent: what is true then, in their locale; None when it no longer is."""

from collections.abc import Callable
from dataclasses import replace

from workflows.calendar import store as calendar
from workflows.kernel.access import Actor, Relation
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked_many, tr, trn
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
    sentences,
    store,
    stuck,
    suggestion_cards,
)
from workflows.leave.cards import Facts
from workflows.leave.records import Leave
from workflows.leave.rules.words import type_name
from workflows.leave.tables import WAITING
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import counted, dated, spanned


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
    reader = reader_of(tx, notice.to)
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


_BACK = {
    "day": marked_many(
        "*{count} day* of your leave is back ({type}): you are on record as away for another reason then. `/leave "
        "list` shows what stays, `/leave balance` what you have.",
        "*{count} days* of your leave are back ({type}): you are on record as away for another reason then. `/leave "
        "list` shows what stays, `/leave balance` what you have.",
    ),
    "hour": marked_many(
        "*{count} hour* of your leave is back ({type}): you are on record as away for another reason then. `/leave "
        "list` shows what stays, `/leave balance` what you have.",
        "*{count} hours* of your leave are back ({type}): you are on record as away for another reason then. `/leave "
        "list` shows what stays, `/leave balance` what you have.",
    ),
}
_EXPIRES = {
    "day": marked_many(
        "*{count} day* of your {type} expires on {day}, unless you use them by then.",
        "*{count} days* of your {type} expire on {day}, unless you use them by then.",
    ),
    "hour": marked_many(
        "*{count} hour* of your {type} expires on {day}, unless you use them by then.",
        "*{count} hours* of your {type} expire on {day}, unless you use them by then.",
    ),
}


def _given_back(tx: Tx, facts: Facts) -> Message | None:
    """R39: how much of it is theirs again, as of now; only its owner reads this."""
    days = interruptions.given_back(tx, facts.leave.id)
    if not days:
        return None
    text = trn(*_BACK[facts.unit], days, type=blocks.escaped(facts.kind))
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _expiring(tx: Tx, notice: Notice) -> Message | None:
    """R15: what is lost on a day unless it is used; only its owner reads this."""
    loss = clock.loss_of(tx, notice)
    reader = reader_of(tx, notice.to)
    if loss is None or reader is None:
        return None
    text = trn(
        *_EXPIRES[desk.UNITS[loss.leave_type.count.unit]],
        loss.amount,
        type=blocks.escaped(type_name(loss.leave_type)),
        day=dated(loss.last_day, desk.locale_of_actor(reader)),
    )
    buttons = [blocks.button(tr("Ask for leave"), "leave:open", "", style="primary")]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def _unused(tx: Tx, notice: Notice) -> Message | None:
    """Three quarters of the leave year are over, and much of it has no plans; only its owner reads this."""
    found = clock.unused_of(tx, notice)
    reader = reader_of(tx, notice.to)
    if found is None or reader is None:
        return None
    unit = desk.UNITS[found.leave_type.count.unit]
    text = tr(
        "*{free}* of your {type} ({granted} this leave year) are neither taken nor asked for, and the year ends on "
        "{day}. It is a good time to make plans.",
        free=counted(found.free, unit),
        granted=counted(found.granted, unit),
        type=blocks.escaped(type_name(found.leave_type)),
        day=dated(found.last, desk.locale_of_actor(reader)),
    )
    buttons = [blocks.button(tr("Ask for leave"), "leave:open", "", style="primary")]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def _owes(leave: Leave, reader: Actor) -> bool:
    """Whether the answer is still the reader's to give, and nobody else was asked since."""
    step = leave.waiting_for
    return leave.state in WAITING and step is not None and step.person == reader.person


def _said(facts: Facts, kind: str) -> Message | None:
    text = sentences.TEXTS[kind](facts)
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
    name = blocks.bold(desk.name_of(tx, leave.person) or tr("Somebody"))
    known = reader_of(tx, notice.to)
    if not notice.only_update and not isinstance(notice.to, str) and not _leads(tx, known, leave):
        return None
    locale = desk.locale_of_actor(known) if known else None
    seen = next((one for one in calendar.stretches(tx, leave.person) if one.overlaps(leave.request.span)), None)
    if seen is not None:
        text = tr("{name} is away: {span}.", name=name, span=spanned(seen, locale))
        return Message(text, blocks.laid_out([blocks.section(text)]))
    if not notice.only_update:
        return None
    text = tr("{name} is not away after all: {span}.", name=name, span=spanned(leave.request.span, locale))
    return Message(text, blocks.laid_out([blocks.section(text)]))


_ABOUT_NO_LEAVE: dict[str, Callable[[Tx, Notice], Message | None]] = {
    "expiring": _expiring,
    "unused": _unused,
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
