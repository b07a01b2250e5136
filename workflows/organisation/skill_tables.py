"""How skills lie in the database: names under which each is known, ratings that only grow, wishes, offers and needs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Moment
from workflows.guards import append_only


def _of(table: str) -> Any:
    return Field(foreign_key=f"{table}.id", ondelete="CASCADE", primary_key=True)


class SkillRow(SQLModel, table=True):
    __tablename__ = "skill"
    __table_args__ = (CheckConstraint("merged_into <> id", name="skill_not_into_itself"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    merged_into: int | None = Field(default=None, foreign_key="skill.id", index=True)
    """The skill that this one turned out to be; never itself one that was merged."""


class SkillName(SQLModel, table=True):
    """Every name a skill is known by, its own and its other ones, as `skill_names.folded` writes it."""

    __tablename__ = "skill_name"

    folded: str = Field(primary_key=True, max_length=240)
    skill_id: int = Field(foreign_key="skill.id", index=True)
    name: str = Field(max_length=80)


class SkillRating(SQLModel, table=True):
    """What level somebody was found to have, when and by whom; level 0 is: no longer. The latest counts."""

    __tablename__ = "skill_rating"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 5", name="skill_rating_level"),
        CheckConstraint("expires_on IS NULL OR expires_on >= assessed_on", name="skill_rating_runs_forwards"),
        Index("skill_rating_of_person", "person_id", "skill_id", "assessed_on"),
        Index("skill_rating_expiring", "expires_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    skill_id: int = Field(foreign_key="skill.id", index=True)
    level: int
    assessed_on: date
    assessed_by: int = Field(foreign_key="person.id")
    expires_on: date | None = None
    """The last day of the certificate, where there is one."""
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))


append_only("skill_rating")


class SkillWish(SQLModel, table=True):
    """Who would like to learn it, or do more of it."""

    __tablename__ = "skill_wish"

    person_id: int = _of("person")
    skill_id: int = _of("skill")


class SkillOffer(SQLModel, table=True):
    """Who offers to mentor others in it."""

    __tablename__ = "skill_offer"

    person_id: int = _of("person")
    skill_id: int = _of("skill")


class SkillNeed(SQLModel, table=True):
    """How many people a department must have, itself and below, who hold a skill at least at that level."""

    __tablename__ = "skill_need"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 5", name="skill_need_level"),
        CheckConstraint("people >= 1", name="skill_need_people"),
    )

    department_id: int = _of("department")
    skill_id: int = _of("skill")
    level: int
    people: int


class SkillWanted(SQLModel, table=True):
    """A skill that a request asks for and nobody fills yet, written by the workflow that keeps the request."""

    __tablename__ = "skill_wanted"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 5", name="skill_wanted_level"),
        CheckConstraint("people >= 1", name="skill_wanted_people"),
        CheckConstraint('"last" >= "first"', name="skill_wanted_runs_forwards"),
    )

    workflow: str = Field(primary_key=True, max_length=40)
    subject: int = Field(primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    skill_id: int = Field(foreign_key="skill.id", index=True)
    level: int
    people: int
    first: date
    last: date
