"""What people hold about staffing: the department's card, the project manager's, the offer, the one of who is offered.

Pure: what each reader may know comes in as values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from slackblocks import Button

from workflows.kernel.replies import Message
from workflows.staffing.rules.life import State
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_LINES = 6
SENTENCES = {
    State.OPEN: "People are still missing",
    State.FILLED: "Filled",
    State.WITHDRAWN: "Withdrawn",
    State.PAST: "Over before it was filled",
    State.PUT: "Waiting for an answer",
    State.PASSED: "Declined",
    State.CLOSED: "Nothing left to do here",
    State.OFFERED: "Offered, not answered yet",
    State.ALLOTTED: "Accepted",
    State.REFUSED: "Refused",
    State.TAKEN_BACK: "Taken back",
    State.LAPSED: "Lapsed",
    State.WANTED: "Waiting for a decision",
    State.AGREED: "Agreed",
    State.TURNED_DOWN: "Turned down",
    State.DROPPED: "Taken back by the project manager",
    State.TO_DO: "To be done",
    State.DONE: "Done",
}
LABELS: dict[str, tuple[str, str | None]] = {
    "offer": ("Offer somebody…", "primary"),
    "show": ("Show everybody who fits", None),
    "decline": ("Decline…", "danger"),
    "withdraw": ("Withdraw ask", None),
    "accept": ("Accept offer", "primary"),
    "refuse": ("Refuse offer…", "danger"),
    "take_back": ("Take offer back", None),
    "agree": ("Agree", "primary"),
    "turn_down": ("Turn down…", "danger"),
    "drop": ("Take back", None),
    "release": ("Release…", None),
    "ask_release": ("Ask for release…", None),
    "ask_extension": ("Ask to extend…", None),
    "finish": ("Done", "primary"),
    "refill": ("Ask for somebody else…", "primary"),
}
_WITHDRAWING = blocks.confirmation(
    "Withdraw this ask?",
    "Nobody is asked any more, and offers that wait lapse. Who is allotted already stays.",
    "Withdraw",
    "Keep it",
)


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
    return blocks.button(label, action, value, style=style, confirm=_WITHDRAWING if verb == "withdraw" else None)


def state_line(state: State, who: str = "") -> str:
    """As in `*Accepted* by Daniel O'Brien`."""
    return f"*{SENTENCES[state]}* by {blocks.escaped(who, 80)}." if who else f"{SENTENCES[state]}."
