"""Keeping what a verb changed, compare-and-set, and the events that say so."""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.handover import store
from workflows.handover.rules.checklist import Handover, Item, over
from workflows.handover.rules.life import State
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Tx
from workflows.language import marked, tr


def happened(handover: Handover, name: str, by: PersonId | None, facts: Mapping[str, Any] | None = None) -> Event:
    """An event about a handover."""
    return Event(name, handover.ref, handover.version, handover.person, by, facts or {})


def kept(tx: Tx, actor: Actor, before: Item, after: Item, name: str) -> Event:
    """The item as it is now; Refused (`conflict`) when somebody changed it meanwhile."""
    tx.lock("handover_list", before.handover)  # of two last acknowledgements at once, the second must see the first
    handover = store.handover(tx, before.handover)
    if handover is None or handover.state is not State.RUNNING:
        raise Refused(tr("This handover is over. `/handover` shows what runs."), reason="over")
    if not store.save(tx, after, before.version):
        raise Refused(tr("Somebody changed this just now. Please look again."), reason="conflict")
    facts = {"handover": before.handover, "before": before.giver, "from": before.receiver}
    return Event(name, before.ref, before.version + 1, after.person, actor.person, facts)


def ended(tx: Tx, actor: Actor, item: Item) -> Iterator[Event]:
    """The handover is complete when nothing is left."""
    handover = store.handover(tx, item.handover)
    if handover is not None and over(handover.items) and store.settle(tx, handover, State.COMPLETE):
        yield Event("completed", handover.ref, handover.version + 1, handover.person, actor.person)


def explain(tx: Tx, _actor: Actor, subject: Any) -> str:
    """How it stands, for one who came too late."""
    if isinstance(subject, Item):
        return tr(_WORDS[subject.state])
    known = store.handover(tx, subject.id) if isinstance(subject, Handover) else None
    return tr(_WORDS[known.state]) if known else tr("That is over.")


_WORDS = {
    State.RUNNING: marked("This handover has changed meanwhile. `/handover` shows it as it is."),
    State.COMPLETE: marked("This handover is complete: everything was passed on."),
    State.CANCELLED: marked("This handover was cancelled."),
    State.WAITING: marked("This waits for its giver now. `/handover` shows it as it is."),
    State.GIVEN: marked("This was passed on already, and waits for its receiver."),
    State.ACKNOWLEDGED: marked("This was passed on and acknowledged already."),
    State.DROPPED: marked("This was dropped from the list."),
}
