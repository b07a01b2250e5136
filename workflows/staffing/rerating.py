"""Somebody was rated anew: open asks for the skill rank them at once; a department that can supply now is asked."""

from collections.abc import Iterator

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Tx
from workflows.staffing import store
from workflows.staffing.people import manager_of, suppliers
from workflows.staffing.records import Request


def rated(tx: Tx, event: Event) -> Iterator[Event]:
    """The cards of each open ask for the skill are brought up to date, and go to whoever could supply it by now."""
    for request in store.open_requests(tx):
        if request.ask.skill != int(event.facts["skill"]):
            continue
        facts = {"rating": event.subject.id}
        yield Event("ranked", request.ref, request.version, request.person, event.by, facts)
        if request.lacking:
            yield from _asked(tx, request)


def _asked(tx: Tx, request: Request) -> Iterator[Event]:
    """The departments that nobody there could be asked of before; those that were asked are not asked again for it."""
    today, wanted = tx.now.date(), request.ask
    manager = manager_of(tx, wanted.project, today)
    never: set[PersonId] = {request.person, *([manager] if manager else [])}
    known = {one.department for one in store.desks_of(tx, request)}
    for found in suppliers(tx, wanted.skill, wanted.level, max(today, wanted.first), never, today):
        if found.department not in known:
            desk = store.add_desk(tx, request, found.department, found.route)
            facts = {"desk": desk.id, "department": desk.department}
            yield Event("asked_again", request.ref, desk.version, request.person, None, facts)
