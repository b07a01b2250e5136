"""Openings, joinings and leavings, read and written; they come out as the rules' own values, with their steps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.onboarding.rules.checklist import Journey, Opening, Step
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Part
from workflows.onboarding.tables import DutyHolder, JourneyRow, JourneyStepRow, OpeningRow
from workflows.organisation import crowds
from workflows.organisation import skill_tables as _skills  # noqa: F401 - the tables that these refer to
from workflows.organisation.rules import Dated

_TABLES = SQLModel.metadata.tables
_OPENING, _JOURNEY, _STEP, _DUTY = (_TABLES[name] for name in ("opening", "journey", "journey_step", "duty_holder"))
_O, _J, _S, _D = _OPENING.c, _JOURNEY.c, _STEP.c, _DUTY.c
_IDS: Any = bindparam("ids", expanding=True)
_OPENINGS = select(*_O).order_by(_O.starts, _O.id)
_AN_OPENING = _OPENINGS.where(_O.id == bindparam("opening"))
_STANDING = _OPENINGS.where(_O.state.in_((State.OPEN, State.ON_HOLD)))
_STANDING_OF = _STANDING.where(_O.department_id.in_(_IDS))
_JOURNEYS = select(*_J).order_by(_J.day, _J.id)
_A_JOURNEY = _JOURNEYS.where(_J.id == bindparam("journey"))
_RUNNING = _JOURNEYS.where(_J.state == State.RUNNING)
_LEAVINGS_OF = _RUNNING.where(_J.person_id == bindparam("person"))
_STEPS = (
    select(*_S, _J.person_id.label("about")).join(_JOURNEY, _S.journey_id == _J.id).order_by(_S.days, _S.due, _S.id)
)
_STEPS_OF = _STEPS.where(_S.journey_id.in_(_IDS))
_A_STEP = _STEPS.where(_S.id == bindparam("step"))
_NAMED = _RUNNING.where(
    or_(
        _J.person_id == bindparam("person"),
        _J.buddy_id == bindparam("person"),
        _J.id.in_(select(_S.journey_id).where(_S.owner_id == bindparam("person"))),
    )
)
_DUTIES = select(*_D).order_by(_D.duty, _D.starts, _D.id)
_MOMENT = bindparam("moment", type_=_O.changed_at.type)
_AMENDED = ("role", "skill_id", "level", "headcount", "hired", "cost", "currency", "starts", "state")
_SAVE_OPENING = (
    update(_OPENING)
    .where(_O.id == bindparam("opening"), _O.version == bindparam("seen"))
    .values(
        {
            **{_O[name]: bindparam(f"to_{name}", type_=_O[name].type) for name in _AMENDED},
            _O.version: _O.version + 1,
            _O.changed_at: _MOMENT,
        }
    )
)
_SETTLE = (
    update(_JOURNEY)
    .where(_J.id == bindparam("journey"), _J.version == bindparam("seen"))
    .values(state=bindparam("to", type_=_J.state.type), version=_J.version + 1, changed_at=_MOMENT)
)
_WRITTEN = ("owner_id", "due", "state", "said")
_SAVE_STEP = (
    update(_STEP)
    .where(_S.id == bindparam("step"), _S.version == bindparam("seen"))
    .values(
        {
            **{_S[name]: bindparam(f"to_{name}", type_=_S[name].type) for name in _WRITTEN},
            _S.version: _S.version + 1,
            _S.changed_at: _MOMENT,
        }
    )
)
_END_DUTY = update(_DUTY).where(_D.id == bindparam("key")).values(ends=bindparam("last"))
_DROP_DUTY = _DUTY.delete().where(_D.id == bindparam("key"))


def opening(tx: Tx, number: int) -> Opening | None:
    """One of any state."""
    row = tx.first(_AN_OPENING, opening=number)
    return _opening(row) if row else None


def standing(tx: Tx) -> list[Opening]:
    """All for which somebody is looked for, or will be: one query."""
    return [_opening(row) for row in tx.fetch(_STANDING)]


def standing_of(tx: Tx, departments: Iterable[int]) -> list[Opening]:
    """The same, of these departments."""
    asked = sorted(set(departments))
    return [_opening(row) for row in tx.fetch(_STANDING_OF, ids=asked)] if asked else []


def add_opening(tx: Tx, new: Opening) -> int:
    """A new one; its id. The id and version given are not used."""
    return tx.insert(
        OpeningRow,
        department_id=new.department,
        opened_by=new.opened_by,
        version=1,
        changed_at=tx.now,
        **_amended(new),
    )


def save_opening(tx: Tx, after: Opening, seen: int) -> bool:
    """As it is now; False when somebody changed it since version `seen` (compare-and-set)."""
    values = {f"to_{name}": value for name, value in _amended(after).items()}
    return tx.execute(_SAVE_OPENING, opening=after.id, seen=seen, moment=tx.now, **values) == 1


def journey(tx: Tx, number: int) -> Journey | None:
    """One of any state."""
    found = _journeys(tx, tx.fetch(_A_JOURNEY, journey=number))
    return found[0] if found else None


def running(tx: Tx) -> list[Journey]:
    """All that still have a step to do: two queries."""
    found = _journeys(tx, tx.fetch(_RUNNING))
    crowds.know(tx, (one for journey in found for one in (journey.person, *(step.owner for step in journey.missing))))
    return found


def running_of(tx: Tx, person: PersonId) -> list[Journey]:
    """Somebody's own."""
    return _journeys(tx, tx.fetch(_LEAVINGS_OF, person=person))


