"""What people will lose of their leave unless they take it: kept by the clock, so that many are read of at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import tables

_CLOCK = SQLModel.metadata.tables[tables.LeaveClock.__tablename__].c
_LOSING = (
    select(_CLOCK.person_id, _CLOCK.loses_after, _CLOCK.loses, _CLOCK.loses_unit)
    .where(_CLOCK.loses_after >= bindparam("first"), _CLOCK.loses_after <= bindparam("last"))
    .order_by(_CLOCK.loses_after, _CLOCK.person_id)
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """So much can be used on that day for the last time."""

    person: PersonId
    last_day: date
    amount: Decimal
    unit: str
    """`day` or `hour`."""


def leftovers(tx: Tx, among: Collection[PersonId], first: date, last: date) -> list[Leftover]:
    """What these people lose first, when its last day is one of those; one query."""
    rows = tx.fetch(_LOSING, first=first, last=last)
    return [
        Leftover(PersonId(row.person_id), row.loses_after, row.loses, row.loses_unit)
        for row in rows
        if row.person_id in among
    ]
