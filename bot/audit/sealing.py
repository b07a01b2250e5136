"""The chain over the audit log: what was written is sealed in order, a second later, by whichever replica comes first.

Not in the transaction that writes the row: a chain there has all writers of PostgreSQL wait for each other's commits,
which leaves a third of the pace. Until its seal a row is held by its signature alone: it can't be changed or made up,
but it could be taken away. The end of the chain is kept outside the database, too, so that it can't be cut off.
"""

import os
import time
from pathlib import Path
from typing import Any

import structlog

from bot.audit.head import Head, read_head, write_head
from bot.audit.rows import AT, BASE, LAST, LOOSE, Unreadable
from bot.audit.signing import Signer, link_words, row_words
from bot.points import POINTS
from bot.store import Store
from bot.tables import AuditSeal
from bot.transaction import Transaction

log = structlog.get_logger()
HEAD_FILE = "audit-head"
"""In DATA_DIR."""
MOST = 100
"""Rows sealed in one transaction: a few milliseconds, for which whoever wants to write has to wait."""
BEHIND = 1_000
"""How far behind the last sealed row one may turn up that got its number earlier and was committed later."""
IDLE = 30.0
"""Seconds after which it is looked for what others wrote, and everywhere: a replica may have died before it sealed."""


class Sealer:
    """Seals what is new. Any number of them share a database; `folder` is where the head is kept outside of it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._file = store, folder / HEAD_FILE
        self._stirred = True
        self._looked = float("-inf")
        self._said = ""
        self._broken = False
        store.watch(self._stir)

    def work(self) -> int:
        """Seal all there is, if something was written or it is time to look; how many."""
        if not self._stirred and time.monotonic() - self._looked < IDLE:
            return 0
        everywhere = time.monotonic() - self._looked >= IDLE
        self._stirred = False
        if everywhere:
            self._looked = time.monotonic()
        total = 0
        while done := self._some(everywhere=everywhere):
            total += done
        return total

    def _stir(self, *, queued: bool, touched: frozenset[Any]) -> None:  # noqa: ARG002 - a watcher's signature
        self._stirred = True

    def _some(self, *, everywhere: bool) -> int:
        signer = self._store.signer
        if signer is None:
            return 0
        done, head, kept = self._store.write(lambda tx: _seal(tx, signer, self._kept(), everywhere=everywhere))
        POINTS.reach("seal.committed")
        if head is not None:
            self._keep(head, kept=kept)
            POINTS.reach("seal.kept")
        return done

    def _kept(self) -> Head | None:
        return read_head(self._file)

    def _keep(self, head: Head, *, kept: bool) -> None:
        """Beside the database, and daily in the log. What was kept before and is not there any more, stays kept."""
        if not kept:
            if not self._broken:
                log.critical("audit.broken", head=str(self._kept()), file=str(self._file))
            self._broken = True
            return
        self._broken = False
        try:
            write_head(self._file, head)
        except OSError as error:
            log.warning("audit.head_not_kept", reason=os.strerror(error.errno or 0))
        today = self._store.clock.now().date().isoformat()
        if self._said != today:
            self._said = today
            log.info("audit.head", head=str(head))


def _seal(tx: Transaction, signer: Signer, kept: Head | None, *, everywhere: bool) -> tuple[int, Head | None, bool]:
    """How many rows were sealed, the chain's head, and whether the head that was kept is still part of it."""
    tx.lock("audit", 1)
    last = tx.first(LAST)
    start = last or tx.first(BASE)
    number, before = (start.number, start.hash) if start else (0, "")
    whole = kept is None or _stands(tx, kept, number)
    after = max(0, last.audit_id - BEHIND) if last and not everywhere else 0
    rows = LOOSE.some(tx, after, MOST)
    seals, forged = [], []
    for row in rows:
        if isinstance(row, Unreadable):
            log.critical("audit.unreadable", row=row.key)
            continue
        number += 1
        words = row_words(row)
        if row.mac is not None and not signer.signed(row.mac, words):
            forged.append(row.key)
        before = signer.chain(link_words(number, before, row.key, row.mac, words, tx.now))
        seals.append({"number": number, "audit_id": row.key, "hash": before, "sealed_at": tx.now})
    tx.insert_many(AuditSeal, seals)
    if forged:
        log.critical("audit.forged", rows=len(forged), first=forged[0])
    unsigned = sum(row.mac is None for row in rows if not isinstance(row, Unreadable))
    if unsigned:
        log.info("audit.sealed_unsigned", rows=unsigned)
    POINTS.reach("seal.sealed")
    return len(seals), Head(number, before) if number else None, whole


def _stands(tx: Transaction, kept: Head, last: int) -> bool:
    """Whether the chain still has this link; one whose time was over has gone lawfully."""
    link = tx.first(AT, number=kept.number)
    if link is not None:
        return bool(link.hash == kept.hash)
    begins = tx.first(BASE)
    return begins is not None and kept.number <= begins.number <= last
