"""How projects' plans lie in the database: each milestone as it stands, and beside it every report, which only grow."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment
from workflows.guards import append_only
from workflows.organisation.milestone import Change, Health

_KEPT = text("health <> 'dropped'")


def _codes(members: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


def _checks(table: str) -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(f"health IN {_codes(Health)}", name=f"{table}_health"),
        CheckConstraint("weight > 0", name=f"{table}_weight"),
        CheckConstraint("percent >= 0 AND percent <= 1000000", name=f"{table}_percent"),
        CheckConstraint("version >= 1", name=f"{table}_version"),
    )


def _weight() -> Any:
    return Field(default=None, sa_column=Column(Exact, nullable=True))


def _percent() -> Any:
    return Field(sa_column=Column(Exact, nullable=False))


def _health() -> Any:
    return Field(sa_column=Column(Code(Health), nullable=False))


def _sentence() -> Any:
    return Field(sa_column=Column(Text, nullable=False))


class MilestoneRow(SQLModel, table=True):
    __tablename__ = "milestone"
    __table_args__ = (
        *_checks("milestone"),
        CheckConstraint("name <> ''", name="milestone_name_not_empty"),
        CheckConstraint("(health = 'done') = (done_on IS NOT NULL)", name="milestone_done_on_a_day"),
        Index("milestone_of_project", "project_id", "forecast"),
        Index(
            "milestone_name_in_project", "project_id", "name", unique=True, sqlite_where=_KEPT, postgresql_where=_KEPT
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    name: str = Field(max_length=200)
    planned: date
    baseline: date
    forecast: date
    health: Health = _health()
    weight: Decimal | None = _weight()
    percent: Decimal = _percent()
    done_on: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    sentence: str = _sentence()
    reported_on: date
    quiet_until: date | None = None
    version: int


class MilestoneReportRow(SQLModel, table=True):
    """What was reported about a milestone, and how it stood from then on."""

    __tablename__ = "milestone_report"
    __table_args__ = (
        *_checks("milestone_report"),
        CheckConstraint(f"change IN {_codes(Change)}", name="milestone_report_change"),
        Index("milestone_report_of_milestone", "milestone_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    day: date
    by: int | None = None
    change: Change = Field(sa_column=Column(Code(Change), nullable=False))
    health: Health = _health()
    baseline: date
    forecast: date
    weight: Decimal | None = _weight()
    percent: Decimal = _percent()
    sentence: str = _sentence()
    version: int


append_only("milestone_report")
