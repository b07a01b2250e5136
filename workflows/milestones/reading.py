"""What a card or a list shows of a milestone, as one reader may know it."""

from collections.abc import Iterable

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.milestones import desk, offers
from workflows.milestones.cards import Facts
from workflows.milestones.rules.item import Item
from workflows.milestones.rules.schedule import slip
from workflows.organisation import plan


def facts_of(tx: Tx, reader: Actor | None, item: Item, *, story: bool = False) -> Facts:
    """For one reader; for a channel when it is nobody in particular. `story`: with who wrote last."""
    one = item.milestone
    return Facts(
        item,
        desk.locale_of_actor(reader),
        slip(desk.works_for(tx, item), one.baseline, one.forecast),
        desk.name_of(tx, item.owner),
        _writer(tx, item) if story else None,
        offers.offered(tx, reader, item) if reader else (),
    )


def all_facts(tx: Tx, reader: Actor, items: Iterable[Item]) -> list[Facts]:
    """For one reader, each."""
    return [facts_of(tx, reader, item) for item in items]


def _writer(tx: Tx, item: Item) -> str | None:
    lines = plan.history(tx, item.id)
    return desk.name_of(tx, lines[-1].by) if lines else None
