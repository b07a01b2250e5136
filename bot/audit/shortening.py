"""The oldest part of the audit log goes when its time is over; where the chain begins then is signed: it is whole."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.audit.rows import audit, seal
from bot.audit.signing import Signer, base_words
from bot.passage import past
from bot.tables import AuditBase
from bot.transaction import Transaction
from workflows.columns import Moment

MOST = 2_000
_BEFORE = bindparam("before", type_=Moment())
_FIRST_KEPT = (
    select(func.min(seal.c.number).label("number"))
    .join(audit, audit.c.id == seal.c.audit_id)
    .where(audit.c.at >= _BEFORE)
)
_ENDS = select(func.min(seal.c.number).label("first"), func.max(seal.c.number).label("last"))
_LINK = select(seal.c.hash).where(seal.c.number == bindparam("number"))
_SEALED = select(seal.c.audit_id).where(seal.c.number <= bindparam("number"))
_DROP_ROWS = delete(audit).where(audit.c.id.in_(_SEALED))
_DROP_LINKS = delete(seal).where(seal.c.number <= bindparam("number"))


def over(tx: Transaction, before: datetime) -> int:
    """How many rows are over their time: all up to the first that is not."""
    first, last = _reach(tx, before)
    return max(0, last - first + 1)


def shorten(tx: Transaction, signer: Signer, before: datetime) -> int:
    """Remove some of them; how many. Called until there is none."""
    tx.lock("audit", 1)
    first, last = _reach(tx, before)
    last = min(last, first + MOST - 1)
    if last < first:
        return 0
    link = tx.first(_LINK, number=last).hash
    mac = signer.chain(base_words(last, link, tx.now))
    tx.insert(AuditBase, number=last, hash=link, at=tx.now, mac=mac)
    with past(tx, "audit"):
        tx.execute(_DROP_ROWS, number=last)
    with past(tx, "audit_seal"):
        tx.execute(_DROP_LINKS, number=last)
    return last - first + 1


def _reach(tx: Transaction, before: datetime) -> tuple[int, int]:
    """The first link, and the last that may go."""
    ends = tx.first(_ENDS)
    if ends is None or ends.first is None:
        return 1, 0
    kept = tx.first(_FIRST_KEPT, before=before)
    return ends.first, ends.last if kept is None or kept.number is None else kept.number - 1
