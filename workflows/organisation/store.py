"""What every workflow asks about the organisation. Cheap to ask often: see `recent`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent, zones
from workflows.organisation.rules import (
    Allocation,
    Chart,
    Dated,
    Department,
    Facts,
    Person,
    Project,
    Region,
    above,
    clip,
    holds,
    route,
    said_name,
)
from workflows.organisation.tables import Duty

T = TypeVar("T")
MOST_DEPARTMENTS = 10_000
MOST_NAMED = 10_000
"""Beyond that everybody is read: a statement takes only so many values."""
_TABLES = SQLModel.metadata.tables
_PERSON, _RESIDENCE, _PATTERN = _TABLES["person"].c, _TABLES["residence"].c, _TABLES["work_pattern"].c
_CONTRACT = _TABLES["contract"].c
_ADMIN, _MEMBER, _ALLOCATION = _TABLES["people_admin"].c, _TABLES["membership"].c, _TABLES["allocation"].c
_DEPARTMENT, _DUTY = _TABLES["department"].c, _TABLES["department_duty"].c
_PROJECT, _LEAD = _TABLES["project"].c, _TABLES["project_lead"].c

_PEOPLE = select(*_PERSON).order_by(_PERSON.id)
_RESIDENCES = select(*_RESIDENCE).order_by(_RESIDENCE.starts)
_PATTERNS = select(*_PATTERN).order_by(_PATTERN.starts)
_MEMBERS = select(*_MEMBER).order_by(_MEMBER.starts)
_CONTRACTS = select(*_CONTRACT).order_by(_CONTRACT.starts)
_ALLOCATIONS = select(*_ALLOCATION).order_by(_ALLOCATION.starts, _ALLOCATION.id)
_ONE: BindParameter[int] = bindparam("person")
_PERSON_OF = _PEOPLE.where(_PERSON.id == _ONE)
_RESIDENCES_OF = _RESIDENCES.where(_RESIDENCE.person_id == _ONE)
_PATTERNS_OF = _PATTERNS.where(_PATTERN.person_id == _ONE)
_MEMBERS_OF = _MEMBERS.where(_MEMBER.person_id == _ONE)
_ALLOCATIONS_OF = _ALLOCATIONS.where(_ALLOCATION.person_id == _ONE)
_CONTRACTS_OF = _CONTRACTS.where(_CONTRACT.person_id == _ONE)
_KINDS = select(_CONTRACT.kind).distinct().order_by(_CONTRACT.kind)

_BY_SLACK = select(_PERSON.id).where(_PERSON.slack_id == bindparam("slack_id"))
_BY_EMAIL = select(_PERSON.id).where(_PERSON.email == bindparam("email"))
_NAMES = select(_PERSON.id, _PERSON.name).where(_PERSON.id.in_(bindparam("ids", expanding=True)))
_ALL_NAMES = select(_PERSON.id, _PERSON.name)
_DAY: BindParameter[date] = bindparam("day")
_WITH_US = (_PERSON.starts <= _DAY) & (_PERSON.ends.is_(None) | (_PERSON.ends >= _DAY))
_PEOPLE_ON = (
    select(*_PERSON, _RESIDENCE.time_zone)
    .join(_TABLES["residence"], _RESIDENCE.person_id == _PERSON.id)
    .where(_WITH_US, _RESIDENCE.starts <= _DAY, _RESIDENCE.ends.is_(None) | (_RESIDENCE.ends >= _DAY))
    .order_by(_PERSON.name, _PERSON.id)
)
_MEMBERS_ON = (
    select(_MEMBER.person_id)
    .join(_TABLES["person"], _MEMBER.person_id == _PERSON.id)
    .where(_MEMBER.department_id == bindparam("department"), _WITH_US)
    .where(_MEMBER.starts <= _DAY, _MEMBER.ends.is_(None) | (_MEMBER.ends >= _DAY))
    .order_by(_PERSON.name, _PERSON.id)
)

_MEMBERS_AMONG = _MEMBERS.where(_MEMBER.person_id.in_(bindparam("ids", expanding=True)))
_DEPARTMENTS_ON = (
    select(_MEMBER.person_id, _MEMBER.department_id)
    .join(_TABLES["person"], _MEMBER.person_id == _PERSON.id)
    .where(_WITH_US, _MEMBER.starts <= _DAY, _MEMBER.ends.is_(None) | (_MEMBER.ends >= _DAY))
    .order_by(_PERSON.name, _PERSON.id)
)

_DEPARTMENTS_AMONG = _DEPARTMENTS_ON.where(_MEMBER.department_id.in_(bindparam("departments", expanding=True)))

_DEPARTMENTS = select(*_DEPARTMENT).order_by(_DEPARTMENT.code)
_PROJECTS = select(*_PROJECT).order_by(_PROJECT.code)
_EMPLOYED = (_PERSON.starts.label("employed_from"), _PERSON.ends.label("employed_to"))
_DUTIES = select(*_DUTY, *_EMPLOYED).join(_TABLES["person"], _DUTY.person_id == _PERSON.id).order_by(_DUTY.starts)
_LEADS = select(*_LEAD, *_EMPLOYED).join(_TABLES["person"], _LEAD.person_id == _PERSON.id).order_by(_LEAD.starts)
_ADMINS = (
    select(*_ADMIN, *_EMPLOYED)
    .join(_TABLES["person"], _ADMIN.person_id == _PERSON.id)
    .order_by(_PERSON.name, _ADMIN.id)
)


def person(tx: Tx, person_id: PersonId) -> Person | None:
    """Somebody by id, whether or not they are with the organisation now."""
    known = _facts(tx, person_id)
    return known.person if known else None


def person_by_slack(tx: Tx, slack_id: str) -> Person | None:
    """Whoever has this Slack id."""
    found: PersonId | None = recent.of_person(tx, ("slack", slack_id), lambda: _id(tx, _BY_SLACK, slack_id=slack_id))
    return person(tx, found) if found else None


def person_by_email(tx: Tx, email: str) -> Person | None:
    """Whoever has this address, in whatever case."""
    found = _id(tx, _BY_EMAIL, email=email.strip().lower())
    return person(tx, found) if found else None


def people(tx: Tx, on: date) -> list[Person]:
    """Everybody who is with the organisation on that day, by name."""
    return [_person(row, row.time_zone) for row in tx.fetch(_PEOPLE_ON, day=on)]


def names(tx: Tx, ids: Iterable[PersonId]) -> dict[PersonId, str]:
    """The names of those who are still known."""
    asked = set(ids)
    if len(asked) > MOST_NAMED:
        return {PersonId(row.id): said_name(row.name) for row in tx.fetch(_ALL_NAMES) if row.id in asked}
    return {PersonId(row.id): said_name(row.name) for row in tx.fetch(_NAMES, ids=sorted(asked))} if asked else {}


def ids_by_email(tx: Tx) -> dict[str, PersonId]:
    """Everybody ever known, by address."""
    return {row.email: PersonId(row.id) for row in tx.fetch(_PEOPLE)}


def facts(tx: Tx, person_id: PersonId) -> Facts:
    """Everything dated about somebody; LookupError when there is no such person."""
    known = _facts(tx, person_id)
    if known is None:
        raise LookupError(f"no person {person_id}")
    return known


def chart(tx: Tx) -> Chart:
    """The tree, the projects and who answers for each; nobody answers before their first day or after their last."""
    return recent.of_chart(tx, lambda: _chart(tx, _while_employed))


def operations_manager(tx: Tx, person_id: PersonId, on: date) -> PersonId | None:
    """Who owns the person's department that day; for one who owns it themselves, who owns the one above."""
    desks = above(person_id, chart(tx).line(facts(tx, person_id).department(on), on))
    return next((desk.manager for desk in desks if desk.manager is not None), None)


