"""What people hold and read about a leave: the approver's card, the owner's card, and the single messages around them.

Pure: everything a reader may know comes in as `Facts`, already theirs to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from slackblocks import Button, ConfirmationDialogue

from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.leave.outlook import Away, away_line, cost_line, cover_line, left_line, moment
from workflows.leave.records import Leave
from workflows.leave.rules.consulting import Answer
from workflows.leave.rules.group import Staffed
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.life import State
from workflows.leave.tables import WAITING
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import counted, dated, labelled, listed, spanned

MOST_COVER, MOST_WARNINGS, MOST_TOUCHED = 2, 4, 4
"""What the card shows of each; how many more there are it says, and “What this touches” has all of it."""
YOU = "you"
"""The reader, where a name would stand; never said as it is."""
SENTENCES = {
    State.REQUESTED: marked("waiting for a decision"),
    State.FIRST_APPROVED: marked("approved once, waiting for the second decision"),
    State.APPROVED: marked("approved"),
    State.CANCELLATION_REQUESTED: marked("approved; its cancellation waits for a decision"),
    State.WITHDRAWN: marked("withdrawn"),
    State.DECLINED: marked("declined"),
    State.CANCELLED: marked("cancelled"),
}
DECIDED = frozenset({State.APPROVED, State.DECLINED, State.CANCELLED})
"""What somebody's decision has made of it."""
_ASKS = {
    "asks": (marked("{name} asks for {what}"), marked("{name} asks for leave")),
    "asked": (marked("{name} asked for {what}"), marked("{name} asked for leave")),
    "gives_up": (marked("{name} asks to cancel {what}"), marked("{name} asks to cancel leave")),
}
"""What somebody wants: of which kind of leave, and without saying which."""
DECISIONS = ("approve", "approve_first", "suggest", "decline", "approve_cancel", "refuse_cancel")
"""What the approver's card offers; the rest is for the lists."""
OWN = ("change", "keep_asked", "nudge", "withdraw", "shorten", "cancel", "ask_cancel", "keep", "days")


@dataclass(frozen=True, slots=True)
class Consulted:
    """A project manager who was asked whether the dates are a concern."""

    name: str
    projects: str
    answer: Answer | None
    words: str
    """Empty for those who may not read it."""
    until: date


@dataclass(frozen=True)
class Facts:
    """A leave, as one reader may know it."""

    leave: Leave
    locale: Locale
    """The reader's."""
    name: str
    """Whose leave it is."""
    kind: str
    """The leave type's name."""
    unit: str
    """`day` or `hour`."""
    years: tuple[tuple[str, Decimal], ...] = ()
    """Its cost by leave year (R40)."""
    balances: tuple[tuple[str, Balance], ...] = ()
    """By leave year, for a type that has a balance."""
    away: tuple[Away, ...] = ()
    cover: tuple[Staffed, ...] = ()
    """For each floor it touches, the half day on which the fewest would be there."""
    warnings: tuple[str, ...] = ()
    touched: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What other workflows know that it touches: each one's name, and its sentences."""
    consulted: tuple[Consulted, ...] = ()
    suggested: str = ""
    """What was suggested instead, while that waits for the owner's answer: a sentence."""
    notes: tuple[tuple[str, str], ...] = ()
    """Who wrote, and what; empty for those who may not read it."""
    documents: tuple[str, ...] = ()
    """Where those who may see them find them."""
    asked_by: str | None = None
    """Who asked on the person's behalf."""
    closed: str = ""
    """What the company is closed for, when it was booked because of that."""
    replacement: str | None = None
    """Who replaces them meanwhile."""
    decided_by: str | None = None
    waiting_for: str | None = None
    offered: tuple[str, ...] = ()
    """The verbs the reader can use now."""

    @property
    def span(self) -> str:
        """The days, in the reader's locale."""
        return spanned(self.leave.request.span, self.locale)

    @property
    def days(self) -> str:
        """The cost: `9 days`."""
        return counted(self.leave.request.days, self.unit)

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.leave.id}.{self.leave.version}"


