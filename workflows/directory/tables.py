"""How newcomers lie in the database."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Moment
from workflows.directory.rules import Obstacle, State


def _codes(members: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


_WAITING = "state = 'waiting'"


class NewcomerRow(SQLModel, table=True):
    __tablename__ = "newcomer"
    __table_args__ = (
        CheckConstraint(f"state IN {_codes(State)}", name="newcomer_state"),
        CheckConstraint(f"obstacle IN {_codes(Obstacle)}", name="newcomer_obstacle"),
        CheckConstraint("version >= 1 AND opened >= 1 AND opened <= version", name="newcomer_version"),
        CheckConstraint(f"({_WAITING}) = (closed_at IS NULL)", name="newcomer_waiting_is_open"),
        CheckConstraint("state <> 'added' OR person_id IS NOT NULL", name="newcomer_added_is_somebody"),
        Index("newcomer_waiting", "seen_at", sqlite_where=text(_WAITING), postgresql_where=text(_WAITING)),
    )

    id: int | None = Field(default=None, primary_key=True)
    slack_id: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=320)
    time_zone: str = Field(max_length=64)
    locale: str = Field(max_length=40)
    used: str = Field(max_length=40)
    obstacle: Obstacle | None = Field(sa_column=Column(Code(Obstacle), nullable=True))
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    opened: int
    seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    introduced_at: datetime | None = Field(sa_column=Column(Moment, nullable=True))
    person_id: int | None = Field(foreign_key="person.id", index=True)
    closed_by: int | None = Field(foreign_key="person.id")
    closed_at: datetime | None = Field(sa_column=Column(Moment, nullable=True))


class NewcomerTold(SQLModel, table=True):
    """To whom a newcomer was put: they hold a card."""

    __tablename__ = "newcomer_told"

    newcomer_id: int = Field(primary_key=True, foreign_key="newcomer.id", ondelete="CASCADE")
    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
