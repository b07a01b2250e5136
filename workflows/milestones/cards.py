"""What people hold and read about a milestone: the channel's card, entries in lists, and the small sentences in both.

Pure: everything a reader may know comes in as `Facts`, already theirs to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from slackblocks import Button

from workflows.kernel.replies import Message
from workflows.language import marked, tr, trn
from workflows.milestones.rules.item import Item
from workflows.milestones.rules.life import State
from workflows.organisation.milestone import Health
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.kept import told
from workflows.wording.phrases import dated, labelled, plain

HEALTH = {
    Health.ON_TRACK: marked("On track"),
    Health.AT_RISK: marked("At risk"),
    Health.OFF_TRACK: marked("Off track"),
    Health.DONE: marked("Done"),
    Health.DROPPED: marked("Dropped"),
}
_WITHIN = {
    Health.ON_TRACK: marked("on track"),
    Health.AT_RISK: marked("at risk"),
    Health.OFF_TRACK: marked("off track"),
    Health.DONE: marked("done"),
    Health.DROPPED: marked("dropped"),
}
MARKS = {
    Health.ON_TRACK: ":large_green_circle:",
    Health.AT_RISK: ":large_yellow_circle:",
    Health.OFF_TRACK: ":red_circle:",
    Health.DONE: ":white_check_mark:",
    Health.DROPPED: ":heavy_minus_sign:",
}
"""Beside the words, never instead of them."""
ON_CARD = ("update", "done")
"""What everybody who holds the card is offered; whoever may not is told so."""
IN_LIST = ("update", "done", "nudge", "rebaseline", "edit", "reopen")


@dataclass(frozen=True)
class Facts:
    """A milestone, as one reader may know it."""

    item: Item
    locale: Locale
    """The reader's."""
    slipped: int
    """Working days from its baseline to its forecast."""
    owner: str | None
    offered: tuple[str, ...] = ()
    """The verbs the reader can use now."""

    @property
    def name(self) -> str:
        """Its name, harmless and in bold."""
        return blocks.bold(self.item.milestone.name)

    @property
    def project(self) -> str:
        """Its project's name, harmless."""
        return blocks.escaped(short(self.item.project.name), 80)

    @property
    def due(self) -> str:
        """When it is expected, or was done."""
        return dated(self.item.milestone.forecast, self.locale)


def short(project: str) -> str:
    """`Apollo` of `Apollo: the customer portal`."""
    return project.partition(":")[0].strip() or project


def health(of: Health) -> str:
    """Mark and word."""
    return f"{MARKS[of]} {tr(HEALTH[of])}"


def within(of: Health) -> str:
    """The word in the middle of a sentence."""
    return tr(_WITHIN[of])


def slip_text(days: int) -> str:
    """How far from the baseline, in working days."""
    if not days:
        return tr("on its baseline")
    if days > 0:
        return trn("{count} working day late", "{count} working days late", days)
    return trn("{count} working day early", "{count} working days early", -days)


def moved_text(days: int) -> str:
    """How far a forecast moved, in working days."""
    if days >= 0:
        return trn("{count} working day later", "{count} working days later", days)
    return trn("{count} working day earlier", "{count} working days earlier", -days)


def channel_card(facts: Facts) -> Message:
    """What the project's channel holds: one card for each milestone, as it stands now."""
    one = facts.item.milestone
    owner = blocks.escaped(facts.owner, 80) if facts.owner else tr("nobody yet")
    last = tr("Done on") if one.health is Health.DONE else tr("Expected")
    built: list[Built] = [
        blocks.section(f"{facts.name}\n{health(one.health)}"),
        blocks.fields(
            [
                (last, facts.due),
                (tr("Baseline"), f"{dated(one.baseline, facts.locale)}\n{slip_text(facts.slipped)}"),
                (tr("Complete"), f"{plain(one.percent)} %"),
                (tr("Answers for it"), owner),
            ]
        ),
        *([blocks.verbatim(told(one.sentence))] if one.sentence else []),
        *_card_buttons(facts),
    ]
    return Message(labelled(facts.project, _line(facts)), blocks.laid_out(built))


