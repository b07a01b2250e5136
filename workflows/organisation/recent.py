"""What was read from the organisation under its present version, kept in this process and never stale.

Each change of the organisation writes a new random token in its own transaction. What is kept is kept under the token
that was read in the same transaction, so an undone change leaves nothing behind that anybody could find again.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.kernel.flow import Tx
from workflows.organisation.tables import OrganisationVersion

T = TypeVar("T")
_VERSION = SQLModel.metadata.tables["organisation_version"]
_TOKEN = select(_VERSION.c.token).where(_VERSION.c.id == 1)
_RENEW = update(_VERSION).where(_VERSION.c.id == 1).values(token=bindparam("fresh"))


class Recent:
    """The values used last, at most so many."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        """The value, or None when it isn't kept."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep it, and let go of the one that was not used for longest when there is no more room."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._room:
                self._kept.popitem(last=False)


_PEOPLE = Recent(16384)
"""Three things about each of five thousand people: their Slack id, their facts, their working time."""
_CHARTS = Recent(4)
_TOKENS: WeakKeyDictionary[Tx, str] = WeakKeyDictionary()
"""The token each running transaction has read: one small query a transaction, however much it asks."""


def of_person(tx: Tx, key: Hashable, load: Callable[[], T | None]) -> T | None:
    """What is kept about somebody under this key, or what `load` finds (None is not kept)."""
    return _known(_PEOPLE, tx, key, load)


def of_chart(tx: Tx, load: Callable[[], T]) -> T:
    """The chart that is kept, or what `load` finds."""
    return _known(_CHARTS, tx, "chart", load) or load()


def alone(tx: Tx) -> None:
    """Until this transaction ends nobody else changes the organisation; what is read from here on is the newest."""
    tx.lock("organisation", 0)
    _TOKENS.pop(tx, None)


def changed(tx: Tx) -> None:
    """To be called after each change and before anything is read again."""
    token = uuid4().hex
    if not tx.insert_once(OrganisationVersion, id=1, token=token):
        tx.execute(_RENEW, fresh=token)
    _TOKENS[tx] = token


def _known(kept: Recent, tx: Tx, key: Hashable, load: Callable[[], T | None]) -> T | None:
    token = _token(tx)
    if not token:
        return load()
    known: T | None = kept.get((token, key))
    if known is None:
        known = load()
        if known is not None:
            kept.keep((token, key), known)
    return known


def _token(tx: Tx) -> str:
    token = _TOKENS.get(tx)
    if token is None:
        row = tx.first(_TOKEN)
        token = row.token if row else ""
        _TOKENS[tx] = token
    return token
