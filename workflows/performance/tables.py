"""How cases lie in the database. What people wrote stands apart from everything else; who looked is kept for ever."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from workflows.columns import Code, Moment
from workflows.guards import append_only
from workflows.performance.rules import RUNNING, Outcome, State
from workflows.private import Private


class TextKind(StrEnum):
    """What somebody wrote or handed in. Who reads which, `reading` decides."""

    EXPECTED = "expected"
    HAPPENED = "happened"
    EFFECT = "effect"
    HELP = "help"
    LINK = "link"
    """The address of a message or a page."""
    FILE = "file"
    """The address of a file in Slack."""
    QUESTION = "question"
    """To the reporter."""
    ANSWER = "answer"
    """The reporter's, or what they added."""
    SUMMARY = "summary"
    """All that the person is shown: the operations manager's own words."""
    REPLY = "reply"
    """The person's."""
    NOTE = "note"
    """On the outcome, for whoever handles the case."""
    NO_REPLY = "no_reply"
    """Why the person was not asked for theirs."""


class Looked(StrEnum):
    """What somebody saw of a case."""

    CASE = "case"
    """All of it that they may read."""
    LIST = "list"
    """That it is there, about whom and by whom."""
    LOOKS = "looks"
    """Who has looked."""


def codes(members: Iterable[StrEnum]) -> str:
    """As an SQL list."""
    return "(" + ", ".join(sorted(f"'{member}'" for member in members)) + ")"


RUNS = f"state IN {codes(RUNNING)}"
"""The very condition of the index on cases that run."""


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=nullable))


class PerformanceSetting(SQLModel, table=True):
    """One row: how long a report waits before it reminds and climbs."""

    __tablename__ = "performance_setting"
    __table_args__ = (
        CheckConstraint("id = 1", name="performance_setting_is_one"),
        CheckConstraint("remind_after >= 1 AND climb_after > remind_after", name="performance_setting_climbs_later"),
        CheckConstraint("look_back >= 0", name="performance_setting_look_back"),
    )

    id: int | None = Field(default=None, primary_key=True)
    remind_after: int
    climb_after: int
    look_back: int


class PerformanceCase(SQLModel, table=True):
    __tablename__ = "performance_case"
    __table_args__ = (
        CheckConstraint("version >= 1", name="performance_case_version"),
        CheckConstraint(f"state IN {codes(State)}", name="performance_case_state"),
        CheckConstraint(f"outcome IN {codes(Outcome)}", name="performance_case_outcome"),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="performance_case_closed_with_outcome"),
        CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="performance_case_merged_into"),
        CheckConstraint("merged_into <> id", name="performance_case_merged_into_another"),
        CheckConstraint("reporter_id <> person_id", name="performance_case_not_by_oneself"),
        Index("performance_case_of_person", "person_id"),
        Index("performance_case_of_reporter", "reporter_id"),
        Index("performance_case_merged", "merged_into"),
        Index("performance_case_running", "state", sqlite_where=text(RUNS), postgresql_where=text(RUNS)),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    reporter_id: int = Field(foreign_key="person.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    """None: it lies outside projects."""
    day: date
    """When it happened."""
    state: State = Field(sa_column=Column(Code(State), nullable=False))
    version: int
    reported_at: datetime = _moment()
    handled_by: int | None = Field(default=None, foreign_key="person.id")
    """Who acknowledged it, or took it in hand."""
    invited_at: datetime | None = _moment(nullable=True)
    """When the right of reply was opened to the person."""
    outcome: Outcome | None = Field(default=None, sa_column=Column(Code(Outcome), nullable=True))
    merged_into: int | None = Field(default=None, foreign_key="performance_case.id")
    changed_by: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = _moment()


class CaseText(SQLModel, table=True):
    """Everything that was written about a case, and nothing else is. Read and written in `texts` alone."""

    __tablename__ = "case_text"
    __table_args__ = (
        CheckConstraint(f"kind IN {codes(TextKind)}", name="case_text_kind"),
        Index("case_text_of_case", "case_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="performance_case.id")
    kind: TextKind = Field(sa_column=Column(Code(TextKind), nullable=False))
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = _moment()
    body: str = Field(sa_column=Column(Private, nullable=False))


class CaseLook(SQLModel, table=True):
    """Who has seen what of a case, and when."""

    __tablename__ = "case_look"
    __table_args__ = (
        CheckConstraint(f"what IN {codes(Looked)}", name="case_look_what"),
        Index("case_look_of_case", "case_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="performance_case.id")
    person_id: int = Field(foreign_key="person.id")
    what: Looked = Field(sa_column=Column(Code(Looked), nullable=False))
    at: datetime = _moment()


append_only("case_look")
