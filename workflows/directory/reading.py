"""What the directory says about somebody: their line, their projects, where and when they work; and whom to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import Allocation, Department, Desk, Person, Project, Region, above, at, holds
from workflows.wording.blocks import escaped
from workflows.wording.phrases import listed

AHEAD = timedelta(days=366)
"""How far ahead projects are told of."""


@dataclass(frozen=True, slots=True)
class Line:
    """Who decides about somebody on a day, in names."""

    department: Department | None
    manager: PersonId | None
    deputy: PersonId | None
    through: Department | None
    """The department above whose manager it is, when their own has none."""
    heads: bool
    """Whether they manage their own department themselves."""


@dataclass(frozen=True, slots=True)
class Work:
    """Somebody's share in a project."""

    project: Project
    allocation: Allocation
    manager: PersonId | None


@dataclass(frozen=True)
class Portrait:
    """All there is about one person."""

    person: Person
    line: Line
    work: tuple[Work, ...]
    led: tuple[Project, ...]
    pattern: str | None
    region: Region | None
    contract: str | None
    """On what terms they work, in the company's word."""
    now: datetime
    """The time where they are."""


def portrait(tx: Tx, person_id: PersonId, day: date) -> Portrait:
    """Somebody as of a day; LookupError when there is no such person."""
    known = organisation.facts(tx, person_id)
    return Portrait(
        known.person,
        line_of(tx, person_id, day),
        work_of(tx, person_id, day),
        tuple(organisation.projects_led(tx, person_id, day)),
        at(known.patterns, day),
        at(known.regions, day),
        at(known.contracts, day),
        tx.now.astimezone(ZoneInfo(known.person.time_zone)),
    )


def line_of(tx: Tx, person_id: PersonId, day: date) -> Line:
    """Who decides about them that day."""
    chart = organisation.chart(tx)
    department = organisation.department_of(tx, person_id, day)
    line = chart.line(department.id if department else None, day)
    desk = _answering(above(person_id, line))
    through = chart.departments[desk.department] if desk and department and desk.department != department.id else None
    return Line(
        department,
        desk.manager if desk else None,
        desk.deputy if desk else None,
        through,
        bool(line) and line[0].manager == person_id,
    )


def work_of(tx: Tx, person_id: PersonId, day: date) -> tuple[Work, ...]:
    """What they work on that day or within a year, each project once, what is now first."""
    leads = organisation.chart(tx).leads
    found = {
        project.id: Work(project, allocation, at(leads.get(project.id, ()), max(day, allocation.starts)))
        for project, allocation in reversed(organisation.projects_of(tx, person_id, day, day + AHEAD))
    }
    return tuple(sorted(found.values(), key=lambda one: (one.allocation.starts > day, one.project.name)))


def whom_to_ask(tx: Tx, but: PersonId | None = None) -> str:
    """`Nora Fitzgerald or Omar Haddad`: those who keep the directory; whoever installed me where nobody does."""
    names = names_of(tx, (one for one in organisation.people_admins(tx, tx.now.date()) if one != but))
    return listed([escaped(name) for name in names], "or") or tr("whoever installed me")


def names_of(tx: Tx, people: Iterable[PersonId]) -> list[str]:
    """Their names, in the same order."""
    found = (organisation.person(tx, one) for one in people)
    return [person.name for person in found if person]


def name_of(tx: Tx, person: PersonId | None) -> str | None:
    """Somebody's name, if they are known."""
    return next(iter(names_of(tx, [person] if person is not None else [])), None)


def with_us(person: Person | None, now: datetime) -> bool:
    """Whether they are with the organisation today, by their own date."""
    return person is not None and holds(person, person.today(now))


def departments_of(tx: Tx, actor: Actor) -> list[Department]:
    """Those the actor manages, with all below them; else their own."""
    managed = organisation.departments_managed(tx, actor.person, actor.today)
    found = {one.id: one for top in managed for one in organisation.department_tree(tx, top.id, actor.today)}
    own = organisation.department_of(tx, actor.person, actor.today)
    return list(found.values()) or ([own] if own else [])


def _answering(desks: Sequence[Desk]) -> Desk | None:
    """The desk with a manager; where no department has one, the nearest with a deputy."""
    managed = next((desk for desk in desks if desk.manager is not None), None)
    return managed or next((desk for desk in desks if desk.deputy is not None), None)
