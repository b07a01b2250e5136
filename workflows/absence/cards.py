"""What people hold and read about an absence: the person's card, the operations manager's, and entries in lists.

Pure: everything a reader may know comes in as `Facts`, already theirs to read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from babel import Locale
from slackblocks import Button

from workflows.absence.rules.life import Certificate, State
from workflows.absence.rules.record import Record
from workflows.calendar.rules import Half, Span
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, labelled, spanned

SENTENCES = {
    State.OPEN: marked("on record"),
    State.ENDED: marked("over"),
    State.WITHDRAWN: marked("withdrawn: it was reported by mistake"),
}
_AWAY = {
    State.OPEN: marked("{name} is away: {what}"),
    State.ENDED: marked("{name} was away: {what}"),
    State.WITHDRAWN: marked("{name} is not away: {what}"),
}
OWN = ("back", "extend", "correct", "withdraw", "note")
MANAGER = ("receive", "back", "extend", "correct", "note")
"""What each card offers, in this order."""
DISCREET = marked("Everybody else sees only “away” and the dates.")
NO_REASON = marked("No reason is asked for here, and there is nowhere to write one.")


@dataclass(frozen=True)
class Facts:
    """An absence, as one reader who may know its type knows it."""

    record: Record
    locale: Locale
    """The reader's."""
    name: str
    """Whose it is."""
    kind: str
    """The type's name."""
    word: bool
    """Whether it wants a word with the manager."""
    wish: str
    """A kind word for the person."""
    told: str | None
    """The manager who was told."""
    own: bool
    """Whether it is the reader's."""
    reported_by: str | None = None
    """Who reported it on the person's behalf."""
    offered: tuple[str, ...] = ()
    """The verbs the reader can use now."""

    @property
    def days(self) -> str:
        """When, in the reader's locale."""
        return days_of(self.record.span, self.locale, open_ended=self.open)

    @property
    def open(self) -> bool:
        """Whether nobody knows yet how long."""
        return self.record.open_ended and self.record.state is State.OPEN

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.record.id}.{self.record.version}"


def days_of(span: Span, locale: Locale | None, *, open_ended: bool = False) -> str:
    """`Mon, 23 Nov 2026`, `Mon, 23 Nov 2026 to Wed, 25 Nov 2026`, `from Mon, 23 Nov 2026`."""
    if not open_ended:
        return spanned(span, locale)
    if span.first_half is Half.PM:
        return tr("from {day} (from noon)", day=dated(span.first, locale))
    return tr("from {day}", day=dated(span.first, locale))


def own_card(facts: Facts) -> Message:
    """What the person holds: how it stands, who knows, and what they can do about it."""
    kind = blocks.escaped(facts.kind)
    said = tr("You're on record as away: *{type}*", type=kind)
    if facts.reported_by:
        said = tr("{name} reported for you: *{type}*", name=blocks.bold(facts.reported_by), type=kind)
    built: list[Built] = [
        blocks.section(f"{said}\n{_lasting(facts)}"),
        blocks.aside(*known(facts)),
        *blocks.actions([_button(facts, verb) for verb in OWN if verb in facts.offered]),
    ]
    text = tr("You're on record as away, {days}: {state}", days=facts.days, state=state_of(facts))
    return Message(text, blocks.laid_out(built))


def manager_card(facts: Facts) -> Message:
    """What the operations manager holds."""
    away = _AWAY[facts.record.state]
    said = tr(away, name=blocks.bold(facts.name), what=f"*{blocks.escaped(facts.kind)}*")
    built: list[Built] = [
        blocks.section(f"{said}\n{_lasting(facts)}"),
        blocks.aside(*_for_manager(facts)),
        *blocks.actions([_button(facts, verb) for verb in MANAGER if verb in facts.offered]),
    ]
    return Message(tr(away, name=blocks.escaped(facts.name, 80), what=facts.days), blocks.laid_out(built))


def list_entry(facts: Facts, *, whose: bool = False) -> list[Built]:
    """One absence in a list, with its buttons."""
    name = f"{blocks.bold(facts.name)}, " if whose else ""
    verbs = OWN if facts.own else MANAGER
    return [
        blocks.section(f"{labelled(f'{name}{blocks.escaped(facts.kind)}', facts.days)}\n_{state_of(facts)}_"),
        *blocks.actions([_button(facts, verb) for verb in verbs if verb in facts.offered]),
    ]


def back_question(facts: Facts) -> Message:
    """Asked on the morning after the last day."""
    text = tr("You are on record as away {days}. Are you back? If not, rest; there is nothing to do.", days=facts.days)
    if not facts.open:
        last = dated(facts.record.span.last, facts.locale)
        text = tr("You were on record as away until {day}. Are you back?", day=last)
    verbs = [verb for verb in ("back_now", "back", "extend") if verb in facts.offered]
    built: list[Built] = [blocks.section(text), *blocks.actions([_ANSWERS[verb](facts.value) for verb in verbs])]
    return Message(text, blocks.laid_out(built))