def decision_card(facts: Facts) -> Message:
    """What the approver holds: everything to decide by, then what was decided."""
    what = _asks(facts, f"*{blocks.escaped(facts.kind)}*")
    built: list[Built] = [
        blocks.section(f"{what}\n{facts.span}"),
        blocks.fields(_figures(facts)),
        *_small_print(facts),
        *_touched(facts),
        *_consulted(facts),
        *notes_of(facts),
        *_state_line(facts),
        *decision_buttons(facts),
    ]
    asks = tr(_ASKS[_wants(facts)][1], name=blocks.escaped(facts.name, 80))
    return Message(labelled(asks, f"{facts.span}, {facts.days} ({_settled(facts)})"), blocks.laid_out(built))


def own_card(facts: Facts) -> Message:
    """What the owner holds: how it stands, and what they can do about it."""
    built: list[Built] = [
        blocks.section(f"{_whence(facts)}\n{facts.span}, {facts.days}"),
        *_state_line(facts),
        *(blocks.aside(line) for line in (*_replacement(facts), *_asked_for_a_word(facts))),
        *notes_of(facts),
        *blocks.actions([button(facts, verb) for verb in OWN if verb in (*facts.offered, "days")]),
    ]
    text = tr("Your leave, {span}, {days}: {state}", span=facts.span, days=facts.days, state=_settled(facts))
    return Message(text, blocks.laid_out(built))


def _whence(facts: Facts) -> str:
    """How it came to be, as its owner is told."""
    kind = blocks.escaped(facts.kind)
    if facts.closed:
        closed = blocks.escaped(facts.closed, 80)
        return tr("Booked for you, because the company is closed ({closed}): *{type}*", closed=closed, type=kind)
    if facts.asked_by:
        return tr("{name} asked for you: *{type}*", name=blocks.bold(facts.asked_by), type=kind)
    return tr("You asked for *{type}*", type=kind)


def reminder_over(facts: Facts) -> Message:
    """What becomes of a reminder once nobody needs to be reminded."""
    text = labelled(_asks(facts, blocks.escaped(facts.kind)), f"{facts.span}, {facts.days}")
    return Message(text, blocks.laid_out([blocks.section(text), *_state_line(facts)]))


def list_entry(facts: Facts, *, whose: bool = False) -> list[Built]:
    """One leave in a list, with its buttons."""
    name = f"{blocks.bold(facts.name)}, " if whose else ""
    state = _settled(facts)
    if facts.closed:
        state = tr(
            "{state}; the company is closed: {closed}", state=_state(facts), closed=blocks.escaped(facts.closed, 80)
        )
    line = labelled(f"{name}{blocks.escaped(facts.kind)}", f"{facts.span}, {facts.days}\n_{state}_")
    verbs = (*DECISIONS, "shorten_for", "cancel_for", *OWN)
    return [
        blocks.section(line),
        *blocks.actions([button(facts, verb) for verb in verbs if verb in (*facts.offered, "days")][:5]),
    ]


def waiting_entry(facts: Facts) -> list[Built]:
    """One decision that waits, as App Home shows it."""
    line = labelled(_asks(facts, blocks.escaped(facts.kind)), f"{facts.span}, {facts.days}")
    return [
        blocks.section(line),
        *_small_print(facts),
        *decision_buttons(facts),
    ]


def decision_buttons(facts: Facts) -> list[Built]:
    """What the reader can decide now."""
    return list(blocks.actions([button(facts, verb) for verb in DECISIONS if verb in facts.offered]))


def notes_of(facts: Facts) -> list[Built]:
    """What was written lately and handed in, for those who may read it."""
    named = [(link, tr("Document {number}", number=turn)) for turn, link in enumerate(facts.documents, 1)]
    links = ", ".join(f"<{link}|{name}>" for link, name in named)
    shown: list[Built] = [blocks.verbatim(labelled(name, text)) for name, text in facts.notes[-3:]]
    return [*shown, blocks.section(f":paperclip: {links}")] if links else shown


def _asks(facts: Facts, what: str) -> str:
    """`*Ann* asks for annual leave`."""
    return tr(_ASKS[_wants(facts)][0], name=blocks.bold(facts.name), what=what)


