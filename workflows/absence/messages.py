"""A notice as its recipient reads it when it is sent: what is true then, in their locale; None when it no longer is."""

from collections.abc import Callable
from datetime import date

from workflows.absence import cards, desk, offers, store
from workflows.absence.cards import Facts
from workflows.absence.reading import facts_of
from workflows.absence.rules.life import Certificate, State
from workflows.absence.rules.record import Record
from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import dated


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    record = store.record(tx, notice.subject.id)
    if record is None:
        return None
    reader = reader_of(tx, notice.to)
    if notice.kind == "away":
        return _away(tx, notice, reader, record)
    if reader is None:
        return None
    if not offers.may(tx, reader, record, "see"):
        return _away(tx, notice, reader, record) if notice.kind == "told" and notice.only_update else None
    return _said(notice, facts_of(tx, reader, record), desk.today_of(tx, record.person))


def _said(notice: Notice, facts: Facts, today: date) -> Message | None:
    if notice.kind == "mine":
        return cards.own_card(facts)
    if notice.kind == "told":
        return cards.manager_card(facts) if facts.record.standing or notice.only_update else None
    if notice.kind == "back_question":
        return _back_question(notice, facts, today)
    if notice.kind == "overdue" and notice.only_update:
        return _settled(facts)
    text = _TEXTS[notice.kind](facts)
    return cards.said(facts, text, _BUTTONS.get(notice.kind, ())) if text else None


def _back_question(notice: Notice, facts: Facts, today: date) -> Message | None:
    asks = facts.record.state is State.OPEN and (facts.open or facts.record.span.last < today)
    if asks:
        return cards.back_question(facts)
    return cards.back_answered(facts) if notice.only_update else None


def _settled(facts: Facts) -> Message:
    settled = tr("{name}: the certificate is settled.", name=_who(facts))
    return cards.said(facts, " ".join([settled, cards.sentence(cards.state_of(facts))]))


def _away(tx: Tx, notice: Notice, reader: Actor | None, record: Record) -> Message | None:
    """What everybody else may know: who and when, all that joins on to it as one. Never apart, never why."""
    name = blocks.bold(desk.name_of(tx, record.person) or tr("Somebody"))
    locale = desk.locale_of_actor(reader) if reader else None
    seen = desk.seen_away(tx, record)
    if seen is None and not notice.only_update:
        return None
    if seen is None:
        text = tr("{name} is not away after all: {span}.", name=name, span=cards.days_of(record.span, locale))
    else:
        goes_on = record.state is State.OPEN and record.open_ended and seen.stop == record.span.stop
        days = cards.days_of(seen, locale, open_ended=goes_on)
        text = tr("{name} is away {days}.", name=name, days=days)
        if not goes_on:
            text = tr("{name} is away: {span}.", name=name, span=days)
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _what(facts: Facts) -> str:
    return f"{blocks.escaped(facts.kind)}, {facts.days}"


def _who(facts: Facts) -> str:
    return blocks.bold(facts.name)


def _due(facts: Facts) -> str:
    day = facts.record.certificate_due
    return dated(day, facts.locale) if day else ""


def _while_due(say: Callable[[Facts], str]) -> Callable[[Facts], str | None]:
    """Only while the certificate is missing."""
    return lambda facts: say(facts) if facts.record.certificate is Certificate.DUE else None


def _while_open(say: Callable[[Facts], str]) -> Callable[[Facts], str | None]:
    """Only while it is open."""
    return lambda facts: say(facts) if facts.record.state is State.OPEN else None


def _saying(wording: str) -> Callable[[Facts], str]:
    """That sentence about it."""
    return lambda facts: tr(
        wording,
        name=_who(facts),
        what=_what(facts),
        due=_due(facts),
        last=dated(facts.record.span.last, facts.locale),
    )


_YOURS = _saying(marked("There is a note about your return to work. Only the two of you can open it."))
_THEIRS = _saying(marked("There is a note about {name}'s return to work. Only the two of you can open it."))
_TEXTS: dict[str, Callable[[Facts], str | None]] = {
    "said_changed": _saying(marked("Your absence was changed for you; it now is {what}.")),
    "said_ended": _saying(marked("You were reported as back. Your absence was {what}.")),
    "said_withdrawn": _saying(marked("Your absence was withdrawn for you: {what}.")),
    "said_received": _saying(marked("Thank you: your certificate has arrived ({what}).")),
    "said_certificate": _while_due(
        _saying(marked("Your absence lasts long enough now to need a certificate. Please hand it in by {due}."))
    ),
    "said_silence": _saying(
        marked("Nobody said otherwise, so your absence is taken to be over: {what}. If you are still away, say so.")
    ),
    "heard_changed": _while_open(_saying(marked("{name} is away for other days now: {what}."))),
    "heard_ended": _saying(marked("{name}'s absence is over: {what}.")),
    "heard_withdrawn": _saying(marked("{name} is not away after all: {what}.")),
    "not_back": _while_open(
        _saying(
            marked("{name} was to be away until {last} and has not said yet whether they are back. A call may help.")
        )
    ),
    "certificate": _while_due(_saying(marked("Please hand in your certificate; it is due by {due}."))),
    "overdue": _while_due(_saying(marked("{name}'s certificate was due by {due} and is still missing."))),
    "noted": lambda facts: _YOURS(facts) if facts.own else _THEIRS(facts),
}
_BUTTONS = {
    "said_silence": ("extend",),
    "heard_ended": ("note",),
    "not_back": ("back", "extend"),
    "overdue": ("receive",),
    "noted": ("note",),
}
