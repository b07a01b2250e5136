"""Reminders as whoever owes a report reads them, and what becomes of them once they need no answer."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
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
    text = f"{facts.project}: {facts.name} was expected on {facts.due} and is not done. How does it stand?"
    return _asking(facts, text)


def silent(tx: Tx, notice: Notice, reader: Actor, item: Item) -> Message | None:
    if not reminders.is_silent(tx, item, reader.person) or _hushed(reader, item):
        return _settled(tx, notice, reader, item)
    facts = facts_of(tx, reader, item)
    last = dated(item.milestone.reported_on, facts.locale)
    text = f"{facts.project}: {facts.name} is expected on {facts.due}; the last report is of {last}. How does it stand?"
    return _asking(facts, text)


def lead_overdue(tx: Tx, _notice: Notice, reader: Actor, item: Item) -> Message | None:
    if not reminders.is_overdue(tx, item, reader.person):
        return None
    facts = facts_of(tx, reader, item)
    owner = blocks.escaped(facts.owner or "nobody", 80)
    text = f"{facts.project}: {facts.name} was expected on {facts.due}; {owner} was asked and has not answered."
    return _asking(facts, text)


def left_alone(tx: Tx, reader: Actor, item: Item) -> Message | None:
    """For those who can see to it that somebody answers; a people admin learns of the project, not of its plan."""
    if item.owner is not None or not item.milestone.open or reader.person not in reminders.responsible(tx, item):
        return None
    facts = facts_of(tx, reader, item)
    if offers.may(tx, reader, item, "see"):
        begin = f"{facts.project}: {facts.name} was expected on {facts.due} and is not done"
        text = f"{begin}; nobody answers for it, and the project has no manager now. A people admin can name one."
    else:
        text = (
            f"{facts.project} has no manager now, and its plan waits for somebody to answer for it. Please name a "
            "manager (projects.csv, column manager)."
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
        text = f"{facts.project}: {facts.name}. You will be reminded on {until}."
    else:
        text = f"{facts.project}: {facts.name}. Thank you: {cards.HEALTH[item.milestone.health].lower()}, {facts.due}."
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _hushed(reader: Actor, item: Item) -> bool:
    until = item.milestone.quiet_until
    return until is not None and reader.today < until
