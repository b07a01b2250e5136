"""How an absence takes a step: compare-and-set on its version, its certificate, its days in the calendar, its event."""

from dataclasses import replace
from typing import Any

from workflows.absence import desk, store
from workflows.absence.rules.life import MACHINE, State
from workflows.absence.rules.record import Record
from workflows.calendar import store as calendar
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Tx
from workflows.language import marked, tr
from workflows.wording.phrases import dated


def moved(tx: Tx, actor: Actor, verb: str, before: Record, after: Record) -> tuple[Record, bool]:
    """The record in the state the verb leads to, kept, and whether that is news to others (`mark`).

    Raises Refused when somebody was faster (R37).
    """
    return _kept(tx, actor, before, replace(after, state=State(MACHINE.target(verb, before.state))))


def closed(tx: Tx, record: Record) -> Record | None:
    """The record as the clock ends it, on the last day it had; None when somebody was faster."""
    after = replace(
        record, state=State.ENDED, version=record.version + 1, changed_by=None, changed_at=tx.now, open_ended=False
    )
    return after if store.save(tx, after, record.version) else None


def mark(tx: Tx, record: Record) -> bool:
    """The calendar's part of it: that somebody is away, and never why; whether others see anything new by it.

    Sickness in the middle of a leave is none: who looks sees the same days as before.
    """
    before = calendar.stretches(tx, record.person)
    if record.standing:
        calendar.put_absence(tx, str(record.ref), record.person, record.span, certain=True)
    else:
        calendar.drop_absence(tx, str(record.ref))
    return calendar.stretches(tx, record.person) != before


def happened(tx: Tx, name: str, record: Record, by: PersonId | None, **facts: Any) -> Event:
    """The event: ids and codes only, and not its type's; `interrupts`: whether leave gives way to it (R39)."""
    interrupts = desk.type_of(tx, record).interrupts_leave
    return Event(name, record.ref, record.version, record.person, by, {"interrupts": interrupts, **facts})


def explain(tx: Tx, actor: Actor, record: Record) -> str:
    """How it stands, for one who came too late (R37)."""
    if record.changed_at is None or record.version == 1:
        return tr("This absence has changed since you last saw it. `/absence list` shows how it stands.")
    at = record.changed_at.astimezone(desk.zone_of(actor))
    yours, theirs = _DONE[record.state]
    return tr(
        yours if record.changed_by == actor.person else theirs,
        name=desk.name_of(tx, record.changed_by) or tr("The clock"),
        day=dated(at.date(), desk.locale_of_actor(actor)),
        time=f"{at:%H:%M}",
    )


def _kept(tx: Tx, actor: Actor, before: Record, after: Record) -> tuple[Record, bool]:
    changed = replace(after, version=before.version + 1, changed_by=actor.person, changed_at=tx.now)
    changed = desk.with_certificate(tx, changed)
    if not store.save(tx, changed, before.version):
        raise Refused(explain(tx, actor, store.record(tx, before.id) or before), reason="out_of_turn")
    return changed, mark(tx, changed)


_DONE = {
    State.OPEN: (
        marked("You changed this on {day} at {time}. `/absence list` shows how it stands."),
        marked("{name} changed this on {day} at {time}. `/absence list` shows how it stands."),
    ),
    State.ENDED: (
        marked("You already ended this on {day} at {time}. `/absence list` shows how it stands."),
        marked("{name} already ended this on {day} at {time}. `/absence list` shows how it stands."),
    ),
    State.WITHDRAWN: (
        marked("You already withdrew this on {day} at {time}. `/absence list` shows how it stands."),
        marked("{name} already withdrew this on {day} at {time}. `/absence list` shows how it stands."),
    ),
}
"""What became of it; each to the one who did it, and to others."""
