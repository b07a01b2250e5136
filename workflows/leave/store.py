"""What is kept about leave, read and written; requests, ledger and policy come out as the rules' own values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, update
from sqlmodel import SQLModel

from workflows.calendar.rules import DayCost, Span
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import versions
from workflows.leave.records import Leave, Opening, Step, Written
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.life import ACTIVE, GRANTED, State
from workflows.leave.rules.policy import leave_year, year_name
from workflows.leave.rules.request import Request
from workflows.leave.tables import (
    BY_HAND,
    WAITING,
    LeaveDay,
    LeaveLedger,
    LeaveNote,
    LeaveRequest,
    LeaveStep,
    NoteKind,
    codes,
)
from workflows.leave.waking import wake
from workflows.organisation import store as organisation

_TABLES = SQLModel.metadata.tables
_REQUEST, _STEP = _TABLES["leave_request"].c, _TABLES["leave_step"].c
_ALLOCATION = _TABLES["allocation"].c
_DAY, _LEDGER, _NOTE = _TABLES["leave_day"].c, _TABLES["leave_ledger"].c, _TABLES["leave_note"].c


def _stands(members: Iterable[State]) -> ColumnElement[bool]:
    """Written out, so that it is the very condition of the index on waiting requests."""
    return literal_column(f"leave_request.state IN {codes(members)}")


_STEP_OF = (
    _STEP.id.label("step_id"),
    _STEP.stage.label("step_stage"),
    _STEP.position,
    _STEP.person_id.label("step_person"),
    _STEP.asked_at.label("step_asked_at"),
)
_ONE = (
    select(*_REQUEST, *_STEP_OF)
    .outerjoin(_TABLES["leave_step"], _STEP.request_id == _REQUEST.id)
    .where(_REQUEST.id == bindparam("request"))
    .order_by(_STEP.stage, _STEP.position)
)
_OF_PERSON = select(*_REQUEST).where(_REQUEST.person_id == bindparam("person")).order_by(_REQUEST.first, _REQUEST.id)
_ACTIVE_OF = _OF_PERSON.where(_stands(ACTIVE))
_ENTRIES = select(*_LEDGER).where(_LEDGER.person_id == bindparam("person")).order_by(_LEDGER.id)
_DAYS_OF = (
    select(_DAY.request_id, _DAY.day, _DAY.cost)
    .join(_TABLES["leave_request"], _DAY.request_id == _REQUEST.id)
    .where(_REQUEST.person_id == bindparam("person"), _DAY.cost != Decimal(0))
    .order_by(_DAY.day)
)
_BREAKDOWN = select(*_DAY).where(_DAY.request_id == bindparam("request")).order_by(_DAY.day)
_FORGET_DAYS = _TABLES["leave_day"].delete().where(_DAY.request_id == bindparam("request"))
_CHANGED = (
    "leave_type",
    "first",
    "last",
    "first_half",
    "last_half",
    "state",
    "version",
    "stage",
    "days",
    "decided_by",
    "decided_at",
)
_SAVE = (
    update(_TABLES["leave_request"])
    .where(_REQUEST.id == bindparam("request"), _REQUEST.version == bindparam("seen"))
    .values({_REQUEST[name]: bindparam(f"new_{name}", type_=_REQUEST[name].type) for name in _CHANGED})
)
_ASK = (
    update(_TABLES["leave_step"])
    .where(_STEP.id == bindparam("step"), _STEP.asked_at.is_(None))
    .values(asked_at=bindparam("moment", type_=_STEP.asked_at.type))
)
_FAR = 1_000
"""Out of the way of every position, for the moment in which those after one make room."""
_STAGE_OF = (_STEP.request_id == bindparam("request"), _STEP.stage == bindparam("of_stage"))
_LATER = (
    update(_TABLES["leave_step"])
    .where(*_STAGE_OF, _STEP.position > bindparam("after"))
    .values(position=_STEP.position + _FAR)
)
_ONE_ON = (
    update(_TABLES["leave_step"]).where(*_STAGE_OF, _STEP.position >= _FAR).values(position=_STEP.position - (_FAR - 1))
)
_ASK_AGAIN = (
    update(_TABLES["leave_step"])
    .where(_STEP.id == bindparam("step"))
    .values(asked_at=bindparam("moment", type_=_STEP.asked_at.type))
)
_OPENINGS = (
    select(_LEDGER.person_id, _LEDGER.leave_type, _LEDGER.day, func.sum(_LEDGER.amount).label("days"))
    .where(_LEDGER.kind == Kind.OPENING)
    .group_by(_LEDGER.person_id, _LEDGER.leave_type, _LEDGER.day)
    .order_by(_LEDGER.person_id, _LEDGER.leave_type, _LEDGER.day)
)
_OPENING_OF = _OPENINGS.where(
    _LEDGER.person_id == bindparam("person"),
    _LEDGER.leave_type == bindparam("leave_type"),
    _LEDGER.day == bindparam("day"),
)
_POTS_OF = (
    select(_LEDGER.day, _LEDGER.pot)
    .where(_LEDGER.request_id == bindparam("request"))
    .group_by(_LEDGER.day, _LEDGER.pot)
    .having(func.sum(_LEDGER.amount) != Decimal(0))
    .order_by(_LEDGER.day, _LEDGER.pot)
)
_ALLOCATED = (
    select(_ALLOCATION.person_id)
    .where(_ALLOCATION.project_id == bindparam("project"), _ALLOCATION.starts <= bindparam("end"))
    .where(_ALLOCATION.ends.is_(None) | (_ALLOCATION.ends >= bindparam("begin")))
    .distinct()
)
_NOTES = select(*_NOTE).where(_NOTE.request_id == bindparam("request")).order_by(_NOTE.id)
_WAITING = (
    select(*_REQUEST, *_STEP_OF)
    .join(_TABLES["leave_step"], (_STEP.request_id == _REQUEST.id) & (_STEP.stage == _REQUEST.stage))
    .where(_stands(WAITING))
    .order_by(_REQUEST.asked_at, _REQUEST.id, _STEP.position)
)
_MINE = _TABLES["leave_step"].alias("mine")
_FOR_ME = _WAITING.join(_MINE, (_MINE.c.request_id == _REQUEST.id) & (_MINE.c.stage == _REQUEST.stage)).where(
    _MINE.c.person_id == bindparam("person"), _MINE.c.asked_at.is_not(None)
)


def leave(tx: Tx, request_id: int) -> Leave | None:
    """A request with its route."""
    return next(iter(_leaves(tx.fetch(_ONE, request=request_id))), None)


def requests(tx: Tx, person: PersonId, *, active: bool = False) -> tuple[Request, ...]:
    """All of somebody's requests, or the active ones, by their first day, with what their days were counted as."""
    rows = tx.fetch(_ACTIVE_OF if active else _OF_PERSON, person=person)
    if not any(row.state in GRANTED for row in rows):
        return tuple(map(_request, rows))
    costs = defaultdict[int, list[tuple[date, Decimal]]](list)
    for day in tx.fetch(_DAYS_OF, person=person):
        costs[day.request_id].append((day.day, day.cost))
    return tuple(replace(_request(row), costs=tuple(costs[row.id])) for row in rows)


