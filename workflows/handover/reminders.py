"""What is due by the clock: items on their day and after it, long leave to prepare for, and coming back from one."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from workflows.calendar.ladder import arrival, know, morning, working_day_after
from workflows.calendar.rules import Span
from workflows.handover import desk, returning, store
from workflows.handover.notices import PATIENCE, TOLD
from workflows.handover.rules.checklist import NAME, Handover, Item, working_by
from workflows.handover.rules.life import State
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Tx
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of


def due(tx: Tx) -> Iterable[Notice]:
    """Everything that is true now; each is kept once by its key."""
    running = store.running(tx)
    know(tx, (one for handover in running for item in handover.missing for one in (item.giver, item.receiver)))
    for handover in running:
        for item in handover.missing:
            yield from _given(tx, item) if item.state is State.GIVEN else _waiting(tx, handover, item)
    today = tx.now.date()
    absences = list(desk.all_long(tx, today - returning.LOOK_BACK, today + desk.AHEAD))
    yield from _to_prepare(tx, absences)
    yield from returning.due(tx, absences)


def _waiting(tx: Tx, handover: Handover, item: Item) -> Iterator[Notice]:
    day = working_by(item.due, lambda day: desk.working(tx, item.giver, day))  # one was picked by hand
    if morning(tx, item.giver, day) > tx.now:
        return
    late = working_day_after(tx, item.giver, _noon(tx, item.giver, item), TOLD)
    if morning(tx, item.giver, late) > tx.now:
        yield _remind(tx, item, item.giver, "due")
        return
    yield _remind(tx, item, item.giver, "late")
    for manager in sorted({handover.operations, *_lead(tx, handover)} - {item.giver}):
        key = f"handover/item/{item.id}/late/{item.due}/told_to_{manager}"
        yield Notice(key, manager, "late", Ref(NAME, item.id), not_before=arrival(tx, manager))


def _given(tx: Tx, item: Item) -> Iterator[Notice]:
    if item.since is None:
        return
    day = working_day_after(tx, item.receiver, item.since, PATIENCE)
    if morning(tx, item.receiver, day) <= tx.now:
        yield _remind(tx, item, item.receiver, "given")


def _remind(tx: Tx, item: Item, to: PersonId, about: str) -> Notice:
    """A card, so that once the item is passed on nobody holds one with a button that does nothing."""
    card = f"handover/item/{item.id}/{item.version}/{about}"
    return Notice(f"{card}/to_{to}", to, "item", Ref(NAME, item.id), arrival(tx, to), card)


def _to_prepare(tx: Tx, absences: Iterable[tuple[PersonId, Span]]) -> Iterator[Notice]:
    """Long leave that begins within three weeks, to whoever goes and their operations manager, on a morning of each."""
    today, prepared = tx.now.date(), store.prepared(tx)
    for person, span in absences:
        if not today < span.first <= today + desk.AHEAD or person in prepared:
            continue
        manager = organisation.operations_manager(tx, person, today)
        for to in dict.fromkeys(one for one in (person, manager) if one is not None):
            known = reader_of(tx, to)
            if known is not None and morning(tx, to, known.today) <= tx.now and desk.working(tx, to, known.today):
                key = f"handover/leave/{person}/{span.first}/to_{to}"
                yield Notice(key, to, "suggest", Ref(NAME, person))


def _noon(tx: Tx, person: PersonId, item: Item) -> datetime:
    zone = ZoneInfo(organisation.facts(tx, person).person.time_zone)
    return datetime.combine(item.due, time(12), zone)


def _lead(tx: Tx, handover: Handover) -> set[PersonId]:
    project = organisation.chart(tx).projects.get(handover.project or 0)
    lead = desk.leader(tx, project, tx.now.date()) if project else None
    return {lead} if lead is not None else set()