def chain(tx: Tx, person_id: PersonId, on: date) -> tuple[PersonId, ...]:
    """Whom to ask about this person, in turn: operations manager, deputy, next ones up, people admins; may be empty."""
    return recent.of_person(tx, ("chain", person_id, on), lambda: _chain(tx, person_id, on)) or ()


def colleagues(tx: Tx, person_id: PersonId, on: date) -> list[PersonId]:
    """The others in the person's department that day, by name."""
    department = facts(tx, person_id).department(on)
    return [one for one in members(tx, department, on) if one != person_id] if department else []


def members(tx: Tx, department_id: int, on: date) -> list[PersonId]:
    """Who belongs to the department itself that day, by name."""
    return [PersonId(row.person_id) for row in tx.fetch(_MEMBERS_ON, department=department_id, day=on)]


def departments_on(tx: Tx, on: date, among: Collection[int] | None = None) -> dict[PersonId, int]:
    """Everybody's department that day, or that of those in one of these, by name; one query."""
    if among is None:
        rows = tx.fetch(_DEPARTMENTS_ON, day=on)
    elif len(among) > MOST_DEPARTMENTS:
        rows = [row for row in tx.fetch(_DEPARTMENTS_ON, day=on) if row.department_id in among]
    else:
        rows = tx.fetch(_DEPARTMENTS_AMONG, day=on, departments=sorted(among)) if among else []
    return {PersonId(row.person_id): int(row.department_id) for row in rows}


