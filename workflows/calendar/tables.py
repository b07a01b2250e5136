"""How absences and a company's own days lie in the database. Dates and halves only; never why somebody is away."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Half, Observed
from workflows.columns import Code, Exact


class AbsenceRow(SQLModel, table=True):
    """Somebody is away, or will be if nobody objects; written by whichever workflow knows, under its own name."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint('"last" >= "first"', name="absence_runs_forwards"),
        CheckConstraint("first_half IS NULL OR first_half IN ('am', 'pm')", name="absence_first_half"),
        CheckConstraint("last_half IS NULL OR last_half IN ('am', 'pm')", name="absence_last_half"),
        Index("absence_of_person", "person_id", "last"),
        Index("absence_of_days", "last", "first"),
    )

    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=80, unique=True)
    """The record it comes from, such as `leave/17`."""
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    first: date
    last: date
    first_half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    last_half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    certain: bool
    shown: bool
    """Whether it was ever certain, and so stood in somebody's calendar."""
    gone: bool
    """Whether it no longer holds; kept, so that calendars that show it can be told."""
    sequence: int
    """How often it changed (RFC 5545's SEQUENCE)."""


class CompanyDayRow(SQLModel, table=True):
    """A day the company adds to the public holidays, makes half, or takes away (length 0, or like another weekday)."""

    __tablename__ = "company_day"
    __table_args__ = (
        CheckConstraint('"length" >= 0 AND "length" <= 10000', name="company_day_length"),
        CheckConstraint("half IS NULL OR half IN ('am', 'pm')", name="company_day_half"),
        CheckConstraint("subdivision IS NULL OR country IS NOT NULL", name="company_day_place"),
        CheckConstraint(
            "\"like\" IS NULL OR \"like\" IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')", name="company_day_like"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    day: date
    name: str = Field(max_length=200)
    length: Decimal = Field(sa_column=Column(Exact, nullable=False))
    half: Half | None = Field(default=None, sa_column=Column(Code(Half), nullable=True))
    country: str | None = Field(default=None, max_length=2)
    subdivision: str | None = Field(default=None, max_length=40)
    yearly: bool
    like: str | None = Field(default=None, max_length=3)
    """Set on an extra working day: the weekday it is worked like, by everybody's own pattern."""
    policy: str | None = Field(default=None, max_length=40)
    """The leave policy that says so; none for a day that was kept otherwise."""


class HolidayRuleRow(SQLModel, table=True):
    """How a country's holidays on weekends are made up for, where that isn't as its law says."""

    __tablename__ = "holiday_rule"

    id: int | None = Field(default=None, primary_key=True)
    country: str = Field(max_length=2, unique=True)
    observed: Observed = Field(sa_column=Column(Code(Observed), nullable=False))
    by_policy: bool | None = None
    """Whether a leave policy says so."""
