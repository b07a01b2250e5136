"""Every private word is locked with the newest key: those that lie open from older versions, and those of older keys.

At the first start after an upgrade, daily (an older version may still be writing beside this one), and by
`dotted-line keys rotate`. Some rows at a time, each only if nobody changed it meanwhile; ten times is once.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog
from sqlalchemy import Text, and_, bindparam, column, delete, or_, select, table, update
from sqlmodel import SQLModel

from bot.keys.ring import Ring
from bot.keys.taking import DATA
from bot.passage import past
from bot.points import POINTS
from bot.settings import Unsettled
from bot.store import Store
from bot.tables import KeyName
from bot.transaction import Transaction
from workflows import private
from workflows.leave.tables import BY_HAND
from workflows.private import MARK, Locked

log = structlog.get_logger()
MOST = 200
GUARDED = frozenset({"leave_ledger", "staffing_note"})
"""Of the tables with private words, those that only grow."""
Said = Callable[[str], None]
Fit = Callable[[str], str]

_names = KeyName.__table__  # type: ignore[attr-defined] # SQLModel's stubs
_IS_THROUGH = select(_names.c.through).where(_names.c.purpose == DATA, _names.c.name == bindparam("current"))
_THROUGH = update(_names).where(_names.c.purpose == DATA, _names.c.name == bindparam("current")).values(through=True)
_OTHERS = delete(_names).where(_names.c.purpose == DATA, _names.c.name != bindparam("current"))
_ALL = delete(_names).where(_names.c.purpose == DATA)
_ledger = table("leave_ledger", column("id"), column("kind"), column("reason", Text), column("words", Text))
_REASONS = (
    select(_ledger.c.id, _ledger.c.reason)
    .where(_ledger.c.kind == "adjustment", _ledger.c.words.is_(None), _ledger.c.reason.not_in((BY_HAND, "")))
    .limit(MOST)
)
_MOVED = select(_ledger.c.id, _ledger.c.words).where(_ledger.c.words.is_not(None)).limit(MOST)
_MOVE = update(_ledger).where(_ledger.c.id == bindparam("row")).values(reason=bindparam("to"), words=bindparam("kept"))


@dataclass(frozen=True, slots=True)
class Words:
    """The private columns of one table, as they lie there."""

    table: str
    columns: tuple[str, ...]
    open: Any
    """Rows after an id in which something does not begin as the newest key's words do."""
    locked: Any
    """Rows after an id in which something is locked."""
    save: Any


def lock_all(store: Store, ring: Ring, said: Said = lambda _line: None) -> int:
    """Lock everything with the newest key; how many rows were not. Raises Unsettled, the rest done, when some can't."""
    store.write(lambda tx: tx.insert_once(KeyName, purpose=DATA, name=ring.current, since=tx.now, through=False))
    total = _moved(store, _REASONS, lambda row: (BY_HAND, ring.lock(row.reason)))
    stuck: list[str] = []
    for words in _tables():
        total += _through(store, words, f"{ring.prefix}%", lambda kept: ring.lock(ring.open(kept)), said, stuck)
    if total:
        _forget_freed(store)
        log.info("words.locked", rows=total, key=ring.current)
    if stuck:
        raise Unsettled(f"Not everything could be locked with key {ring.current}: {stuck[0]} ({len(stuck)} rows).")
    store.write(lambda tx: _settled(tx, ring))
    POINTS.reach("keys.settled")
    return total


def open_all(store: Store, ring: Ring, said: Said = lambda _line: None) -> int:
    """Unlock everything, for a version from before there were keys; how many rows."""
    total = _moved(store, _MOVED, lambda row: (ring.open(row.words), None))
    stuck: list[str] = []
    for words in _tables():
        total += _through(store, words, None, ring.open, said, stuck)
    if stuck:
        raise Unsettled(f"Not everything could be unlocked: {stuck[0]} ({len(stuck)} rows).")
    store.write(lambda tx: tx.execute(_ALL))
    return total