def _wants(facts: Facts) -> str:
    if facts.leave.state is State.CANCELLATION_REQUESTED:
        return "gives_up"
    return "asks" if facts.leave.request.pending else "asked"


def _figures(facts: Facts) -> list[tuple[str, str]]:
    figures = [(tr("Cost"), cost_line(facts.years, facts.leave.request.days, facts.unit))]
    if facts.balances and facts.leave.request.active:
        figures.append((tr("Left after it"), left_line(facts.balances, facts.unit)))
    return figures


def _small_print(facts: Facts) -> list[Built]:
    lines = [f":warning: {blocks.escaped(warning)}" for warning in facts.warnings[:MOST_WARNINGS]]
    lines += [cover_line(staffed, facts.locale) for staffed in facts.cover[:MOST_COVER]]
    if facts.leave.request.pending:
        lines.append(away_line(facts.away, facts.locale))
    lines += _replacement(facts)
    if facts.asked_by and not facts.closed:
        lines.append(
            tr("Asked on their behalf by you.")
            if facts.asked_by == YOU
            else tr("Asked on their behalf by {name}.", name=blocks.escaped(facts.asked_by, 80))
        )
    return [blocks.aside(*lines)] if lines else []


def _touched(facts: Facts) -> list[Built]:
    """What it touches elsewhere, something of each kind first, and the way to all of it where that is not all."""
    shown = _first_of_each(facts.touched, MOST_TOUCHED)
    more = sum(len(sentences) for _, sentences in facts.touched) - len(shown)
    more += max(0, len(facts.cover) - MOST_COVER) + max(0, len(facts.warnings) - MOST_WARNINGS)
    if not shown and not more:
        return []
    heading = tr("What this touches")
    lines = [f"*{heading}*", *(f"• {blocks.escaped(sentence)}" for sentence in shown)]
    if not more:
        return [blocks.section("\n".join(lines))]
    every = blocks.button(tr("Show all…"), "leave:touches", facts.value)
    rest = tr("+{count} more", count=more)
    return [blocks.section("\n".join([*lines, f"• {rest}"]), every)]


def _first_of_each(kinds: Sequence[tuple[str, Sequence[str]]], most: int) -> list[str]:
    """So many sentences, taken in turn from each kind, so that none hides another; in the kinds' order."""
    turns = [(turn, kind) for kind, (_, sentences) in enumerate(kinds) for turn in range(len(sentences))]
    return [kinds[kind][1][turn] for turn, kind in sorted(sorted(turns)[:most], key=lambda one: (one[1], one[0]))]


def _consulted(facts: Facts) -> list[Built]:
    if not facts.consulted:
        return []
    heading = tr("Project managers")
    lines = [f"• {line}" for line in consulted_lines(facts)]
    return [blocks.section("\n".join([f"*{heading}*", *lines]))]


def consulted_lines(facts: Facts) -> list[str]:
    """What each project manager who was asked has answered."""
    waiting = facts.leave.request.pending
    return [_consulted_line(one, facts.locale, waiting=waiting) for one in facts.consulted]


def _consulted_line(one: Consulted, locale: Locale, *, waiting: bool) -> str:
    """`Dan O'Brien (Apollo): concern, “the portal release is on the 18th”`; `waiting`: for the decision."""
    who = f"{blocks.escaped(one.name, 80)} ({one.projects})"
    until = dated(one.until, locale)
    match one.answer:
        case Answer.CONCERN:
            if one.words:
                return tr("{who}: concern, “{words}”", who=who, words=blocks.escaped(one.words))
            return tr("{who}: concern", who=who)
        case Answer.NO_CONCERN:
            return tr("{who}: no concern", who=who)
        case Answer.SILENCE:
            return tr("{who}: no answer by {day}, which counts as no concern", who=who, day=until)
    if waiting:
        return tr("{who}: no answer yet, until {day}", who=who, day=until)
    return tr("{who}: no answer before it was decided", who=who)