def departments_at(tx: Tx, days: Mapping[PersonId, date]) -> dict[PersonId, int]:
    """The department of each of these on a day of their own; one query."""
    rows = tx.fetch(_MEMBERS_AMONG, ids=sorted(days)) if days else []
    held = [(row, days[PersonId(row.person_id)]) for row in rows]
    return {PersonId(row.person_id): int(row.department_id) for row, day in held if holds(row, day)}


def department_of(tx: Tx, person_id: PersonId, on: date) -> Department | None:
    """The person's department that day."""
    found = facts(tx, person_id).department(on)
    return chart(tx).departments.get(found) if found else None


def departments_above(tx: Tx, person_id: PersonId, on: date) -> tuple[Department, ...]:
    """The person's department that day and all above it, up to the top of the tree."""
    lowest = facts(tx, person_id).department(on)
    return recent.of_person(tx, ("above", lowest, on), lambda: _above(chart(tx), lowest, on)) or ()


def department_tree(tx: Tx, department_id: int, on: date) -> tuple[Department, ...]:
    """The department and all below it on that day."""
    return chart(tx).below(department_id, on)


def departments_managed(tx: Tx, person_id: PersonId, on: date) -> tuple[Department, ...]:
    """The departments this person is the operations manager of that day (not those below them)."""
    return chart(tx).managed_by(person_id, on)


def projects_of(tx: Tx, person_id: PersonId, first: date, last: date) -> list[tuple[Project, Allocation]]:
    """What the person is allocated to on any day from first to last."""
    return chart(tx).touched(facts(tx, person_id).allocations, first, last)


def project_managers_of(tx: Tx, person_id: PersonId, first: date, last: date) -> dict[PersonId, tuple[Project, ...]]:
    """Who leads what this person is allocated to from first to last, each with those projects; never the person."""
    known, found = chart(tx), defaultdict[PersonId, dict[int, Project]](dict)
    for project, allocation in projects_of(tx, person_id, first, last):
        for leader in known.leaders(allocation, first, last):
            found[leader][project.id] = project
    return {leader: tuple(led.values()) for leader, led in found.items() if leader != person_id}


def projects_led(tx: Tx, person_id: PersonId, on: date) -> list[Project]:
    """The projects this person manages that day."""
    return list(chart(tx).led_by(person_id, on))


def contract_kinds(tx: Tx) -> tuple[str, ...]:
    """Every kind of contract that anybody has, had or will have."""
    return tuple(row.kind for row in tx.fetch(_KINDS))


def people_admins(tx: Tx, on: date) -> list[PersonId]:
    """Those who keep the directory that day, by name."""
    return list(chart(tx).people_admins(on))


def is_people_admin(tx: Tx, person_id: PersonId, on: date) -> bool:
    """Whether this person keeps the directory that day."""
    return person_id in chart(tx).people_admins(on)


def everything(tx: Tx) -> tuple[Chart, list[Facts]]:
    """The whole organisation as it was written down, by a handful of queries; for export and for what compares."""
    residences, patterns = grouped(tx.fetch(_RESIDENCES)), grouped(tx.fetch(_PATTERNS))
    memberships, allocations = grouped(tx.fetch(_MEMBERS)), grouped(tx.fetch(_ALLOCATIONS))
    contracts = grouped(tx.fetch(_CONTRACTS))
    found = [
        assembled(
            row, residences[row.id], patterns[row.id], memberships[row.id], allocations[row.id], contracts[row.id]
        )
        for row in tx.fetch(_PEOPLE)
    ]
    return _chart(tx, _as_written), found


