"""Whether the audit log is as it was written: every row signed and sealed, every link holding the one before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.audit.head import Head
from bot.audit.rows import AT, BASE, LAST, LINKS, LOOSE, Unreadable
from bot.audit.signing import Signer, base_words, link_words, row_words
from bot.transaction import Transaction

BATCH = 2_000
UPGRADE = timedelta(days=1)
"""From the first seal on, how long rows may still come from a version that did not sign."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the number of an audit row, or of a link where there is no row."""

    kind: str
    """`changed`, `removed`, `inserted`, `reordered` or `cut off`."""
    where: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found."""

    faults: tuple[Fault, ...]
    sealed: int
    """Links that were looked at."""
    waiting: int
    """Rows that are not sealed yet."""
    unsigned: int
    """Rows from before there were signatures: sealed as they were found."""
    gone: int
    """Links that went because their time was over."""
    head: Head | None


class Verification:
    """One look at the whole log, in one transaction."""

    def __init__(self, tx: Transaction, signer: Signer, kept: Head | None = None) -> None:
        self._tx, self._signer, self._kept = tx, signer, kept
        self._faults: list[Fault] = []
        self._seen: set[str] = set()
        self._sealed = self._waiting = self._unsigned = 0
        self._trusting_until: datetime | None = None

    def report(self) -> Report:
        """Look at everything."""
        gone, begins = self._begin()
        number: int = gone
        before: str | None = begins
        for row in LINKS.all(self._tx, BATCH):
            if isinstance(row, Unreadable):
                self._fault("changed", row.key, f"Link {row.key}, or the row it seals, can't be read.")
                number, before = row.key, None
                continue
            if row.key <= gone:
                self._fault("inserted", row.audit_id, f"Link {row.key} stands before the beginning of the chain.")
                continue
            self._link(row, number, before)
            number, before = row.key, row.hash
        for row in LOOSE.all(self._tx, BATCH):
            self._loose(row)
        last = self._tx.first(LAST)
        head = Head(last.number, last.hash) if last else None
        self._compare(head, gone)
        return Report(tuple(self._faults), self._sealed, self._waiting, self._unsigned, gone, head)

    def _begin(self) -> tuple[int, str]:
        found = self._tx.first(BASE)
        if found is None:
            return 0, ""
        if not self._signer.chained(found.mac, base_words(found.number, found.hash, found.at)):
            self._fault("changed", found.number, "Where the shortened chain begins was not written by the bot.")
        return found.number, found.hash

    def _link(self, row: Any, number: int, before: str | None) -> None:
        self._sealed += 1
        self._trusting_until = self._trusting_until or row.sealed_at + UPGRADE
        if row.key > number + 1:
            one = row.key == number + 2
            what = f"Link {number + 1} is" if one else f"Links {number + 1} to {row.key - 1} are"
            self._fault("removed", number + 1, f"{what} missing, with what they sealed.")
        if row.found is None:
            self._fault("removed", row.audit_id, f"Row {row.audit_id} was removed (link {row.key}).")
            return
        if not self._signer.knows(row.hash):
            self._fault("changed", row.audit_id, f"Link {row.key} was made with a key that is not in AUDIT_KEY.")
        elif row.key == number + 1 and before is not None and not self._holds(row, before):
            self._broken(row)
        self._signature(row, row.audit_id, row.sealed_at)

    def _holds(self, row: Any, before: str) -> bool:
        words = link_words(row.key, before, row.audit_id, row.mac, row_words(row), row.sealed_at)
        return self._signer.chained(row.hash, words)

    def _broken(self, row: Any) -> None:
        if row.mac is not None and self._signer.signed(row.mac, row_words(row)):
            sentence = f"Row {row.audit_id} is genuine, and not where it was sealed; or its link {row.key} was changed."
            self._fault("reordered", row.audit_id, sentence)
            return
        self._fault("changed", row.audit_id, f"Row {row.audit_id} was changed after it was sealed (link {row.key}).")

    def _loose(self, row: Any) -> None:
        if isinstance(row, Unreadable):
            self._fault("changed", row.key, f"Row {row.key} can't be read.")
            return
        self._waiting += 1
        self._signature(row, row.key, self._tx.now)

    def _signature(self, row: Any, number: int, at: datetime) -> None:
        """The row's own; `at` is when it was sealed, or now."""
        if row.mac is None:
            self._unsigned += 1
            if self._trusting_until is not None and at > self._trusting_until:
                self._fault("inserted", number, f"Row {number} is not signed: the bot did not write it.")
            return
        if row.mac in self._seen:
            self._fault("inserted", number, f"Row {number} is a copy of another.")
        self._seen.add(row.mac)
        if not self._signer.signed(row.mac, row_words(row)):
            self._fault("changed", number, f"Row {number} is not as it was signed, or the bot did not write it.")

    def _compare(self, head: Head | None, gone: int) -> None:
        """With the head that was kept elsewhere."""
        kept = self._kept
        if kept is None or kept.number <= gone:
            return
        if head is None or kept.number > head.number:
            ends = head.number if head else gone
            sentence = f"The end was cut off: it went up to link {kept.number}, and now ends at {ends}."
            self._fault("cut off", ends, sentence)
            return
        link = self._tx.first(AT, number=kept.number)
        if link is not None and link.hash != kept.hash:
            sentence = f"Link {kept.number} is not the one that was kept: what follows {gone} was written anew."
            self._fault("changed", kept.number, sentence)

    def _fault(self, kind: str, where: int, sentence: str) -> None:
        self._faults.append(Fault(kind, where, sentence))