def entries(tx: Tx, person: PersonId) -> tuple[Entry, ...]:
    """Somebody's whole ledger, in the order it was written."""
    return tuple(
        Entry(
            row.leave_type, row.pot, row.kind, row.day, row.amount, row.expires, row.request_id, row.words or row.reason
        )
        for row in tx.fetch(_ENTRIES, person=person)
    )


def waiting_for(tx: Tx, person: PersonId) -> list[Leave]:
    """The requests whose question was put to this person and is still open, the oldest first."""
    return _leaves(tx.fetch(_FOR_ME, person=person))


def waiting(tx: Tx) -> list[Leave]:
    """All requests that wait for an answer, with the route of the open question, the oldest first."""
    return _leaves(tx.fetch(_WAITING))


def allocated(tx: Tx, project: int, first: date, last: date) -> list[PersonId]:
    """Who is allocated to a project on any day from first to last."""
    return [PersonId(row.person_id) for row in tx.fetch(_ALLOCATED, project=project, begin=first, end=last)]


def pots_of(tx: Tx, request_id: int) -> dict[date, str]:
    """Which grants each day of an approved leave is charged to, by name."""
    found: dict[date, str] = {}
    for row in tx.fetch(_POTS_OF, request=request_id):
        found[row.day] = f"{found[row.day]}, {row.pot}" if row.day in found else row.pot
    return found


