"""How reported absences lie in the database. Notes on a return stand apart, because only two people may read them."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from workflows.absence.rules.life import Certificate, State
from workflows.calendar.rules import Half
from workflows.columns import Code, Moment
from workflows.private import Private


def codes(members: Iterable[StrEnum]) -> str:
    """As an SQL list."""
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


_UNFINISHED = text("state = 'open' OR certificate = 'due'")


def _moment() -> Any:
    return Field(sa_column=Column(Moment, nullable=False))


def _half() -> Any:
    return Field(default=None, sa_column=Column(Code(Half), nullable=True))


class AbsencePolicyRow(SQLModel, table=True):
    """A company's types of absence and their settings, as the text that `rules.AbsencePolicy` reads."""

    __tablename__ = "absence_policy"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    body: str = Field(sa_column=Column(Text, nullable=False))
    """JSON."""


class AbsenceRecord(SQLModel, table=True):
    __tablename__ = "absence_record"
    __table_args__ = (
        CheckConstraint('"last" >= "first"', name="absence_record_runs_forwards"),
        CheckConstraint("version >= 1", name="absence_record_version"),
        CheckConstraint(f"state IN {codes(State)}", name="absence_record_state"),
        CheckConstraint(f"certificate IN {codes(Certificate)}", name="absence_record_certificate"),
        CheckConstraint(
            "certificate <> 'due' OR certificate_due IS NOT NULL", name="absence_record_certificate_has_a_day"
        ),
        Index("absence_record_of_person", "person_id", "last"),
        Index("absence_record_unfinished", "state", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    absence_type: str = Field(max_length=40)
    """A code of the policy's. It is read by the person, their operations manager and whoever stands in, recorded."""
    first: date
    last: date
    first_half: Half | None = _half()
    last_half: Half | None = _half()
    open_ended: bool
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    certificate: Certificate = Field(sa_column=Column(Code(Certificate), nullable=False))
    certificate_due: date | None = None
    told: int | None = Field(default=None, foreign_key="person.id")
    reported_by: int = Field(foreign_key="person.id")
    reported_at: datetime = _moment()
    changed_by: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = _moment()


class ReturnNote(SQLModel, table=True):
    """What the person and their operations manager wrote about the return to work: for these two alone."""

    __tablename__ = "return_note"
    __table_args__ = (Index("return_note_of_record", "record_id"),)

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="absence_record.id")
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = _moment()
    text: str = Field(sa_column=Column(Private, nullable=False))