def _above(known: Chart, lowest: int | None, on: date) -> tuple[Department, ...]:
    return tuple(known.departments[desk.department] for desk in known.line(lowest, on))


def _chain(tx: Tx, person_id: PersonId, on: date) -> tuple[PersonId, ...]:
    known = chart(tx)
    return route(person_id, known.line(facts(tx, person_id).department(on), on), known.people_admins(on))


def _facts(tx: Tx, person_id: PersonId) -> Facts | None:
    day = tx.now.date()
    return recent.of_person(tx, ("facts", person_id, day), lambda: _seen(tx, person_id, day))


def _seen(tx: Tx, person_id: PersonId, day: date) -> Facts | None:
    known = recent.of_person(tx, person_id, lambda: _load(tx, person_id))
    return known.seen(day) if known else None


def _load(tx: Tx, person_id: PersonId) -> Facts | None:
    row = tx.first(_PERSON_OF, person=person_id)
    if row is None:
        return None
    parts = (_RESIDENCES_OF, _PATTERNS_OF, _MEMBERS_OF, _ALLOCATIONS_OF, _CONTRACTS_OF)
    return assembled(row, *(tx.fetch(part, person=person_id) for part in parts))


def assembled(
    row: Any,
    residences: Sequence[Any],
    patterns: Sequence[Any],
    memberships: Sequence[Any],
    shares: Sequence[Any],
    contracts: Sequence[Any],
) -> Facts:
    """What its rows say about somebody."""
    return Facts(
        _person(row, residences[0].time_zone if residences else "UTC"),
        _dated(memberships, lambda each: int(each.department_id)),
        _dated(patterns, lambda each: str(each.pattern)),
        _dated(residences, lambda each: Region(each.country, each.subdivision)),
        _dated(residences, lambda each: zones.known(each.time_zone)),
        tuple(
            Allocation(one.id, one.person_id, one.project_id, one.percent, one.hours, one.starts, one.ends)
            for one in shares
        ),
        _dated(contracts, lambda each: str(each.kind)),
    )


def _person(row: Any, time_zone: str) -> Person:
    return Person(
        PersonId(row.id),
        row.slack_id or "",
        row.name,
        row.email,
        zones.known(time_zone),
        row.locale,
        row.starts,
        row.ends,
        row.language,
    )


def _chart(tx: Tx, fit: Callable[[Any], Dated[PersonId] | None]) -> Chart:
    duties = tx.fetch(_DUTIES)
    return Chart(
        {one.id: Department(*one) for one in tx.fetch(_DEPARTMENTS)},
        _by(duties, "department_id", fit, Duty.MANAGER),
        _by(duties, "department_id", fit, Duty.DEPUTY),
        {one.id: Project(*one) for one in tx.fetch(_PROJECTS)},
        _by(tx.fetch(_LEADS), "project_id", fit),
        tuple(dated for one in tx.fetch(_ADMINS) if (dated := fit(one))),
    )


def _by(
    rows: Sequence[Any], key: str, fit: Callable[[Any], Dated[PersonId] | None], duty: Duty | None = None
) -> dict[int, list[Dated[PersonId]]]:
    found = defaultdict[int, list[Dated[PersonId]]](list)
    for row in rows:
        dated = fit(row) if duty is None or row.duty is duty else None
        if dated:
            found[getattr(row, key)].append(dated)
    return dict(found)


def _as_written(row: Any) -> Dated[PersonId]:
    return Dated(PersonId(row.person_id), row.starts, row.ends)


def _while_employed(row: Any) -> Dated[PersonId] | None:
    return clip(_as_written(row), Dated(None, row.employed_from, row.employed_to))


def _dated(rows: Sequence[Any], value: Callable[[Any], T]) -> tuple[Dated[T], ...]:
    return tuple(Dated(value(row), row.starts, row.ends) for row in rows)


def grouped(rows: Sequence[Any]) -> defaultdict[int, list[Any]]:
    """By person, in the same order."""
    found = defaultdict[int, list[Any]](list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _id(tx: Tx, statement: Any, **values: str) -> PersonId | None:
    row = tx.first(statement, **values)
    return PersonId(row.id) if row else None
