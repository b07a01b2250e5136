"""What is kept about absences, read and written; records and the policy come out as the rules' own values."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update
from sqlmodel import SQLModel

from workflows.absence.rules.life import STANDING, State
from workflows.absence.rules.policy import AbsencePolicy
from workflows.absence.rules.record import Record
from workflows.absence.tables import AbsencePolicyRow, AbsenceRecord, ReturnNote, codes
from workflows.calendar.rules import Span
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent

_TABLES = SQLModel.metadata.tables
_POLICY, _RECORD, _NOTE = _TABLES["absence_policy"].c, _TABLES["absence_record"].c, _TABLES["return_note"].c


_THE_POLICY = select(_POLICY.body).order_by(_POLICY.id)
_ANY = select(*_RECORD)
_ONE = _ANY.where(_RECORD.id == bindparam("record"))
_OF_PERSON = _ANY.where(_RECORD.person_id == bindparam("person")).order_by(_RECORD.first, _RECORD.id)
_STANDING_OF = _OF_PERSON.where(literal_column(f"absence_record.state IN {codes(STANDING)}"))
_UNFINISHED = _ANY.where(literal_column("state = 'open' OR certificate = 'due'")).order_by(_RECORD.id)
_NOTES = select(*_NOTE).where(_NOTE.record_id == bindparam("record")).order_by(_NOTE.id)
_CHANGED = (
    "absence_type",
    "first",
    "last",
    "first_half",
    "last_half",
    "open_ended",
    "state",
    "version",
    "certificate",
    "certificate_due",
    "changed_by",
    "changed_at",
)
_SAVE = (
    update(_TABLES["absence_record"])
    .where(_RECORD.id == bindparam("record"), _RECORD.version == bindparam("seen"))
    .values({_RECORD[name]: bindparam(f"new_{name}", type_=_RECORD[name].type) for name in _CHANGED})
)
_GROW = (
    update(_TABLES["absence_record"])
    .where(_RECORD.id == bindparam("record"), _RECORD.version == bindparam("seen"), _RECORD.last < bindparam("through"))
    .values(
        last=bindparam("through"),
        certificate=bindparam("standing", type_=_RECORD.certificate.type),
        certificate_due=bindparam("due"),
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """A note on a return."""

    by: PersonId
    at: datetime
    text: str


def policy(tx: Tx) -> AbsencePolicy:
    """The company's policy."""
    known: AbsencePolicy | None = recent.of_person(tx, "absence_policy", lambda: _policy(tx))
    if known is None:
        raise LookupError("no absence policy: seed() has not run")
    return known


def seed_policy(tx: Tx, wanted: AbsencePolicy) -> None:
    """Put a policy there unless one of that code is there already."""
    if tx.insert_once(AbsencePolicyRow, code=wanted.code, body=wanted.model_dump_json()):
        recent.changed(tx)


def record(tx: Tx, record_id: int) -> Record | None:
    """One absence."""
    row = tx.first(_ONE, record=record_id)
    return _record(row) if row else None


def records(tx: Tx, person: PersonId) -> tuple[Record, ...]:
    """Somebody's absences that stand, by their first day."""
    return tuple(map(_record, tx.fetch(_STANDING_OF, person=person)))


def unfinished(tx: Tx) -> list[Record]:
    """Those that are open, and those whose certificate is due."""
    return [_record(row) for row in tx.fetch(_UNFINISHED)]


def add(tx: Tx, new: Record) -> Record:
    """A new absence, with its id."""
    number = tx.insert(
        AbsenceRecord,
        person_id=new.person,
        told=new.told,
        reported_by=new.reported_by,
        reported_at=tx.now,
        **_columns(new),
    )
    return replace(new, id=number, reported_at=tx.now)


def save(tx: Tx, after: Record, seen: int) -> bool:
    """Keep a new version; False when somebody else changed it since version `seen` (compare-and-set)."""
    new = {f"new_{name}": value for name, value in _columns(after).items()}
    return tx.execute(_SAVE, record=after.id, seen=seen, **new) == 1


def grow(tx: Tx, after: Record) -> bool:
    """Another day of an open-ended one, without a new version: nobody's buttons go stale. False when it has it."""
    touched = tx.execute(
        _GROW,
        record=after.id,
        seen=after.version,
        through=after.span.last,
        standing=after.certificate,
        due=after.certificate_due,
    )
    return touched == 1


def notes(tx: Tx, record_id: int) -> list[Written]:
    """The notes on a return. Whoever calls this has made sure that the reader may, and records that they read."""
    return [Written(PersonId(row.written_by), row.written_at, row.text) for row in tx.fetch(_NOTES, record=record_id)]


def add_note(tx: Tx, record_id: int, by: PersonId, text: str) -> None:
    """What somebody wrote."""
    tx.insert(ReturnNote, record_id=record_id, written_by=by, written_at=tx.now, text=text)


def _columns(kept: Record) -> dict[str, Any]:
    return {
        "absence_type": kept.absence_type,
        "first": kept.span.first,
        "last": kept.span.last,
        "first_half": kept.span.first_half,
        "last_half": kept.span.last_half,
        "open_ended": kept.open_ended,
        "state": kept.state,
        "version": kept.version,
        "certificate": kept.certificate,
        "certificate_due": kept.certificate_due,
        "changed_by": kept.changed_by,
        "changed_at": kept.changed_at,
    }


def _policy(tx: Tx) -> AbsencePolicy | None:
    row = tx.first(_THE_POLICY)
    return AbsencePolicy.model_validate_json(row.body) if row else None


def _record(row: Any) -> Record:
    return Record(
        id=row.id,
        person=PersonId(row.person_id),
        absence_type=row.absence_type,
        span=Span(row.first, row.last, row.first_half, row.last_half),
        open_ended=bool(row.open_ended),
        state=State(row.state),
        version=row.version,
        certificate=row.certificate,
        certificate_due=row.certificate_due,
        told=_person(row.told),
        reported_by=PersonId(row.reported_by),
        reported_at=row.reported_at,
        changed_by=_person(row.changed_by),
        changed_at=row.changed_at,
    )


def _person(value: int | None) -> PersonId | None:
    return None if value is None else PersonId(value)
