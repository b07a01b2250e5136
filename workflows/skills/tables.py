"""How development lies in the database, and the levels that people propose for themselves."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Exact, Moment
from workflows.private import Private
from workflows.skills.rules.claim import Standing
from workflows.skills.rules.item import LONGEST_PROVIDER
from workflows.skills.rules.life import OPEN, Kind, State


def codes(members: Iterable[StrEnum]) -> str:
    """As an SQL list."""
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


_OPEN = f"state IN {codes(OPEN)}"


def _moment() -> Any:
    return Field(sa_column=Column(Moment, nullable=False))


def _words() -> Any:
    return Field(sa_column=Column(Private, nullable=False))


class DevelopmentRow(SQLModel, table=True):
    __tablename__ = "development"
    __table_args__ = (
        CheckConstraint(f"kind IN {codes(Kind)}", name="development_kind"),
        CheckConstraint(f"state IN {codes(State)}", name="development_state"),
        CheckConstraint("version >= 1", name="development_version"),
        CheckConstraint("partner_id IS NULL OR partner_id <> person_id", name="development_no_mentor_of_oneself"),
        CheckConstraint('"last" IS NULL OR "first" IS NULL OR "last" >= "first"', name="development_runs_forwards"),
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="development_cost_has_a_currency"),
        CheckConstraint("amount > 0", name="development_cost"),
        CheckConstraint(
            "state IN ('dropped', 'proposed') OR (\"first\" IS NOT NULL AND \"last\" IS NOT NULL)",
            name="development_has_an_end",
        ),
        Index("development_of_person", "person_id", "state"),
        Index("development_with_partner", "partner_id", "state"),
        Index("development_open", "state", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("development_of_case", "case_ref", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    kind: Kind = Field(sa_column=Column(Code(Kind), nullable=False))
    skill_id: int | None = Field(default=None, foreign_key="skill.id")
    goal: str = _words()
    partner_id: int | None = Field(default=None, foreign_key="person.id")
    provider: str = Field(max_length=LONGEST_PROVIDER)
    first: date | None = None
    last: date | None = None
    amount: Decimal | None = Field(default=None, sa_column=Column(Exact))
    currency: str | None = Field(default=None, max_length=3)
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    owner_id: int = Field(foreign_key="person.id")
    requested_by: int | None = Field(default=None, foreign_key="person.id")
    case_ref: str | None = Field(default=None, max_length=80)
    """The case that opened it: one item a case."""
    rating_id: int | None = Field(default=None, foreign_key="skill_rating.id")
    created_at: datetime = _moment()
    updated_at: datetime = _moment()
    """When somebody last said how it goes."""
    changed_by: int | None = Field(default=None, foreign_key="person.id")


class DevelopmentNote(SQLModel, table=True):
    """What was said about it: how it goes, why not. Read by the person and those who decide."""

    __tablename__ = "development_note"
    __table_args__ = (Index("development_note_of_item", "development_id"),)

    id: int | None = Field(default=None, primary_key=True)
    development_id: int = Field(foreign_key="development.id")
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = _moment()
    text: str = _words()


class SkillClaim(SQLModel, table=True):
    __tablename__ = "skill_claim"
    __table_args__ = (
        CheckConstraint(f"standing IN {codes(Standing)}", name="skill_claim_standing"),
        CheckConstraint("level BETWEEN 1 AND 5", name="skill_claim_level"),
        CheckConstraint("version >= 1", name="skill_claim_version"),
        Index("skill_claim_of_person", "person_id", "standing"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    skill_id: int = Field(foreign_key="skill.id")
    level: int
    note: str = _words()
    standing: Standing = Field(sa_column=Column(Code(Standing), nullable=False))
    version: int
    answer: str = _words()
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = _moment()
