"""The one place where the words of a case are written and read: where they would be encrypted at rest.

Whoever reads them here has made sure that the reader may, and records that they looked.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.performance.tables import CaseText, TextKind

_TEXT = SQLModel.metadata.tables["case_text"].c
_OF = select(*_TEXT).where(_TEXT.case_id == bindparam("case")).order_by(_TEXT.id)
_OF_KIND = (
    select(_TEXT.id)
    .where(_TEXT.case_id == bindparam("case"), _TEXT.kind == bindparam("what", type_=_TEXT.kind.type))
    .order_by(_TEXT.id)
)


@dataclass(frozen=True, slots=True)
class Written:
    """Something that somebody wrote about a case."""

    id: int
    kind: TextKind
    by: PersonId
    at: datetime
    text: str


def write(tx: Tx, case: int, kind: TextKind, by: PersonId, text: str) -> int:
    """Keep it; its id."""
    return tx.insert(CaseText, case_id=case, kind=kind, written_by=by, written_at=tx.now, body=text)


def read(tx: Tx, case: int) -> tuple[Written, ...]:
    """All of it, in the order it was written."""
    rows = tx.fetch(_OF, case=case)
    return tuple(Written(row.id, row.kind, PersonId(row.written_by), row.written_at, row.body) for row in rows)


def ids(tx: Tx, case: int, kind: TextKind) -> tuple[int, ...]:
    """Which texts of a kind there are: their numbers, not their words."""
    return tuple(row.id for row in tx.fetch(_OF_KIND, case=case, what=kind))
