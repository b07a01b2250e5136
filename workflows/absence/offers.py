"""How somebody stands to an absence, and the verbs they could use on it now: what its buttons are made of."""

from workflows.absence import desk
from workflows.absence.fitting import unfit
from workflows.absence.prospect import Prospect
from workflows.absence.rules.life import MACHINE, POLICY, State
from workflows.absence.rules.record import Record
from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.flow import Tx
from workflows.organisation import lines
from workflows.organisation import store as organisation

NEEDS = {
    "open": "report",
    "preview": "report",
    "report": "report",
    "list": "see_away",
    "team": "see_away",
    "look": "see",
    "note": "note",
    "write_note": "note",
    **{verb: verb for verb in sorted(MACHINE.verbs)},
    "back_now": "back",
}
"""The permission each verb needs."""


def relate(tx: Tx, actor: Actor, subject: Record | Prospect) -> frozenset[Relation]:
    """How the actor stands to whose absence it is.

    About a record the solid line is the nearest operations manager alone, and whoever was told in their place, or
    would be today, is asked while it is open: the managers above and the deputy learn nothing by their rank.
    """
    found = lines.relations(tx, actor, subject.person)
    if not isinstance(subject, Record) or Relation.OWN in found:
        return found
    found -= {Relation.SOLID_LINE, Relation.DEPUTY}
    if actor.person == organisation.operations_manager(tx, subject.person, actor.today):
        found |= {Relation.SOLID_LINE}
    if subject.state is State.OPEN and actor.person in (subject.told, desk.told_about(tx, subject.person)):
        found |= {Relation.ASKED}
    return found


def offered(tx: Tx, actor: Actor, record: Record) -> tuple[str, ...]:
    """The verbs this person could use now: by relation, by state, and by what fits this record."""
    relations = relate(tx, actor, record)
    verbs = (*sorted(MACHINE.verbs), "note")
    return tuple(
        verb
        for verb in verbs
        if MACHINE.allows(verb, record.state)
        and POLICY.allows(Permission(NEEDS[verb]), relations)
        and unfit(tx, verb, record, actor.person) is None
    )


def may(tx: Tx, actor: Actor, subject: Record | Prospect, permission: str) -> bool:
    """Whether they have this permission about it."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))