def entry(facts: Facts, *, project: bool = False, verbs: Sequence[str] = IN_LIST) -> list[Built]:
    """One milestone in a list, with its buttons."""
    one = facts.item.milestone
    name = labelled(facts.project, facts.name) if project else facts.name
    details = [tr("{percent} % complete", percent=plain(one.percent))]
    if one.health is not Health.DROPPED:
        details.insert(0, slip_text(facts.slipped))
    if facts.owner:
        details.append(blocks.escaped(facts.owner, 80))
    stands = f"{health(one.health)}, {_when(facts)}"
    if one.health is Health.DONE:
        stands = f"{MARKS[one.health]} {tr('Done on {day}', day=facts.due)}"
    built: list[Built] = [blocks.section(f"{name}\n{stands}")]
    built.append(blocks.aside(" · ".join(details)))
    return [*built, *blocks.actions([button(facts.item, verb) for verb in verbs if verb in facts.offered])]


def line(facts: Facts) -> str:
    """One line of the plan in words: `Beta: on track, expected Fri, 18 Dec 2026 (3 working days late), 40 %`."""
    return _line(facts)


def button(item: Item, verb: str, value: str | None = None) -> Button:
    """A press that runs this verb on this milestone."""
    label, style = _LABELS[verb]
    return blocks.button(tr(label), f"milestones:{verb}", value or item.value, style=style)


def update_button(facts: Facts) -> list[Built]:
    """For whoever may report."""
    return list(blocks.actions([button(facts.item, "update")] if "update" in facts.offered else []))


def _card_buttons(facts: Facts) -> list[Built]:
    item = facts.item
    plan = blocks.button(tr("Show plan"), "milestones:plan", f"{item.project.id}.1")
    story = blocks.button(tr("Story"), "milestones:story", item.value)
    moves = [button(item, verb) for verb in ON_CARD] if item.state is State.OPEN else []
    return list(blocks.actions([*moves, plan, story]))


def _line(facts: Facts) -> str:
    one = facts.item.milestone
    name = blocks.escaped(one.name, 120)
    if one.health is Health.DONE:
        return tr("{name}: done on {day} ({slip})", name=name, day=facts.due, slip=slip_text(facts.slipped))
    stands = f"{within(one.health)}, {_when(facts)} ({slip_text(facts.slipped)}), {plain(one.percent)} %"
    return labelled(name, stands)


def _when(facts: Facts) -> str:
    one = facts.item.milestone
    if one.health is Health.DONE:
        return tr("done on {day}", day=facts.due)
    if one.health is Health.DROPPED:
        return tr("was expected {day}", day=facts.due)
    return tr("expected {day}", day=facts.due)


def spoken_days(first: date, last: date, locale: Locale) -> str:
    """`from Mon, 14 Dec 2026 to Fri, 18 Dec 2026`, or `on Mon, 14 Dec 2026`."""
    if first == last:
        return tr("on {day}", day=dated(first, locale))
    return tr("from {first} to {last}", first=dated(first, locale), last=dated(last, locale))


_LABELS: dict[str, tuple[str, str | None]] = {
    "update": (marked("Update…"), None),
    "done": (marked("Done…"), None),
    "postpone": (marked("Remind me later…"), None),
    "nudge": (marked("Nudge"), None),
    "rebaseline": (marked("Re-baseline…"), None),
    "edit": (marked("Edit…"), None),
    "drop": (marked("Drop…"), "danger"),
    "reopen": (marked("Reopen…"), None),
    "story": (marked("Story"), None),
    "mark_at_risk": (marked("Mark at risk"), "primary"),
    "leave_as_is": (marked("Leave as it is"), None),
}
