"""What is kept about staffing, read and written; whole asks come with their offers, by two queries for any number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, update
from sqlmodel import SQLModel

from workflows.calendar.rules import Share
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import chains
from workflows.organisation import skills as _skills  # noqa: F401 - the tables that these refer to
from workflows.staffing.records import Desk, Kept, Offer, Request, Written
from workflows.staffing.rules.ask import Amount, Ask
from workflows.staffing.rules.life import State
from workflows.staffing.tables import (
    OFFERED,
    OPEN,
    NoteKind,
    StaffingDesk,
    StaffingFloor,
    StaffingNote,
    StaffingOffer,
    StaffingRequest,
)

_TABLES = SQLModel.metadata.tables
_REQUEST, _OFFER, _DESK = _TABLES["staffing_request"].c, _TABLES["staffing_offer"].c, _TABLES["staffing_desk"].c
_FLOOR, _NOTE, _SKILL = _TABLES["staffing_floor"].c, _TABLES["staffing_note"].c, _TABLES["skill"].c
_STEP, _MEMBER, _PERSON = _TABLES["chain_step"].c, _TABLES["membership"].c, _TABLES["person"].c
_DAY: Any = bindparam("day")


def _stands(table: str, condition: str) -> ColumnElement[bool]:
    """Written out, so that it is the very condition of the index."""
    return literal_column(f"{table}.{condition}")


_REQUESTS = (
    select(*_REQUEST, func.coalesce(_SKILL.merged_into, _SKILL.id).label("skill"))
    .join(_TABLES["skill"], _REQUEST.skill_id == _SKILL.id)
    .order_by(_REQUEST.first, _REQUEST.id)
)
_ONE = _REQUESTS.where(_REQUEST.id == bindparam("request"))
_OPEN = _REQUESTS.where(_stands("staffing_request", OPEN))
_OF_PROJECTS = _REQUESTS.where(_REQUEST.project_id.in_(bindparam("projects", expanding=True)))
_OFFERS = select(*_OFFER).order_by(_OFFER.id)
_OFFERS_OF = _OFFERS.where(_OFFER.request_id == bindparam("request"))
_OFFERS_OF_MANY = _OFFERS.where(_OFFER.request_id.in_(bindparam("requests", expanding=True)))
_OFFER_OF = _OFFERS.where(_OFFER.id == bindparam("offer"))
_OFFERS_TO = _OFFERS.where(_OFFER.person_id == bindparam("person"), _OFFER.last >= _DAY)
_BECAME = _OFFERS.where(_OFFER.allocation == bindparam("allocation"))
_TENTATIVE = (
    select(*_OFFER, _REQUEST.project_id)
    .join(_TABLES["staffing_request"], _OFFER.request_id == _REQUEST.id)
    .where(_stands("staffing_offer", OFFERED), _OFFER.last >= bindparam("begin"), _OFFER.first <= bindparam("end"))
    .order_by(_OFFER.id)
)
_DESKS = select(*_DESK).order_by(_DESK.id)
_DESK_OF = _DESKS.where(_DESK.id == bindparam("desk"))
_DESKS_OF = _DESKS.where(_DESK.request_id == bindparam("request"))
_DESKS_IN = _DESKS.join(_TABLES["staffing_request"], _DESK.request_id == _REQUEST.id).where(
    _stands("staffing_request", OPEN), _DESK.department_id.in_(bindparam("departments", expanding=True))
)
_DESKS_ASKED = (
    _DESKS.join(_TABLES["staffing_request"], _DESK.request_id == _REQUEST.id)
    .join(_TABLES["chain_step"], (_STEP.workflow == "staffing_desk") & (_STEP.subject == _DESK.id))
    .where(_stands("staffing_request", OPEN), _STEP.person_id == bindparam("person"), _STEP.asked_at.is_not(None))
)
_MOVE_REQUEST = (
    update(_TABLES["staffing_request"])
    .where(_REQUEST.id == bindparam("request"), _REQUEST.version == bindparam("seen"))
    .values(
        state=bindparam("new_state", type_=_REQUEST.state.type),
        version=_REQUEST.version + 1,
        decided_at=bindparam("moment", type_=_REQUEST.decided_at.type),
    )
)
_MOVE_DESK = (
    update(_TABLES["staffing_desk"])
    .where(_DESK.id == bindparam("desk"), _DESK.version == bindparam("seen"))
    .values(
        state=bindparam("new_state", type_=_DESK.state.type),
        version=_DESK.version + 1,
        answered_by=bindparam("by_whom"),
    )
)
_MOVE_OFFER = (
    update(_TABLES["staffing_offer"])
    .where(_OFFER.id == bindparam("offer"), _OFFER.version == bindparam("seen"))
    .values(
        state=bindparam("new_state", type_=_OFFER.state.type),
        version=_OFFER.version + 1,
        decided_by=bindparam("by_whom"),
        decided_at=bindparam("moment", type_=_OFFER.decided_at.type),
        allocation=bindparam("became"),
    )
)
_FLOORS = (
    select(*_FLOOR)
    .where(_FLOOR.department_id == bindparam("department"), _FLOOR.starts <= _DAY)
    .order_by(_FLOOR.starts.desc(), _FLOOR.id.desc())
    .limit(1)
)
_NOTES = select(*_NOTE).where(_NOTE.about == bindparam("what"), _NOTE.subject == bindparam("number")).order_by(_NOTE.id)
_WHERE = (
    select(_MEMBER.person_id, _MEMBER.department_id)
    .join(_TABLES["person"], _MEMBER.person_id == _PERSON.id)
    .where(_MEMBER.starts <= _DAY, _MEMBER.ends.is_(None) | (_MEMBER.ends >= _DAY))
    .where(_PERSON.starts <= _DAY, _PERSON.ends.is_(None) | (_PERSON.ends >= _DAY))
)
_LEAVING = select(_PERSON.id, _PERSON.ends).where(_PERSON.ends >= bindparam("first"), _PERSON.ends < bindparam("last"))


def request(tx: Tx, number: int) -> Request | None:
    """An ask with its offers."""
    row = tx.first(_ONE, request=number)
    return replace(_request(row), offers=tuple(map(_offer, tx.fetch(_OFFERS_OF, request=number)))) if row else None


def open_requests(tx: Tx) -> list[Request]:
    """All that lack somebody, by their first day."""
    return _with_offers(tx, tx.fetch(_OPEN))


def requests_of(tx: Tx, projects: Iterable[int]) -> list[Request]:
    """Everything that was asked for these projects."""
    asked = sorted(set(projects))
    return _with_offers(tx, tx.fetch(_OF_PROJECTS, projects=asked)) if asked else []


def add_request(tx: Tx, ask: Ask) -> Request:
    """A new ask."""
    number = tx.insert(
        StaffingRequest,
        project_id=ask.project,
        asked_by=ask.person,
        skill_id=ask.skill,
        level=ask.level,
        percent=ask.amount.percent,
        hours=ask.amount.hours,
        first=ask.first,
        last=ask.last,
        people=ask.people,
        work=ask.work,
        state=State.OPEN,
        version=1,
        asked_at=tx.now,
        decided_at=None,
    )
    return Request(number, ask, State.OPEN, 1, tx.now)


def move_request(tx: Tx, known: Request, state: State) -> bool:
    """It stands otherwise now; False when somebody else was faster (compare-and-set)."""
    return tx.execute(_MOVE_REQUEST, request=known.id, seen=known.version, new_state=state, moment=tx.now) == 1


def desk(tx: Tx, number: int) -> Desk | None:
    """The question to a department, with the ask it is about."""
    row = tx.first(_DESK_OF, desk=number)
    known = request(tx, row.request_id) if row else None
    return _desk(tx, row, known) if known else None


def desks_of(tx: Tx, known: Request) -> list[Desk]:
    """All departments that were asked."""
    return [_desk(tx, row, known) for row in tx.fetch(_DESKS_OF, request=known.id)]


def desks_for(tx: Tx, person: PersonId, departments: Iterable[int]) -> list[Desk]:
    """The questions that reached somebody, or were put to these departments, about asks that are open."""
    asked = sorted(set(departments))
    rows = tx.fetch(_DESKS_ASKED, person=person) + (tx.fetch(_DESKS_IN, departments=asked) if asked else [])
    known = {one.id: one for one in open_requests(tx)} if rows else {}
    found = {row.id: row for row in rows if row.request_id in known}
    return [_desk(tx, found[number], known[found[number].request_id]) for number in sorted(found)]


def add_desk(tx: Tx, known: Request, department: int, people: Sequence[PersonId]) -> Desk:
    """Ask a department; the first of these at once."""
    number = tx.insert(
        StaffingDesk, request_id=known.id, department_id=department, state=State.PUT, version=1, answered_by=None
    )
    chain = chains.start(tx, Ref("staffing_desk", number), people)
    return Desk(number, known, department, State.PUT, 1, chain)


def move_desk(tx: Tx, known: Desk, state: State, by: PersonId | None) -> bool:
    """The department has answered; False when somebody else did first."""
    return tx.execute(_MOVE_DESK, desk=known.id, seen=known.version, new_state=state, by_whom=by) == 1


def offer(tx: Tx, number: int) -> Offer | None:
    """An offer."""
    row = tx.first(_OFFER_OF, offer=number)
    return _offer(row) if row else None


def offers_to(tx: Tx, person: PersonId, day: date) -> list[Offer]:
    """What somebody was offered for, that is not over that day."""
    return [_offer(row) for row in tx.fetch(_OFFERS_TO, person=person, day=day)]


def that_became(tx: Tx, allocation: int) -> Offer | None:
    """The offer that an allocation comes from, where it comes from one."""
    row = tx.first(_BECAME, allocation=allocation)
    return _offer(row) if row else None


def tentative(tx: Tx, first: date, last: date) -> list[Share]:
    """What is offered of anybody's time on any of these days, and not answered."""
    return [_offer(row).share(row.project_id) for row in tx.fetch(_TENTATIVE, begin=first, end=last)]