def lock_once(store: Store, ring: Ring) -> None:
    """At a start: if this key has not locked everything yet, it does now."""
    row = store.read(lambda tx: tx.first(_IS_THROUGH, current=ring.current))
    if row is None or not row.through:
        lock_all(store, ring)


@cache
def _tables() -> tuple[Words, ...]:
    found: dict[str, list[str]] = {}
    for one in private.columns(SQLModel.metadata):
        found.setdefault(one.table.name, []).append(one.name)
    return tuple(_words(name, tuple(columns)) for name, columns in found.items())


def _words(name: str, columns: tuple[str, ...]) -> Words:
    plain = table(name, column("id"), *(column(one, Text) for one in columns))
    rows = select(plain.c.id, *(plain.c[one] for one in columns)).where(plain.c.id > bindparam("after"))
    page = rows.order_by(plain.c.id).limit(MOST)
    same = [plain.c.id == bindparam("row")]
    same += [plain.c[one].is_not_distinct_from(bindparam(f"old_{one}")) for one in columns]
    return Words(
        name,
        columns,
        page.where(or_(*(and_(plain.c[one] != "", plain.c[one].not_like(bindparam("mine"))) for one in columns))),
        page.where(or_(*(plain.c[one].like(f"{MARK}%") for one in columns))),
        update(plain).where(*same).values({one: bindparam(f"new_{one}") for one in columns}),
    )


def _through(store: Store, words: Words, mine: str | None, fit: Fit, said: Said, stuck: list[str]) -> int:
    """All rows of one table, some at a time; what can't be read is named in `stuck` and stays as it is."""
    done = after = 0
    while rows := store.write(lambda tx: _batch(tx, words, after, mine, fit, stuck)):  # noqa: B023 - called at once
        done += len(rows)
        after = rows[-1]
        POINTS.reach("keys.locked")
        said(f"{words.table}: {done}")
    return done


def _batch(tx: Transaction, words: Words, after: int, mine: str | None, fit: Fit, stuck: list[str]) -> list[int]:
    rows = tx.fetch(words.locked, after=after) if mine is None else tx.fetch(words.open, after=after, mine=mine)
    if not rows:
        return []
    with past(tx, words.table) if words.table in GUARDED else nullcontext():
        for row in rows:
            try:
                values = dict(_changes(words, row, fit))
            except Locked as error:
                stuck.append(f"{words.table} {row.id}: {error}")
            else:
                tx.execute(words.save, row=row.id, **values)
    return [row.id for row in rows]


def _changes(words: Words, row: Any, fit: Fit) -> Iterator[tuple[str, str | None]]:
    for one in words.columns:
        kept = getattr(row, one)
        yield f"old_{one}", kept
        yield f"new_{one}", fit(kept) if kept else kept


def _moved(store: Store, found: Any, fit: Callable[[Any], tuple[str, str | None]]) -> int:
    """The ledger's reasons: their old column is too short for locked words."""
    done = 0
    while moved := store.write(lambda tx: _move(tx, found, fit)):
        done += moved
    return done


def _move(tx: Transaction, found: Any, fit: Callable[[Any], tuple[str, str | None]]) -> int:
    rows = tx.fetch(found)
    if not rows:
        return 0
    with past(tx, "leave_ledger"):
        for row in rows:
            reason, kept = fit(row)
            tx.execute(_MOVE, row=row.id, to=reason, kept=kept)
    return len(rows)


def _settled(tx: Transaction, ring: Ring) -> None:
    tx.execute(_OTHERS, current=ring.current)
    tx.execute(_THROUGH, current=ring.current)


def _forget_freed(store: Store) -> None:
    """What lay open is in SQLite's write-ahead log, too, until that is brought home."""
    if store.engine.dialect.name != "sqlite":
        return
    with store.engine.connect().execution_options(begun_by_line=True) as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
