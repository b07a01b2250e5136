"""Companies of any size for what is measured on reading: departments of fifty, and twenty leaves of a day for each.

A leave's rows are a request, its day, its charge and the absence others see. The first thousand people's leave is
written row by row; everybody else's is copied from it inside the database, or a hundred thousand would take minutes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, cast, insert, literal, null, select, text
from sqlmodel import SQLModel

from benchmarks.signed import PLACES
from bot.clock import FollowedClock
from bot.store import Store
from bot.transaction import Transaction
from workflows import WORKFLOWS
from workflows.columns import Code, Exact, Moment
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.life import State
from workflows.leave.seed import seed
from workflows.leave.tables import LeaveRequest
from workflows.organisation import recent
from workflows.organisation.tables import (
    DepartmentDutyRow,
    DepartmentRow,
    Duty,
    MembershipRow,
    PersonRow,
    ResidenceRow,
    WorkPatternRow,
)

LEAVES = 20
"""Of each person, all in the year of `TODAY`."""
TOGETHER = 50
"""People in a department; the first of them manages it."""
ENTITLED = 25
TODAY = date(2026, 11, 23)
HIRED = date(2026, 1, 1)
_WRITTEN = 1000
_MONDAY = date(2026, 1, 5)
_NOW = datetime.combine(TODAY, time(9), tzinfo=UTC)
_TABLES = SQLModel.metadata.tables
_REQUEST, _DAY = _TABLES["leave_request"], _TABLES["leave_day"]
_LEDGER, _ABSENCE = _TABLES["leave_ledger"], _TABLES["absence"]
_SHIFT: Any = bindparam("shift", type_=Integer)
_COPIED = {
    "id": _REQUEST.c.id + _SHIFT * LEAVES,
    "person_id": _REQUEST.c.person_id + _SHIFT,
    "asked_by": _REQUEST.c.asked_by + _SHIFT,
    "decided_by": _REQUEST.c.decided_by,
}
_COPY = insert(_REQUEST).from_select(
    list(_REQUEST.c.keys()),
    select(*(_COPIED.get(column.name, column) for column in _REQUEST.c)).where(
        _REQUEST.c.id <= _WRITTEN * LEAVES, _REQUEST.c.person_id + _SHIFT <= bindparam("people", type_=Integer)
    ),
)
_DAYS = insert(_DAY).from_select(
    ["request_id", "day", "pattern", "holiday", "cost"],
    select(_REQUEST.c.id, _REQUEST.c.first, literal(Decimal(1), Exact()), null(), _REQUEST.c.days),
)
_ENTRY = ["person_id", "leave_type", "pot", "kind", "day", "amount", "request_id", "reason", "written_at"]
_YEAR = literal(str(TODAY.year), String())
_NO_REASON = literal("", String())
_THEN = literal(_NOW, Moment())
_GRANTS = insert(_LEDGER).from_select(
    _ENTRY,
    select(
        *(_TABLES["person"].c.id, literal("annual", String()), _YEAR, literal(Kind.GRANT, Code(Kind))),
        *(literal(HIRED, Date()), literal(Decimal(ENTITLED), Exact()), null(), _NO_REASON, _THEN),
    ),
)
_CHARGES = insert(_LEDGER).from_select(
    _ENTRY,
    select(
        *(_REQUEST.c.person_id, _REQUEST.c.leave_type, _YEAR, literal(Kind.CHARGE, Code(Kind))),
        *(_REQUEST.c.first, literal(Decimal(-1), Exact()), _REQUEST.c.id, _NO_REASON, _THEN),
    ),
)
_AWAY = insert(_ABSENCE).from_select(
    ["source", "person_id", "first", "last", "certain", "shown", "gone", "sequence"],
    select(
        *("leave/" + cast(_REQUEST.c.id, String(20)), _REQUEST.c.person_id, _REQUEST.c.first, _REQUEST.c.last),
        *(literal(value=True), literal(value=True), literal(value=False), literal(0)),
    ),
)


def found(
    url: str, people: int, more: Callable[[Transaction, int], None] | None = None, together: int = TOGETHER
) -> Store:
    """A new company of that many people in an empty database, with the statistics that the planner goes by.

    `more` adds to it before they are taken; `together`: so many people in a department.
    """
    clock = FollowedClock()
    clock.follow(_NOW, speed=0)
    store = Store(url, clock, WORKFLOWS)
    SQLModel.metadata.create_all(store.engine)
    indexes = [index for table in (_REQUEST, _DAY, _LEDGER, _ABSENCE) for index in table.indexes]
    for index in indexes:
        index.drop(store.engine)
    store.write(lambda tx: _fill(tx, people, together))
    if more is not None:
        store.write(lambda tx: more(tx, people))
    for index in indexes:
        index.create(store.engine)
    with store.engine.connect() as connection, connection.begin():
        connection.execute(text("ANALYZE"))
    return store


def department_of(person: int, together: int = TOGETHER) -> int:
    """The id of somebody's department."""
    return (person - 1) // together + 1


