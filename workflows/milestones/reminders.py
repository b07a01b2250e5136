"""Who is reminded of which milestone, and when: at their own nine o'clock, on their own working days (R42).

A milestone is asked after when its day has passed, and when its day is near and nobody has reported for a while. Who is
away is not asked: the project's manager is. Whoever is asked may put it off. Where both have left, whoever can see to
that is told.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from workflows.calendar import ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Tx
from workflows.milestones import desk, store
from workflows.milestones.rules.item import Item
from workflows.milestones.rules.schedule import LEAD_HEARS, LEFT_ALONE, NEAR, OVERDUE, SILENT, latest
from workflows.organisation import plan
from workflows.organisation import store as organisation

_HORIZON = timedelta(days=NEAR * 2)
_DAY = timedelta(days=1)
_SILENT_RUNGS = (SILENT, 2 * SILENT)


def due(tx: Tx) -> Iterable[Notice]:
    """What is true now, the latest for each milestone."""
    items = store.items(tx, plan.pending(tx, tx.now.date() + _HORIZON))
    ladder.know(tx, (one for item in items for one in (item.owner, item.lead) if one is not None))
    for item in items:
        if item.owner is None:
            yield from _left_alone(tx, item)
        elif _hushed(tx, item, item.owner):
            continue
        elif is_overdue(tx, item, item.owner):
            yield from _overdue(tx, item, asked(tx, item) or item.owner)
        elif is_silent(tx, item, item.owner):
            yield from _silent(tx, item, asked(tx, item) or item.owner)


def answered(tx: Tx, item: Item, event: Event, before: plan.Report | None) -> Iterator[Notice]:
    """Reminders that were sent are cards: afterwards nobody holds one that asks what was answered."""
    to = asked(tx, item)
    if to is None or before is None:
        return
    quiet = date.fromisoformat(event.facts["quiet"]) if "quiet" in event.facts else None
    for kind, since, rungs in (
        ("overdue", _since(before.forecast, quiet), OVERDUE),
        ("silent", _since(before.on, quiet), _SILENT_RUNGS),
    ):
        for rung, day in _days(tx, to, since, rungs):
            if day <= desk.today_of(tx, to):
                yield from _updates(item, event, kind, f"{since}.{rung}", to)


def asked(tx: Tx, item: Item) -> PersonId | None:
    """Whoever answers for it; while they are away, the project's manager, unless they are away too."""
    if item.owner is None or ladder.here(tx, item.owner):
        return item.owner
    return item.lead if item.lead is not None and ladder.here(tx, item.lead) else item.owner


def is_overdue(tx: Tx, item: Item, reader: PersonId) -> bool:
    """Whether it is still to be reached though its day has passed, where the reader is."""
    return item.milestone.open and item.milestone.forecast < desk.today_of(tx, reader)


def is_silent(tx: Tx, item: Item, reader: PersonId) -> bool:
    """Whether its day is near and nobody has reported for a while."""
    one = item.milestone
    if not one.open or is_overdue(tx, item, reader):
        return False
    if desk.works_for(tx, item).between(desk.today_of(tx, reader), one.forecast) > NEAR:
        return False
    return _come(tx, reader, _days(tx, reader, one.reported_on, _SILENT_RUNGS)) is not None


def responsible(tx: Tx, item: Item) -> set[PersonId]:
    """Who sees to it that somebody answers again: the operations managers of those allocated, else people admins."""
    today = tx.now.date()
    stays = desk.stays(tx, item.project, min(today, item.project.ends or today))
    managers = {organisation.operations_manager(tx, stay.person, today) for stay in stays}
    found = {one for one in managers if one is not None and ladder.employed(tx, one)}
    return found or set(organisation.people_admins(tx, today))


def _left_alone(tx: Tx, item: Item) -> Iterator[Notice]:
    """Its day has passed, and there is nobody to ask: no one was named, and nobody manages the project any more."""
    for to in sorted(responsible(tx, item)) if item.milestone.forecast < tx.now.date() else ():
        rung = _come(tx, to, _days(tx, to, item.milestone.forecast, LEFT_ALONE))
        if rung is not None:
            key = f"milestones/{item.id}/left_alone/{item.milestone.forecast}.{rung}/to_{to}"
            yield Notice(key, to, "left_alone", item.ref, not_before=ladder.arrival(tx, to))


def _overdue(tx: Tx, item: Item, to: PersonId) -> Iterator[Notice]:
    one = item.milestone
    since = _since(one.forecast, one.quiet_until)
    rungs = _days(tx, to, since, OVERDUE)
    rung = _come(tx, to, rungs)
    if rung is None:
        return
    yield _asking(tx, item, "overdue", f"{since}.{rung}", to)
    if rung >= LEAD_HEARS and item.lead not in (None, to):
        lead, key = item.lead or to, f"milestones/{item.id}/overdue/{since}/to_lead"
        yield Notice(key, lead, "lead_overdue", item.ref, not_before=ladder.arrival(tx, lead))


def _silent(tx: Tx, item: Item, to: PersonId) -> Iterator[Notice]:
    since = _since(item.milestone.reported_on, item.milestone.quiet_until)
    rung = _come(tx, to, _days(tx, to, since, _SILENT_RUNGS))
    if rung is not None:
        yield _asking(tx, item, "silent", f"{since}.{rung}", to)


def _hushed(tx: Tx, item: Item, to: PersonId) -> bool:
    until = item.milestone.quiet_until
    return until is not None and desk.today_of(tx, to) < until


def _since(day: date, quiet: date | None) -> date:
    """The day after which working days are counted; of one who wanted to be left alone, the day before they don't."""
    return max(day, quiet - _DAY) if quiet else day


def _days(tx: Tx, person: PersonId, since: date, rungs: tuple[int, ...]) -> list[tuple[int, date]]:
    begin = ladder.morning(tx, person, since)
    return [(rung, ladder.working_day_after(tx, person, begin, rung)) for rung in rungs]


def _come(tx: Tx, person: PersonId, rungs: list[tuple[int, date]]) -> int | None:
    """The last rung whose morning has come."""
    today = desk.today_of(tx, person)
    known = today if ladder.morning(tx, person, today) <= tx.now else today - _DAY
    return latest(rungs, known)


def _asking(tx: Tx, item: Item, kind: str, rung: str, to: PersonId) -> Notice:
    """What comes due on a day off, to whoever is asked in another's place say, waits for their morning."""
    card = f"milestones/{item.id}/{kind}/{rung}"
    return Notice(f"{card}/to_{to}", to, kind, item.ref, ladder.arrival(tx, to), card)


def _updates(item: Item, event: Event, kind: str, rung: str, to: PersonId) -> Iterator[Notice]:
    """The one who answers and the project's manager may both hold it."""
    card = f"milestones/{item.id}/{kind}/{rung}"
    stamp = event.facts.get("until", "")
    for holder in dict.fromkeys(one for one in (to, item.owner, item.lead) if one is not None):
        key = f"milestones/{item.id}/{event.name}{stamp}/{event.version}/{kind}.{rung}_to_{holder}"
        yield Notice(key, holder, kind, item.ref, card=card, only_update=True)