def _asked_for_a_word(facts: Facts) -> list[str]:
    """What the owner learns of it: whom, and nothing that was said."""
    if not facts.consulted or not facts.leave.request.pending:
        return []
    names = listed([f"{blocks.escaped(one.name, 80)} ({one.projects})" for one in facts.consulted])
    return [
        tr(
            "Asked whether your dates are a concern: {names}. They learn the dates only, and it is not theirs to "
            "decide.",
            names=names,
        )
    ]


def _replacement(facts: Facts) -> list[str]:
    if facts.replacement == YOU:
        return [tr("Replacement: you.")]
    return [tr("Replacement: {name}.", name=blocks.escaped(facts.replacement, 80))] if facts.replacement else []


def _state_line(facts: Facts) -> list[Built]:
    request = facts.leave.request
    if facts.suggested:
        return [blocks.aside(facts.suggested)]
    if facts.waiting_for == YOU and request.state in WAITING:
        return []  # the buttons say it
    if facts.waiting_for and request.state in WAITING:
        return [blocks.aside(tr("Waiting for {name}.", name=blocks.escaped(facts.waiting_for, 80)))]
    if request.decided_at is None:
        return [blocks.aside(f"{_upper(_state(facts))}.")]
    state, at = _upper(tr(SENTENCES[request.state])), moment(request.decided_at)
    return [blocks.aside(tr(_by_whom(facts), state=state, at=at, name=blocks.escaped(facts.decided_by or "", 80)))]


def _by_whom(facts: Facts) -> str:
    if facts.decided_by == YOU:
        return marked("*{state}* by you, {at}.")
    if facts.decided_by:
        return marked("*{state}* by {name}, {at}.")
    if facts.leave.request.state is State.APPROVED:
        return marked("*{state}* automatically, {at}.")
    return "*{state}*, {at}."


def _state(facts: Facts) -> str:
    if facts.suggested:
        return facts.suggested.rstrip(".")
    if facts.waiting_for and facts.leave.request.pending:
        if facts.waiting_for == YOU:
            return tr("waiting for you")
        return tr("waiting for {name}", name=blocks.escaped(facts.waiting_for, 80))
    return tr(SENTENCES[facts.leave.state])


def _settled(facts: Facts) -> str:
    """How it stands; once somebody has decided, by whom: `approved by Bea Novak`."""
    state = _state(facts)
    if facts.decided_by is None or facts.leave.state not in DECIDED:
        return state
    if facts.decided_by == YOU:
        return tr("{state} by you", state=state)
    return tr("{state} by {name}", state=state, name=blocks.escaped(facts.decided_by, 80))


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def renamed(facts: Facts, verb: str, label: str) -> Button:
    """The button of a verb under another name, where that says better what it does here: the first thing to press."""
    return blocks.button(label, f"leave:{verb}", facts.value, style="primary")


def button(facts: Facts, verb: str) -> Button:
    """The button of a verb."""
    label, style = _LABELS[verb]
    confirm = _withdrawing() if verb == "withdraw" else None
    return blocks.button(tr(label), f"leave:{verb}", facts.value, style=style, confirm=confirm)


def _withdrawing() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Withdraw this request?"),
        tr("Nobody will have to decide it any more. You can ask again at any time."),
        tr("Withdraw"),
        tr("Keep it"),
    )


_LABELS: dict[str, tuple[str, str | None]] = {
    "approve": (marked("Approve leave"), "primary"),
    "approve_first": (marked("Approve leave"), "primary"),
    "decline": (marked("Decline…"), "danger"),
    "approve_cancel": (marked("Approve cancellation"), "primary"),
    "refuse_cancel": (marked("Decline cancellation…"), "danger"),
    "suggest": (marked("Ask for a change…"), None),
    "change": (marked("Change…"), None),
    "keep_asked": (marked("Keep as asked"), None),
    "withdraw": (marked("Withdraw"), None),
    "shorten": (marked("Shorten…"), None),
    "shorten_for": (marked("Shorten…"), None),
    "cancel": (marked("Cancel leave…"), None),
    "cancel_for": (marked("Cancel leave…"), None),
    "ask_cancel": (marked("Ask to cancel…"), None),
    "keep": (marked("Keep leave"), None),
    "days": (marked("Explain days"), None),
    "nudge": (marked("Nudge"), None),
}
