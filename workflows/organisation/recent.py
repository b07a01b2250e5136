"""What was read from the organisation under its present version, kept in this process and never stale.

Each change of the organisation writes a new random token in its own transaction. What is kept is kept under the token
that was read in the same transaction, so an undone change leaves nothing behind that anybody could find again.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.kernel.flow import Tx
from workflows.organisation.tables import OrganisationVersion

T = TypeVar("T")
_VERSION = SQLModel.metadata.tables["organisation_version"]
_TOKEN = select(_VERSION.c.token).where(_VERSION.c.id == 1)
_RENEW = update(_VERSION).where(_VERSION.c.id == 1).values(token=bindparam("fresh"))
_ROOM = 131_072
"""A dozen things about each of ten thousand people: their Slack id, their facts, their working time."""
_VERSIONS_KEPT = 3
"""The present one, one that is being written, and one that a long transaction still looks at."""


class Recent:
    """The values used last, at most so many: the younger half, and what was used before it. Needs no lock."""

    def __init__(self, room: int) -> None:
        self._half = room // 2
        self._young: dict[Hashable, Any] = {}
        self._old: dict[Hashable, Any] = {}

    def get(self, key: Hashable) -> Any:
        """The value, or None when it isn't kept."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.keep(key, found)
        return found

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep it, and let go of those that were not used for longest when there is no more room."""
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = value


_KEPT: dict[str, Recent] = {}
"""By token, the newest last."""


def of_person(tx: Tx, key: Hashable, load: Callable[[], T | None]) -> T | None:
    """What is kept about somebody under this key, or what `load` finds (None is not kept)."""
    kept = tx.memory.get(Recent) or _kept(tx)
    if kept is None:
        return load()
    known: T | None = kept.get(key)
    if known is None:
        known = load()
        if known is not None:
            kept.keep(key, known)
    return known


def of_chart(tx: Tx, load: Callable[[], T]) -> T:
    """The chart that is kept, or what `load` finds."""
    return of_person(tx, "chart", load) or load()


def alone(tx: Tx) -> None:
    """Until this transaction ends nobody else changes the organisation; what is read from here on is the newest."""
    tx.lock("organisation", 0)
    tx.memory.pop(Recent, None)


def changed(tx: Tx) -> None:
    """To be called after each change and before anything is read again."""
    token = uuid4().hex
    if not tx.insert_once(OrganisationVersion, id=1, token=token):
        tx.execute(_RENEW, fresh=token)
    tx.memory[Recent] = _of_token(token)


def _kept(tx: Tx) -> Recent | None:
    """What is kept under the token this transaction sees; None before anything was ever written."""
    row = tx.first(_TOKEN)
    if row is None:
        return None
    kept = tx.memory[Recent] = _of_token(row.token)
    return kept


def _of_token(token: str) -> Recent:
    kept = _KEPT.get(token)
    if kept is None:
        kept = _KEPT[token] = Recent(_ROOM)
        for former in list(_KEPT)[:-_VERSIONS_KEPT]:
            _KEPT.pop(former, None)
    return kept
