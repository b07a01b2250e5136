"""What people hold and read about a joining, a leaving, a step or an opening.

Pure: everything a reader may know comes in as `Facts` or `Sought`, already theirs to read.
"""

from collections.abc import Sequence

from slackblocks import Button, ConfirmationDialogue

from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.onboarding.reading import Facts, Line, Sought
from workflows.onboarding.rules.checklist import progress
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import WRITTEN, Way
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import strung

MOST = 12
BAR = 10
MARKS = {State.TO_DO: ":white_circle:", State.DONE: ":white_check_mark:", State.NOT_NEEDED: ":heavy_minus_sign:"}
_OF_STEP = ("done", "settle", "reassign", "not_needed", "nudge")
_OF_OPENING = ("hire", "amend", "hold", "resume", "fill", "call_off")


def card(facts: Facts) -> Message:
    """How far it is, what the reader has to do, and what still waits for others."""
    mine = [line for line in facts.lines if line.mine and line.step.state is State.TO_DO]
    others = [line for line in facts.lines if line.step.state is State.TO_DO and line not in mine]
    state = "".join(f"\n{said}" for said in _state(facts))
    built: list[Built] = [
        blocks.section(f"*{facts.what}*{state}"),
        blocks.aside(counted(facts)),
        *(part for line in mine[:MOST] for part in entry(line, ("done", "settle"))),
        *([blocks.section("\n".join([tr("*Still with others*"), *map(brief, others[:MOST])]))] if others else []),
        *blocks.actions(_buttons(facts)),
    ]
    return Message(f"{facts.what}. {counted(facts)}{state}", blocks.laid_out(built))


def counted(facts: Facts) -> str:
    """`▓▓▓▓░░░░░░  4 of 10 steps done`."""
    done, whole = progress(facts.journey)
    return tr("{bar}  {done} of {whole} steps done", bar=bar(done, whole), done=done, whole=whole)


def today(facts: Facts, lines: Sequence[Line]) -> Message:
    """What somebody has to do today, or had to before."""
    left = [line for line in lines if line.step.state is State.TO_DO and line.mine]
    if not left:
        return Message(tr("{what}. Your steps of that day are done.", what=facts.what))
    late = left[0].late
    text = tr("{what}. Still to do:", what=facts.what) if late else tr("{what}. To do today:", what=facts.what)
    built = [blocks.section(text), *(part for line in left[:MOST] for part in entry(line, ("done", "settle")))]
    return Message(f"{text} {strung(tr(line.step.title) for line in left)}", blocks.laid_out(built))


def entry(line: Line, verbs: Sequence[str] = _OF_STEP) -> list[Built]:
    """One step with the buttons the reader has."""
    built: list[Built] = [
        blocks.section(f"{MARKS[line.step.state]} {blocks.bold(tr(line.step.title))}\n{_where(line)}")
    ]
    if line.said:
        built.append(blocks.verbatim(line.said))
    return [*built, *blocks.actions([_button(line, verb) for verb in verbs if verb in line.offered])]


def brief(line: Line) -> str:
    """`Accounts and access made: with Ida, by Fri, 18 Dec 2026`."""
    title = blocks.escaped(tr(line.step.title), 150)
    if line.late:
        return tr("{step}: with {owner}, by {day}, which is over", step=title, owner=line.owner, day=line.due)
    return tr("{step}: with {owner}, by {day}", step=title, owner=line.owner, day=line.due)


def opening(sought: Sought) -> list[Built]:
    """An opening with the buttons of whoever answers for the department."""
    one = sought.opening
    found = tr("{hired} of {people} hired", hired=one.hired, people=one.headcount)
    expected = tr("expected from {day}", day=sought.starts)
    line = " · ".join((_standing(one.state), found, sought.skill, expected, sought.cost))
    buttons = [_for_opening(verb, sought) for verb in _OF_OPENING if verb in sought.offered]
    return [blocks.section(f"{blocks.bold(sought.what)}\n{line}"), *blocks.actions(buttons)]


def _standing(state: State) -> str:
    """How an opening stands."""
    said = {
        State.OPEN: tr("Open", context="opening"),
        State.ON_HOLD: tr("On hold", context="opening"),
        State.FILLED: tr("Filled", context="opening"),
        State.CANCELLED: tr("Cancelled", context="opening"),
    }
    return said[state]


def bar(done: int, whole: int) -> str:
    """Progress as a bar: `▓▓▓▓░░░░░░`."""
    full = -(-BAR * done // whole) if whole else BAR
    full = min(full, BAR - 1) if done < whole else full
    return "▓" * full + "░" * (BAR - full)


def _state(facts: Facts) -> list[str]:
    state = facts.journey.state
    if state is State.COMPLETE:
        return [tr("Every step is done.")]
    if state is not State.TAKEN_BACK:
        return []
    if facts.journey.way is Way.LEAVING:
        return [tr("This was taken back: they stay.")]
    return [tr("This has ended: they are not with us any more.")]


def _where(line: Line) -> str:
    state = line.step.state
    if state is State.DONE:
        return tr("{owner}: done", owner=line.owner)
    if state is not State.TO_DO:
        return tr("taken off the list")
    if line.mine:
        return tr("You, by {day}, which is over", day=line.due) if line.late else tr("You, by {day}", day=line.due)
    if line.late:
        return tr("{owner}, by {day}, which is over", owner=line.owner, day=line.due)
    return tr("{owner}, by {day}", owner=line.owner, day=line.due)


def _buttons(facts: Facts) -> list[Button]:
    value = facts.journey.value
    buttons = [blocks.button(tr("Show the list"), "onboarding:show", value)]
    if "take_back" in facts.offered:
        buttons.append(
            blocks.button(tr("They stay after all"), "onboarding:take_back", value, style="danger", confirm=_staying())
        )
    return buttons


def _button(line: Line, verb: str) -> Button:
    label, style = _LABELS[verb]
    if verb == "settle":
        label = marked("Write it down…") if line.step.kind in WRITTEN else marked("Settle and show")
    primary = style if line.mine or verb not in ("done", "settle") else None
    return blocks.button(tr(label), f"onboarding:{verb}:{line.step.id}", line.step.value, style=primary)


def _for_opening(verb: str, sought: Sought) -> Button:
    label, style = _LABELS[verb]
    confirm = _calling_off() if verb == "call_off" else None
    action = f"onboarding:{verb}:{sought.opening.id}"
    return blocks.button(tr(label), action, sought.opening.value, style=style, confirm=confirm)


def _staying() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Do they stay?"),
        tr("Their last day is taken back and the steps end. Allocations that were ended already stay so."),
        tr("They stay"),
        tr("They leave"),
    )


def _calling_off() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Cancel this opening?"),
        tr("Nobody is looked for any more, and its cost is no longer promised."),
        tr("Cancel it"),
        tr("Keep it"),
    )


_LABELS: dict[str, tuple[str, str | None]] = {
    "done": (marked("Done"), "primary"),
    "settle": (marked("Settle"), "primary"),
    "reassign": (marked("Give to somebody else…"), None),
    "nudge": (marked("Nudge"), None),
    "not_needed": (marked("Not needed…"), None),
    "hire": (marked("Hired…"), "primary"),
    "amend": (marked("Change…"), None),
    "hold": (marked("Put on hold"), None),
    "resume": (marked("Open again"), None),
    "fill": (marked("Filled otherwise"), None),
    "call_off": (marked("Cancel opening"), "danger"),
}
