"""How the money that departments have promised lies in the database."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment


class Category(StrEnum):
    """Which of the department's budgets it is."""

    TRAINING = "training"
    HIRING = "hiring"


class Promise(StrEnum):
    """How sure it is."""

    PROPOSED = "proposed"
    """Asked for; nothing is promised yet."""
    AGREED = "agreed"
    """Promised, and not spent."""
    SPENT = "spent"
    """What it was for has happened."""


class CommitmentRow(SQLModel, table=True):
    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="commitment_amount"),
        CheckConstraint("length(currency) = 3", name="commitment_currency"),
        CheckConstraint("category IN ('hiring', 'training')", name="commitment_category"),
        CheckConstraint("state IN ('agreed', 'proposed', 'spent')", name="commitment_state"),
        Index("commitment_of_department", "department_id", "month"),
        Index("commitment_of_source", "workflow", "subject", "month", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id")
    workflow: str = Field(max_length=40)
    subject: int
    category: Category = Field(sa_column=Column(Code(Category), nullable=False))
    amount: Decimal = Field(sa_column=Column(Exact, nullable=False))
    currency: str = Field(max_length=3)
    """ISO 4217."""
    month: date
    """Its first day."""
    state: Promise = Field(sa_column=Column(Code(Promise), nullable=False))
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
