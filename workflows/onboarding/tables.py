"""How openings, joinings, leavings, their steps and who holds a duty lie in the database."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment
from workflows.onboarding.rules import life
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Kind, Part, Way
from workflows.private import Private


def _codes(members: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


class OpeningRow(SQLModel, table=True):
    """Somebody is looked for."""

    __tablename__ = "opening"
    __table_args__ = (
        CheckConstraint(f"state IN {_codes(life.OPENING)}", name="opening_state"),
        CheckConstraint("headcount > 0 AND hired >= 0 AND hired <= headcount", name="opening_headcount"),
        CheckConstraint("cost > 0 AND length(currency) = 3", name="opening_cost"),
        CheckConstraint("level BETWEEN 1 AND 5", name="opening_level"),
        Index("opening_of_department", "department_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="department.id")
    role: str = Field(max_length=200)
    skill_id: int = Field(foreign_key="skill.id")
    level: int
    headcount: int
    hired: int
    cost: Decimal = Field(sa_column=Column(Exact, nullable=False))
    currency: str = Field(max_length=3)
    starts: date
    opened_by: int = Field(foreign_key="person.id")
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class JourneyRow(SQLModel, table=True):
    """Somebody joins or leaves."""

    __tablename__ = "journey"
    __table_args__ = (
        CheckConstraint(f"state IN {_codes(life.JOURNEY)}", name="journey_state"),
        CheckConstraint("buddy_id <> person_id", name="journey_buddy"),
        Index("journey_of_person", "person_id"),
        Index("journey_of_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    way: Way = Field(sa_column=Column(Code(Way), nullable=False))
    person_id: int = Field(foreign_key="person.id")
    buddy_id: int | None = Field(default=None, foreign_key="person.id")
    opening_id: int | None = Field(default=None, foreign_key="opening.id")
    day: date
    before: date | None
    started_by: int = Field(foreign_key="person.id")
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class JourneyStepRow(SQLModel, table=True):
    """One thing to be done."""

    __tablename__ = "journey_step"
    __table_args__ = (
        CheckConstraint(f"state IN {_codes(life.STEP)}", name="journey_step_state"),
        Index("journey_step_of_journey", "journey_id"),
        Index("journey_step_of_owner", "owner_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    journey_id: int = Field(foreign_key="journey.id")
    title: str = Field(max_length=200)
    owner_id: int = Field(foreign_key="person.id")
    kind: Kind = Field(sa_column=Column(Code(Kind), nullable=False))
    days: int
    due: date
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    said: str = Field(sa_column=Column(Private, nullable=False))
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class DutyHolder(SQLModel, table=True):
    """Who holds a duty, such as IT, for a department and those below it, or for the whole company, from a day on."""

    __tablename__ = "duty_holder"
    __table_args__ = (Index("duty_holder_of_duty", "duty", "department_id"),)

    id: int | None = Field(default=None, primary_key=True)
    duty: Part = Field(sa_column=Column(Code(Part), nullable=False))
    department_id: int | None = Field(default=None, foreign_key="department.id")
    person_id: int = Field(foreign_key="person.id")
    starts: date
    ends: date | None
