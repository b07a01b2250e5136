"""Who is told what about a newcomer: those it was put to hold a card; then newcomer and manager hear."""

from collections.abc import Iterable, Iterator

from workflows.calendar import ladder
from workflows.calendar.ladder import Ladder
from workflows.directory import deputies, misplaced, store
from workflows.directory.rules import Newcomer
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import store as organisation

LADDER = Ladder(remind_after=(2, 5), climb_after=None)
"""In working days of each who was told of a newcomer; they are all told at once, so there is nowhere to climb."""
REMINDERS = frozenset({"waiting"})
"""What reminds somebody, and may be put off."""
ASKS = frozenset({"introduced", "arrived"})
"""The events that put a newcomer to people."""
LATER = frozenset({"arrived", "proposed"})
"""The events about which nothing is said before Slack was asked who it is."""
WELCOMES = frozenset({"added", "linked"})


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    if event.subject.workflow == deputies.SUBJECT:
        yield from deputies.notices(tx, event)
        return
    one = store.newcomer(tx, event.subject.id)
    if one is None or (event.name in LATER and not one.introduced):
        return
    answers = event.name in ASKS or event.by is None
    for person in store.told(tx, one.id):
        yield _notice(event, person, "card", card=card_of(one), only_update=not answers)
        for days in LADDER.remind_after if not one.waits else ():
            yield _notice(event, person, "waiting", card=_reminder_card(one, days), only_update=True)
    if event.name in WELCOMES:
        yield _notice(event, event.about, "welcome")
        yield from _managers(tx, event)


def due(tx: Tx) -> Iterable[Notice]:
    """Whoever could say who a newcomer is, is asked again while nobody has; and who lives in no zone there is."""
    yield from misplaced.due(tx)
    told = store.told_of_waiting(tx)
    ladder.know(tx, (person for people in told.values() for person in people))
    for one in store.waiting(tx) if told else ():
        for person in told.get(one.id, ()) if one.introduced and one.obstacle is None else ():
            found = ladder.latest(tx, person, one.seen_at, LADDER.remind_after, None)
            if found is not None:
                days, day = found
                key = f"directory/{one.id}/waiting/{one.opened}/{day}/to_{person}"
                yield Notice(key, person, "waiting", Ref("directory", one.id), card=_reminder_card(one, days))


def _reminder_card(one: Newcomer, days: int) -> str:
    return f"directory/{one.id}/reminder/{one.opened}/{days}"


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
