"""What is kept about allocations once they run: wishes to end or extend them, vacancies left behind, and tasks."""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import chains
from workflows.organisation.chains import Chain
from workflows.staffing.records import Change, Task, Vacancy
from workflows.staffing.rules.ask import Amount
from workflows.staffing.rules.life import State
from workflows.staffing.tables import StaffingChange, StaffingTask, StaffingVacancy

CHANGE, TASK = "staffing_change", "staffing_task"
"""The names of their routes."""
_TABLES = SQLModel.metadata.tables
_CHANGE, _TASK, _VACANCY = _TABLES["staffing_change"], _TABLES["staffing_task"], _TABLES["staffing_vacancy"]
_ONE_CHANGE = select(*_CHANGE.c).where(_CHANGE.c.id == bindparam("number"))
_OPEN_CHANGES = select(*_CHANGE.c).where(_CHANGE.c.state == State.WANTED).order_by(_CHANGE.c.id)
_ONE_TASK = select(*_TASK.c).where(_TASK.c.id == bindparam("number"))
_OPEN_TASKS = select(*_TASK.c).where(_TASK.c.state == State.TO_DO).order_by(_TASK.c.id)
_ONE_VACANCY = select(*_VACANCY.c).where(_VACANCY.c.id == bindparam("number"))


def _moves(table: Any, who: str) -> Any:
    return (
        update(table)
        .where(table.c.id == bindparam("number"), table.c.version == bindparam("seen"))
        .values(
            {
                table.c.state: bindparam("new_state", type_=table.c.state.type),
                table.c.version: table.c.version + 1,
                table.c[who]: bindparam("by_whom"),
            }
        )
    )


_MOVE_CHANGE, _MOVE_TASK = _moves(_CHANGE, "decided_by"), _moves(_TASK, "finished_by")


def change(tx: Tx, number: int) -> Change | None:
    """A wish about an allocation."""
    row = tx.first(_ONE_CHANGE, number=number)
    return _change(tx, row) if row else None


def open_changes(tx: Tx) -> list[Change]:
    """All that wait for an answer."""
    return [_change(tx, row) for row in tx.fetch(_OPEN_CHANGES)]


def add_change(tx: Tx, new: Change, people: tuple[PersonId, ...]) -> Change:
    """Keep it, and ask these about it, in turn."""
    number = tx.insert(
        StaffingChange,
        allocation=new.allocation,
        person_id=new.person,
        project_id=new.project,
        wish=new.wish,
        last=new.last,
        state=State.WANTED,
        version=1,
        asked_by=new.asked_by,
        asked_at=tx.now,
        decided_by=None,
    )
    chains.start(tx, Ref(CHANGE, number), people)
    return _change(tx, tx.first(_ONE_CHANGE, number=number))


def move_change(tx: Tx, known: Change, state: State, by: PersonId | None) -> bool:
    """It stands otherwise now; False when somebody else was faster."""
    moved = tx.execute(_MOVE_CHANGE, number=known.id, seen=known.version, new_state=state, by_whom=by) == 1
    chains.settle(tx, Ref(CHANGE, known.id))
    return moved


def task(tx: Tx, number: int) -> Task | None:
    """Other work to be found."""
    row = tx.first(_ONE_TASK, number=number)
    return _task(tx, row) if row else None


def open_tasks(tx: Tx) -> list[Task]:
    """All that are to be done."""
    return [_task(tx, row) for row in tx.fetch(_OPEN_TASKS)]


def add_task(tx: Tx, source: Ref, person: PersonId, people: tuple[PersonId, ...]) -> Task | None:
    """Keep it, and give it to these, in turn; None when the case has opened it already."""
    new = tx.insert_once(
        StaffingTask, source=str(source), person_id=person, state=State.TO_DO, version=1, finished_by=None
    )
    if not new:
        return None
    row = next(row for row in tx.fetch(_OPEN_TASKS) if row.source == str(source))
    chains.start(tx, Ref(TASK, row.id), people)
    return _task(tx, row)


def finish_task(tx: Tx, known: Task, by: PersonId) -> bool:
    """It has been seen to."""
    done = tx.execute(_MOVE_TASK, number=known.id, seen=known.version, new_state=State.DONE, by_whom=by) == 1
    chains.settle(tx, Ref(TASK, known.id))
    return done


def vacancy(tx: Tx, number: int) -> Vacancy | None:
    """What somebody who leaves would still have done."""
    row = tx.first(_ONE_VACANCY, number=number)
    return _vacancy(row) if row else None


def add_vacancy(tx: Tx, new: Vacancy) -> int:
    """Keep it; its id."""
    return tx.insert(
        StaffingVacancy,
        person_id=new.person,
        project_id=new.project,
        skill_id=new.skill,
        level=new.level,
        percent=new.amount.percent,
        hours=new.amount.hours,
        first=new.first,
        last=new.last,
        version=1,
    )


def _chain(tx: Tx, name: str, number: int) -> Chain:
    return chains.steps(tx, Ref(name, number))


def _by(value: int | None) -> PersonId | None:
    return PersonId(value) if value is not None else None


def _change(tx: Tx, row: Any) -> Change:
    return Change(
        row.id,
        row.allocation,
        PersonId(row.person_id),
        row.project_id,
        row.wish,
        row.last,
        row.state,
        row.version,
        PersonId(row.asked_by),
        _chain(tx, CHANGE, row.id),
        _by(row.decided_by),
    )


def _task(tx: Tx, row: Any) -> Task:
    chain = _chain(tx, TASK, row.id)
    return Task(row.id, row.source, PersonId(row.person_id), row.state, row.version, chain, _by(row.finished_by))


def _vacancy(row: Any) -> Vacancy:
    return Vacancy(
        row.id,
        PersonId(row.person_id),
        row.project_id,
        row.skill_id,
        row.level,
        Amount(row.percent, row.hours),
        row.first,
        row.last,
        version=row.version,
    )
