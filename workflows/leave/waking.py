"""Whom the clock looks at on its next tick: those whose ledger, requests or rules something has changed about."""

from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import tables as _tables

_CLOCK = SQLModel.metadata.tables[_tables.LeaveClock.__tablename__]
_WAKE_ALL = update(_CLOCK).values(posts_at=bindparam("moment", type_=_CLOCK.c.posts_at.type))
_WAKE = _WAKE_ALL.where(_CLOCK.c.person_id == bindparam("person"))


def wake(tx: Tx, person: PersonId) -> None:
    """One of them."""
    tx.execute(_WAKE, person=person, moment=tx.now)


def wake_all(tx: Tx) -> None:
    """Everybody."""
    tx.execute(_WAKE_ALL, moment=tx.now)
