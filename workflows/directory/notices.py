"""Who is told what about a newcomer: those it was put to hold a card; then newcomer and manager hear."""

from collections.abc import Iterable, Iterator

from workflows.directory import store
from workflows.directory.rules import Newcomer
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Tx
from workflows.organisation import store as organisation

ASKS = frozenset({"introduced", "arrived"})
"""The events that put a newcomer to people."""
LATER = frozenset({"arrived", "proposed"})
"""The events about which nothing is said before Slack was asked who it is."""
WELCOMES = frozenset({"added", "linked"})


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    one = store.newcomer(tx, event.subject.id)
    if one is None or (event.name in LATER and not one.introduced):
        return
    answers = event.name in ASKS or event.by is None
    for person in store.told(tx, one.id):
        yield _notice(event, person, "card", card=card_of(one), only_update=not answers)
    if event.name in WELCOMES:
        yield _notice(event, event.about, "welcome")
        yield from _managers(tx, event)


def card_of(one: Newcomer) -> str:
    """The slot in which everybody holds this newcomer's card."""
    return f"directory/{one.id}/card/{one.opened}"


def _managers(tx: Tx, event: Event) -> Iterator[Notice]:
    person = organisation.person(tx, event.about)
    if person is None or event.name != "added":
        return
    manager = organisation.operations_manager(tx, person.id, max(person.starts, tx.now.date()))
    if manager is not None and manager != event.by:
        yield _notice(event, manager, "joined")


def _notice(event: Event, to: PersonId, kind: str, *, card: str | None = None, only_update: bool = False) -> Notice:
    key = f"directory/{event.subject.id}/{event.name}/{event.version}/{kind}_to_{to}"
    return Notice(key, to, kind, event.subject, card=card, only_update=only_update)
