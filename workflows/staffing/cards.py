"""What people hold about staffing: the department's card, the project manager's, the offer, the one of who is offered.

Pure: what each reader may know comes in as values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Button, ConfirmationDialogue

from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.staffing.rules.life import State
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_LINES = 6
SENTENCES = {
    State.OPEN: marked("People are still missing"),
    State.FILLED: marked("Filled"),
    State.WITHDRAWN: marked("Withdrawn"),
    State.PAST: marked("Over before it was filled"),
    State.PUT: marked("Waiting for an answer"),
    State.PASSED: marked("Declined"),
    State.CLOSED: marked("Nothing left to do here"),
    State.OFFERED: marked("Offered, not answered yet"),
    State.ALLOTTED: marked("Accepted"),
    State.REFUSED: marked("Refused"),
    State.TAKEN_BACK: marked("Taken back"),
    State.LAPSED: marked("Lapsed"),
    State.WANTED: marked("Waiting for a decision"),
    State.AGREED: marked("Agreed"),
    State.TURNED_DOWN: marked("Turned down"),
    State.DROPPED: marked("Taken back by the project manager"),
    State.TO_DO: marked("To be done"),
    State.DONE: marked("Done"),
}
LABELS: dict[str, tuple[str, str | None]] = {
    "offer": (marked("Offer somebody…"), "primary"),
    "show": (marked("Show everybody who fits"), None),
    "decline": (marked("Decline…"), "danger"),
    "withdraw": (marked("Withdraw ask"), None),
    "accept": (marked("Accept offer"), "primary"),
    "refuse": (marked("Refuse offer…"), "danger"),
    "take_back": (marked("Take offer back"), None),
    "agree": (marked("Agree"), "primary"),
    "turn_down": (marked("Turn down…"), "danger"),
    "drop": (marked("Take back"), None),
    "release": (marked("Release…"), None),
    "ask_release": (marked("Ask for release…"), None),
    "ask_extension": (marked("Ask to extend…"), None),
    "finish": (marked("Done"), "primary"),
    "refill": (marked("Ask for somebody else…"), "primary"),
    "nudge": (marked("Nudge"), None),
    "nudge_change": (marked("Nudge"), None),
}


@dataclass(frozen=True)
class Card:
    """Anything people hold here: a heading, what was typed, lines, small print, how it stands, and what can be done."""

    heading: str
    text: str
    """The same in plain words, for notifications."""
    typed: Sequence[str] = ()
    lines: Sequence[str] = ()
    small: Sequence[str] = ()
    state: str = ""
    verbs: Sequence[str] = ()
    value: str = ""
    also: Sequence[tuple[str, str, str]] = ()
    """Buttons about something else: verb, what they carry, what they say."""


def message(card: Card) -> Message:
    """As a message."""
    return Message(card.text, blocks.laid_out(built(card)))


def built(card: Card) -> list[Built]:
    """As blocks, in a message or on App Home."""
    found: list[Built] = [blocks.section(card.heading)]
    found += [blocks.verbatim(text) for text in card.typed[:3] if text]
    if card.lines:
        found.append(blocks.section("\n".join(card.lines)))
    if card.small:
        found.append(blocks.aside(*card.small))
    if card.state:
        found.append(blocks.aside(card.state))
    buttons = [button(verb, card.value) for verb in card.verbs]
    buttons += [
        blocks.button(label[:75], f"staffing:{verb}:{value.replace('.', '-')}", value)
        for verb, value, label in card.also
    ]
    return [*found, *blocks.actions(buttons)]


def button(verb: str, value: str, part: str = "") -> Button:
    """A press that runs the verb; `part` tells twins in one row apart."""
    label, style = LABELS[verb]
    action = f"staffing:{verb}:{part}" if part else f"staffing:{verb}"
    return blocks.button(tr(label), action, value, style=style, confirm=_withdrawing() if verb == "withdraw" else None)


def _withdrawing() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Withdraw this ask?"),
        tr("Nobody is asked any more, and offers that wait lapse. Who is allotted already stays."),
        tr("Withdraw"),
        tr("Keep it"),
    )


def within(state: State) -> str:
    """How it stands, in the middle of a sentence."""
    sentence = tr(SENTENCES[state])
    return f"{sentence[0].lower()}{sentence[1:]}"


def state_line(state: State, who: str = "") -> str:
    """As in `*Accepted* by Daniel O'Brien`."""
    if not who:
        return f"{tr(SENTENCES[state])}."
    return tr("*{state}* by {who}.", state=tr(SENTENCES[state]), who=blocks.escaped(who, 80))
