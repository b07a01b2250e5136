"""What lies in the database beside the plan itself: the proposals that absences gave rise to."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment
from workflows.milestones.rules.risk import Standing


def _codes(members: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


class MilestoneRiskRow(SQLModel, table=True):
    """Somebody's absence takes work from a milestone: put to the project's manager. Days and share, never why."""

    __tablename__ = "milestone_risk"
    __table_args__ = (
        CheckConstraint('"last" >= "first"', name="milestone_risk_runs_forwards"),
        CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="milestone_risk_percent_or_hours"),
        CheckConstraint(f"standing IN {_codes(Standing)}", name="milestone_risk_standing"),
        Index("milestone_risk_of_source", "source", "milestone_id", unique=True),
        Index("milestone_risk_of_milestone", "milestone_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    source: str = Field(max_length=80)
    """The record that keeps somebody away, such as `leave/17`."""
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    asked_of: int = Field(foreign_key="person.id")
    first: date
    last: date
    percent: Decimal | None = Field(default=None, sa_column=Column(Exact, nullable=True))
    hours: Decimal | None = Field(default=None, sa_column=Column(Exact, nullable=True))
    standing: Standing = Field(sa_column=Column(Code(Standing), nullable=False))
    version: int
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