def concerning(tx: Tx, person: PersonId) -> list[Journey]:
    """Those that run and name somebody."""
    return _journeys(tx, tx.fetch(_NAMED, person=person))


def step(tx: Tx, number: int) -> Step | None:
    """One step of any list."""
    row = tx.first(_A_STEP, step=number)
    return _step(row) if row else None


def add(tx: Tx, new: Journey) -> int:
    """A new one without its steps; its id."""
    return tx.insert(
        JourneyRow,
        way=new.way,
        person_id=new.person,
        buddy_id=new.buddy,
        opening_id=new.opening,
        day=new.day,
        before=new.before,
        started_by=new.started_by,
        state=new.state,
        version=1,
        changed_at=tx.now,
    )


def add_steps(tx: Tx, new: Iterable[Step]) -> None:
    """The steps it begins with."""
    rows = [
        {
            "journey_id": one.journey,
            "title": one.title,
            "kind": one.kind,
            "days": one.days,
            "version": 1,
            "changed_at": tx.now,
            **_values(one),
        }
        for one in new
    ]
    tx.insert_many(JourneyStepRow, rows)


def settle(tx: Tx, known: Journey, state: State) -> bool:
    """Its new state; False when somebody changed it since it was read (compare-and-set)."""
    return tx.execute(_SETTLE, journey=known.id, seen=known.version, to=state, moment=tx.now) == 1


def save(tx: Tx, after: Step, seen: int) -> bool:
    """The step as it is now; False when somebody changed it since version `seen`."""
    values = {f"to_{name}": value for name, value in _values(after).items()}
    return tx.execute(_SAVE_STEP, step=after.id, seen=seen, moment=tx.now, **values) == 1


def duties(tx: Tx) -> dict[tuple[Part, int | None], list[Dated[PersonId]]]:
    """Who holds each duty from when to when, by department; None: for the whole company."""
    found = defaultdict[tuple[Part, int | None], list[Dated[PersonId]]](list)
    for row in tx.fetch(_DUTIES):
        found[row.duty, row.department_id].append(Dated(PersonId(row.person_id), row.starts, row.ends))
    return dict(found)


def set_duty(tx: Tx, duty: Part, department: int | None, person: PersonId, since: date) -> None:
    """From that day on it is theirs; what was to follow no longer is."""
    for row in tx.fetch(_DUTIES):
        if row.duty is not duty or row.department_id != department or (row.ends and row.ends < since):
            continue
        if row.starts >= since:
            tx.execute(_DROP_DUTY, key=row.id)
        else:
            tx.execute(_END_DUTY, key=row.id, last=since - timedelta(days=1))
    tx.insert(DutyHolder, duty=duty, department_id=department, person_id=person, starts=since, ends=None)


def _amended(one: Opening) -> dict[str, Any]:
    return {
        "role": one.role,
        "skill_id": one.skill,
        "level": one.level,
        "headcount": one.headcount,
        "hired": one.hired,
        "cost": one.cost,
        "currency": one.currency,
        "starts": one.starts,
        "state": one.state,
    }


def _values(one: Step) -> dict[str, Any]:
    return {"owner_id": one.owner, "due": one.due, "state": one.state, "said": one.said}


def _opening(row: Any) -> Opening:
    return Opening(
        row.id,
        row.department_id,
        row.role,
        row.skill_id,
        row.level,
        row.headcount,
        row.hired,
        row.cost,
        row.currency,
        row.starts,
        PersonId(row.opened_by),
        row.state,
        row.version,
    )


def _journeys(tx: Tx, rows: Sequence[Any]) -> list[Journey]:
    steps = defaultdict[int, list[Step]](list)
    if rows:
        for row in tx.fetch(_STEPS_OF, ids=[row.id for row in rows]):
            steps[row.journey_id].append(_step(row))
    return [_journey(row, tuple(steps[row.id])) for row in rows]


def _journey(row: Any, steps: tuple[Step, ...]) -> Journey:
    return Journey(
        row.id,
        row.way,
        PersonId(row.person_id),
        None if row.buddy_id is None else PersonId(row.buddy_id),
        row.opening_id,
        row.day,
        row.before,
        PersonId(row.started_by),
        row.state,
        row.version,
        steps,
    )


def _step(row: Any) -> Step:
    return Step(
        row.id,
        row.journey_id,
        row.title,
        PersonId(row.owner_id),
        row.kind,
        row.days,
        row.due,
        row.state,
        row.version,
        PersonId(row.about),
        row.said,
    )