def breakdown(tx: Tx, request_id: int) -> list[Any]:
    """Day by day what an approved leave was counted as: day, pattern, holiday, cost."""
    return tx.fetch(_BREAKDOWN, request=request_id)


def notes(tx: Tx, request_id: int) -> list[Written]:
    """What people wrote about it. Whoever calls this has made sure that the reader may."""
    return [
        Written(row.kind, PersonId(row.written_by), row.version, row.text)
        for row in tx.fetch(_NOTES, request=request_id)
    ]


def add_request(tx: Tx, request: Request, asked_by: PersonId) -> Request:
    """A new request, with its id."""
    span = request.span
    number = tx.insert(
        LeaveRequest,
        person_id=request.person,
        leave_type=request.leave_type,
        first=span.first,
        last=span.last,
        first_half=span.first_half,
        last_half=span.last_half,
        state=request.state,
        version=request.version,
        stage=request.version,
        days=request.days,
        asked_by=asked_by,
        asked_at=tx.now,
        decided_by=None,
        decided_at=None,
    )
    return replace(request, id=number, asked_by=asked_by, asked_at=tx.now)


def save(tx: Tx, request: Request, seen: int, stage: int) -> bool:
    """Keep a request's new version; False when somebody else changed it since version `seen` (compare-and-set)."""
    span = request.span
    touched = tx.execute(
        _SAVE,
        request=request.id,
        seen=seen,
        new_leave_type=request.leave_type,
        new_first=span.first,
        new_last=span.last,
        new_first_half=span.first_half,
        new_last_half=span.last_half,
        new_state=request.state,
        new_version=request.version,
        new_stage=stage,
        new_days=request.days,
        new_decided_by=request.decided_by,
        new_decided_at=request.decided_at,
    )
    return touched == 1


def add_route(tx: Tx, request_id: int, stage: int, people: Sequence[PersonId]) -> tuple[Step, ...]:
    """The route of a question, resolved now; its first one is asked at once. The steps, without their ids."""
    steps = tuple(Step(0, stage, at, person, None if at else tx.now) for at, person in enumerate(people))
    rows = [
        {
            "request_id": request_id,
            "stage": stage,
            "position": step.position,
            "person_id": step.person,
            "asked_at": step.asked_at,
        }
        for step in steps
    ]
    tx.insert_many(LeaveStep, rows)
    return steps


def ask_between(tx: Tx, leave: Leave, step: Step, person: PersonId) -> int:
    """One more step right after this one, asked at once; its id. The others follow as before."""
    this = {"request": leave.id, "of_stage": step.stage}
    tx.execute(_LATER, after=step.position, **this)
    tx.execute(_ONE_ON, **this)
    return tx.insert(
        LeaveStep,
        request_id=leave.id,
        stage=step.stage,
        position=step.position + 1,
        person_id=person,
        asked_at=tx.now,
    )


def ask(tx: Tx, step: Step) -> bool:
    """The question reaches this step now; False when it had already."""
    return tx.execute(_ASK, step=step.id, moment=tx.now) == 1


