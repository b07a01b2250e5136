"""What operations managers read: a slip that moves the dates of their people, a milestone short of capacity."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.milestones import cards, desk
from workflows.milestones.notices import concerned_by
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.item import Item
from workflows.milestones.rules.schedule import Stay
from workflows.organisation import store as organisation
from workflows.organisation.milestone import Health
from workflows.organisation.plan import Report
from workflows.wording import blocks
from workflows.wording.phrases import dated

MOST_NAMED = 12


def slip(tx: Tx, reader: Actor, item: Item, line: Report, before: Report | None) -> Message | None:
    """To an operations manager: old and new day, and which of their people are allocated until when."""
    if before is None or not item.milestone.open or item.milestone.forecast <= before.forecast:
        return None
    locale, facts = desk.locale_of_actor(reader), facts_of(tx, reader, item)
    mine = _of(tx, reader, concerned_by(tx, item, line, before))
    text = tr(
        "{project}: {name} is expected on *{day}* instead of {before}. That moves the dates of your people:",
        project=facts.project,
        name=facts.name,
        day=dated(item.milestone.forecast, locale),
        before=dated(before.forecast, locale),
    )
    names = organisation.names(tx, [stay.person for stay in mine])
    people = [f"• {_until(reader, names.get(stay.person, ''), stay, item)}" for stay in mine[:MOST_NAMED]]
    return Message(
        text, blocks.laid_out([blocks.section(text), blocks.section("\n".join(people) or tr("Nobody by now."))])
    )


def _until(reader: Actor, name: str, stay: Stay, item: Item) -> str:
    who = blocks.bold(name)
    if stay.ends is None:
        return tr("{who} is allocated without an end.", who=who)
    day = dated(stay.ends, desk.locale_of_actor(reader))
    if stay.ends < item.milestone.forecast:
        return tr("{who} is allocated until {day}, before the new date.", who=who, day=day)
    return tr("{who} is allocated until {day}.", who=who, day=day)


def put_at_risk(reader: Actor, item: Item) -> Message | None:
    """To an operations manager: a milestone their people work on is at risk for want of capacity. Not who is away."""
    one = item.milestone
    if one.health is not Health.AT_RISK:
        return None
    text = tr(
        "{project}: {name}, expected on {day}, is *at risk*: the project has less capacity than planned.",
        project=blocks.escaped(cards.short(item.project.name), 80),
        name=blocks.bold(one.name),
        day=dated(one.forecast, desk.locale_of_actor(reader)),
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _of(tx: Tx, reader: Actor, stays: Sequence[Stay]) -> list[Stay]:
    return [stay for stay in stays if organisation.operations_manager(tx, stay.person, reader.today) == reader.person]