def tentative_offers(tx: Tx) -> list[Offer]:
    """Every offer that waits for an answer."""
    return [_offer(row) for row in tx.fetch(_TENTATIVE, begin=date.min, end=date.max)]


def add_offer(tx: Tx, new: Offer) -> Offer:
    """Keep it; with its id."""
    number = tx.insert(
        StaffingOffer,
        request_id=new.request,
        desk_id=new.desk,
        person_id=new.person,
        percent=new.amount.percent,
        hours=new.amount.hours,
        first=new.first,
        last=new.last,
        state=State.OFFERED,
        version=1,
        offered_by=new.offered_by,
        offered_at=tx.now,
        decided_by=None,
        decided_at=None,
        allocation=None,
    )
    return replace(new, id=number)


def move_offer(tx: Tx, known: Offer, state: State, by: PersonId | None, allocation: int | None = None) -> bool:
    """It stands otherwise now; False when somebody else was faster."""
    return (
        tx.execute(
            _MOVE_OFFER,
            offer=known.id,
            seen=known.version,
            new_state=state,
            by_whom=by,
            moment=tx.now,
            became=allocation,
        )
        == 1
    )


def floor(tx: Tx, department: int, day: date) -> Kept | None:
    """What the department keeps for business as usual that day, as it was said."""
    row = tx.first(_FLOORS, department=department, day=day)
    return Kept(row.people, row.percent, row.starts, PersonId(row.said_by)) if row else None


