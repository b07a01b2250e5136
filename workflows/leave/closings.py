"""The days on which the company is closed as its policies say them (R32): booked like those that people admins say."""

from collections.abc import Iterator

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref, Tx
from workflows.leave import shutdowns, versions
from workflows.leave.prospect import NOBODY
from workflows.leave.rules.own_days import closings_of
from workflows.leave.rules.policy import Shutdown
from workflows.organisation import recent
from workflows.organisation import store as organisation

Said = tuple[str, Shutdown]
"""A policy's code, and what it says."""


def advance(tx: Tx) -> Iterator[Event]:
    """Keep what is new in the policies, and take back what is no longer in them; nothing of what is over."""
    today = tx.now.date()
    found: list[Event] = []
    recent.of_person(tx, ("shutdowns_of_policies", today), lambda: _compare(tx, found))
    yield from found


def _compare(tx: Tx, found: list[Event]) -> bool | None:
    """True, which is kept, once all of it is done; None while there is nobody in whose name it could be."""
    today = tx.now.date()
    said = [one for one in closings_of(versions.every(tx).policies) if one[1].last >= today]
    known = {(one.policy, one.rule): one for one in shutdowns.from_day(tx, today) if one.policy is not None}
    admins = organisation.people_admins(tx, today)
    for policy, rule in said:
        if (policy, rule) not in known and admins:
            found.append(_add(tx, policy, rule, admins[0]))
    for key, closing in known.items():
        if key not in said and closing.undone_by is None and shutdowns.undo(tx, closing.id, closing.set_by):
            found.append(Event("shutdown_undone", Ref("leave_shutdown", closing.id), 2, NOBODY, None))
    return True if admins or not said else None


def _add(tx: Tx, policy: str, rule: Shutdown, by: PersonId) -> Event:
    closing = shutdowns.add(tx, rule, (), by, policy)
    facts = {"first": rule.first.isoformat(), "last": rule.last.isoformat(), "type": rule.leave_type, "policy": policy}
    return Event("shutdown_added", Ref("leave_shutdown", closing.id), 1, NOBODY, None, facts)
