"""A handover as one reader may know it: names and dates in their own words, and what they can do about it."""

from dataclasses import dataclass

from babel import Locale

from workflows.handover import desk, offers
from workflows.handover.rules.checklist import Handover, Item
from workflows.handover.rules.template import ABOUT
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled


@dataclass(frozen=True, slots=True)
class Line:
    """One item, and the reader's part in it."""

    item: Item
    giver: str
    receiver: str
    due: str
    late: bool
    offered: tuple[str, ...]
    """The verbs the reader can use now."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The whole of it."""

    handover: Handover
    what: str
    """`Closing out the project: Apollo`, harmless."""
    day: str
    locale: Locale
    lines: tuple[Line, ...]
    offered: tuple[str, ...] = ()


def facts_of(tx: Tx, actor: Actor, handover: Handover) -> Facts:
    """What this reader may know of it; see `offers.sees`."""
    locale = desk.locale_for(actor)
    return Facts(
        handover,
        what(tx, handover),
        dated(handover.day, locale),
        locale,
        tuple(line_of(tx, actor, item) for item in handover.items),
        offers.offered(tx, actor, handover),
    )


def line_of(tx: Tx, actor: Actor, item: Item) -> Line:
    """One item."""
    return Line(
        item,
        blocks.escaped(desk.name_of(tx, item.giver), 80),
        blocks.escaped(desk.name_of(tx, item.receiver), 80),
        dated(item.due, desk.locale_for(actor)),
        item.due < actor.today,
        offers.offered(tx, actor, item),
    )


def what(tx: Tx, handover: Handover) -> str:
    """The intersection, and whose it is."""
    if handover.away is not None:
        return tr("Leave of {away}", away=blocks.escaped(desk.name_of(tx, handover.away), 80))
    project = organisation.chart(tx).projects.get(handover.project or 0)
    name = project.name.partition(":")[0].strip() if project else tr("a former project")
    return labelled(blocks.escaped(name, 80), tr(ABOUT[handover.kind]))


def heading(tx: Tx, actor: Actor, handover: Handover) -> str:
    """Above a modal's fields."""
    until = tr("Everything passed on by {day}", day=dated(handover.day, desk.locale_for(actor)))
    return f"*{what(tx, handover)}*\n{until}"
