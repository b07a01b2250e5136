"""An item as one reader may know it."""

from workflows.calendar.rules import Span
from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.skills import desk, offers
from workflows.skills.cards import Facts
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import POLICY
from workflows.wording.phrases import dated, spanned


def facts_of(tx: Tx, actor: Actor, item: Item) -> Facts:
    """What the card of this reader shows: the cost and the case only to those they are for."""
    terms, relations = item.terms, offers.relate(tx, actor, item)
    sees_cost = POLICY.allows(Permission("see_cost"), relations)
    requester = item.requested_by if item.requested_by not in (item.person, None) else None
    return Facts(
        item,
        desk.name_of(tx, item.person),
        own=item.person == actor.person,
        skill=desk.skill_name(tx, terms.skill),
        partner=desk.name_of(tx, terms.partner) if terms.partner else "",
        owner=desk.name_of(tx, item.owner),
        requester=desk.name_of(tx, requester) if requester else "",
        days=_days(item, actor),
        cost=desk.priced(terms.cost, desk.locale_of_actor(actor)) if sees_cost else "",
        from_case=offers.sees_case(tx, actor, item),
        offered=offers.offered(item, relations),
    )


def _days(item: Item, actor: Actor) -> str:
    first, last = item.terms.first, item.terms.last
    locale = desk.locale_of_actor(actor)
    if first is not None and last is not None:
        return spanned(Span(first, last), locale)
    if last is not None:
        return tr("by {day}", day=dated(last, locale))
    return tr("from {day}", day=dated(first, locale)) if first is not None else ""
