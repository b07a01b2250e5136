"""What is kept about cases, read and written. Their words are in `texts`, their routes in the organisation's chains."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import chains, recent
from workflows.organisation.chains import Chain
from workflows.performance.rules import Earlier, Outcome, Settings, State
from workflows.performance.tables import RUNS, CaseLook, Looked, PerformanceCase, PerformanceSetting

NAME = "performance"
_TABLES = SQLModel.metadata.tables
_CASE, _LOOK, _SETTING = _TABLES["performance_case"].c, _TABLES["case_look"].c, _TABLES["performance_setting"].c
_STEP, _PERSON = _TABLES["chain_step"].c, _TABLES["person"].c

_THE_SETTING = select(*_SETTING).where(_SETTING.id == 1)
_ANY = select(*_CASE)
_ONE = _ANY.where(_CASE.id == bindparam("case"))
_BY = _ANY.where(_CASE.reporter_id == bindparam("reporter")).order_by(_CASE.id.desc())
_PUT_TO = (
    _ANY.join(_TABLES["chain_step"], (_STEP.workflow == NAME) & (_STEP.subject == _CASE.id))
    .where(_STEP.person_id == bindparam("reader"), _STEP.asked_at.is_not(None))
    .order_by(_CASE.id.desc())
)
_INVITED = _ANY.where(_CASE.person_id == bindparam("person"), _CASE.invited_at.is_not(None)).order_by(_CASE.id.desc())
_ABOUT = _ANY.where(_CASE.person_id == bindparam("person")).order_by(_CASE.id)
_RUNNING_BY = (
    select(_CASE.id, _CASE.project_id, _CASE.day)
    .where(_CASE.reporter_id == bindparam("reporter"), _CASE.person_id == bindparam("person"))
    .where(literal_column(RUNS))
    .order_by(_CASE.id)
)
_WITHOUT_HANDLER = (
    _ANY.join(_TABLES["person"], _PERSON.id == _CASE.handled_by)
    .where(literal_column(RUNS), _PERSON.ends < bindparam("day"))
    .order_by(_CASE.id)
)
_MERGED = _ANY.where(_CASE.merged_into == bindparam("case")).order_by(_CASE.id)
_LOOKS = select(*_LOOK).where(_LOOK.case_id == bindparam("case")).order_by(_LOOK.id.desc()).limit(bindparam("most"))
_COUNTED = (
    select(_CASE.id, _CASE.person_id, func.count(_LOOK.id).label("looks"), func.max(_LOOK.at).label("last"))
    .outerjoin(_TABLES["case_look"], _LOOK.case_id == _CASE.id)
    .group_by(_CASE.id, _CASE.person_id)
    .order_by(_CASE.id.desc())
    .limit(bindparam("most"))
)
_CHANGED = ("state", "version", "handled_by", "invited_at", "outcome", "merged_into", "changed_by", "changed_at")
_SAVE = (
    update(_TABLES["performance_case"])
    .where(_CASE.id == bindparam("case"), _CASE.version == bindparam("seen"))
    .values({_CASE[name]: bindparam(f"new_{name}", type_=_CASE[name].type) for name in _CHANGED})
)


@dataclass(frozen=True, slots=True)
class Case:
    """A case without its words: what the verbs act on."""

    id: int
    person: PersonId
    """Whom it is about."""
    reporter: PersonId
    project: int | None
    day: date
    state: State
    version: int
    reported_at: datetime
    handled_by: PersonId | None = None
    invited_at: datetime | None = None
    outcome: Outcome | None = None
    merged_into: int | None = None
    changed_by: PersonId | None = None
    changed_at: datetime | None = None

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref(NAME, self.id)

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw something of a case."""

    person: PersonId
    what: Looked
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a case was looked at: its number and nothing of what it says."""

    case: int
    person: PersonId
    looks: int
    last: datetime | None


def settings(tx: Tx) -> Settings:
    """How long a report waits; the company's, or as it comes."""
    found = recent.of_person(tx, "performance_settings", lambda: _settings(tx))
    return found or Settings()


def seed(tx: Tx) -> None:
    """The settings, unless they are there."""
    usual = Settings()
    if tx.insert_once(
        PerformanceSetting,
        id=1,
        remind_after=usual.remind_after,
        climb_after=usual.climb_after,
        look_back=usual.look_back,
    ):
        recent.changed(tx)


def case(tx: Tx, case_id: int) -> Case | None:
    """One case."""
    row = tx.first(_ONE, case=case_id)
    return _case(row) if row else None


