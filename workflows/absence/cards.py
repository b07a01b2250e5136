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
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, spanned

SENTENCES = {
    State.OPEN: "on record",
    State.ENDED: "over",
    State.WITHDRAWN: "withdrawn: it was reported by mistake",
}
OWN = ("back", "extend", "correct", "withdraw", "note")
MANAGER = ("receive", "back", "extend", "correct", "note")
"""What each card offers, in this order."""
DISCREET = "Everybody else sees only “away” and the dates."
NO_REASON = "No reason is asked for here, and there is nowhere to write one."


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


def days_of(span: Span, locale: Locale, *, open_ended: bool = False) -> str:
    """`Mon, 23 Nov 2026`, `Mon, 23 Nov 2026 to Wed, 25 Nov 2026`, `from Mon, 23 Nov 2026`."""
    if not open_ended:
        return spanned(span, locale)
    noon = " (from noon)" if span.first_half is Half.PM else ""
    return f"from {dated(span.first, locale)}{noon}"


def own_card(facts: Facts) -> Message:
    """What the person holds: how it stands, who knows, and what they can do about it."""
    by = f"{blocks.bold(facts.reported_by)} reported for you" if facts.reported_by else "You're on record as away"
    lines = [f"{by}: *{blocks.escaped(facts.kind)}*\n{facts.days}{_end(facts)}"]
    built: list[Built] = [
        blocks.section(lines[0]),
        blocks.aside(*known(facts)),
        *blocks.actions([_button(facts, verb) for verb in OWN if verb in facts.offered]),
    ]
    return Message(f"You're on record as away, {facts.days}: {state_of(facts)}", blocks.laid_out(built))


def manager_card(facts: Facts) -> Message:
    """What the operations manager holds."""
    built: list[Built] = [
        blocks.section(
            f"{blocks.bold(facts.name)} {_is(facts)} away: *{blocks.escaped(facts.kind)}*\n{facts.days}{_end(facts)}"
        ),
        blocks.aside(*_for_manager(facts)),
        *blocks.actions([_button(facts, verb) for verb in MANAGER if verb in facts.offered]),
    ]
    return Message(f"{blocks.escaped(facts.name, 80)} {_is(facts)} away: {facts.days}", blocks.laid_out(built))


def list_entry(facts: Facts, *, whose: bool = False) -> list[Built]:
    """One absence in a list, with its buttons."""
    name = f"{blocks.bold(facts.name)}, " if whose else ""
    verbs = OWN if facts.own else MANAGER
    return [
        blocks.section(f"{name}{blocks.escaped(facts.kind)}: {facts.days}\n_{state_of(facts)}_"),
        *blocks.actions([_button(facts, verb) for verb in verbs if verb in facts.offered]),
    ]


def back_question(facts: Facts) -> Message:
    """Asked on the morning after the last day."""
    text = f"You are on record as away {facts.days}. Are you back? If not, rest; there is nothing to do."
    if not facts.open:
        text = f"You were on record as away {_until(facts)}. Are you back?"
    verbs = [verb for verb in ("back_now", "back", "extend") if verb in facts.offered]
    built: list[Built] = [blocks.section(text), *blocks.actions([_ANSWERS[verb](facts.value) for verb in verbs])]
    return Message(text, blocks.laid_out(built))


def back_answered(facts: Facts) -> Message:
    """What becomes of the question once it needs no answer."""
    text = f"You were asked whether you are back. It is settled: away {facts.days}, {state_of(facts)}."
    return Message(text, blocks.laid_out([blocks.section(text)]))


def said(facts: Facts, text: str, verbs: tuple[str, ...] = ()) -> Message:
    """A sentence with the buttons that fit it."""
    buttons = [_button(facts, verb) for verb in verbs if verb in facts.offered]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def confirmation(facts: Facts, begin: str) -> Message:
    """What whoever reported it reads at once."""
    whose = "You're" if facts.own else f"{blocks.bold(facts.name)} is"
    wish = f" {blocks.escaped(facts.wish)}" if facts.wish and facts.own else ""
    text = f"{begin} {whose} on record as away: *{blocks.escaped(facts.kind)}*, {facts.days}.{wish}"
    return Message(text, blocks.laid_out([blocks.section(text), blocks.aside(*known(facts))]))