def set_floor(tx: Tx, department: int, kept: Kept) -> None:
    """From its day on."""
    tx.insert(
        StaffingFloor,
        department_id=department,
        people=kept.people,
        percent=kept.percent,
        starts=kept.starts,
        said_by=kept.said_by,
        said_at=tx.now,
    )


def notes(tx: Tx, about: Ref) -> list[Written]:
    """What was written about it. Whoever calls this has made sure that the reader may."""
    rows = tx.fetch(_NOTES, what=about.workflow, number=about.id)
    return [Written(row.kind, PersonId(row.written_by), row.text) for row in rows]


def add_note(tx: Tx, about: Ref, kind: NoteKind, by: PersonId, text: str) -> None:
    """What somebody wrote; nothing for nothing."""
    if text:
        tx.insert(
            StaffingNote,
            about=about.workflow,
            subject=about.id,
            kind=kind,
            written_by=by,
            written_at=tx.now,
            text=text,
        )


def departments_on(tx: Tx, day: date) -> dict[PersonId, int]:
    """Everybody's department that day, by one query."""
    return {PersonId(row.person_id): row.department_id for row in tx.fetch(_WHERE, day=day)}


def leaving(tx: Tx, first: date, last: date) -> dict[PersonId, date]:
    """Everybody whose last day with the company lies from the one day to before the other, by one query."""
    return {PersonId(row.id): row.ends for row in tx.fetch(_LEAVING, first=first, last=last)}


def _with_offers(tx: Tx, rows: Sequence[Any]) -> list[Request]:
    numbers = [row.id for row in rows]
    found = defaultdict[int, list[Offer]](list)
    for row in tx.fetch(_OFFERS_OF_MANY, requests=numbers) if numbers else []:
        found[row.request_id].append(_offer(row))
    return [replace(_request(row), offers=tuple(found[row.id])) for row in rows]


def _request(row: Any) -> Request:
    ask = Ask(
        row.project_id,
        PersonId(row.asked_by),
        row.skill,
        row.level,
        Amount(row.percent, row.hours),
        row.first,
        row.last,
        row.people,
        row.work,
    )
    return Request(row.id, ask, row.state, row.version, row.asked_at, row.decided_at)


def _offer(row: Any) -> Offer:
    return Offer(
        row.id,
        row.request_id,
        row.desk_id,
        PersonId(row.person_id),
        Amount(row.percent, row.hours),
        row.first,
        row.last,
        row.state,
        row.version,
        PersonId(row.offered_by),
        row.offered_at,
        PersonId(row.decided_by) if row.decided_by is not None else None,
        row.decided_at,
        row.allocation,
    )


def _desk(tx: Tx, row: Any, known: Request) -> Desk:
    by = PersonId(row.answered_by) if row.answered_by is not None else None
    chain = chains.steps(tx, Ref("staffing_desk", row.id))
    return Desk(row.id, known, row.department_id, row.state, row.version, chain, by)