def reported_by(tx: Tx, reporter: PersonId) -> list[Case]:
    """Somebody's own reports, the newest first."""
    return [_case(row) for row in tx.fetch(_BY, reporter=reporter)]


def put_to(tx: Tx, reader: PersonId) -> list[Case]:
    """The cases whose route has reached somebody, the newest first."""
    return [_case(row) for row in tx.fetch(_PUT_TO, reader=reader)]


def invited(tx: Tx, person: PersonId) -> list[Case]:
    """The cases about somebody in which they have the right of reply, the newest first."""
    return [_case(row) for row in tx.fetch(_INVITED, person=person)]


def about(tx: Tx, person: PersonId) -> list[Case]:
    """Every case about somebody. Whoever calls this shows only those that the reader may see."""
    return [_case(row) for row in tx.fetch(_ABOUT, person=person)]


def running_by(tx: Tx, reporter: PersonId, person: PersonId) -> list[Earlier]:
    """Reports by one about the other that are not over."""
    rows = tx.fetch(_RUNNING_BY, reporter=reporter, person=person)
    return [Earlier(row.id, row.project_id, row.day) for row in rows]


def without_handler(tx: Tx, day: date) -> list[Case]:
    """Cases that run and whose handler had left before that day."""
    return [_case(row) for row in tx.fetch(_WITHOUT_HANDLER, day=day)]


def merged_into(tx: Tx, case_id: int) -> list[Case]:
    """The cases that belong with this one, and those that belong with them."""
    found = [_case(row) for row in tx.fetch(_MERGED, case=case_id)]
    return found + [one for direct in found for one in merged_into(tx, direct.id)]


def leading(tx: Tx, known: Case) -> Case:
    """The case in which it goes on; itself, unless it was merged."""
    while known.merged_into is not None:
        following = case(tx, known.merged_into)
        if following is None:
            return known
        known = following
    return known


def chain(tx: Tx, known: Case) -> Chain:
    """Whom it was put to."""
    return chains.steps(tx, known.ref)


def add(tx: Tx, person: PersonId, reporter: PersonId, project: int | None, day: date) -> Case:
    """A new case."""
    number = tx.insert(
        PerformanceCase,
        person_id=person,
        reporter_id=reporter,
        project_id=project,
        day=day,
        state=State.REPORTED,
        version=1,
        reported_at=tx.now,
        handled_by=None,
        invited_at=None,
        outcome=None,
        merged_into=None,
        changed_by=reporter,
        changed_at=tx.now,
    )
    return Case(number, person, reporter, project, day, State.REPORTED, 1, tx.now, None, None, None, None, reporter)


def save(tx: Tx, after: Case, by: PersonId | None) -> Case | None:
    """Keep it as its next version; None when somebody else changed it since (compare-and-set)."""
    new = replace(after, version=after.version + 1, changed_by=by, changed_at=tx.now)
    values = {f"new_{name}": getattr(new, name) for name in _CHANGED}
    return new if tx.execute(_SAVE, case=after.id, seen=after.version, **values) == 1 else None


def look(tx: Tx, case_id: int, person: PersonId, what: Looked) -> None:
    """Record that somebody sees something of it."""
    tx.insert(CaseLook, case_id=case_id, person_id=person, what=what, at=tx.now)


def looks(tx: Tx, case_id: int, most: int) -> list[Look]:
    """Who has looked, the latest first."""
    return [Look(PersonId(row.person_id), row.what, row.at) for row in tx.fetch(_LOOKS, case=case_id, most=most)]


def counted(tx: Tx, most: int) -> list[Counted]:
    """How often each case was looked at, the newest case first."""
    return [Counted(row.id, PersonId(row.person_id), row.looks, row.last) for row in tx.fetch(_COUNTED, most=most)]


def _settings(tx: Tx) -> Settings | None:
    row = tx.first(_THE_SETTING)
    return Settings(row.remind_after, row.climb_after, row.look_back) if row else None


def _case(row: Any) -> Case:
    return Case(
        id=row.id,
        person=PersonId(row.person_id),
        reporter=PersonId(row.reporter_id),
        project=row.project_id,
        day=row.day,
        state=row.state,
        version=row.version,
        reported_at=row.reported_at,
        handled_by=None if row.handled_by is None else PersonId(row.handled_by),
        invited_at=row.invited_at,
        outcome=row.outcome,
        merged_into=row.merged_into,
        changed_by=None if row.changed_by is None else PersonId(row.changed_by),
        changed_at=row.changed_at,
    )
