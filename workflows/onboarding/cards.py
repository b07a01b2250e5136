"""What people hold and read about a joining, a leaving, a step or an opening.

Pure: everything a reader may know comes in as `Facts` or `Sought`, already theirs to read.
"""

from collections.abc import Sequence

from slackblocks import Button

from workflows.kernel.replies import Message
from workflows.onboarding.reading import Facts, Line, Sought
from workflows.onboarding.rules.checklist import progress
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import WRITTEN, Way
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 12
BAR = 10
MARKS = {State.TO_DO: ":white_circle:", State.DONE: ":white_check_mark:", State.NOT_NEEDED: ":heavy_minus_sign:"}
STATES = {
    State.OPEN: "Open",
    State.ON_HOLD: "On hold",
    State.FILLED: "Filled",
    State.CANCELLED: "Cancelled",
}
_OF_STEP = ("done", "settle", "reassign", "not_needed")
_OF_OPENING = ("hire", "amend", "hold", "resume", "fill", "call_off")


def card(facts: Facts) -> Message:
    """How far it is, what the reader has to do, and what still waits for others."""
    mine = [line for line in facts.lines if line.mine and line.step.state is State.TO_DO]
    others = [line for line in facts.lines if line.step.state is State.TO_DO and line not in mine]
    built: list[Built] = [
        blocks.section(f"*{facts.what}*{_state(facts)}"),
        blocks.aside(counted(facts)),
        *(part for line in mine[:MOST] for part in entry(line, ("done", "settle"))),
        *([blocks.section("*Still with others*\n" + "\n".join(map(brief, others[:MOST])))] if others else []),
        *blocks.actions(_buttons(facts)),
    ]
    return Message(f"{facts.what}. {counted(facts)}{_state(facts)}", blocks.laid_out(built))


def counted(facts: Facts) -> str:
    """`▓▓▓▓░░░░░░  4 of 10 steps done`."""
    done, whole = progress(facts.journey)
    return f"{bar(done, whole)}  {done} of {whole} steps done"


def today(facts: Facts, lines: Sequence[Line]) -> Message:
    """What somebody has to do today, or had to before."""
    left = [line for line in lines if line.step.state is State.TO_DO and line.mine]
    if not left:
        return Message(f"{facts.what}. Your steps of that day are done.")
    text = f"{facts.what}. To do today:" if not left[0].late else f"{facts.what}. Still to do:"
    built = [blocks.section(text), *(part for line in left[:MOST] for part in entry(line, ("done", "settle")))]
    return Message(f"{text} {'; '.join(line.step.title for line in left)}", blocks.laid_out(built))


def entry(line: Line, verbs: Sequence[str] = _OF_STEP) -> list[Built]:
    """One step with the buttons the reader has."""
    built: list[Built] = [blocks.section(f"{MARKS[line.step.state]} {blocks.bold(line.step.title)}\n{_where(line)}")]
    if line.said:
        built.append(blocks.verbatim(line.said))
    return [*built, *blocks.actions([_button(line, verb) for verb in verbs if verb in line.offered])]


def brief(line: Line) -> str:
    """`Accounts and access made: with Ida, by Fri, 18 Dec 2026`."""
    late = ", which is over" if line.late else ""
    return f"{blocks.escaped(line.step.title, 150)}: with {line.owner}, by {line.due}{late}"


def opening(sought: Sought) -> list[Built]:
    """An opening with the buttons of whoever answers for the department."""
    one = sought.opening
    found = f"{one.hired} of {one.headcount} hired"
    line = f"{STATES[one.state]} · {found} · {sought.skill} · expected from {sought.starts} · {sought.cost}"
    buttons = [_for_opening(verb, sought) for verb in _OF_OPENING if verb in sought.offered]
    return [blocks.section(f"{blocks.bold(sought.what)}\n{line}"), *blocks.actions(buttons)]


def bar(done: int, whole: int) -> str:
    """Progress as a bar: `▓▓▓▓░░░░░░`."""
    full = -(-BAR * done // whole) if whole else BAR
    full = min(full, BAR - 1) if done < whole else full
    return "▓" * full + "░" * (BAR - full)


def _state(facts: Facts) -> str:
    state = facts.journey.state
    if state is State.COMPLETE:
        return "\nEvery step is done."
    if state is not State.TAKEN_BACK:
        return ""
    if facts.journey.way is Way.LEAVING:
        return "\nThis was taken back: they stay."
    return "\nThis has ended: they are not with us any more."


def _where(line: Line) -> str:
    if line.step.state is State.TO_DO and line.mine:
        return f"You, by {line.due}{', which is over' * line.late}"
    if line.step.state is State.TO_DO:
        return f"{line.owner}, by {line.due}{', which is over' * line.late}"
    return f"{line.owner}: done" if line.step.state is State.DONE else "taken off the list"


def _buttons(facts: Facts) -> list[Button]:
    value = facts.journey.value
    buttons = [blocks.button("Show the list", "onboarding:show", value)]
    if "take_back" in facts.offered:
        buttons.append(
            blocks.button("They stay after all", "onboarding:take_back", value, style="danger", confirm=_STAYING)
        )
    return buttons


def _button(line: Line, verb: str) -> Button:
    label, style = _LABELS[verb]
    if verb == "settle":
        label = "Write it down…" if line.step.kind in WRITTEN else "Settle and show"
    primary = style if line.mine or verb not in ("done", "settle") else None
    return blocks.button(label, f"onboarding:{verb}:{line.step.id}", line.step.value, style=primary)


def _for_opening(verb: str, sought: Sought) -> Button:
    label, style = _LABELS[verb]
    confirm = _CALLING_OFF if verb == "call_off" else None
    action = f"onboarding:{verb}:{sought.opening.id}"
    return blocks.button(label, action, sought.opening.value, style=style, confirm=confirm)


_STAYING = blocks.confirmation(
    "Do they stay?",
    "Their last day is taken back and the steps end. Allocations that were ended already stay so.",
    "They stay",
    "They leave",
)
_CALLING_OFF = blocks.confirmation(
    "Cancel this opening?",
    "Nobody is looked for any more, and its cost is no longer promised.",
    "Cancel it",
    "Keep it",
)
_LABELS: dict[str, tuple[str, str | None]] = {
    "done": ("Done", "primary"),
    "settle": ("Settle", "primary"),
    "reassign": ("Give to somebody else…", None),
    "not_needed": ("Not needed…", None),
    "hire": ("Hired…", "primary"),
    "amend": ("Change…", None),
    "hold": ("Put on hold", None),
    "resume": ("Open again", None),
    "fill": ("Filled otherwise", None),
    "call_off": ("Cancel opening", "danger"),
}
