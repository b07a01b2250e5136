"""A department's standing deputy, set with dates: laid over whoever deputises then, who goes on before and after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, delete, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.rules import Dated, meets
from workflows.organisation.tables import DepartmentDutyRow, Duty

_DAY = timedelta(days=1)
_DUTY = SQLModel.metadata.tables["department_duty"]
_ALL = select(*_DUTY.c).where(_DUTY.c.duty == Duty.DEPUTY).order_by(_DUTY.c.starts, _DUTY.c.id)
_OF = _ALL.where(_DUTY.c.department_id == bindparam("department"))
_BY = _ALL.where(_DUTY.c.person_id == bindparam("person"))
_ONE = _ALL.where(_DUTY.c.id == bindparam("number"))
_DROP = delete(_DUTY).where(_DUTY.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Deputyship:
    """Somebody deputises in a department from one day to another; without an end until something else is said."""

    id: int
    department: int
    person: PersonId
    starts: date
    ends: date | None


def of_department(tx: Tx, department: int) -> list[Deputyship]:
    """Who deputised, deputises and will deputise there, in turn."""
    return [_deputyship(row) for row in tx.fetch(_OF, department=department)]


def of_person(tx: Tx, person: PersonId) -> list[Deputyship]:
    """Where somebody deputised, deputises and will deputise."""
    return [_deputyship(row) for row in tx.fetch(_BY, person=person)]


def one(tx: Tx, number: int) -> Deputyship | None:
    """The one of that id."""
    row = tx.first(_ONE, number=number)
    return _deputyship(row) if row else None


def lay_over(tx: Tx, department: int, person: PersonId | None, first: date, last: date | None) -> int | None:
    """From now on that person (or nobody) deputises on those days, and on the others whoever did; the new row's id."""
    recent.alone(tx)
    for known in of_department(tx, department):
        if meets(known, first, last or date.max):
            tx.execute(_DROP, number=known.id)
            for rest in without(Dated(known.person, known.starts, known.ends), first, last):
                _add(tx, department, rest)
    number = _add(tx, department, Dated(person, first, last)) if person is not None else None
    recent.changed(tx)
    return number


def without(known: Dated[PersonId], first: date, last: date | None) -> Iterator[Dated[PersonId]]:
    """What is left of it before and after those days; pure."""
    if known.starts < first:
        yield Dated(known.value, known.starts, min(known.ends or first - _DAY, first - _DAY))
    if last is not None and (known.ends is None or known.ends > last):
        yield Dated(known.value, max(known.starts, last + _DAY), known.ends)


def passed_over(known: Iterable[Deputyship], first: date, last: date | None) -> Sequence[PersonId]:
    """Who would have deputised on any of those days; pure."""
    return tuple(dict.fromkeys(one.person for one in known if meets(one, first, last or date.max)))


def _add(tx: Tx, department: int, held: Dated[PersonId]) -> int:
    return tx.insert(
        DepartmentDutyRow,
        department_id=department,
        person_id=held.value,
        duty=Duty.DEPUTY,
        starts=held.starts,
        ends=held.ends,
    )


def _deputyship(row: DepartmentDutyRow) -> Deputyship:
    return Deputyship(row.id or 0, row.department_id, PersonId(row.person_id), row.starts, row.ends)