def ask_again(tx: Tx, step: Step) -> None:
    """The question is theirs anew: what counts their working days begins now."""
    tx.execute(_ASK_AGAIN, step=step.id, moment=tx.now)


def add_note(tx: Tx, request: Request, kind: NoteKind, by: PersonId, text: str) -> None:
    """What somebody wrote with this version; nothing for nothing."""
    if not text:
        return
    tx.insert(
        LeaveNote,
        request_id=request.id,
        version=request.version,
        kind=kind,
        written_by=by,
        written_at=tx.now,
        text=text,
    )


def add_days(tx: Tx, request_id: int, days: Iterable[DayCost], costs: Mapping[date, Decimal]) -> None:
    """How each day of a leave was counted, and what it is charged for, in place of what was counted before."""
    tx.execute(_FORGET_DAYS, request=request_id)
    rows = [
        {
            "request_id": request_id,
            "day": one.day,
            "pattern": one.pattern_length,
            "holiday": one.holiday.name if one.holiday else None,
            "cost": costs.get(one.day, Decimal(0)),
        }
        for one in days
    ]
    tx.insert_many(LeaveDay, rows)


def append(tx: Tx, person: PersonId, entries: Iterable[Entry], by: PersonId | None) -> None:
    """More lines in somebody's ledger; the clock looks at them soon, because what is to come may be different now."""
    rows = [
        {
            "person_id": person,
            "leave_type": entry.leave_type,
            "pot": entry.grant,
            "kind": entry.kind,
            "day": entry.day,
            "amount": entry.amount,
            "expires": entry.expires,
            "request_id": entry.request,
            "reason": BY_HAND if entry.kind is Kind.ADJUSTMENT else entry.reason,
            "words": entry.reason if entry.kind is Kind.ADJUSTMENT else None,
            "written_by": by,
            "written_at": tx.now,
        }
        for entry in entries
    ]
    tx.insert_many(LeaveLedger, rows)
    wake(tx, person)


def open_balance(tx: Tx, person: PersonId, leave_type: str, year: int, days: Decimal, by: PersonId | None) -> None:
    """What somebody begins a leave year with; said again with another number, the difference is entered (R23)."""
    begins = _year(tx, person, year)
    known = tx.first(_OPENING_OF, person=person, leave_type=leave_type, day=begins)
    more = days - (known.days if known else Decimal(0))
    if more or known is None:
        append(tx, person, [Entry(leave_type, year_name(begins), Kind.OPENING, begins, more, reason="opening")], by)


def opening_balances(tx: Tx) -> list[Opening]:
    """What everybody began each leave year with, as far as it was imported."""
    return [Opening(PersonId(row.person_id), row.leave_type, row.day.year, row.days) for row in tx.fetch(_OPENINGS)]


def _year(tx: Tx, person: PersonId, year: int) -> date:
    """The first day of the leave year that begins in that year."""
    hired, day = organisation.facts(tx, person).person.starts, date(year, 12, 31)
    return leave_year(versions.policy_of(tx, person, day), day, hired)[0]


def _leaves(rows: Iterable[Any]) -> list[Leave]:
    """One for each request, with its steps, from rows of a request and a step each."""
    found: dict[int, tuple[Any, list[Step]]] = {}
    for row in rows:
        steps = found.setdefault(row.id, (row, []))[1]
        if row.step_id is not None:
            steps.append(Step(row.step_id, row.step_stage, row.position, PersonId(row.step_person), row.step_asked_at))
    return [Leave(_request(row), row.stage, tuple(steps)) for row, steps in found.values()]


def _request(row: Any) -> Request:
    return Request(
        id=row.id,
        person=PersonId(row.person_id),
        leave_type=row.leave_type,
        span=Span(row.first, row.last, row.first_half, row.last_half),
        state=row.state,
        version=row.version,
        days=row.days,
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        decided_by=PersonId(row.decided_by) if row.decided_by is not None else None,
        decided_at=row.decided_at,
    )
