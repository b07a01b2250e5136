"""What people hold and read about a handover: one card for each, and what one item says to its two people.

Pure: everything a reader may know comes in as `Facts`, already theirs to read.
"""

from slackblocks import Button, ConfirmationDialogue

from workflows.handover.reading import Facts, Line
from workflows.handover.rules.checklist import progress
from workflows.handover.rules.life import PENDING, State
from workflows.handover.rules.template import said
from workflows.kernel.replies import Message
from workflows.language import marked, tr
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
        blocks.section(f"{tr('*Handover of {what}*', what=facts.what)}\n{_state(facts)}"),
        blocks.aside(acknowledged(done, whole)),
        *(part for line in mine[:MOST] for part in _yours(line)),
        *([blocks.section("\n".join([tr("*Still with others*"), *map(brief, others[:MOST])]))] if others else []),
        *blocks.actions(_buttons(facts)),
    ]
    text = tr("Handover of {what}: {done} of {whole} acknowledged.", what=facts.what, done=done, whole=whole)
    return Message(f"{text} {_state(facts)}", blocks.laid_out(built))


def entry(line: Line, *, whole: bool = True) -> list[Built]:
    """One item of a list with every button the reader has."""
    shown = [blocks.section(f"{MARKS[line.item.state]} {blocks.bold(said(line.item.title))}\n{_where(line)}")]
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
    title = blocks.escaped(said(line.item.title), 150)
    if line.item.state is State.GIVEN:
        return tr(
            "“{title}”: {receiver} has yet to acknowledge it ({giver} passed it on)",
            title=title,
            receiver=line.receiver,
            giver=line.giver,
        )
    if line.late:
        return tr("“{title}”: with {giver}, by {due}, which is over", title=title, giver=line.giver, due=line.due)
    return tr("“{title}”: with {giver}, by {due}", title=title, giver=line.giver, due=line.due)


def plainly(line: Line) -> str:
    """The same without anything that is live: it is made harmless where it is shown."""
    if line.item.state is State.GIVEN:
        return tr("“{title}” was passed on and not acknowledged yet", title=said(line.item.title))
    return tr("“{title}” is due on {due} and not passed on yet", title=said(line.item.title), due=line.due)


def acknowledged(done: int, whole: int) -> str:
    """How far it is, as a bar and in words."""
    return f"{bar(done, whole)}  {tr('{done} of {whole} acknowledged', done=done, whole=whole)}"


def bar(done: int, whole: int) -> str:
    """Progress as a bar: `▓▓▓▓░░░░░░`."""
    full = BAR * done // whole if whole else BAR
    return "▓" * full + "░" * (BAR - full)


def _state(facts: Facts) -> str:
    state = facts.handover.state
    if state is State.COMPLETE:
        return tr("Everything was passed on.")
    if state is State.CANCELLED:
        return tr("Cancelled.", context="handover")
    return tr("Everything passed on by {day}.", day=facts.day)


def _yours(line: Line) -> list[Built]:
    title = blocks.bold(said(line.item.title))
    built: list[Built] = [blocks.section(f"{MARKS[line.item.state]} {title}\n{_where(line)}")]
    if line.item.state is State.GIVEN and line.item.place:
        built.append(blocks.verbatim(line.item.place))
    if line.item.state is State.WAITING and line.item.said:
        built.append(blocks.verbatim(line.item.said))
    return [*built, *blocks.actions([_button(line, verb) for verb in _PARTS if verb in line.offered])]


def _where(line: Line) -> str:
    late = line.late and line.item.state is State.WAITING
    wording = _LATE if late else _STANDS[line.item.state]
    return tr(wording, giver=line.giver, receiver=line.receiver, due=line.due)


def _said(line: Line, what: str, *, reminding: bool) -> tuple[str, str]:
    title = tr("“{title}” ({what})", title=blocks.escaped(said(line.item.title), 150), what=what)
    if line.item.state is State.GIVEN:
        return _given(line, title, reminding=reminding), line.item.place
    if line.item.state is State.WAITING and line.item.said:
        return tr(
            "{receiver} is still missing something of {title}:", receiver=line.receiver, title=title
        ), line.item.said
    if line.item.state is State.WAITING:
        return _waiting(line, title), ""
    if line.item.state is State.ACKNOWLEDGED:
        return tr("{receiver} has {title} from {giver}.", receiver=line.receiver, title=title, giver=line.giver), ""
    return tr("{title} was dropped from the list:", title=title), line.item.said


def _given(line: Line, title: str, *, reminding: bool) -> str:
    if reminding and "acknowledge" in line.offered:
        return tr(
            "Do you have {title}? {giver} passed it on to you. This is where it is:", title=title, giver=line.giver
        )
    return tr(
        "{giver} passed on to {receiver}: {title}. This is where it is:",
        giver=line.giver,
        receiver=line.receiver,
        title=title,
    )


def _waiting(line: Line, title: str) -> str:
    """To its giver, who is reminded of it, what to do; to others, how it stands."""
    if "give" not in line.offered:
        return tr(
            "{giver} passes on to {receiver}: {title}, by {due}.",
            giver=line.giver,
            receiver=line.receiver,
            title=title,
            due=line.due,
        )
    if line.late:
        return tr(
            "Late: please pass on {title} to {receiver}. It was due on {due}.",
            title=title,
            receiver=line.receiver,
            due=line.due,
        )
    return tr("Please pass on {title} to {receiver} by {due}.", title=title, receiver=line.receiver, due=line.due)


def _buttons(facts: Facts) -> list[Button]:
    value = facts.handover.value
    buttons = [blocks.button(tr("Show the list"), "handover:show", value)]
    if "add" in facts.offered:
        buttons.append(blocks.button(tr("Add…"), "handover:add", value))
    if "cancel" in facts.offered:
        buttons.append(
            blocks.button(tr("Cancel handover"), "handover:cancel", value, style="danger", confirm=_cancelling())
        )
    return buttons


def _button(line: Line, verb: str) -> Button:
    label, style = _LABELS[verb]
    return blocks.button(tr(label), f"handover:{verb}:{line.item.id}", line.item.value, style=style)


def _cancelling() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Cancel this handover?"),
        tr("Nobody will have to pass anything on. What was passed on stays."),
        tr("Cancel it", context="handover"),
        tr("Keep it"),
    )


_LATE = marked("{giver} passes it on to {receiver} by {due}, which is over")
_STANDS = {
    State.WAITING: marked("{giver} passes it on to {receiver} by {due}"),
    State.GIVEN: marked("{giver} passed it on; {receiver} says whether they have it"),
    State.ACKNOWLEDGED: marked("{receiver} has it from {giver}"),
    State.DROPPED: marked("dropped from the list"),
}
_LABELS: dict[str, tuple[str, str | None]] = {
    "give": (marked("Pass on…"), "primary"),
    "acknowledge": (marked("I have it"), "primary"),
    "send_back": (marked("Something is missing…"), None),
    "nudge": (marked("Nudge"), None),
    "change": (marked("Change…"), None),
    "drop": (marked("Drop…"), None),
}
