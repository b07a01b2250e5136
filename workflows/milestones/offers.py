"""How somebody stands to a project's plan, and the verbs they could use on a milestone now: what its buttons are."""

from collections.abc import Iterable

from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.flow import Tx
from workflows.milestones import desk
from workflows.milestones.rules.item import Item, Outlook, Proposed
from workflows.milestones.rules.life import MACHINE, NEEDS, POLICY
from workflows.organisation import rules
from workflows.organisation import store as organisation
from workflows.organisation.rules import Project, at


def relate(tx: Tx, actor: Actor, subject: Item | Outlook | Proposed) -> frozenset[Relation]:
    """How the actor stands to it: to the project's plan, and to the milestone itself."""
    if isinstance(subject, Proposed):
        return relate(tx, actor, subject.item)
    if subject.project is None:
        return frozenset({Relation.OWN})
    return _related(actor, subject, _allocated(tx, actor, subject.project))


def related(tx: Tx, actor: Actor, items: Iterable[Item]) -> list[tuple[Item, frozenset[Relation]]]:
    """How the actor stands to each of many; what is asked about a project is asked once."""
    known: dict[int, set[Relation]] = {}
    found = []
    for item in items:
        if item.project.id not in known:
            known[item.project.id] = _allocated(tx, actor, item.project)
        found.append((item, _related(actor, item, known[item.project.id])))
    return found


def offered(tx: Tx, actor: Actor, item: Item, relations: frozenset[Relation] | None = None) -> tuple[str, ...]:
    """The moves this person could make now."""
    relations = relate(tx, actor, item) if relations is None else relations
    moves = tuple(
        verb
        for verb in sorted(MACHINE.verbs)
        if MACHINE.allows(verb, item.state) and POLICY.allows(Permission(NEEDS[verb]), relations)
    )
    waits = item.milestone.open and item.milestone.forecast < actor.today and item.owner not in (None, actor.person)
    return (*moves, "nudge") if waits and allows("nudge", relations) else moves


def may(tx: Tx, actor: Actor, subject: Item | Outlook | Proposed, permission: str) -> bool:
    """Whether they have this permission about it."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))


def allows(permission: str, relations: frozenset[Relation]) -> bool:
    """Whether one who stands so has this permission."""
    return POLICY.allows(Permission(permission), relations)


def _related(actor: Actor, subject: Item | Outlook, allocated: set[Relation]) -> frozenset[Relation]:
    found = {Relation.COLLEAGUE, *allocated}
    if subject.lead == actor.person:
        found.add(Relation.LEAD)
    if isinstance(subject, Item) and subject.owner == actor.person:
        found.add(Relation.OWNER)
    if actor.people_admin:
        found.add(Relation.PEOPLE_ADMIN)
    return frozenset(found)


def _allocated(tx: Tx, actor: Actor, project: Project) -> set[Relation]:
    """Whether they are allocated to it, today or later, or answer for somebody who is."""
    duties = _answers_for_a_department(tx, actor)
    mine = organisation.facts(tx, actor.person).allocations
    found = {
        Relation.MEMBER
        for one in mine
        if one.project == project.id and (one.ends is None or one.ends >= min(actor.today, project.ends or actor.today))
    }
    if not duties:
        return found
    chart = organisation.chart(tx)
    for stay in desk.stays(tx, project, min(actor.today, project.ends or actor.today)):
        if stay.person != actor.person:
            department = organisation.facts(tx, stay.person).department(actor.today)
            found |= rules.lines(actor.person, stay.person, chart.line(department, actor.today))
    return found


def _answers_for_a_department(tx: Tx, actor: Actor) -> bool:
    """Whether they are an operations manager or a standing deputy of any; most people are not, and that is cheap."""
    chart = organisation.chart(tx)
    charged = (*chart.managers.values(), *chart.deputies.values())
    return any(at(holders, actor.today) == actor.person for holders in charged)
