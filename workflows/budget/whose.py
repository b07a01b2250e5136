"""Whose a budget is: its name, its days, who answers for it, and how somebody stands to it."""

from collections.abc import Iterable
from datetime import date

from workflows.budget.rules.entry import Owner, Scope
from workflows.budget.rules.life import NOBODY, Budget
from workflows.calendar import load
from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.flow import Tx
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, Project, at, holds, lines


def owner_of(tx: Tx, whose: Budget) -> Project | Department:
    """The project or the department itself."""
    known = organisation.chart(tx)
    return known.projects[whose.of] if whose.owner is Owner.PROJECT else known.departments[whose.of]


def name_of(tx: Tx, whose: Budget) -> str:
    """As people call it."""
    return owner_of(tx, whose).name


def scope_of(tx: Tx, whose: Budget, today: date) -> Scope:
    """When it may have entries."""
    known = owner_of(tx, whose)
    return Scope(whose.owner, known.name, known.starts, known.ends, today)


def relations(tx: Tx, actor: Actor, whose: Budget) -> frozenset[Relation]:
    """How the actor stands to the budget, by their own today."""
    found = {Relation.COLLEAGUE}
    if actor.people_admin:
        found.add(Relation.PEOPLE_ADMIN)
    if whose.owner is Owner.DEPARTMENT:
        return frozenset(found | _to_department(tx, actor, whose.of))
    return frozenset(found | _to_project(tx, actor, whose.of))


def pricing_relations(tx: Tx, actor: Actor) -> frozenset[Relation]:
    """How the actor stands to roles and rates: as one who answers for some department, or some project, today."""
    known = organisation.chart(tx)
    found = {Relation.COLLEAGUE}
    if known.managed_by(actor.person, actor.today):
        found.add(Relation.SOLID_LINE)
    if any(at(deputies, actor.today) == actor.person for deputies in known.deputies.values()):
        found.add(Relation.DEPUTY)
    if known.led_by(actor.person, actor.today):
        found.add(Relation.LEAD)
    if actor.people_admin:
        found.add(Relation.PEOPLE_ADMIN)
    return frozenset(found)


def leaders(tx: Tx, project: int, day: date) -> tuple[PersonId, ...]:
    """Who manages the project that day."""
    lead = at(organisation.chart(tx).leads.get(project, ()), day)
    return () if lead is None else (lead,)


def suppliers(tx: Tx, project: int, day: date) -> tuple[int, ...]:
    """The departments of those who are allocated to the project that day."""
    people = allocated(tx, project, day)
    found = (organisation.facts(tx, person).department(day) for person in people)
    return tuple(sorted({one for one in found if one is not None}))


def allocated(tx: Tx, project: int, day: date) -> tuple[PersonId, ...]:
    """Who is allocated to the project that day; on its last one, when it is over."""
    known = organisation.chart(tx).projects[project]
    asked = max(known.starts, min(day, known.ends or day))
    return tuple(dict.fromkeys(share.person for share in load.shares_on(tx, [project], asked, asked)))


def managers(tx: Tx, departments: Iterable[int], day: date) -> tuple[PersonId, ...]:
    """The nearest operations manager of each of these departments."""
    known = organisation.chart(tx)
    found = (next((desk.manager for desk in known.line(one, day) if desk.manager), None) for one in departments)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def line_of(tx: Tx, department: int, day: date) -> tuple[PersonId, ...]:
    """The department's operations manager and theirs."""
    desks = organisation.chart(tx).line(department, day)
    return tuple(dict.fromkeys(desk.manager for desk in desks if desk.manager is not None))[:2]


def _to_department(tx: Tx, actor: Actor, department: int) -> frozenset[Relation]:
    return lines(actor.person, NOBODY, organisation.chart(tx).line(department, actor.today))


def _to_project(tx: Tx, actor: Actor, project: int) -> set[Relation]:
    known = organisation.chart(tx).projects.get(project)
    found: set[Relation] = set()
    if known is None:
        return found
    if actor.person in leaders(tx, project, actor.today):
        found.add(Relation.LEAD)
    share = organisation.facts(tx, actor.person).allocations
    if any(one.project == project and holds(one, actor.today) for one in share):
        found.add(Relation.MEMBER)
    if not _answers_for_any(tx, actor):
        return found
    for department in suppliers(tx, project, actor.today):
        found |= _to_department(tx, actor, department)
    return found


def _answers_for_any(tx: Tx, actor: Actor) -> bool:
    """Most people answer for no department, and then nobody need look who is allocated."""
    return bool(pricing_relations(tx, actor) & {Relation.SOLID_LINE, Relation.DEPUTY})
