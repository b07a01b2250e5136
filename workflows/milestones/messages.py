"""A notice as its recipient reads it when it is sent: what is true then, in their locale; None when it no longer is."""

from collections.abc import Callable

from slackblocks import Button

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.milestones import asking, cards, offers, risk_cards, slips, store, story
from workflows.milestones.cards import Facts
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.item import Item
from workflows.organisation import plan
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_NAMED = 12


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    if notice.kind in risk_cards.KINDS:
        return risk_cards.render(tx, notice)
    if notice.kind in _OF_A_LINE:
        return _about_line(tx, notice)
    item = store.item(tx, notice.subject.id)
    if item is None:
        return None
    if notice.kind == "card":
        return cards.channel_card(facts_of(tx, None, item))
    return _about_item(tx, notice, item)


def _about_item(tx: Tx, notice: Notice, item: Item) -> Message | None:
    reader = reader_of(tx, notice.to)
    if reader is None:
        return None
    if notice.kind == "left_alone":
        return asking.left_alone(tx, reader, item)
    return _OF_AN_ITEM[notice.kind](tx, notice, reader, item) if offers.may(tx, reader, item, "see") else None


def _about_line(tx: Tx, notice: Notice) -> Message | None:
    line = plan.line(tx, notice.subject.id)
    item = store.item(tx, line.milestone) if line else None
    if line is None or item is None:
        return None
    if notice.kind == "story":
        return story.under_card(tx, item, line)
    reader = reader_of(tx, notice.to)
    if reader is None or not offers.may(tx, reader, item, "see"):
        return None
    if notice.kind == "heard":
        return story.heard(tx, reader, item, line)
    if notice.kind == "slip":
        return slips.slip(tx, reader, item, line, story.before(tx, line))
    return slips.put_at_risk(reader, item)


def _answers(tx: Tx, _notice: Notice, reader: Actor, item: Item) -> Message | None:
    if item.owner != reader.person:
        return None
    facts = facts_of(tx, reader, item)
    text = tr(
        "You answer for {name} of {project}, expected on {due}. Report how it stands "
        "whenever something changes; I'll ask when its day is near.",
        name=facts.name,
        project=facts.project,
        due=facts.due,
    )
    return Message(text, blocks.laid_out([blocks.section(text), *_update_button(facts)]))


def _update_button(facts: Facts) -> list[Built]:
    buttons: list[Button] = [cards.button(facts.item, "update")] if "update" in facts.offered else []
    return list(blocks.actions(buttons))


def _no_channel(_tx: Tx, _notice: Notice, _reader: Actor, item: Item) -> Message | None:
    if item.project.channel:
        return None
    return Message(
        tr(
            "{project} has no channel on record, so its milestones are kept but told to nobody. "
            "Make a channel, invite me to it, and ask a people admin to put its name into the "
            "project's entry (projects.csv, column channel); the next report will appear there.",
            project=blocks.escaped(cards.short(item.project.name), 80),
        )
    )


def _not_in_channel(_tx: Tx, _notice: Notice, _reader: Actor, item: Item) -> Message | None:
    where = _where(item)
    return Message(
        tr(
            "I could not post “{name}” to {where}: I am not a member there. Open the channel and "
            "type `/invite @dottedline`. The milestone is kept, and its next report will appear.",
            name=blocks.escaped(item.milestone.name, 120),
            where=where,
        )
    )


def _channel_gone(_tx: Tx, _notice: Notice, _reader: Actor, item: Item) -> Message | None:
    where = _where(item)
    return Message(
        tr(
            "I could not post “{name}” to {where}: Slack does not find that channel, or it is "
            "archived. The milestone is kept. Ask a people admin to correct the project's "
            "channel; the next report will appear there.",
            name=blocks.escaped(item.milestone.name, 120),
            where=where,
        )
    )


def _where(item: Item) -> str:
    """The channel as the reader knows it: a link where its id is on record, else its name."""
    channel = item.project.channel or ""
    return blocks.escaped(channel, 80) if channel.startswith("#") else f"<#{blocks.escaped(channel, 40)}>"


_OF_A_LINE = ("story", "heard", "slip", "risk_told")
_OF_AN_ITEM: dict[str, Callable[[Tx, Notice, Actor, Item], Message | None]] = {
    "overdue": asking.overdue,
    "silent": asking.silent,
    "lead_overdue": asking.lead_overdue,
    "answers": _answers,
    "no_channel": _no_channel,
    "not_in_channel": _not_in_channel,
    "channel_gone": _channel_gone,
}
