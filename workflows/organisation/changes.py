"""What people change in the directory from Slack, and who may: one's own line, and people admins."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Event, Ref, Tx
from workflows.language import marked, tr
from workflows.organisation import checks, recent
from workflows.organisation import lines as standing
from workflows.organisation.description import Description, PersonEntry, Stint, condensed, person_entry
from workflows.organisation.register import write
from workflows.organisation.rules import Department, Person, holds, lines
from workflows.organisation.store import chart, facts, person_by_email, person_by_slack

_PERSON = SQLModel.metadata.tables["person"]
_LINK = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("person"), _PERSON.c.slack_id.is_(None))
    .values(slack_id=bindparam("slack_id"))
)
_END = update(_PERSON).where(_PERSON.c.id == bindparam("person")).values(ends=bindparam("last"))
_MAY = frozenset({Relation.SOLID_LINE, Relation.DEPUTY, Relation.PEOPLE_ADMIN})
FIELDS = {
    "time_zone": marked("Time zone"),
    "country": marked("Country"),
    "subdivision": marked("Subdivision"),
    "contract": marked("Contract"),
    "email": marked("Email"),
    "slack_id": marked("Slack id"),
    "name": marked("Name"),
    "locale": marked("Locale"),
}
"""What a form calls what is checked here."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added, as a form or Slack's profile gave it; nothing of it is believed yet."""

    slack_id: str
    """Empty while Slack does not know them: their address links the two later."""
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
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is otherwise about somebody from a day on; None: as it is."""

    valid_from: date
    pattern: str | None = None
    """Already read by `workflows.calendar.rules.parse_pattern`."""
    time_zone: str | None = None
    country: str | None = None
    subdivision: str | None = None
    """Empty for a country's own holidays alone; looked at with the country."""
    contract: str | None = None


def departments_open_to(tx: Tx, actor: Actor) -> tuple[Department, ...]:
    """Where the actor may add people: everywhere for a people admin, else what they manage or deputise for."""
    known = chart(tx)
    standing = [one for one in known.departments.values() if holds(one, actor.today)]
    if actor.people_admin:
        return tuple(standing)
    return tuple(one for one in standing if _answers_for(tx, actor, one))


def add_person(tx: Tx, actor: Actor, newcomer: Newcomer) -> Person:
    """Add somebody new, with or without a Slack account. Refused names the field that is wrong."""
    recent.alone(tx)
    department = next((one for one in departments_open_to(tx, actor) if one.code == newcomer.department), None)
    if department is None:
        raise NotAllowed(tr("You can add people to the departments you manage; a people admin can add them anywhere."))
    entry = _entry(newcomer)
    _require_new(tx, entry)
    write(tx, Description(people={entry.email: entry}))
    added = person_by_email(tx, entry.email)
    if added is None:
        raise LookupError(entry.email)
    tx.record(Event("added", Ref("organisation", added.id), 1, added.id, actor.person))
    return added


def set_terms(tx: Tx, actor: Actor, person_id: PersonId, terms: Terms) -> None:
    """Write it down from that day on, over whatever was to follow. Refused names the field that is wrong."""
    _require_standing(tx, actor, person_id)
    recent.alone(tx)
    entry = person_entry(facts(tx, person_id), chart(tx))
    since = max(terms.valid_from, entry.starts)
    if entry.ends is not None and since > entry.ends:
        raise Refused(tr("That is after their last day."), field="valid_from", reason="dates")
    changed = _checked_terms(terms)
    before = [one for one in entry.stints if one.valid_from <= since]
    later = [replace(one, **changed) for one in entry.stints if one.valid_from > since]
    kept = [one for one in before if one.valid_from < since]
    stints = condensed([*kept, replace(before[-1], valid_from=since, **changed), *later])
    write(tx, Description(people={entry.email: replace(entry, stints=stints)}))
    said = {"what": sorted(changed), "from": since.isoformat()}
    tx.record(Event("terms_changed", Ref("organisation", person_id), 1, person_id, actor.person, said))


def set_last_day(tx: Tx, actor: Actor, person_id: PersonId, last: date | None) -> None:
    """Their last day, or that there is none in sight. Raises Refused for a day before their first one."""
    _require_standing(tx, actor, person_id)
    recent.alone(tx)
    known = facts(tx, person_id).person
    if last is not None and last < known.starts:
        raise Refused(
            tr("That is before their first day. Please pick a later one."), field="last", reason="before_first"
        )
    tx.execute(_END, person=person_id, last=last)
    recent.changed(tx)
    said = {"last": last.isoformat() if last else None}
    tx.record(Event("last_day_set", Ref("organisation", person_id), 1, person_id, actor.person, said))


def link(tx: Tx, person_id: PersonId, slack_id: str) -> bool:
    """Note the Slack id of somebody who has none yet; whether that was so and nobody else has it."""
    recent.alone(tx)
    if person_by_slack(tx, slack_id) is not None:
        return False
    linked = tx.execute(_LINK, person=person_id, slack_id=slack_id) == 1
    if linked:
        recent.changed(tx)
    return linked


def _require_standing(tx: Tx, actor: Actor, person_id: PersonId) -> None:
    if not standing.relations(tx, actor, person_id) & _MAY:
        raise NotAllowed(tr("You can change that about those you answer for; a people admin can about everybody."))


def _checked_terms(terms: Terms) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if terms.pattern is not None:
        changed["pattern"] = terms.pattern
    if terms.time_zone is not None:
        changed["time_zone"] = _checked("time_zone", lambda: checks.time_zone(terms.time_zone or ""))
    if terms.country is not None:
        country = changed["country"] = _checked("country", lambda: checks.country(terms.country or ""))
        part = terms.subdivision or ""
        changed["subdivision"] = _checked("subdivision", lambda: part and checks.subdivision(part, country))
    if terms.contract is not None:
        kind = terms.contract
        changed["contract"] = _checked("contract", lambda: kind and checks.contract(kind))
    return changed


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
        contract=_checked("contract", lambda: newcomer.contract and checks.contract(newcomer.contract)),
    )
    return PersonEntry(
        _checked("email", lambda: checks.email(newcomer.email)),
        _checked("slack_id", lambda: newcomer.slack_id and checks.slack_id(newcomer.slack_id)),
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
        raise Refused(
            tr("{field}: {error}.", field=tr(FIELDS[field]), error=error), field=field, reason="invalid"
        ) from error


def _require_new(tx: Tx, entry: PersonEntry) -> None:
    if entry.slack_id and person_by_slack(tx, entry.slack_id) is not None:
        raise Refused(tr("{name} is in the directory already.", name=entry.name), reason="known")
    if person_by_email(tx, entry.email) is not None:
        raise Refused(
            tr(
                "Somebody with the address {email} is in the directory already. A people admin can link the two.",
                email=entry.email,
            ),
            field="email",
            reason="known",
        )