def _fill(tx: Transaction, people: int, together: int) -> None:
    everybody = range(1, people + 1)
    managers = range(1, people + 1, together)
    tx.insert_many(PersonRow, [_person(one) for one in everybody])
    tx.insert_many(ResidenceRow, [_residence(one) for one in everybody])
    tx.insert_many(WorkPatternRow, [_dated(person_id=one, pattern="mon-fri") for one in everybody])
    tx.insert_many(DepartmentRow, [_department(department_of(one, together)) for one in managers])
    tx.insert_many(
        MembershipRow, [_dated(person_id=one, department_id=department_of(one, together)) for one in everybody]
    )
    tx.insert_many(DepartmentDutyRow, [_duty(one, department_of(one, together)) for one in managers])
    seed(tx)
    recent.changed(tx)
    tx.insert_many(LeaveRequest, list(_requests(min(people, _WRITTEN))))
    for shift in range(_WRITTEN, people, _WRITTEN):
        tx.execute(_COPY, shift=shift, people=people)
    for statement in (_DAYS, _GRANTS, _CHARGES, _AWAY):
        tx.execute(statement)


def _requests(people: int) -> Iterator[dict[str, Any]]:
    """Everybody's first, then everybody's second, and so on: somebody's rows do not lie together, as in life."""
    for turn in range(LEAVES):
        for person in range(1, people + 1):
            day = _MONDAY + timedelta(weeks=turn * 5 // 2 + person % 3, days=(person // 3 + turn) % 5)
            yield {
                "id": turn * _WRITTEN + person,
                "person_id": person,
                "leave_type": "annual",
                "first": day,
                "last": day,
                "first_half": None,
                "last_half": None,
                "state": State.APPROVED,
                "version": 2,
                "stage": 1,
                "days": Decimal(1),
                "asked_by": person,
                "asked_at": _NOW,
                "decided_by": None,
                "decided_at": _NOW,
            }


def _person(number: int) -> dict[str, Any]:
    email = f"person.{number}@northwind.example"
    return _dated(id=number, slack_id=f"U{number:08}", name=f"Person {number}", email=email, locale="en_GB")


def _residence(number: int) -> dict[str, Any]:
    country, subdivision, zone = PLACES[number % len(PLACES)]
    return _dated(person_id=number, time_zone=zone, country=country, subdivision=subdivision or None)


def _department(number: int) -> dict[str, Any]:
    return _dated(id=number, code=f"department-{number}", name=f"Department {number}", parent_id=None)


def _duty(person: int, department: int) -> dict[str, Any]:
    return _dated(department_id=department, person_id=person, duty=Duty.MANAGER)


def _dated(**values: Any) -> dict[str, Any]:
    return {**values, "starts": HIRED, "ends": None}
