"""How many of a department must be there, as its operations manager has said it; each saying stands until the next."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, select
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave.rules.policy import Floor
from workflows.leave.rules.settings import Effect
from workflows.organisation import recent


class Measure(StrEnum):
    """How a floor is counted."""

    PEOPLE = "people"
    PERCENT = "percent"
    AWAY = "away"
    NONE = "none"
    """There is none any more."""


class LeaveFloor(SQLModel, table=True):
    """A department's minimum cover from a day on (R33)."""

    __tablename__ = "leave_floor"
    __table_args__ = (
        CheckConstraint("kind IN ('people', 'percent', 'away', 'none')", name="leave_floor_kind"),
        CheckConstraint("effect IN ('block', 'warn')", name="leave_floor_effect"),
        CheckConstraint("amount >= 0", name="leave_floor_amount"),
        CheckConstraint("kind <> 'percent' OR (amount > 0 AND amount <= 1000000)", name="leave_floor_percent"),
        Index("leave_floor_of_department", "department_id", "valid_from"),
    )

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id", ondelete="CASCADE")
    kind: Measure = Field(sa_column=Column(Code(Measure), nullable=False))
    amount: Decimal = Field(sa_column=Column(Exact, nullable=False))
    """People, or percent of those scheduled; with all below the department."""
    effect: Effect = Field(sa_column=Column(Code(Effect), nullable=False))
    valid_from: date
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_column=Column(Moment, nullable=False))


@dataclass(frozen=True, slots=True)
class Standing:
    """A department's floor, from a day on."""

    department: int
    measure: Measure
    amount: Decimal
    effect: Effect
    valid_from: date

    def floor(self, code: str) -> Floor | None:
        """As the rules take it, for the department of that code."""
        if self.measure is Measure.NONE:
            return None
        amount = self.amount if self.measure is Measure.PERCENT else int(self.amount)
        return Floor.model_validate({self.measure.value: amount, "departments": (code,), "effect": self.effect})


_TABLE = SQLModel.metadata.tables["leave_floor"]
_ALL = select(*_TABLE.c).order_by(_TABLE.c.valid_from, _TABLE.c.id)


def standing(tx: Tx, department: int, day: date) -> Standing | None:
    """What was said last of a department for that day; None when nothing ever was, or that there is none."""
    said = [one for one in _every(tx) if one.department == department and one.valid_from <= day]
    return said[-1] if said and said[-1].measure is not Measure.NONE else None


def all_standing(tx: Tx, day: date) -> dict[int, Standing]:
    """The same of every department, by its id."""
    said = {one.department: one for one in _every(tx) if one.valid_from <= day}
    return {department: one for department, one in said.items() if one.measure is not Measure.NONE}


def put(tx: Tx, one: Standing, by: PersonId) -> int:
    """From its day on this holds; its id."""
    added = tx.insert(
        LeaveFloor,
        department_id=one.department,
        kind=one.measure,
        amount=one.amount,
        effect=one.effect,
        valid_from=one.valid_from,
        set_by=by,
        set_at=tx.now,
    )
    recent.changed(tx)
    return added


def _every(tx: Tx) -> tuple[Standing, ...]:
    found: tuple[Standing, ...] | None = recent.of_person(tx, "leave_floors", lambda: _read(tx))
    return found or ()


def _read(tx: Tx) -> tuple[Standing, ...]:
    return tuple(
        Standing(row.department_id, row.kind, row.amount, row.effect, row.valid_from) for row in tx.fetch(_ALL)
    )
