"""Reminders as whoever owes a report reads them, and what becomes of them once they need no answer."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.milestones import cards, offers, reminders
from workflows.milestones.cards import Facts
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.item import Item
from workflows.wording import blocks
from workflows.wording.phrases import dated


def overdue(tx: Tx, notice: Notice, reader: Actor, item: Item) -> Message | None:
    if not reminders.is_overdue(tx, item, reader.person) or _hushed(reader, item):
        return _settled(tx, notice, reader, item)
    facts = facts_of(tx, reader, item)
    text = tr(
        "{project}: {name} was expected on {due} and is not done. How does it stand?",
        project=facts.project,
        name=facts.name,
        due=facts.due,
    )
    return _asking(facts, text)


def silent(tx: Tx, notice: Notice, reader: Actor, item: Item) -> Message | None:
    if not reminders.is_silent(tx, item, reader.person) or _hushed(reader, item):
        return _settled(tx, notice, reader, item)
    facts = facts_of(tx, reader, item)
    last = dated(item.milestone.reported_on, facts.locale)
    text = tr(
        "{project}: {name} is expected on {due}; the last report is of {last}. How does it stand?",
        project=facts.project,
        name=facts.name,
        due=facts.due,
        last=last,
    )
    return _asking(facts, text)


def lead_overdue(tx: Tx, _notice: Notice, reader: Actor, item: Item) -> Message | None:
    if not reminders.is_overdue(tx, item, reader.person):
        return None
    facts = facts_of(tx, reader, item)
    owner = blocks.escaped(facts.owner or tr("nobody"), 80)
    text = tr(
        "{project}: {name} was expected on {due}; {owner} was asked and has not answered.",
        project=facts.project,
        name=facts.name,
        due=facts.due,
        owner=owner,
    )
    return _asking(facts, text)


def left_alone(tx: Tx, reader: Actor, item: Item) -> Message | None:
    """For those who can see to it that somebody answers; a people admin learns of the project, not of its plan."""
    if item.owner is not None or not item.milestone.open or reader.person not in reminders.responsible(tx, item):
        return None
    facts = facts_of(tx, reader, item)
    if offers.may(tx, reader, item, "see"):
        text = tr(
            "{project}: {name} was expected on {due} and is not done; nobody answers for it, and the project has no "
            "manager now. A people admin can name one.",
            project=facts.project,
            name=facts.name,
            due=facts.due,
        )
    else:
        text = tr(
            "{project} has no manager now, and its plan waits for somebody to answer for it. "
            "Please name a manager (projects.csv, column manager).",
            project=facts.project,
        )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _asking(facts: Facts, text: str) -> Message:
    verbs = ("update", "done", "nudge", "postpone")
    buttons = [cards.button(facts.item, verb) for verb in verbs if verb in facts.offered]
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions(buttons)]))


def _settled(tx: Tx, notice: Notice, reader: Actor, item: Item) -> Message | None:
    """What becomes of a reminder once it needs no answer."""
    if not notice.only_update:
        return None
    facts = facts_of(tx, reader, item)
    if _hushed(reader, item) and item.milestone.quiet_until:
        until = dated(item.milestone.quiet_until, facts.locale)
        text = tr(
            "{project}: {name}. You will be reminded on {until}.", project=facts.project, name=facts.name, until=until
        )
    else:
        text = tr(
            "{project}: {name}. Thank you: {health}, {due}.",
            project=facts.project,
            name=facts.name,
            health=cards.within(item.milestone.health),
            due=facts.due,
        )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _hushed(reader: Actor, item: Item) -> bool:
    until = item.milestone.quiet_until
    return until is not None and reader.today < until
