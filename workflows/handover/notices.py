"""Who is told what about a handover: both managers and everybody on its list, nobody else.

Each holds one card, updated in place. Passing on, sending back and completing are said in a message as well, to the one
who has to do something next.
"""

from collections.abc import Iterable, Iterator

from workflows.handover import desk, store
from workflows.handover.rules.checklist import NAME, Handover, Item
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import store as organisation

PATIENCE = 2
"""Working days of a receiver before they are reminded to say whether they have it."""
TOLD = 1
"""Working days of a giver after an item's day, then both managers learn that it is late."""
KINDS = ("due", "late", "given")
"""What somebody is reminded of; a part of the reminder's card."""
REMINDERS = frozenset({"item", "late", "suggest"})
"""What reminds somebody, and may be put off."""
_PINGS = {"given": "receiver", "sent_back": "giver"}
"""What somebody has to act upon next, and who."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    number = event.subject.id if event.subject.workflow == NAME else int(event.facts["handover"])
    handover = store.handover(tx, number)
    if handover is None:
        return
    begin = f"{event.subject}/{event.name}/{event.version}"
    for person in sorted(audience(tx, handover) | _before(event)):
        card = f"handover/{handover.id}/card"
        gone = event.name in ("cancelled", "completed") or person not in audience(tx, handover)
        yield Notice(f"{begin}/card_to_{person}", person, "card", handover.ref, card=card, only_update=gone)
    if event.subject.workflow != NAME:
        yield from _about_item(tx, event, begin)
    elif event.name in ("completed", "cancelled", "overridden"):
        for person in sorted(managers(tx, handover) - {event.by}):
            yield Notice(f"{begin}/{event.name}_to_{person}", person, event.name, handover.ref)


def managers(tx: Tx, handover: Handover) -> set[PersonId]:
    """Both sides: whoever manages the project, and the operations manager; for a leave, the latter alone."""
    project = organisation.chart(tx).projects.get(handover.project or 0)
    lead = desk.leader(tx, project, tx.now.date()) if project else None
    return {one for one in (lead, handover.operations) if one is not None}


def audience(tx: Tx, handover: Handover) -> set[PersonId]:
    """The managers, everybody on the list, and whoever will be away."""
    away = {handover.away} if handover.away is not None else set()
    return managers(tx, handover) | handover.named | away


def _before(event: Event) -> set[PersonId]:
    """Who was on the item before it was changed: their card says that they no longer are."""
    named = (event.facts.get("before"), event.facts.get("from"))
    return {PersonId(int(one)) for one in named if one}


def _about_item(tx: Tx, event: Event, begin: str) -> Iterator[Notice]:
    item = store.item(tx, event.subject.id)
    if item is None:
        return
    for person in sorted({item.giver, item.receiver} | _before(event)):
        held = f"handover/item/{item.id}/{event.version - 1}"
        for slot in (held, *(f"{held}/{kind}" for kind in KINDS)):
            yield _ping(item, f"{begin}/{slot}_to_{person}", person, slot, only_update=True)
    if event.name in _PINGS:
        person = item.receiver if _PINGS[event.name] == "receiver" else item.giver
        if person != event.by:
            yield _ping(item, f"{begin}/to_{person}", person, f"handover/item/{item.id}/{event.version}")


def _ping(item: Item, key: str, to: PersonId, card: str, *, only_update: bool = False) -> Notice:
    return Notice(key, to, "item", Ref(NAME, item.id), card=card, only_update=only_update)
