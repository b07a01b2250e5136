"""Which project managers were asked about a leave, until when, and what they answered."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    UniqueConstraint,
    bindparam,
    literal_column,
    select,
    text,
    update,
)
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Span
from workflows.columns import Code, Moment
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave.rules.consulting import Answer
from workflows.leave.rules.life import PENDING, State
from workflows.leave.tables import codes
from workflows.private import Private

MOST = 100
"""Consultations that end in silence in one tick; the others follow on the next."""
_OPEN = text("answer IS NULL AND ended_at IS NULL")


class LeaveConsultation(SQLModel, table=True):
    __tablename__ = "leave_consultation"
    __table_args__ = (
        UniqueConstraint("request_id", "round", "person_id", name="leave_consultation_once"),
        CheckConstraint(f"answer IS NULL OR answer IN {codes(Answer)}", name="leave_consultation_answer"),
        CheckConstraint("version >= 1 AND round >= 1", name="leave_consultation_version"),
        Index("leave_consultation_of_person", "person_id"),
        Index("leave_consultation_open", "closes_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="leave_request.id")
    round: int
    """The version of the request that was asked about: other dates are asked about anew."""
    person_id: int = Field(foreign_key="person.id")
    projects: str = Field(max_length=2000)
    """Their ids, as a JSON list."""
    until: date
    """The last day on which an answer is waited for, where they are."""
    closes_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    answer: Answer | None = Field(default=None, sa_column=Column(Code(Answer), nullable=True))
    text: str = Field(sa_column=Column(Private, nullable=False))
    """A concern's sentence; read by its writer and by those who decide, by nobody else."""
    answered_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Moment, nullable=True))
    """Since when other dates are asked for."""
    version: int


@dataclass(frozen=True, slots=True)
class Consultation:
    """One of them, with what it is about. `state` is not leave's: an answer moves no request."""

    id: int
    request: int
    round: int
    person: PersonId
    """Whose leave it is."""
    span: Span
    """The days as they are asked for now."""
    standing: State
    """How the request stands."""
    asked: PersonId
    projects: tuple[int, ...]
    until: date
    answer: Answer | None
    text: str
    over: bool
    """Other dates are asked for since."""
    version: int
    state: StrEnum | None = None

    @property
    def open(self) -> bool:
        """Whether an answer can be given, or changed."""
        return not self.over and self.standing in PENDING


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody is to be asked about some projects."""

    asked: PersonId
    projects: tuple[int, ...]
    until: date
    closes_at: datetime


class Asked(NamedTuple):
    """Somebody who is asked in this very transaction."""

    id: int
    asked: PersonId
    round: int


_TABLES = SQLModel.metadata.tables
_TABLE, _REQUEST = _TABLES["leave_consultation"].c, _TABLES["leave_request"].c
_ALL = select(
    *_TABLE,
    _REQUEST.person_id.label("owner"),
    _REQUEST.first,
    _REQUEST.last,
    _REQUEST.first_half,
    _REQUEST.last_half,
    _REQUEST.state,
).join(_TABLES["leave_request"], _TABLE.request_id == _REQUEST.id)
_ONE = _ALL.where(_TABLE.id == bindparam("consultation"))
_OF = _ALL.where(_TABLE.request_id == bindparam("request")).order_by(_TABLE.round, _TABLE.id)
_WAITING = (
    _ALL.where(_TABLE.answer.is_(None), _TABLE.ended_at.is_(None))
    .where(literal_column(f"leave_request.state IN {codes(PENDING)}"))
    .order_by(_TABLE.closes_at, _TABLE.id)
)
_FOR_ME = _WAITING.where(_TABLE.person_id == bindparam("person"))
_LAPSED = (
    _ALL.where(_TABLE.answer.is_(None), _TABLE.ended_at.is_(None))
    .where(_TABLE.closes_at <= bindparam("moment", type_=_TABLE.closes_at.type))
    .where(literal_column(f"leave_request.state IN {codes(PENDING)}"))
    .order_by(_TABLE.id)
    .limit(MOST)
)
_ANSWER = (
    update(_TABLES["leave_consultation"])
    .where(_TABLE.id == bindparam("consultation"), _TABLE.version == bindparam("seen"))
    .values(
        answer=bindparam("given", type_=_TABLE.answer.type),
        text=bindparam("words"),
        answered_at=bindparam("moment", type_=_TABLE.answered_at.type),
        version=_TABLE.version + 1,
    )
)
_END = (
    update(_TABLES["leave_consultation"])
    .where(_TABLE.request_id == bindparam("request"), _TABLE.ended_at.is_(None))
    .values(ended_at=bindparam("moment", type_=_TABLE.ended_at.type))
)


def one(tx: Tx, number: int) -> Consultation | None:
    """The one of that id."""
    row = tx.first(_ONE, consultation=number)
    return _consultation(row) if row else None


def of(tx: Tx, request: int) -> tuple[Consultation, ...]:
    """All about a request, those about former dates too, the oldest first."""
    return tuple(map(_consultation, tx.fetch(_OF, request=request)))


def waiting_for(tx: Tx, person: PersonId) -> tuple[Consultation, ...]:
    """What somebody has not answered yet, the most pressing first."""
    return tuple(map(_consultation, tx.fetch(_FOR_ME, person=person)))


def waiting(tx: Tx) -> tuple[Consultation, ...]:
    """All that nobody has answered yet, the most pressing first; one query."""
    return tuple(map(_consultation, tx.fetch(_WAITING)))


def lapsed(tx: Tx) -> tuple[Consultation, ...]:
    """Some of those whose time is up without an answer, while the request still waits."""
    return tuple(map(_consultation, tx.fetch(_LAPSED, moment=tx.now)))


def ask(tx: Tx, request: int, version: int, questions: Iterable[Question]) -> None:
    """These are asked about that version of the request."""
    tx.memory[ask, request, version] = [
        Asked(
            tx.insert(
                LeaveConsultation,
                request_id=request,
                round=version,
                person_id=one.asked,
                projects=json.dumps(one.projects),
                until=one.until,
                closes_at=one.closes_at,
                answer=None,
                text="",
                answered_at=None,
                ended_at=None,
                version=1,
            ),
            one.asked,
            version,
        )
        for one in questions
    ]


def holding(tx: Tx, request: int, version: int) -> Sequence["Asked | Consultation"]:
    """Who holds a card by now, when something happened to that version of the request; not read when all is new."""
    new: list[Asked] | None = tx.memory.get((ask, request, version)) if version == 1 else None
    return new if new is not None else of(tx, request)


def answer(tx: Tx, known: Consultation, given: Answer, words: str) -> bool:
    """What they say now; False when it was answered otherwise since it was read (compare-and-set)."""
    moment = tx.now
    return tx.execute(_ANSWER, consultation=known.id, seen=known.version, given=given, words=words, moment=moment) == 1


def end(tx: Tx, request: int) -> None:
    """Other dates are asked for: what was said about the former ones stands no more."""
    tx.execute(_END, request=request, moment=tx.now)


def _consultation(row: Any) -> Consultation:
    return Consultation(
        id=row.id,
        request=row.request_id,
        round=row.round,
        person=PersonId(row.owner),
        span=Span(row.first, row.last, row.first_half, row.last_half),
        standing=row.state,
        asked=PersonId(row.person_id),
        projects=tuple(json.loads(row.projects)),
        until=row.until,
        answer=row.answer,
        text=row.text,
        over=row.ended_at is not None,
        version=row.version,
    )
