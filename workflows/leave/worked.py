"""Time worked on days off, for which somebody would have time off in lieu (R24): said by them, confirmed by another."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, bindparam, select, update
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Half, Span
from workflows.columns import Code, Exact, Moment
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.private import Private


class Standing(StrEnum):
    """How it stands."""

    ASKED = "asked"
    """Said, and waiting for somebody's word; nothing is credited."""
    CONFIRMED = "confirmed"
    """Credited, and usable from the next day on."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Taken back by its owner; what had been credited is reversed."""


class LeaveWorked(SQLModel, table=True):
    __tablename__ = "leave_worked"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'confirmed', 'declined', 'withdrawn')", name="leave_worked_state"),
        CheckConstraint("amount > 0", name="leave_worked_amount"),
        Index("leave_worked_of_person", "person_id", "day"),
        Index("leave_worked_of_decider", "asked_of", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    leave_type: str = Field(max_length=40)
    day: date
    half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    amount: Decimal = Field(sa_column=Column(Exact, nullable=False))
    """In the type's unit."""
    state: Standing = Field(sa_column=Column(Code(Standing), nullable=False))
    version: int
    asked_of: int = Field(foreign_key="person.id")
    note: str = Field(sa_column=Column(Private, nullable=False))
    """The owner's words; read by them and by whoever decides."""
    answer: str = Field(sa_column=Column(Private, nullable=False))
    """Why it was declined; read by the same."""
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))


@dataclass(frozen=True, slots=True)
class Worked:
    """One such time. `state` is not leave's: the kernel asks leave's machine about leave alone."""

    id: int
    person: PersonId
    leave_type: str
    day: date
    half: Half | None
    amount: Decimal
    standing: Standing
    version: int
    asked_of: PersonId
    note: str
    answer: str
    decided_by: PersonId | None
    state: StrEnum | None = None

    @property
    def span(self) -> Span:
        """When it was."""
        return Span.of(self.day, self.half)

    @property
    def counts(self) -> bool:
        """Whether it is asked for or credited."""
        return self.standing in (Standing.ASKED, Standing.CONFIRMED)


_TABLE = SQLModel.metadata.tables["leave_worked"]
_ONE = select(*_TABLE.c).where(_TABLE.c.id == bindparam("worked"))
_OF_DAY = select(*_TABLE.c).where(_TABLE.c.person_id == bindparam("person"), _TABLE.c.day == bindparam("on"))
_WAITING = (
    select(*_TABLE.c)
    .where(_TABLE.c.asked_of == bindparam("person"), _TABLE.c.state == Standing.ASKED)
    .order_by(_TABLE.c.id)
)
_ALL_WAITING = select(*_TABLE.c).where(_TABLE.c.state == Standing.ASKED).order_by(_TABLE.c.id)
_READDRESS = update(_TABLE).where(_TABLE.c.id == bindparam("worked")).values(asked_of=bindparam("person"))
_MOVE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("worked"), _TABLE.c.version == bindparam("seen"))
    .values(
        state=bindparam("new_state", type_=_TABLE.c.state.type),
        version=_TABLE.c.version + 1,
        answer=bindparam("words"),
        decided_by=bindparam("by_whom"),
        decided_at=bindparam("moment", type_=_TABLE.c.decided_at.type),
    )
)


def add(tx: Tx, new: Worked) -> int:
    """Keep it; its id."""
    return tx.insert(
        LeaveWorked,
        person_id=new.person,
        leave_type=new.leave_type,
        day=new.day,
        half=new.half,
        amount=new.amount,
        state=new.standing,
        version=new.version,
        asked_of=new.asked_of,
        note=new.note,
        answer=new.answer,
        asked_at=tx.now,
        decided_by=None,
        decided_at=None,
    )


def one(tx: Tx, number: int) -> Worked | None:
    """The one of that id."""
    row = tx.first(_ONE, worked=number)
    return _worked(row) if row else None


def of_day(tx: Tx, person: PersonId, day: date) -> list[Worked]:
    """All that somebody has said of a day."""
    return [_worked(row) for row in tx.fetch(_OF_DAY, person=person, on=day)]


def waiting_for(tx: Tx, person: PersonId) -> list[Worked]:
    """What waits for somebody's word, the oldest first."""
    return [_worked(row) for row in tx.fetch(_WAITING, person=person)]


def waiting(tx: Tx) -> list[Worked]:
    """All that waits for somebody's word, the oldest first."""
    return [_worked(row) for row in tx.fetch(_ALL_WAITING)]


def readdress(tx: Tx, number: int, person: PersonId) -> None:
    """Somebody else owes the word now."""
    tx.execute(_READDRESS, worked=number, person=person)


def move(tx: Tx, known: Worked, standing: Standing, by: PersonId, answer: str = "") -> Worked | None:
    """It stands otherwise now; None when somebody else was faster (R37)."""
    moved = tx.execute(
        _MOVE, worked=known.id, seen=known.version, new_state=standing, words=answer, by_whom=by, moment=tx.now
    )
    return one(tx, known.id) if moved else None


def _worked(row: Any) -> Worked:
    return Worked(
        row.id,
        PersonId(row.person_id),
        row.leave_type,
        row.day,
        row.half,
        row.amount,
        row.state,
        row.version,
        PersonId(row.asked_of),
        row.note,
        row.answer,
        PersonId(row.decided_by) if row.decided_by is not None else None,
    )
