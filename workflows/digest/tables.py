"""How digests lie in the database: what people chose, and up to which local date the clock has come in each zone."""

from datetime import date, datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Moment


class DigestSetting(SQLModel, table=True):
    """What somebody wants; whoever never said anything has no row."""

    __tablename__ = "digest_setting"

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    at: str = Field(max_length=5)
    """`08:30`, where they are."""
    former: str = Field(max_length=5)
    """The time that counts up to and including `changed`: another time is for the day after."""
    changed: date
    daily: bool
    weekly: bool
    project: bool
    mine: bool
    channel: bool


class DigestRound(SQLModel, table=True):
    """The last local date on which those of a zone who read at that time were looked at."""

    __tablename__ = "digest_round"
    __table_args__ = (Index("digest_round_once", "zone", "at", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    zone: str = Field(max_length=64)
    at: str = Field(max_length=5)
    day: date


class TeamChannel(SQLModel, table=True):
    """Where a department reads each morning who of it is away today."""

    __tablename__ = "team_channel"

    department_id: int = Field(primary_key=True, foreign_key="department.id", ondelete="CASCADE")
    channel: str = Field(max_length=80)
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class QuietChannel(SQLModel, table=True):
    """A channel in which nothing can be said: archived, gone, or the bot is not in it; nothing more is tried there."""

    __tablename__ = "quiet_channel"

    channel: str = Field(primary_key=True, max_length=80)
    reason: str = Field(max_length=80)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
