"""How the organisation lies in the database. A range includes both its days; no last day means it goes on."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact


class Duty(StrEnum):
    """What somebody answers for in a department."""

    MANAGER = "manager"
    DEPUTY = "deputy"


def _forwards(table: str) -> CheckConstraint:
    return CheckConstraint("ends IS NULL OR ends >= starts", name=f"{table}_runs_forwards")


def _about(table: str) -> Any:
    return Field(foreign_key=f"{table}.id", index=True, ondelete="CASCADE")


class OrganisationVersion(SQLModel, table=True):
    """One row whose token is another after every change: what was read under a token is true while it stands."""

    __tablename__ = "organisation_version"
    __table_args__ = (CheckConstraint("id = 1", name="organisation_version_is_one"),)

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(max_length=32)


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = (
        _forwards("person"),
        CheckConstraint("slack_id <> ''", name="person_slack_id_not_empty"),
        CheckConstraint("email = lower(email)", name="person_email_is_lower_case"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slack_id: str | None = Field(default=None, max_length=40, unique=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=320, unique=True)
    locale: str = Field(max_length=40)
    starts: date
    ends: date | None = None
    language: str | None = Field(default=None, max_length=8)
    """What they chose to read here, `de`; whoever chose nothing reads the language of their locale."""


class ResidenceRow(SQLModel, table=True):
    """Where somebody is: their time zone and whose public holidays they have."""

    __tablename__ = "residence"
    __table_args__ = (_forwards("residence"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _about("person")
    time_zone: str = Field(max_length=64)
    country: str = Field(max_length=2)
    subdivision: str | None = Field(default=None, max_length=40)
    starts: date
    ends: date | None = None


class WorkPatternRow(SQLModel, table=True):
    __tablename__ = "work_pattern"
    __table_args__ = (_forwards("work_pattern"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _about("person")
    pattern: str = Field(max_length=500)
    starts: date
    ends: date | None = None


class ContractRow(SQLModel, table=True):
    """On what terms somebody is employed, in the company's own word: `permanent`, `fixed_term`, `apprentice`."""

    __tablename__ = "contract"
    __table_args__ = (_forwards("contract"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _about("person")
    kind: str = Field(max_length=40)
    starts: date
    ends: date | None = None


class PeopleAdminRow(SQLModel, table=True):
    __tablename__ = "people_admin"
    __table_args__ = (_forwards("people_admin"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _about("person")
    starts: date
    ends: date | None = None


class DepartmentRow(SQLModel, table=True):
    __tablename__ = "department"
    __table_args__ = (_forwards("department"), CheckConstraint("parent_id <> id", name="department_not_its_own_parent"))

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=200)
    parent_id: int | None = Field(default=None, foreign_key="department.id", index=True)
    starts: date
    ends: date | None = None


class MembershipRow(SQLModel, table=True):
    """Who belongs to a department."""

    __tablename__ = "membership"
    __table_args__ = (_forwards("membership"), Index("membership_of_department", "department_id", "starts"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _about("person")
    department_id: int = Field(foreign_key="department.id")
    starts: date
    ends: date | None = None


class DepartmentDutyRow(SQLModel, table=True):
    """Who manages a department, and who deputises."""

    __tablename__ = "department_duty"
    __table_args__ = (_forwards("department_duty"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = _about("department")
    person_id: int = Field(foreign_key="person.id", index=True)
    duty: Duty = Field(sa_column=Column(Code(Duty), nullable=False))
    starts: date
    ends: date | None = None


class ProjectRow(SQLModel, table=True):
    __tablename__ = "project"
    __table_args__ = (_forwards("project"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=200)
    channel: str | None = Field(default=None, max_length=80)
    starts: date
    ends: date | None = None


class ProjectLeadRow(SQLModel, table=True):
    """Who manages a project."""

    __tablename__ = "project_lead"
    __table_args__ = (_forwards("project_lead"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = _about("project")
    person_id: int = Field(foreign_key="person.id", index=True)
    starts: date
    ends: date | None = None


class AllocationRow(SQLModel, table=True):
    __tablename__ = "allocation"
    __table_args__ = (
        _forwards("allocation"),
        CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="allocation_percent_or_hours"),
        CheckConstraint("percent > 0 AND percent <= 1000000", name="allocation_percent_in_range"),
        CheckConstraint("hours > 0 AND hours <= 1680000", name="allocation_hours_in_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _about("person")
    project_id: int = _about("project")
    percent: Decimal | None = Field(default=None, sa_column=Column(Exact))
    hours: Decimal | None = Field(default=None, sa_column=Column(Exact))
    starts: date
    ends: date | None = None
