"""What the clock does to absences: open-ended ones grow, answered questions close, and people are reminded.

Ladders are data of the policy: rungs in working days after the last day, or after the day a certificate was due.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from workflows.absence import desk, store
from workflows.absence.rules.life import Certificate, State
from workflows.absence.rules.record import Record
from workflows.absence.steps import closed, happened, mark
from workflows.absence.times import come, working_day, works
from workflows.calendar import presence
from workflows.calendar.rules import Span
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Tx
from workflows.organisation import crowds
from workflows.organisation import store as organisation


def advance(tx: Tx) -> Iterable[Event]:
    """An open-ended absence reaches each new working day of the person; one whose end nobody answered for is over."""
    for record in _unfinished(tx):
        if record.state is State.OPEN:
            yield from _left(tx, record) or (_grown(tx, record) if record.open_ended else _over(tx, record))


def due(tx: Tx) -> Iterable[Notice]:
    """Reminders that are true now: whether somebody is back, and where the certificate is."""
    for record in _unfinished(tx):
        if record.state is State.OPEN:
            yield from _still_away(tx, record) if record.open_ended else _are_you_back(tx, record)
        if record.standing and record.certificate is Certificate.DUE:
            yield from _certificate(tx, record)


def answered(tx: Tx, record: Record, event: Event) -> Iterator[Notice]:
    """Reminders that were sent are cards too: afterwards nobody holds one with buttons that do nothing."""
    policy = store.policy(tx)
    if event.name in ("changed", "ended", "withdrawn"):
        asking = desk.type_of(tx, record).back
        for rung in asking.person if asking else ():
            yield _update(record, event, record.person, "back_question", back_card(record, str(rung)))
    if event.name in ("received", "withdrawn") and record.told is not None:
        for rung in policy.certificate.manager:
            yield _update(record, event, record.told, "overdue", overdue_card(record, rung))


def back_card(record: Record, rung: str) -> str:
    """The card of one question."""
    return f"absence/{record.id}/back/{rung}"


def overdue_card(record: Record, rung: int) -> str:
    """The card of one reminder of a certificate."""
    return f"absence/{record.id}/overdue/{rung}"


def _unfinished(tx: Tx) -> list[Record]:
    """All there are; what is asked about people and whoever is told is read for all of them at once."""
    found = store.unfinished(tx)
    crowds.know(tx, (record.person for record in found))
    presence.know(tx, (one for record in found for one in (record.person, *desk.line_of(tx, record.person))))
    return found


def _left(tx: Tx, record: Record) -> tuple[Event, ...]:
    """Nobody is away after their last day with the company."""
    ends = organisation.facts(tx, record.person).person.ends
    if ends is None or desk.today_of(tx, record.person) <= ends or record.span.first > ends:
        return ()
    after = closed(tx, record)
    return (happened(tx, "ended", after, None, how="over"),) if after else ()


def _grown(tx: Tx, record: Record) -> Iterator[Event]:
    today = desk.today_of(tx, record.person)
    if today <= record.span.last or not works(tx, record.person, today):
        return
    span = Span(record.span.first, today, record.span.first_half, None)
    after = desk.with_certificate(tx, replace(record, span=span))
    if not store.grow(tx, after):
        return
    mark(tx, after)
    day = after.certificate_due if after.certificate is not record.certificate else None
    needed = {"due": str(day), "ahead": day > today} if day else {}
    yield happened(tx, "changed", after, None, how="grown", through=str(today), **needed)


def _over(tx: Tx, record: Record) -> Iterator[Event]:
    kind = desk.type_of(tx, record)
    if kind.back is None:
        silent = desk.today_of(tx, record.person) > record.span.last
    else:
        silent = come(tx, record.person, working_day(tx, record.person, record.span.last, kind.close_after))
    after = closed(tx, record) if silent else None
    if after:
        yield happened(tx, "ended", after, None, how="silence" if kind.back else "over")


def _are_you_back(tx: Tx, record: Record) -> Iterator[Notice]:
    asking = desk.type_of(tx, record).back
    last = record.span.last
    if asking is None or desk.today_of(tx, record.person) <= last or desk.away_today(tx, record.person):
        return
    rung = _latest(tx, record.person, last, asking.person)
    if rung is not None:
        key = f"absence/{record.id}/back/{last}.{rung}/to_{record.person}"
        yield Notice(key, record.person, "back_question", record.ref, card=back_card(record, str(rung)))
    manager = desk.told_about(tx, record.person)
    rung = _latest(tx, manager, last, asking.manager) if manager is not None else None
    if rung is not None and manager is not None:
        yield Notice(f"absence/{record.id}/not_back/{last}.{rung}/to_manager", manager, "not_back", record.ref)


def _still_away(tx: Tx, record: Record) -> Iterator[Notice]:
    """Every so many working days; after some time in which nobody could ask, only the latest question."""
    if desk.type_of(tx, record).back is None:
        return
    every, asked = store.policy(tx).ask_open_every, None
    today, count = desk.today_of(tx, record.person), every
    while (day := working_day(tx, record.person, record.span.first, count)) <= today:
        asked, count = (day if come(tx, record.person, day) else asked), count + every
    if asked is not None:
        key = f"absence/{record.id}/still/{asked}/to_{record.person}"
        yield Notice(key, record.person, "back_question", record.ref, card=f"absence/{record.id}/still/{asked}")


def _certificate(tx: Tx, record: Record) -> Iterator[Notice]:
    asking, day = store.policy(tx).certificate, record.certificate_due
    if day is None:
        return
    rung = _latest(tx, record.person, day, asking.person)
    if rung is not None:
        key = f"absence/{record.id}/certificate/{day}.{rung}/to_{record.person}"
        yield Notice(key, record.person, "certificate", record.ref)
    manager = desk.told_about(tx, record.person)
    rung = _latest(tx, manager, day, asking.manager) if manager is not None else None
    if rung is not None and manager is not None:
        key = f"absence/{record.id}/overdue/{day}.{rung}/to_manager"
        yield Notice(key, manager, "overdue", record.ref, card=overdue_card(record, rung))


def _latest(tx: Tx, person: PersonId, since: date, rungs: tuple[int, ...]) -> int | None:
    """The last rung whose morning has come."""
    return next((rung for rung in reversed(rungs) if come(tx, person, working_day(tx, person, since, rung))), None)


def _update(record: Record, event: Event, to: PersonId, kind: str, card: str) -> Notice:
    key = f"absence/{record.id}/{event.name}/{event.version}/{card.rpartition('absence/')[2]}_to_{to}"
    return Notice(key, to, kind, record.ref, card=card, only_update=True)
