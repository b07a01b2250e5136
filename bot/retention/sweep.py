"""The daily round: what is over its time goes, kind by kind, some rows in each transaction, each on record.

Once a day whatever restarts: a kind's day is marked when nothing of it is left, and doing it twice is doing it once.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import structlog
from sqlalchemy import bindparam, select

from bot.audit import shortening
from bot.passage import past
from bot.personal import erasing
from bot.points import POINTS
from bot.retention.going import GOING, Going
from bot.retention.periods import KINDS, Periods, cut
from bot.store import Store
from bot.tables import RetentionRun
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref

log = structlog.get_logger()
MOST = 300
"""Rows of a transaction: so long whoever wants to write has to wait."""
NOBODY = PersonId(0)
_RUN = RetentionRun.__table__.c  # type: ignore[attr-defined] # SQLModel's stubs
_DONE = select(_RUN.kind).where(_RUN.day == bindparam("today"))


@dataclass(frozen=True, slots=True)
class Over:
    """What is over its time."""

    kind: str
    what: str
    rows: int


class Retention:
    """The daily round of one process; any number of them share a database."""

    def __init__(self, store: Store, periods: Periods, also: Callable[[], object] = lambda: None) -> None:
        self._store, self._periods, self._also = store, periods, also
        self._day: date | None = None

    def work(self) -> int:
        """Today's, unless it is done; how many rows went. What fails is logged and tried again, the others go on."""
        today = self._store.clock.now().date()
        if today == self._day:
            return 0
        done = {row.kind for row in self._store.read(lambda tx: tx.fetch(_DONE, today=today))}
        wanted = [kind.name for kind in KINDS if kind.name not in done]
        gone = [self._attempt(kind, today) for kind in wanted]
        if wanted:
            self._also()
        if None not in gone:
            self._day = today
        return sum(filter(None, gone))

    def round_now(self) -> int:
        """All kinds, whatever was done today; how many rows went. Raises what goes wrong."""
        today = self._store.clock.now().date()
        return sum(self._round(kind.name, today) for kind in KINDS)

    def _attempt(self, kind: str, today: date) -> int | None:
        try:
            return self._round(kind, today)
        except Exception:
            log.exception("retention.failed", kind=kind)
            return None

    def _round(self, kind: str, today: date) -> int:
        months = self._periods[kind]
        gone = 0 if months is None else sum(self._removed(kind, cut(today, months)))
        self._store.write(lambda tx: tx.insert_once(RetentionRun, kind=kind, day=today))
        POINTS.reach("retention.marked")
        if gone:
            log.info("retention.gone", kind=kind, rows=gone)
        return gone

    def _removed(self, kind: str, day: date) -> Iterator[int]:
        if kind == "audit":
            yield from self._batches(lambda tx: self._shortened(tx, day))
        elif kind == "people":
            yield from self._batches(lambda tx: erasing.erase_one_left_before(tx, day))
        for one in GOING.get(kind, ()):
            yield from self._batches(lambda tx, one=one: _some(tx, kind, one, day))  # type: ignore[misc] # one is bound

    def _batches(self, work: Callable[[Transaction], int]) -> Iterator[int]:
        while done := self._store.write(work):
            POINTS.reach("retention.gone")
            yield done

    def _shortened(self, tx: Transaction, day: date) -> int:
        if self._store.signer is None:
            return 0
        gone = shortening.shorten(tx, self._store.signer, _midnight(day))
        if gone:
            _record(tx, "audit", "audit", gone)
        return gone


def over(tx: Transaction, periods: Periods, today: date) -> Iterator[Over]:
    """What a round would remove today."""
    for kind in KINDS:
        months = periods[kind.name]
        if months is None:
            continue
        day = cut(today, months)
        for one in GOING.get(kind.name, ()):
            yield Over(kind.name, one.what, tx.first(one.count, **_before(day))[0])
        if kind.name == "audit":
            yield Over(kind.name, "rows of the audit log", shortening.over(tx, _midnight(day)))
        if kind.name == "people":
            yield Over(kind.name, "people who have left", len(erasing.left_before(tx, day)))


def _some(tx: Transaction, kind: str, one: Going, day: date) -> int:
    keys = [row.key for row in tx.fetch(one.rows, most=MOST, **_before(day))]
    if not keys:
        return 0
    with past(tx, one.table) if one.guarded else nullcontext():
        tx.execute(one.do, keys=keys)
    _record(tx, kind, one.table, len(keys))
    return len(keys)


def _record(tx: Transaction, kind: str, table: str, rows: int) -> None:
    """That it went, not what it was."""
    facts = {"kind": kind, "table": table, "rows": rows}
    tx.record(Event("gone", Ref("retention", 0), 1, NOBODY, None, facts))


def _before(day: date) -> dict[str, Any]:
    return {"day": day, "moment": _midnight(day)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
