"""How nudges, and reminders that were put off, lie in the database."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflows.columns import Moment


class Nudge(SQLModel, table=True):
    """Somebody who waits for an answer reminded whoever owes it; one a day for each question."""

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("question", "number", "by_id", "of_id", "day", name="nudge_once_a_day"),
        CheckConstraint("by_id <> of_id", name="nudge_of_somebody_else"),
        Index("nudge_of_person", "of_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    question: str = Field(max_length=40)
    """The name of the route: a workflow that puts several questions has several."""
    number: int
    workflow: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    """What it reads like: a reminder of that kind, about `subject`."""
    subject: int
    by_id: int = Field(foreign_key="person.id")
    of_id: int = Field(foreign_key="person.id")
    day: date
    """Where the one who nudged was."""
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class PutOff(SQLModel, table=True):
    """A reminder that its reader wants to have again on a later day: the notice, as it was queued."""

    __tablename__ = "put_off"
    __table_args__ = (Index("put_off_of_person", "person_id", "until"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    key: str = Field(max_length=255)
    workflow: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    subject: int
    card: str | None = Field(default=None, max_length=255)
    until: date
    """Where the one who put it off is."""
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
