"""How digests lie in the database: what people chose, and up to which local date the clock has come in each zone."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


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