def back_answered(facts: Facts) -> Message:
    """What becomes of the question once it needs no answer."""
    text = tr(
        "You were asked whether you are back. It is settled: away {days}, {state}.",
        days=facts.days,
        state=state_of(facts),
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def said(facts: Facts, text: str, verbs: tuple[str, ...] = ()) -> Message:
    """A sentence with the buttons that fit it."""
    buttons = [_button(facts, verb) for verb in verbs if verb in facts.offered]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def confirmation(facts: Facts, begin: str) -> Message:
    """What whoever reported it reads at once."""
    wording = _YOURS_NOTED if facts.own else _THEIRS_NOTED
    said = tr(wording, name=blocks.bold(facts.name), type=blocks.escaped(facts.kind), days=facts.days)
    wish = [blocks.escaped(facts.wish)] if facts.wish and facts.own else []
    text = " ".join([begin, said, *wish])
    return Message(text, blocks.laid_out([blocks.section(text), blocks.aside(*known(facts))]))


_YOURS_NOTED = marked("You're on record as away: *{type}*, {days}.")
_THEIRS_NOTED = marked("{name} is on record as away: *{type}*, {days}.")


def certificate_line(record: Record, locale: Locale) -> str | None:
    """How the certificate stands; None when none is needed."""
    if record.certificate is Certificate.RECEIVED:
        return tr("The certificate has been received.")
    if record.certificate is Certificate.DUE and record.certificate_due:
        return tr("A certificate is due by {day}.", day=dated(record.certificate_due, locale))
    return None


def state_of(facts: Facts) -> str:
    """How it stands, with its certificate."""
    certificate = certificate_line(facts.record, facts.locale) if facts.record.standing else None
    state = tr("on record, end open") if facts.open else tr(SENTENCES[facts.record.state])
    return f"{state}. {certificate.removesuffix('.')}" if certificate else state


def word_line(told: str | None) -> str:
    """Kindly, instead of a field for a reason."""
    word = tr("Please have a word with your operations manager when you can: a call or a chat over tea will do.")
    if told:
        name = blocks.escaped(told, 80)
        word = tr("Please have a word with {name} when you can: a call or a chat over tea will do.", name=name)
    return " ".join([word, tr(NO_REASON)])


def known(facts: Facts) -> list[str]:
    """Who knows of it, and what is still to be done: the small print for the person and for whoever reports."""
    told = tr("You have no operations manager to tell.")
    if facts.told:
        told = tr("{name} has been told.", name=blocks.escaped(facts.told, 80))
    who = " ".join([told, tr(DISCREET)])
    if facts.record.state is State.WITHDRAWN:
        return [sentence(tr(SENTENCES[State.WITHDRAWN]))]
    certificate = certificate_line(facts.record, facts.locale)
    word = word_line(facts.told) if facts.word and facts.own and facts.record.state is State.OPEN else None
    return [line for line in (who, word, certificate) if line]


def _for_manager(facts: Facts) -> list[str]:
    by = tr("Reported by {name}.", name=blocks.escaped(facts.reported_by, 80)) if facts.reported_by else None
    word = tr("They were asked to have a word with you when they can.") if facts.word else None
    certificate = certificate_line(facts.record, facts.locale)
    state = sentence(tr(SENTENCES[facts.record.state]))
    discreet = tr("You know the kind of absence because you look after this person; others see only “away”.")
    return [line for line in (state, by, word, certificate, discreet) if line]


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def _lasting(facts: Facts) -> str:
    return tr("{days}, until further notice", days=facts.days) if facts.open else facts.days


def _button(facts: Facts, verb: str) -> Button:
    return _BUTTONS[verb](facts.value, facts.own)


def _withdraw(value: str, own: bool) -> Button:  # noqa: FBT001 - the two that every button is given
    yours = tr("You were not away at all. Leave that gave way to it is taken again.")
    theirs = tr("They were not away at all. Leave that gave way to it is taken again.")
    return blocks.button(
        tr("Withdraw"),
        "absence:withdraw",
        value,
        confirm=blocks.confirmation(
            tr("Withdraw this absence?"), yours if own else theirs, tr("Withdraw"), tr("Keep it")
        ),
    )


_BUTTONS: dict[str, Callable[[str, bool], Button]] = {
    "back": lambda value, own: blocks.button(tr("I'm back…") if own else tr("Is back…"), "absence:back", value),
    "extend": lambda value, _own: blocks.button(tr("Still away…"), "absence:extend", value),
    "correct": lambda value, _own: blocks.button(tr("Correct…"), "absence:correct", value),
    "withdraw": _withdraw,
    "receive": lambda value, _own: blocks.button(tr("Certificate received"), "absence:receive", value, style="primary"),
    "note": lambda value, _own: blocks.button(tr("Return note…"), "absence:note", value),
}
_ANSWERS: dict[str, Callable[[str], Button]] = {
    "back_now": lambda value: blocks.button(tr("I'm back"), "absence:back_now", value, style="primary"),
    "back": lambda value: blocks.button(tr("Back since…"), "absence:back", value),
    "extend": lambda value: blocks.button(tr("Still away…"), "absence:extend", value),
}
