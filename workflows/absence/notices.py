"""Who is told what about an absence, at once.

The person and the operations manager (or whoever stands in) hold a card each, updated in place ever after; what they
must not miss is said in a message of its own. Project managers and project channels learn that somebody is away and
when; never why, and not even that when others see no other days than before (sickness in the middle of a leave).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from workflows.absence import desk, store
from workflows.absence.reminders import answered
from workflows.absence.rules.record import Record
from workflows.absence.times import returns
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Tx
from workflows.organisation import store as organisation

_WIDE = timedelta(days=366)
"""Around one that became shorter: whoever holds a card from when it was longer has it updated."""
_SAID = frozenset({"changed", "ended", "withdrawn", "received"})
"""What the person gets a message about, unless they did it themselves."""
_HEARD = frozenset({"changed", "ended", "withdrawn"})
"""What the manager gets a message about, unless they did it themselves."""
REMINDERS = frozenset({"back_question", "not_back", "certificate", "overdue"})
"""What reminds somebody, and may be put off; after how many working days each comes, the absence policy says."""
_AWAY = frozenset({"reported", "changed", "ended", "withdrawn"})
"""What project managers and channels learn something from."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event; nobody hears that somebody looked, or that one merely stands."""
    record = store.record(tx, event.subject.id)
    if record is None or event.name in ("looked", "stands"):
        return
    if event.name == "noted":
        yield from _note_left(tx, record, event)
        return
    how = str(event.facts.get("how", ""))
    if how != "grown" or "due" in event.facts:
        yield from _cards(tx, record, event)
        yield from _messages(tx, record, event, how)
    if how == "grown":
        return
    yield from answered(tx, record, event)
    if event.name in _AWAY:
        yield from _away(tx, record, event)


def _cards(tx: Tx, record: Record, event: Event) -> Iterator[Notice]:
    """The person's, that of whoever was told, and, where somebody stood in, the manager's own on their return."""
    new = event.name == "reported"
    yield _card(record, event, record.person, "mine", new=new)
    if record.told is not None:
        yield _card(record, event, record.told, "told", new=new)
    manager = organisation.operations_manager(tx, record.person, desk.today_of(tx, record.person))
    if manager not in (None, record.told, record.person):
        late = _card(record, event, manager, "told", new=new)
        yield replace(late, not_before=returns(tx, manager)) if new else late


def _messages(tx: Tx, record: Record, event: Event, how: str) -> Iterator[Notice]:
    silent = how == "over" or (how == "grown" and not event.facts.get("ahead"))  # on its day a reminder says so
    if event.name in _SAID and event.by != record.person and not silent:
        kind = {"grown": "said_certificate", "silence": "said_silence"}.get(how, f"said_{event.name}")
        yield _message(record, event, record.person, kind)
    manager = desk.told_about(tx, record.person) if record.told is None else record.told
    if event.name in _HEARD and manager is not None and event.by != manager and how not in ("over", "grown"):
        yield _message(record, event, manager, f"heard_{event.name}")


def _note_left(tx: Tx, record: Record, event: Event) -> Iterator[Notice]:
    """To the other of the two."""
    manager = organisation.operations_manager(tx, record.person, desk.today_of(tx, record.person))
    other = manager if event.by == record.person else record.person
    if other is not None:
        key = f"absence/{record.id}/noted/{event.facts['note']}/to_{other}"
        yield Notice(key, other, "noted", record.ref)


def _away(tx: Tx, record: Record, event: Event) -> Iterator[Notice]:
    new = event.name in ("reported", "changed") and bool(event.facts.get("news"))
    around = timedelta(0) if event.name == "reported" else _WIDE
    first, last = record.span.first - around, record.span.last + around
    leaders = set(organisation.project_managers_of(tx, record.person, first, last)) - {record.told}
    if record.told is None:
        leaders |= set(organisation.people_admins(tx, tx.now.date())) - {record.person}
    for leader in sorted(leaders):
        yield _away_card(record, event, leader, new=new)
    channels = {project.channel for project, _ in organisation.projects_of(tx, record.person, first, last)}
    for channel in sorted(filter(None, channels)):
        yield _away_card(record, event, channel, new=new)


def _away_card(record: Record, event: Event, to: PersonId | str, *, new: bool) -> Notice:
    key = f"absence/{record.id}/{event.name}/{event.version}/away_to_{to}"
    return Notice(key, to, "away", record.ref, card=f"absence/{record.id}/away", only_update=not new)


def _card(record: Record, event: Event, to: PersonId, kind: str, *, new: bool) -> Notice:
    key = f"absence/{record.id}/{event.name}/{event.version}/{_part(event)}{kind}_to_{to}"
    return Notice(key, to, kind, record.ref, card=f"absence/{record.id}/{kind}", only_update=not new)


def _message(record: Record, event: Event, to: PersonId, kind: str) -> Notice:
    key = f"absence/{record.id}/{event.name}/{event.version}/{_part(event)}{kind}_to_{to}"
    return Notice(key, to, kind, record.ref)


def _part(event: Event) -> str:
    """Growing by a day changes no version, so the day tells one day's notices from the next one's."""
    return f"{event.facts['through']}_" if "through" in event.facts else ""
