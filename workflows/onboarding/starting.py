"""How a joining or leaving begins: who owes each step of its template, and by when."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Tx
from workflows.language import tr
from workflows.onboarding import desk, store
from workflows.onboarding.moves import happened
from workflows.onboarding.rules import checklist
from workflows.onboarding.rules.checklist import Journey, Step
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import TEMPLATES, Part, Way
from workflows.organisation import store as organisation
from workflows.organisation.rules import Person


def begin(
    tx: Tx,
    actor: Actor,
    way: Way,
    person: Person,
    day: date,
    named: Mapping[Part, PersonId],
    *,
    opening: int | None = None,
    before: date | None = None,
) -> list[Event]:
    """The list with the steps of its template; Refused (`nobody_holds`) where a step's owner role is nobody's."""
    owners = _owners(tx, way, person, day, named)
    new = Journey(0, way, person.id, named.get(Part.BUDDY), opening, day, before, actor.person, State.RUNNING, 1)
    journey = replace(new, id=store.add(tx, new))
    store.add_steps(tx, _steps(tx, actor, journey, owners))
    facts = {"way": way.value, "steps": len(TEMPLATES[way]), "day": day.isoformat()}
    return [happened(journey, "started", actor.person, facts)]


def due_of(tx: Tx, person: PersonId, day: date, days: int) -> date:
    """When somebody is to have taken a step."""
    today = desk.today_of(tx, person)
    return checklist.due_day(day, days, desk.works(tx, person, day), today)


def _steps(tx: Tx, actor: Actor, journey: Journey, owners: Mapping[Part, PersonId]) -> Iterator[Step]:
    works = {one: desk.works(tx, one, journey.day) for one in owners.values()}
    for entry in TEMPLATES[journey.way]:
        owner = owners[entry.owner]
        due = checklist.due_day(journey.day, entry.days, works[owner], actor.today)
        yield Step(0, journey.id, entry.title, owner, entry.kind, entry.days, due, State.TO_DO, 1, journey.person)


def _owners(tx: Tx, way: Way, person: Person, day: date, named: Mapping[Part, PersonId]) -> dict[Part, PersonId]:
    found = dict[Part, PersonId](named) | {Part.PERSON: person.id}
    for part in {entry.owner for entry in TEMPLATES[way]} - set(found):
        holder = _holder(tx, part, person, day)
        if holder is None:
            raise Refused(_missing(tx, part, person, day), reason="nobody_holds")
        found[part] = holder
    return found


def _holder(tx: Tx, part: Part, person: Person, day: date) -> PersonId | None:
    if part is Part.MANAGER:
        return desk.manager_of(tx, person.id, day)
    department = organisation.department_of(tx, person.id, day)
    number, today = department.id if department else None, tx.now.date()
    holder = desk.holder(tx, part, number, min(day, today)) or desk.holder(tx, part, number, day)
    if holder == person.id:  # whoever leaves does not close their own access
        return desk.manager_of(tx, person.id, day)
    return holder


def _missing(tx: Tx, part: Part, person: Person, day: date) -> str:
    if part is Part.MANAGER:
        return tr(
            "{name} has no operations manager, so nobody would keep the list. A people admin can name one.",
            name=person.name,
        )
    department = organisation.department_of(tx, person.id, day)
    name = department.name if department else tr("this department")
    return tr(
        "Nobody looks after IT for {name}, so some steps would be nobody's. {who} can name somebody: `/onboard roles`.",
        name=name,
        who=desk.who_can_name(tx),
    )
