"""What people hold and read about a handover: one card for each, and what one item says to its two people.

Pure: everything a reader may know comes in as `Facts`, already theirs to read.
"""

from slackblocks import Button

from workflows.handover.reading import Facts, Line
from workflows.handover.rules.checklist import progress
from workflows.handover.rules.life import PENDING, State
from workflows.kernel.replies import Message
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 12
BAR = 10
MARKS = {
    State.WAITING: ":white_circle:",
    State.GIVEN: ":large_yellow_circle:",
    State.ACKNOWLEDGED: ":white_check_mark:",
    State.DROPPED: ":heavy_minus_sign:",
}
_PARTS = ("give", "acknowledge", "send_back")


def card(facts: Facts) -> Message:
    """How far it is, what the reader has to do, and what still waits for others."""
    done, whole = progress(facts.handover)
    mine = [line for line in facts.lines if any(verb in line.offered for verb in _PARTS)]
    others = [line for line in facts.lines if line.item.state in PENDING and line not in mine]
    built: list[Built] = [
        blocks.section(f"*Handover of {facts.what}*\n{_state(facts)}"),
        blocks.aside(f"{bar(done, whole)}  {done} of {whole} acknowledged"),
        *(part for line in mine[:MOST] for part in _yours(line)),
        *([blocks.section("*Still with others*\n" + "\n".join(map(brief, others[:MOST])))] if others else []),
        *blocks.actions(_buttons(facts)),
    ]
    return Message(f"Handover of {facts.what}: {done} of {whole} acknowledged. {_state(facts)}", blocks.laid_out(built))


def entry(line: Line, *, whole: bool = True) -> list[Built]:
    """One item of a list with every button the reader has."""
    shown = [blocks.section(f"{MARKS[line.item.state]} {blocks.bold(line.item.title)}\n{_where(line)}")]
    texts = [blocks.verbatim(text) for text in (line.item.place, line.item.said) if text and whole]
    return [*shown, *texts, *blocks.actions([_button(line, verb) for verb in _LABELS if verb in line.offered])]


def item_message(line: Line, what: str, *, reminding: bool = False) -> Message:
    """What one item says to whoever it waits for, or waited for."""
    text, words = _said(line, what, reminding=reminding)
    built: list[Built] = [
        blocks.section(text),
        *([blocks.verbatim(words)] if words else []),
        *blocks.actions([_button(line, verb) for verb in _PARTS if verb in line.offered]),
    ]
    return Message(text, blocks.laid_out(built))


def brief(line: Line) -> str:
    """`“Whom to call”: with Ann, by Fri, 18 Dec 2026`."""
    title = blocks.escaped(line.item.title, 150)
    if line.item.state is State.GIVEN:
        return f"“{title}”: {line.receiver} has yet to acknowledge it ({line.giver} passed it on)"
    late = ", which is over" if line.late else ""
    return f"“{title}”: with {line.giver}, by {line.due}{late}"


def plainly(line: Line) -> str:
    """The same without anything that is live: it is made harmless where it is shown."""
    if line.item.state is State.GIVEN:
        return f"“{line.item.title}” was passed on and not acknowledged yet"
    return f"“{line.item.title}” is due on {line.due} and not passed on yet"


def bar(done: int, whole: int) -> str:
    """Progress as a bar: `▓▓▓▓░░░░░░`."""
    full = BAR * done // whole if whole else BAR
    return "▓" * full + "░" * (BAR - full)


def _state(facts: Facts) -> str:
    state = facts.handover.state
    if state is State.COMPLETE:
        return "Everything was passed on."
    return "Cancelled." if state is State.CANCELLED else f"Everything passed on by {facts.day}."


def _yours(line: Line) -> list[Built]:
    built: list[Built] = [blocks.section(f"{MARKS[line.item.state]} {blocks.bold(line.item.title)}\n{_where(line)}")]
    if line.item.state is State.GIVEN and line.item.place:
        built.append(blocks.verbatim(line.item.place))
    if line.item.state is State.WAITING and line.item.said:
        built.append(blocks.verbatim(line.item.said))
    return [*built, *blocks.actions([_button(line, verb) for verb in _PARTS if verb in line.offered])]


def _where(line: Line) -> str:
    words = {
        State.WAITING: f"{line.giver} passes it on to {line.receiver} by {line.due}{', which is over' * line.late}",
        State.GIVEN: f"{line.giver} passed it on; {line.receiver} says whether they have it",
        State.ACKNOWLEDGED: f"{line.receiver} has it from {line.giver}",
        State.DROPPED: "dropped from the list",
    }
    return words[line.item.state]


def _said(line: Line, what: str, *, reminding: bool) -> tuple[str, str]:
    title = f"“{blocks.escaped(line.item.title, 150)}” ({what})"
    if line.item.state is State.GIVEN:
        return _given(line, title, reminding=reminding), line.item.place
    if line.item.state is State.WAITING and line.item.said:
        return f"{line.receiver} is still missing something of {title}:", line.item.said
    if line.item.state is State.WAITING:
        return _waiting(line, title), ""
    if line.item.state is State.ACKNOWLEDGED:
        return f"{line.receiver} has {title} from {line.giver}.", ""
    return f"{title} was dropped from the list:", line.item.said


def _given(line: Line, title: str, *, reminding: bool) -> str:
    if reminding and "acknowledge" in line.offered:
        return f"Do you have {title}? {line.giver} passed it on to you. This is where it is:"
    return f"{line.giver} passed on to {line.receiver}: {title}. This is where it is:"


def _waiting(line: Line, title: str) -> str:
    """To its giver, who is reminded of it, what to do; to others, how it stands."""
    if "give" not in line.offered:
        return f"{line.giver} passes on to {line.receiver}: {title}, by {line.due}."
    if line.late:
        return f"Late: please pass on {title} to {line.receiver}. It was due on {line.due}."
    return f"Please pass on {title} to {line.receiver} by {line.due}."


def _buttons(facts: Facts) -> list[Button]:
    value = facts.handover.value
    buttons = [blocks.button("Show the list", "handover:show", value)]
    if "add" in facts.offered:
        buttons.append(blocks.button("Add…", "handover:add", value))
    if "cancel" in facts.offered:
        buttons.append(blocks.button("Cancel handover", "handover:cancel", value, style="danger", confirm=_CANCELLING))
    return buttons


def _button(line: Line, verb: str) -> Button:
    label, style = _LABELS[verb]
    return blocks.button(label, f"handover:{verb}:{line.item.id}", line.item.value, style=style)


_CANCELLING = blocks.confirmation(
    "Cancel this handover?", "Nobody will have to pass anything on. What was passed on stays.", "Cancel it", "Keep it"
)
_LABELS: dict[str, tuple[str, str | None]] = {
    "give": ("Pass on…", "primary"),
    "acknowledge": ("I have it", "primary"),
    "send_back": ("Something is missing…", None),
    "nudge": ("Nudge", None),
    "change": ("Change…", None),
    "drop": ("Drop…", None),
}
