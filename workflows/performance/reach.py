"""Whom somebody may report: those on the projects they lead, or led until lately; and their own people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import Person, Project, at, holds, meets
from workflows.performance import forms, store
from workflows.performance.rules import Known

_TABLES = SQLModel.metadata.tables
_ALLOCATION = _TABLES["allocation"].c
_ON_PROJECTS = (
    select(_ALLOCATION.person_id)
    .where(_ALLOCATION.project_id.in_(bindparam("projects", expanding=True)))
    .where(_ALLOCATION.starts <= bindparam("last"))
    .where(_ALLOCATION.ends.is_(None) | (_ALLOCATION.ends >= bindparam("first")))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Prospect:
    """A report that somebody is about to make, perhaps about somebody already; or what one looks at in general."""

    person: PersonId
    """The one who acts."""
    leads: tuple[Project, ...] = ()
    """What they lead, or led until lately."""
    manages: tuple[int, ...] = ()
    """The departments they own."""
    whom: PersonId | None = None
    state: StrEnum | None = None
    version: int = 0

    @property
    def relations(self) -> frozenset[Relation]:
        """How they stand to those they could report."""
        found = {Relation.COLLEAGUE}
        if self.leads:
            found.add(Relation.DOTTED_LINE)
        if self.manages:
            found.add(Relation.SOLID_LINE)
        return frozenset(found)


def load_self(tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who acts."""
    managed = tuple(one.id for one in organisation.departments_managed(tx, actor.person, actor.today))
    return Prospect(actor.person, _led(tx, actor), managed)


def load_whom(tx: Tx, actor: Actor, _id: int | None, form: Form) -> Prospect:
    """The one who acts, and whom the form names; raises Refused for somebody unknown."""
    known = load_self(tx, actor, None, form)
    chosen = form.get(forms.WHO)
    if not chosen:
        return known
    found = _person(tx, str(chosen))
    if found is None:
        raise Refused(
            tr("I don't know this person. Only people in the directory can be reported on."),
            field=forms.WHO,
            reason="unknown_person",
        )
    return Prospect(known.person, known.leads, known.manages, found.id)


def load_author(tx: Tx, actor: Actor, _id: int | None, form: Form) -> Prospect:
    """The one who acts, and who wrote the message they chose; raises Refused for an app's, or somebody unknown."""
    author = str((form.get("message") or {}).get("user") or "")
    known = load_self(tx, actor, None, form)
    found = organisation.person_by_slack(tx, author) if author else None
    if found is None:
        raise Refused(
            tr(
                "I don't know who wrote that: it was an app, or somebody who is not in the directory. `/report` opens "
                "the form about anybody on your projects."
            ),
            reason="unknown_person",
        )
    return Prospect(known.person, known.leads, known.manages, found.id)


def known_as(tx: Tx, actor: Actor, prospect: Prospect, whom: PersonId) -> Known:
    """How the one who acts stands to somebody."""
    found = organisation.facts(tx, whom)
    today = actor.today
    above_me = organisation.chart(tx).line(organisation.facts(tx, actor.person).department(today), today)
    return Known(
        id=whom,
        name=found.person.name,
        oneself=whom == actor.person,
        left=not holds(found.person, found.person.today(tx.now)),
        manages_me=any(desk.manager == whom for desk in above_me),
        mine=organisation.operations_manager(tx, whom, today) == actor.person,
        projects=tuple(
            project.id
            for project in prospect.leads
            if any(one.project == project.id and meets(one, *_window(tx, project, today)) for one in found.allocations)
        ),
    )


def choices(tx: Tx, actor: Actor, prospect: Prospect) -> list[Person]:
    """Everybody they may report, by name."""
    found = {*_on_projects(tx, prospect, actor.today), *_own_people(tx, prospect, actor)}
    line = organisation.chart(tx).line(organisation.facts(tx, actor.person).department(actor.today), actor.today)
    found -= {actor.person, *(desk.manager for desk in line)}
    people = [one for person in found if (one := organisation.person(tx, person))]
    return sorted((one for one in people if holds(one, actor.today)), key=lambda one: (one.name, one.id))


def _led(tx: Tx, actor: Actor) -> tuple[Project, ...]:
    """The projects they lead today, and those they led when they ended, not long ago."""
    chart = organisation.chart(tx)
    back = timedelta(days=store.settings(tx).look_back)
    found = []
    for project in chart.projects.values():
        day = min(actor.today, project.ends or actor.today)
        recently = project.starts <= day and actor.today - day <= back
        if recently and at(chart.leads.get(project.id, ()), day) == actor.person:
            found.append(project)
    return tuple(found)


def _window(tx: Tx, project: Project, today: date) -> tuple[date, date]:
    """The days on which an allocation makes somebody one who may be reported: today, and lately."""
    return max(project.starts, today - timedelta(days=store.settings(tx).look_back)), min(today, project.ends or today)


def _on_projects(tx: Tx, prospect: Prospect, today: date) -> Iterable[PersonId]:
    if not prospect.leads:
        return ()
    since = today - timedelta(days=store.settings(tx).look_back)
    asked = [one.id for one in prospect.leads]
    return [PersonId(row.person_id) for row in tx.fetch(_ON_PROJECTS, projects=asked, first=since, last=today)]


def _own_people(tx: Tx, prospect: Prospect, actor: Actor) -> Iterable[PersonId]:
    """Those whose operations manager they are: their departments' members, and who owns what lies below."""
    chart = organisation.chart(tx)
    for department in {one.id for top in prospect.manages for one in chart.below(top, actor.today)}:
        desks = chart.line(department, actor.today)
        owners = [desk.manager for desk in desks if desk.manager is not None]
        if owners[:1] == [actor.person]:
            yield from organisation.members(tx, department, actor.today)
        elif owners[1:2] == [actor.person]:
            yield owners[0]


def _person(tx: Tx, chosen: str) -> Person | None:
    """By the directory's number, as the menu has it, or by Slack's."""
    if chosen.isdigit():
        return organisation.person(tx, PersonId(int(chosen))) if len(chosen) < 18 else None
    return organisation.person_by_slack(tx, chosen)
