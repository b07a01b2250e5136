"""How handovers lie in the database."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Moment
from workflows.handover.rules.life import State
from workflows.handover.rules.template import Kind
from workflows.private import Private


def _codes(members: Iterable[StrEnum]) -> str:
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


class HandoverRow(SQLModel, table=True):
    """A handover at an intersection of a project, or before a long leave."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("(project_id IS NULL) <> (away_id IS NULL)", name="handover_project_or_leave"),
        CheckConstraint(f"state IN {_codes((State.RUNNING, State.COMPLETE, State.CANCELLED))}", name="handover_state"),
        Index("handover_of_project", "project_id"),
        Index("handover_of_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: Kind = Field(sa_column=Column(Code(Kind), nullable=False))
    project_id: int | None = Field(default=None, foreign_key="project.id")
    away_id: int | None = Field(default=None, foreign_key="person.id")
    operations_id: int = Field(foreign_key="person.id")
    started_by: int = Field(foreign_key="person.id")
    day: date
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class HandoverItemRow(SQLModel, table=True):
    """One thing to be passed on."""

    __tablename__ = "handover_item"
    __table_args__ = (
        CheckConstraint("giver_id <> receiver_id", name="handover_item_between_two"),
        CheckConstraint(
            f"state IN {_codes((State.WAITING, State.GIVEN, State.ACKNOWLEDGED, State.DROPPED))}",
            name="handover_item_state",
        ),
        Index("handover_item_of_handover", "handover_id"),
        Index("handover_item_of_giver", "giver_id"),
        Index("handover_item_of_receiver", "receiver_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id")
    title: str = Field(max_length=200)
    giver_id: int = Field(foreign_key="person.id")
    receiver_id: int = Field(foreign_key="person.id")
    due: date
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    place: str = Field(sa_column=Column(Private, nullable=False))
    said: str = Field(sa_column=Column(Private, nullable=False))
    changed_at: datetime = Field(sa_column=Column(Moment, nullable=False))
