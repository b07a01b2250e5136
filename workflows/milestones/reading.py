"""What a card or a list shows of a milestone, as one reader may know it."""

from collections.abc import Iterable

from workflows.kernel.access import Actor, Relation
from workflows.kernel.flow import Tx
from workflows.milestones import desk, offers
from workflows.milestones.cards import Facts
from workflows.milestones.rules.item import Item
from workflows.milestones.rules.schedule import slip


def facts_of(tx: Tx, reader: Actor | None, item: Item, relations: frozenset[Relation] | None = None) -> Facts:
    """For one reader; for a channel when it is nobody in particular. `relations`: theirs, where they are known."""
    one = item.milestone
    return Facts(
        item,
        desk.locale_of_actor(reader),
        slip(desk.works_for(tx, item), one.baseline, one.forecast),
        desk.name_of(tx, item.owner),
        offers.offered(tx, reader, item, relations) if reader else (),
    )


def all_facts(tx: Tx, reader: Actor, items: Iterable[Item]) -> list[Facts]:
    """For one reader, each."""
    return [facts_of(tx, reader, item, relations) for item, relations in offers.related(tx, reader, items)]
