"""How budgets lie in the database: settings, entries that only grow, roles and their dated rates, and what was told."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.budget.rules.entry import Category, Kind
from workflows.budget.rules.level import Level
from workflows.budget.rules.rate import Unit
from workflows.budget.rules.value import Method
from workflows.columns import Code, Exact, Moment
from workflows.guards import append_only


def _codes(members: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


def _exact() -> Any:
    return Field(sa_column=Column(Exact, nullable=False))


def _forwards(table: str) -> CheckConstraint:
    return CheckConstraint("ends IS NULL OR ends >= starts", name=f"{table}_runs_forwards")


def _currency(table: str) -> CheckConstraint:
    return CheckConstraint("length(currency) = 3", name=f"{table}_currency")


class BudgetRow(SQLModel, table=True):
    """A project's or a department's: what is meant without being written, and when it is looked at next."""

    __tablename__ = "budget"
    __table_args__ = (
        CheckConstraint("(project_id IS NULL) <> (department_id IS NULL)", name="budget_has_one_owner"),
        CheckConstraint(f"method IN {_codes(Method)}", name="budget_method"),
        CheckConstraint("low > 0 AND low <= 10000 AND high >= 10000", name="budget_band"),
        _currency("budget"),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", unique=True)
    department_id: int | None = Field(default=None, foreign_key="department.id", unique=True)
    currency: str | None = Field(default=None, max_length=3)
    method: Method = Field(sa_column=Column(Code(Method), nullable=False))
    low: Decimal = _exact()
    high: Decimal = _exact()
    version: int
    check_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True, index=True))
    """When the clock looks at it next; never, while nothing stands in it."""


class BudgetEntryRow(SQLModel, table=True):
    """An amount that was entered; the newest of its month, kind, category and currency is the one that counts."""

    __tablename__ = "budget_entry"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="budget_entry_amount"),
        CheckConstraint(f"kind IN {_codes(Kind)}", name="budget_entry_kind"),
        CheckConstraint(f"category IN {_codes(Category)}", name="budget_entry_category"),
        _currency("budget_entry"),
        Index("budget_entry_place", "budget_id", "kind", "month", "category", "currency"),
    )

    id: int | None = Field(default=None, primary_key=True)
    budget_id: int = Field(foreign_key="budget.id")
    kind: Kind = Field(sa_column=Column(Code(Kind), nullable=False))
    month: date
    """Its first day."""
    category: Category = Field(sa_column=Column(Code(Category), nullable=False))
    currency: str = Field(max_length=3)
    amount: Decimal = _exact()
    """Nothing: taken away again."""
    entered_by: int | None = None
    """None when it was imported."""
    entered_at: datetime = Field(sa_column=Column(Moment, nullable=False))


append_only("budget_entry")


class RoleRow(SQLModel, table=True):
    """What people do, as projects pay for it."""

    __tablename__ = "role"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=200)


class RoleRateRow(SQLModel, table=True):
    __tablename__ = "role_rate"
    __table_args__ = (
        _forwards("role_rate"),
        _currency("role_rate"),
        CheckConstraint("amount > 0", name="role_rate_amount"),
        CheckConstraint(f"unit IN {_codes(Unit)}", name="role_rate_unit"),
        Index("role_rate_begins", "role_id", "starts", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    role_id: int = Field(foreign_key="role.id")
    unit: Unit = Field(sa_column=Column(Code(Unit), nullable=False))
    amount: Decimal = _exact()
    currency: str = Field(max_length=3)
    starts: date
    ends: date | None = None


class PersonRoleRow(SQLModel, table=True):
    """Who has which role."""

    __tablename__ = "person_role"
    __table_args__ = (_forwards("person_role"), Index("person_role_begins", "person_id", "starts", unique=True))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    role_id: int = Field(foreign_key="role.id")
    starts: date
    ends: date | None = None


class BudgetToldRow(SQLModel, table=True):
    """That people were told, and whether it is still so; told again only after it was not so for a while."""

    __tablename__ = "budget_told"
    __table_args__ = (
        CheckConstraint(f"level IN {_codes(Level)}", name="budget_told_level"),
        CheckConstraint("times >= 1", name="budget_told_times"),
        Index("budget_told_once", "budget_id", "scope", "level", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    budget_id: int = Field(foreign_key="budget.id")
    scope: str = Field(max_length=20)
    """What it is about: a currency, and of a department its year before that."""
    level: Level = Field(sa_column=Column(Code(Level), nullable=False))
    stands: bool
    times: int
