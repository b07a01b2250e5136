"""How the route of a request lies in the database: whom to ask, in turn, and when they were asked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflows.columns import Moment

OPEN = "settled_at IS NULL"
"""The very condition of the index on what waits."""


class ChainStep(SQLModel, table=True):
    """One step of a route, as it was resolved when the request was made: a later change of the organisation moves none.

    `workflow` and `subject` name what is asked; a workflow that puts several questions gives each a name of its own.
    """

    __tablename__ = "chain_step"
    __table_args__ = (
        UniqueConstraint("workflow", "subject", "position", name="chain_step_in_turn"),
        CheckConstraint("position >= 0", name="chain_step_position"),
        Index("chain_step_of_person", "person_id"),
        Index("chain_step_open", "workflow", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: int | None = Field(default=None, primary_key=True)
    workflow: str = Field(max_length=40)
    subject: int
    position: int
    person_id: int = Field(foreign_key="person.id")
    asked_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    settled_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    """When somebody answered, or nobody needs to any more: the same for all steps of a route."""
