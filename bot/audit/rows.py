"""The audit log and its chain as they are read for sealing and verifying: also where somebody made a row unreadable."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, cast, select

from bot.tables import Audit, AuditBase, AuditSeal
from bot.transaction import Transaction

audit, seal, base = Audit.__table__, AuditSeal.__table__, AuditBase.__table__  # type: ignore[attr-defined] # SQLModel's stubs

SIGNED = (
    audit.c.at,
    audit.c.workflow,
    audit.c.event,
    audit.c.subject,
    audit.c.version,
    audit.c.about,
    audit.c.by,
    cast(audit.c.facts, Text).label("facts"),
    audit.c.mac,
)
"""What a row says, its facts letter by letter."""
LAST = select(seal.c.number, seal.c.hash, seal.c.audit_id).order_by(seal.c.number.desc()).limit(1)
BASE = select(base.c.number, base.c.hash, base.c.at, base.c.mac).order_by(base.c.id.desc()).limit(1)
AT = select(seal.c.hash).where(seal.c.number == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row in which something stands that cannot stand there."""

    key: int


class Pages:
    """Rows in order of a key, some at a time. An unreadable one is named, and the others are read all the same."""

    def __init__(self, found: Any, key: Any, *columns: Any) -> None:
        wanted = found.where(key > bindparam("after")).order_by(key).limit(bindparam("most"))
        self._rows = wanted.with_only_columns(key.label("key"), *columns)
        self._keys = wanted.with_only_columns(key.label("key"))

    def some(self, tx: Transaction, after: int, most: int) -> list[Any]:
        """Up to `most` of them after that key."""
        unfit = tx.connection.dialect.loaded_dbapi.DataError
        try:
            return tx.fetch(self._rows, after=after, most=most)
        except (ValueError, TypeError, unfit):
            keys = [row.key for row in tx.fetch(self._keys, after=after, most=most)]
        return [self._one(tx, key, (ValueError, TypeError, unfit)) for key in keys]

    def all(self, tx: Transaction, most: int) -> Iterator[Any]:
        """All of them."""
        after = -(2**31)
        while rows := self.some(tx, after, most):
            yield from rows
            after = rows[-1].key

    def _one(self, tx: Transaction, key: int, unfit: tuple[type[Exception], ...]) -> Any:
        try:
            return tx.fetch(self._rows, after=key - 1, most=1)[0]
        except unfit:
            return Unreadable(key)


LINKS = Pages(
    select(seal).outerjoin(audit, audit.c.id == seal.c.audit_id),
    seal.c.number,
    seal.c.hash,
    seal.c.sealed_at,
    seal.c.audit_id,
    audit.c.id.label("found"),
    *SIGNED,
)
"""The chain, each link with the row that it seals, if that is still there."""
LOOSE = Pages(
    select(audit).outerjoin(seal, seal.c.audit_id == audit.c.id).where(seal.c.number.is_(None)), audit.c.id, *SIGNED
)
"""The rows that are not sealed."""
