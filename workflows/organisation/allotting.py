"""Allocations as they change while work goes on: somebody is allotted, for longer, or until an earlier day.

Who decides that is not decided here, but by the workflow that asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.rules import Allocation
from workflows.organisation.tables import AllocationRow

_TABLES = SQLModel.metadata.tables
_ALLOCATION, _PERSON = _TABLES["allocation"].c, _TABLES["person"].c
_ONE = select(*_ALLOCATION).where(_ALLOCATION.id == bindparam("key"))
_MOVE_END = update(_TABLES["allocation"]).where(_ALLOCATION.id == bindparam("key")).values(ends=bindparam("last"))
_DROP = delete(_TABLES["allocation"]).where(_ALLOCATION.id == bindparam("key"))
_SAME = select(*_ALLOCATION).where(
    _ALLOCATION.person_id == bindparam("person"),
    _ALLOCATION.project_id == bindparam("project"),
    _ALLOCATION.starts <= bindparam("end"),
    _ALLOCATION.ends.is_(None) | (_ALLOCATION.ends >= bindparam("begin")),
)
_STANDING = (
    select(*_ALLOCATION)
    .where(_ALLOCATION.ends.is_(None) | (_ALLOCATION.ends >= bindparam("begin")))
    .order_by(_ALLOCATION.ends, _ALLOCATION.id)
)
_ON = _STANDING.where(_ALLOCATION.project_id.in_(bindparam("projects", expanding=True)))
_OF = _STANDING.where(_ALLOCATION.person_id.in_(bindparam("people", expanding=True)))
_LEFT_OVER = (
    select(*_ALLOCATION, _PERSON.ends.label("employed_to"))
    .join(_TABLES["person"], _ALLOCATION.person_id == _PERSON.id)
    .where(_PERSON.ends.is_not(None), _ALLOCATION.ends.is_(None) | (_ALLOCATION.ends > _PERSON.ends))
    .order_by(_ALLOCATION.id)
)
_ENDING = (
    select(*_ALLOCATION)
    .where(_ALLOCATION.ends >= bindparam("begin"), _ALLOCATION.ends <= bindparam("end"))
    .order_by(_ALLOCATION.ends, _ALLOCATION.id)
)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An allocation that goes on after its person's last day."""

    allocation: Allocation
    last: date
    """That day."""


def allocation(tx: Tx, number: int) -> Allocation | None:
    """The one of that id."""
    row = tx.first(_ONE, key=number)
    return _allocation(row) if row else None


def allot(tx: Tx, share: Allocation) -> int | None:
    """Write it down (its own id is not looked at); its id, or None when that person is on that project then already."""
    recent.alone(tx)
    if same(tx, share.person, share.project, share.starts, share.ends or date.max):
        return None
    added = tx.insert(
        AllocationRow,
        person_id=share.person,
        project_id=share.project,
        percent=share.percent,
        hours=share.hours,
        starts=share.starts,
        ends=share.ends,
    )
    recent.changed(tx)
    return added


def end(tx: Tx, known: Allocation, last: date) -> None:
    """Its last day is another one now; one that would end before it begins is no more."""
    recent.alone(tx)
    if last < known.starts:
        tx.execute(_DROP, key=known.id)
    else:
        tx.execute(_MOVE_END, key=known.id, last=last)
    recent.changed(tx)


def same(tx: Tx, person: PersonId, project: int, first: date, last: date) -> list[Allocation]:
    """What somebody has in that project on any of these days."""
    return _read(tx.fetch(_SAME, person=person, project=project, begin=first, end=last))


def of_projects(tx: Tx, projects: Iterable[int], day: date) -> list[Allocation]:
    """What these projects have of anybody that day or later."""
    asked = sorted(set(projects))
    return _read(tx.fetch(_ON, projects=asked, begin=day)) if asked else []


def of_people(tx: Tx, people: Iterable[PersonId], day: date) -> list[Allocation]:
    """What these people have that day or later."""
    asked = sorted(set(people))
    return _read(tx.fetch(_OF, people=asked, begin=day)) if asked else []


def in_the_way(tx: Tx, known: Allocation, last: date) -> list[Allocation]:
    """What begins before the new last day, and would be there twice."""
    if known.ends is None:
        return []
    return same(tx, known.person, known.project, known.ends + timedelta(days=1), last)


def left_over(tx: Tx) -> list[LeftOver]:
    """All that go on after their person's last day."""
    return [LeftOver(_allocation(row), row.employed_to) for row in tx.fetch(_LEFT_OVER)]


def ending(tx: Tx, first: date, last: date) -> list[Allocation]:
    """Those whose last day is one of these."""
    return _read(tx.fetch(_ENDING, begin=first, end=last))


def _read(rows: Iterable[Any]) -> list[Allocation]:
    return list(map(_allocation, rows))


def _allocation(row: Any) -> Allocation:
    return Allocation(row.id, PersonId(row.person_id), row.project_id, row.percent, row.hours, row.starts, row.ends)
