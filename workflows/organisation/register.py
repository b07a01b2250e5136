"""Writing a description of the organisation down: what is new is added, what was there is replaced entry by entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Delete, bindparam, delete, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.description import (
    AllocationEntry,
    Charge,
    DepartmentEntry,
    Description,
    PersonEntry,
    ProjectEntry,
    Stint,
    spans,
)
from workflows.organisation.rules import Dated
from workflows.organisation.store import ids_by_email
from workflows.organisation.tables import (
    AllocationRow,
    ContractRow,
    DepartmentDutyRow,
    DepartmentRow,
    Duty,
    MembershipRow,
    PeopleAdminRow,
    PersonRow,
    ProjectLeadRow,
    ProjectRow,
    ResidenceRow,
    WorkPatternRow,
)

T = TypeVar("T")
Progress = Callable[[int], None]
"""Told how many more entries are written."""

_TABLES = SQLModel.metadata.tables
_PERSON, _DEPARTMENT, _PROJECT = _TABLES["person"], _TABLES["department"], _TABLES["project"]
_ALLOCATION = _TABLES["allocation"]
_DEPARTMENT_IDS = select(_DEPARTMENT.c.id, _DEPARTMENT.c.code.label("key"))
_PROJECT_IDS = select(_PROJECT.c.id, _PROJECT.c.code.label("key"))
_CHANGE_PERSON = (
    update(_PERSON)
    .where(_PERSON.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in ("slack_id", "name", "locale", "starts", "ends")})
)
_CHANGE_SLACK_ID = update(_PERSON).where(_PERSON.c.id == bindparam("key")).values(slack_id=bindparam("slack_id"))
_CHANGE_DEPARTMENT = (
    update(_DEPARTMENT)
    .where(_DEPARTMENT.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in ("name", "parent_id", "starts", "ends")})
)
_CHANGE_PROJECT = (
    update(_PROJECT)
    .where(_PROJECT.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in ("name", "channel", "starts", "ends")})
)
_SHARES = select(_ALLOCATION.c.id, _ALLOCATION.c.starts).where(
    _ALLOCATION.c.person_id == bindparam("person"), _ALLOCATION.c.project_id == bindparam("project")
)
_CHANGE_SHARE = (
    update(_ALLOCATION)
    .where(_ALLOCATION.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in ("percent", "hours", "ends")})
)
_DROP_SHARE = delete(_ALLOCATION).where(_ALLOCATION.c.id == bindparam("key"))


def _forget(table: str, owner: str) -> Delete:
    return delete(_TABLES[table]).where(_TABLES[table].c[owner] == bindparam("key"))


_FORGET_PERSON_FACTS = [
    _forget(table, "person_id") for table in ("residence", "work_pattern", "membership", "people_admin", "contract")
]
_FORGET_DUTIES = _forget("department_duty", "department_id")
_FORGET_LEADS = _forget("project_lead", "project_id")


def write(tx: Tx, changed: Description, progress: Progress = lambda _count: None) -> None:
    """Write these entries, new or changed. Whatever they name is among them or there already (else KeyError)."""
    people = _write_people(tx, changed.people)
    departments = _write_departments(tx, changed.departments)
    projects = _write_projects(tx, changed.projects)
    for batch in _batches(list(changed.people.values())):
        _write_stints(tx, batch, people, departments)
        progress(len(batch))
    for department in changed.departments.values():
        tx.insert_many(DepartmentDutyRow, _duty_rows(department, departments[department.code], people))
    for project in changed.projects.values():
        tx.insert_many(ProjectLeadRow, _lead_rows(project, projects[project.code], people))
    progress(len(changed.departments) + len(changed.projects))
    for allocations in _batches(list(changed.allocations.values())):
        for entry in allocations:
            _write_shares(tx, entry, people[entry.email], projects[entry.project])
        progress(len(allocations))
    recent.changed(tx)


def _write_people(tx: Tx, entries: Mapping[str, PersonEntry]) -> dict[str, PersonId]:
    ids = ids_by_email(tx)
    known = [entry for entry in entries.values() if entry.email in ids]
    for entry in known:  # two people may swap their Slack ids: let go of all first
        tx.execute(_CHANGE_SLACK_ID, key=ids[entry.email], slack_id=None)
    for batch in _batches([entry for entry in entries.values() if entry.email not in ids]):
        tx.insert_many(PersonRow, [{"email": entry.email, **_person_values(entry)} for entry in batch])
    for entry in known:
        tx.execute(_CHANGE_PERSON, key=ids[entry.email], **_person_values(entry))
        for forget in _FORGET_PERSON_FACTS:
            tx.execute(forget, key=ids[entry.email])
    return ids_by_email(tx)


def _person_values(entry: PersonEntry) -> dict[str, Any]:
    return {
        "slack_id": entry.slack_id or None,
        "name": entry.name,
        "locale": entry.locale,
        "starts": entry.starts,
        "ends": entry.ends,
    }


def _write_departments(tx: Tx, entries: Mapping[str, DepartmentEntry]) -> dict[str, int]:
    ids = _ids(tx, _DEPARTMENT_IDS)
    for code, entry in entries.items():
        if code in ids:
            tx.execute(_FORGET_DUTIES, key=ids[code])
            continue
        ids[code] = tx.insert(
            DepartmentRow, code=code, name=entry.name, parent_id=None, starts=entry.starts, ends=entry.ends
        )
    for code, entry in entries.items():  # now that every parent has its id
        parent = ids[entry.parent] if entry.parent else None
        values = {"name": entry.name, "starts": entry.starts, "ends": entry.ends}
        tx.execute(_CHANGE_DEPARTMENT, key=ids[code], parent_id=parent, **values)
    return ids


def _write_projects(tx: Tx, entries: Mapping[str, ProjectEntry]) -> dict[str, int]:
    ids = _ids(tx, _PROJECT_IDS)
    for code, entry in entries.items():
        values = {"name": entry.name, "channel": entry.channel or None, "starts": entry.starts, "ends": entry.ends}
        if code not in ids:
            ids[code] = tx.insert(ProjectRow, code=code, **values)
            continue
        tx.execute(_FORGET_LEADS, key=ids[code])
        tx.execute(_CHANGE_PROJECT, key=ids[code], **values)
    return ids


def _write_stints(
    tx: Tx, entries: Sequence[PersonEntry], people: Mapping[str, int], departments: Mapping[str, int]
) -> None:
    """What is dated about these people."""
    owned = [(people[entry.email], entry.stints) for entry in entries]
    tx.insert_many(ResidenceRow, [row for owner, stints in owned for row in _residences(owner, stints)])
    tx.insert_many(
        WorkPatternRow,
        [_row(one, person_id=owner, pattern=one.value) for owner, stints in owned for one in spans(stints, _pattern)],
    )
    tx.insert_many(
        MembershipRow,
        [
            _row(one, person_id=owner, department_id=departments[one.value])
            for owner, stints in owned
            for one in spans(stints, lambda stint: stint.department or None)
        ],
    )
    tx.insert_many(
        PeopleAdminRow,
        [
            _row(one, person_id=owner)
            for owner, stints in owned
            for one in spans(stints, lambda stint: stint.people_admin or None)
        ],
    )
    tx.insert_many(
        ContractRow,
        [
            _row(one, person_id=owner, kind=one.value)
            for owner, stints in owned
            for one in spans(stints, lambda stint: stint.contract or None)
        ],
    )


def _pattern(stint: Stint) -> str | None:
    return stint.pattern or None


def _residences(owner: int, stints: Sequence[Stint]) -> list[dict[str, Any]]:
    where = spans(stints, lambda stint: (stint.time_zone, stint.country, stint.subdivision or None))
    return [
        _row(one, person_id=owner, time_zone=one.value[0], country=one.value[1], subdivision=one.value[2])
        for one in where
    ]


def _duty_rows(entry: DepartmentEntry, owner: int, people: Mapping[str, int]) -> list[dict[str, Any]]:
    managers, deputies = spans(entry.charges, _manager), spans(entry.charges, lambda charge: charge.deputy or None)
    return [
        _row(one, department_id=owner, person_id=people[one.value], duty=duty)
        for duty, charged in ((Duty.MANAGER, managers), (Duty.DEPUTY, deputies))
        for one in charged
    ]


def _lead_rows(entry: ProjectEntry, owner: int, people: Mapping[str, int]) -> list[dict[str, Any]]:
    return [_row(one, project_id=owner, person_id=people[one.value]) for one in spans(entry.charges, _manager)]


def _manager(charge: Charge) -> str | None:
    return charge.manager or None


def _row(dated: Dated[Any], **values: Any) -> dict[str, Any]:
    return {**values, "starts": dated.starts, "ends": dated.ends}


def _write_shares(tx: Tx, entry: AllocationEntry, person: int, project: int) -> None:
    """A share that begins on the same day stays the same row."""
    known = {row.starts: row.id for row in tx.fetch(_SHARES, person=person, project=project)}
    for share in entry.shares:
        values = {"percent": share.percent, "hours": share.hours, "ends": share.ends}
        if share.starts in known:
            tx.execute(_CHANGE_SHARE, key=known.pop(share.starts), **values)
            continue
        tx.insert(AllocationRow, person_id=person, project_id=project, starts=share.starts, **values)
    for gone in known.values():
        tx.execute(_DROP_SHARE, key=gone)


def _ids(tx: Tx, statement: Any) -> dict[str, int]:
    return {row.key: row.id for row in tx.fetch(statement)}


def _batches(entries: Sequence[T]) -> Iterable[Sequence[T]]:
    return (entries[start : start + 500] for start in range(0, len(entries), 500))
