"""How somebody stands to a handover or to an item of one, and what they could do about it now."""

from workflows.handover import desk, store
from workflows.handover.prospect import Prospect
from workflows.handover.rules.checklist import Handover, Item
from workflows.handover.rules.life import MACHINE, NEEDS, POLICY, State
from workflows.kernel.access import Actor, Permission, PersonId, Relation
from workflows.kernel.flow import Tx
from workflows.organisation import lines
from workflows.organisation import store as organisation
from workflows.organisation.rules import Project, at

_UPWARDS = frozenset({Relation.SOLID_LINE, Relation.DEPUTY})


def relate(tx: Tx, actor: Actor, subject: Prospect | Handover | Item) -> frozenset[Relation]:
    """How the actor stands to it."""
    if isinstance(subject, Prospect):
        return _to_prospect(tx, actor, subject)
    if isinstance(subject, Item):
        return _to_item(tx, actor, subject)
    return _to_handover(tx, actor, subject) | ({Relation.PARTNER} if actor.person in subject.named else set())


def offered(tx: Tx, actor: Actor, subject: Handover | Item) -> tuple[str, ...]:
    """The moves this person could make now."""
    relations = relate(tx, actor, subject)
    moves = tuple(
        verb
        for verb in sorted(MACHINE.verbs)
        if MACHINE.allows(verb, subject.state) and POLICY.allows(Permission(NEEDS[verb]), relations)
    )
    waits = isinstance(subject, Item) and _is_owed(actor, subject)
    return (*moves, "nudge") if waits and POLICY.allows(Permission("nudge"), relations) else moves


def manages(tx: Tx, actor: Actor, handover: Handover) -> bool:
    """Whether they keep its list."""
    return POLICY.allows(Permission("manage"), relate(tx, actor, handover))


def sees(tx: Tx, actor: Actor, handover: Handover) -> bool:
    """Whether they may see all of it."""
    return POLICY.allows(Permission("see"), relate(tx, actor, handover))


def _is_owed(actor: Actor, item: Item) -> bool:
    """Whether it waits for somebody else: for a word that it arrived, or after its day to be passed on."""
    waits = item.state is State.GIVEN or (item.state is State.WAITING and item.due < actor.today)
    return waits and item.person != actor.person


def _to_prospect(tx: Tx, actor: Actor, prospect: Prospect) -> frozenset[Relation]:
    if prospect.project is None:
        return lines.relations(tx, actor, prospect.person)
    found = {Relation.COLLEAGUE, *_leading(tx, actor, prospect.project)}
    for manager in desk.operations_of(tx, prospect.project, actor.today):
        found |= _answering(tx, actor, manager)
    return frozenset(found)


def _to_handover(tx: Tx, actor: Actor, handover: Handover) -> frozenset[Relation]:
    if handover.away == actor.person:
        return frozenset({Relation.OWN})
    found = {Relation.COLLEAGUE, *_answering(tx, actor, handover.operations)}
    if handover.away is not None:
        return frozenset(found | (lines.relations(tx, actor, handover.away) & _UPWARDS))
    project = organisation.chart(tx).projects.get(handover.project or 0)
    return frozenset(found | (_leading(tx, actor, project) if project else set()))


def _to_item(tx: Tx, actor: Actor, item: Item) -> frozenset[Relation]:
    handover = store.handover(tx, item.handover)
    found = set(_to_handover(tx, actor, handover)) if handover else set[Relation]()
    if actor.person == item.giver:
        found.add(Relation.OWNER)
    if actor.person == item.receiver:
        found.add(Relation.PARTNER)
    return frozenset(found)


def _leading(tx: Tx, actor: Actor, project: Project) -> set[Relation]:
    return {Relation.LEAD} if desk.leader(tx, project, actor.today) == actor.person else set()


def _answering(tx: Tx, actor: Actor, manager: PersonId) -> set[Relation]:
    """The operations manager themselves, or the standing deputy of one of their departments."""
    if actor.person == manager:
        return {Relation.SOLID_LINE}
    chart = organisation.chart(tx)
    desks = chart.managed_by(manager, actor.today)
    deputises = any(at(chart.deputies.get(one.id, ()), actor.today) == actor.person for one in desks)
    return {Relation.DEPUTY} if deputises else set()