def certificate_line(record: Record, locale: Locale) -> str | None:
    """How the certificate stands; None when none is needed."""
    if record.certificate is Certificate.RECEIVED:
        return "The certificate has been received."
    if record.certificate is Certificate.DUE and record.certificate_due:
        return f"A certificate is due by {dated(record.certificate_due, locale)}."
    return None


def state_of(facts: Facts) -> str:
    """How it stands, with its certificate."""
    certificate = certificate_line(facts.record, facts.locale) if facts.record.standing else None
    state = "on record, end open" if facts.open else SENTENCES[facts.record.state]
    return f"{state}. {certificate.removesuffix('.')}" if certificate else state


def word_line(told: str | None) -> str:
    """Kindly, instead of a field for a reason."""
    whom = blocks.escaped(told, 80) if told else "your operations manager"
    return f"Please have a word with {whom} when you can: a call or a chat over tea will do. {NO_REASON}"


def known(facts: Facts) -> list[str]:
    """Who knows of it, and what is still to be done: the small print for the person and for whoever reports."""
    told = blocks.escaped(facts.told, 80) if facts.told else ""
    who = f"{told} has been told. {DISCREET}" if told else f"You have no operations manager to tell. {DISCREET}"
    if facts.record.state is State.WITHDRAWN:
        return [f"{SENTENCES[State.WITHDRAWN].capitalize()}."]
    certificate = certificate_line(facts.record, facts.locale)
    word = word_line(facts.told) if facts.word and facts.own and facts.record.state is State.OPEN else None
    return [line for line in (who, word, certificate) if line]


def _for_manager(facts: Facts) -> list[str]:
    by = f"Reported by {blocks.escaped(facts.reported_by, 80)}." if facts.reported_by else None
    word = "They were asked to have a word with you when they can." if facts.word else None
    certificate = certificate_line(facts.record, facts.locale)
    state = f"{SENTENCES[facts.record.state].capitalize()}."
    discreet = "You know the kind of absence because you look after this person; others see only “away”."
    return [line for line in (state, by, word, certificate, discreet) if line]


def _is(facts: Facts) -> str:
    return {State.OPEN: "is", State.ENDED: "was", State.WITHDRAWN: "is not"}[facts.record.state]


def _end(facts: Facts) -> str:
    return ", until further notice" if facts.open else ""


def _until(facts: Facts) -> str:
    return f"until {dated(facts.record.span.last, facts.locale)}"


def _button(facts: Facts, verb: str) -> Button:
    return _BUTTONS[verb](facts.value, facts.own)


def _withdraw(value: str, own: bool) -> Button:  # noqa: FBT001 - the two that every button is given
    whose = "You were" if own else "They were"
    return blocks.button(
        "Withdraw",
        "absence:withdraw",
        value,
        confirm=blocks.confirmation(
            "Withdraw this absence?",
            f"{whose} not away at all. Leave that gave way to it is taken again.",
            "Withdraw",
            "Keep it",
        ),
    )


_BUTTONS: dict[str, Callable[[str, bool], Button]] = {
    "back": lambda value, own: blocks.button("I'm back…" if own else "Is back…", "absence:back", value),
    "extend": lambda value, _own: blocks.button("Still away…", "absence:extend", value),
    "correct": lambda value, _own: blocks.button("Correct…", "absence:correct", value),
    "withdraw": _withdraw,
    "receive": lambda value, _own: blocks.button("Certificate received", "absence:receive", value, style="primary"),
    "note": lambda value, _own: blocks.button("Return note…", "absence:note", value),
}
_ANSWERS: dict[str, Callable[[str], Button]] = {
    "back_now": lambda value: blocks.button("I'm back", "absence:back_now", value, style="primary"),
    "back": lambda value: blocks.button("Back since…", "absence:back", value),
    "extend": lambda value: blocks.button("Still away…", "absence:extend", value),
}
