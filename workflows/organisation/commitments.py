"""What departments have promised to spend, on whose account and when: written by whoever promises, read by budgets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.flow import Ref, Tx
from workflows.organisation import commitment_tables as tables
from workflows.organisation.commitment_tables import Category, Promise

__all__ = ("Category", "Commitment", "Promise", "commitments", "of_source", "put")


@dataclass(frozen=True, slots=True)
class Commitment:
    """An amount in a month of a department's budget."""

    department: int
    source: Ref
    """What it was promised for: `skills/12`, `onboarding/3`."""
    category: Category
    amount: Decimal
    currency: str
    """ISO 4217; amounts of different currencies are never added."""
    month: date
    """Its first day."""
    state: Promise


_TABLE = SQLModel.metadata.tables["commitment"]
_BETWEEN = (
    select(*_TABLE.c)
    .where(
        _TABLE.c.department_id.in_(bindparam("departments", expanding=True)),
        _TABLE.c.month >= bindparam("first"),
        _TABLE.c.month <= bindparam("last"),
    )
    .order_by(_TABLE.c.month, _TABLE.c.id)
)
_OF_SOURCE = (
    select(*_TABLE.c)
    .where(_TABLE.c.workflow == bindparam("workflow"), _TABLE.c.subject == bindparam("subject"))
    .order_by(_TABLE.c.month)
)
_FORGET = _TABLE.delete().where(_TABLE.c.workflow == bindparam("workflow"), _TABLE.c.subject == bindparam("subject"))


def commitments(tx: Tx, departments: Iterable[int], first: date, last: date) -> list[Commitment]:
    """Those of the months that begin from `first` to `last`, by one query."""
    asked = sorted(set(departments))
    return _read(tx.fetch(_BETWEEN, departments=asked, first=first, last=last)) if asked else []


def of_source(tx: Tx, source: Ref) -> list[Commitment]:
    """What was promised for one thing, by month."""
    return _read(tx.fetch(_OF_SOURCE, workflow=source.workflow, subject=source.id))


def put(tx: Tx, source: Ref, promised: Sequence[Commitment]) -> None:
    """What is promised for it now, instead of all that was; nothing, when it was dropped. One row a month."""
    tx.execute(_FORGET, workflow=source.workflow, subject=source.id)
    tx.insert_many(
        tables.CommitmentRow,
        [
            {
                "department_id": one.department,
                "workflow": source.workflow,
                "subject": source.id,
                "category": one.category,
                "amount": one.amount,
                "currency": one.currency,
                "month": one.month.replace(day=1),
                "state": one.state,
                "changed_at": tx.now,
            }
            for one in promised
        ],
    )


def _read(rows: Iterable[tables.CommitmentRow]) -> list[Commitment]:
    return [
        Commitment(
            row.department_id,
            Ref(row.workflow, row.subject),
            row.category,
            row.amount,
            row.currency,
            row.month,
            row.state,
        )
        for row in rows
    ]
