"""How it lies in the database: which welcomes somebody has read."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Moment
from workflows.settings.rules import Role


class WelcomeRead(SQLModel, table=True):
    """Somebody has read what there is to know in a role; it is not shown to them again."""

    __tablename__ = "welcome_read"

    person_id: int = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    role: Role = Field(sa_column=Column(Code(Role), primary_key=True))
    read_at: datetime = Field(sa_column=Column(Moment, nullable=False))
