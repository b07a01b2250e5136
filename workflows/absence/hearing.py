"""What follows for an absence from leave: leave that is approved only now gives way to sickness that stood before."""

from collections.abc import Iterable
from datetime import date

from workflows.absence import desk, store
from workflows.absence.steps import happened
from workflows.calendar import store as calendar
from workflows.kernel.flow import Event, Tx


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """`stands`: said to the other workflows alone, of each absence that falls into leave just approved."""
    if event.subject.workflow != "leave" or event.name != "approved":
        return
    leave = calendar.absences_of(tx, event.about, date.min, date.max).get(str(event.subject))
    for record in store.records(tx, event.about) if leave else ():
        if leave and record.span.overlaps(leave.span) and desk.type_of(tx, record).interrupts_leave:
            yield happened(tx, "stands", record, event.by)
