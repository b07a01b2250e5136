"""Who is who around an ask: a project's manager, the departments that could supply a skill, whom to ask there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale

from workflows.calendar import ladder
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, tr
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import Chart, Department, Project, at, holds
from workflows.staffing import store

NOBODY = PersonId(0)
UNKNOWN = marked("a former colleague")


@dataclass(frozen=True, slots=True)
class Supplier:
    """A department that could supply a skill: how many there hold it, and whom to ask, in turn."""

    department: int
    holders: int
    route: tuple[PersonId, ...]


def manager_of(tx: Tx, project: int, day: date) -> PersonId | None:
    """Who manages the project that day, or will when it begins; nobody once it has ended."""
    return _manager(organisation.chart(tx), project, day)


def managed(tx: Tx, person: PersonId, day: date) -> list[Project]:
    """The projects somebody manages, those to come included."""
    chart = organisation.chart(tx)
    return [one for one in chart.projects.values() if _manager(chart, one.id, day) == person]


def answered_for(tx: Tx, person: PersonId, day: date) -> list[Department]:
    """The departments somebody manages or deputises for, with all below."""
    chart = organisation.chart(tx)
    tops = [
        one.id
        for one in chart.departments.values()
        if person in (at(chart.managers.get(one.id, ()), day), at(chart.deputies.get(one.id, ()), day))
    ]
    return list({one.id: one for top in tops for one in chart.below(top, day)}.values())


def suppliers(
    tx: Tx, skill: int, level: int, day: date, never: Collection[PersonId], today: date
) -> tuple[Supplier, ...]:
    """Each department with somebody who holds it that day at that level, if there is anybody to ask there."""
    where, counts = store.departments_on(tx, day), dict[int, int]()
    for one in skills.held(tx, day):
        if one.skill == skill and one.level >= level and one.person in where and one.person not in never:
            counts[where[one.person]] = counts.get(where[one.person], 0) + 1
    found = [Supplier(each, counts[each], route(tx, each, today, never)) for each in sorted(counts)]
    return tuple(one for one in found if one.route)


def route(tx: Tx, department: int | None, day: date, never: Collection[PersonId]) -> tuple[PersonId, ...]:
    """Whom to ask there, in turn, at last people admins; never one of these, nor a deputy in their name.

    Nobody where nobody answers for the department.
    """
    above = chains.upwards(tx, department, day, never)
    admins = organisation.people_admins(tx, day) if above else ()
    return ladder.route(tx, tuple(dict.fromkeys((*above, *admins))), never)


def name_of(tx: Tx, person: PersonId | None) -> str:
    """Somebody's name."""
    known = organisation.person(tx, person) if person is not None else None
    return known.name if known else tr(UNKNOWN)


def names(tx: Tx, people: Collection[PersonId]) -> dict[PersonId, str]:
    """Their names, by one query."""
    found = organisation.names(tx, people)
    return {person: found.get(person, tr(UNKNOWN)) for person in people}


def project_name(tx: Tx, project: int) -> str:
    """A project's name."""
    return organisation.chart(tx).projects[project].name


def department_name(tx: Tx, department: int) -> str:
    """A department's name."""
    return organisation.chart(tx).departments[department].name


def skill_name(tx: Tx, skill: int) -> str:
    """A skill's name."""
    known = skills.skills(tx).get(skill)
    return known.name if known else tr("a skill that is no longer kept")


def locale(actor: Actor) -> Locale:
    """How they write dates."""
    return locale_of(actor.locale)


def local(actor: Actor, moment: datetime) -> date:
    """The date of a moment where they are."""
    return moment.astimezone(ZoneInfo(actor.time_zone)).date()


def _manager(chart: Chart, project: int, day: date) -> PersonId | None:
    known = chart.projects.get(project)
    if known is None or (known.ends is not None and known.ends < day):
        return None
    when = max(day, known.starts)
    return at(chart.leads.get(project, ()), when) if holds(known, when) else None


def operations_manager_of(tx: Tx, person: PersonId) -> PersonId | None:
    """Who answers for somebody's department today."""
    return organisation.operations_manager(tx, person, tx.now.date())
