"""What people change in the directory from Slack, and who may: one's own line, and people admins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Event, Ref, Tx
from workflows.organisation import checks, recent
from workflows.organisation.description import Description, PersonEntry, Stint
from workflows.organisation.register import write
from workflows.organisation.rules import Department, Person, holds, lines
from workflows.organisation.store import chart, person_by_email, person_by_slack

_PERSON = SQLModel.metadata.tables["person"]
_LINK = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("person"), _PERSON.c.slack_id.is_(None))
    .values(slack_id=bindparam("slack_id"))
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added, as a form or Slack's profile gave it; nothing of it is believed yet."""

    slack_id: str
    name: str
    email: str
    time_zone: str
    locale: str
    country: str
    subdivision: str
    pattern: str
    """Already read by `workflows.calendar.rules.parse_pattern`, which knows what a pattern is."""
    department: str
    """Its code."""
    starts: date


def departments_open_to(tx: Tx, actor: Actor) -> tuple[Department, ...]:
    """Where the actor may add people: everywhere for a people admin, else what they manage or deputise for."""
    known = chart(tx)
    standing = [one for one in known.departments.values() if holds(one, actor.today)]
    if actor.people_admin:
        return tuple(standing)
    return tuple(one for one in standing if _answers_for(tx, actor, one))


def add_person(tx: Tx, actor: Actor, newcomer: Newcomer) -> Person:
    """Add somebody whom Slack knows and the directory doesn't. Refused names the field that is wrong."""
    recent.alone(tx)
    department = next((one for one in departments_open_to(tx, actor) if one.code == newcomer.department), None)
    if department is None:
        raise NotAllowed("You can add people to the departments you manage; a people admin can add them anywhere.")
    entry = _entry(newcomer)
    _require_new(tx, entry)
    write(tx, Description(people={entry.email: entry}))
    added = person_by_email(tx, entry.email)
    if added is None:
        raise LookupError(entry.email)
    tx.record(Event("added", Ref("organisation", added.id), 1, added.id, actor.person))
    return added


def link(tx: Tx, person_id: PersonId, slack_id: str) -> bool:
    """Note the Slack id of somebody who has none yet; whether that was so and nobody else has it."""
    recent.alone(tx)
    if person_by_slack(tx, slack_id) is not None:
        return False
    linked = tx.execute(_LINK, person=person_id, slack_id=slack_id) == 1
    if linked:
        recent.changed(tx)
    return linked


def _answers_for(tx: Tx, actor: Actor, department: Department) -> bool:
    nobody = PersonId(0)
    held = lines(actor.person, nobody, chart(tx).line(department.id, actor.today))
    return bool(held & {Relation.SOLID_LINE, Relation.DEPUTY})


def _entry(newcomer: Newcomer) -> PersonEntry:
    country = _checked("country", lambda: checks.country(newcomer.country))
    stint = Stint(
        newcomer.starts,
        _checked("time_zone", lambda: checks.time_zone(newcomer.time_zone)),
        country,
        _checked("subdivision", lambda: newcomer.subdivision and checks.subdivision(newcomer.subdivision, country)),
        newcomer.pattern,
        newcomer.department,
        people_admin=False,
    )
    return PersonEntry(
        _checked("email", lambda: checks.email(newcomer.email)),
        _checked("slack_id", lambda: checks.slack_id(newcomer.slack_id)),
        _checked("name", lambda: checks.label(newcomer.name)),
        _checked("locale", lambda: checks.locale(newcomer.locale)),
        newcomer.starts,
        None,
        (stint,),
    )


def _checked(field: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except ValueError as error:
        raise Refused(f"{field.replace('_', ' ').capitalize()}: {error}.", field=field, reason="invalid") from error


def _require_new(tx: Tx, entry: PersonEntry) -> None:
    if person_by_slack(tx, entry.slack_id) is not None:
        raise Refused(f"{entry.name} is in the directory already.", reason="known")
    if person_by_email(tx, entry.email) is not None:
        raise Refused(
            f"Somebody with the address {entry.email} is in the directory already. A people admin can link the two.",
            field="email",
            reason="known",
        )
