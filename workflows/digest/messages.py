"""A digest as it reads at the moment it is sent: what was settled meanwhile isn't in it; None when nothing is left."""

from datetime import date

from workflows.digest import cards, mornings, readership, store
from workflows.digest.rules import LATEST, moment
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Notice, Tx, digests
from workflows.kernel.replies import Message


def render(tx: Tx, notice: Notice) -> Message | None:
    """What it says to this reader, or in this channel."""
    day = date.fromisoformat(notice.key.split("/")[2])
    if notice.kind in mornings.KINDS:
        return mornings.render(tx, notice, day)
    reader = mornings.reader(tx, PersonId(notice.subject.id))
    if reader is None:
        return None
    chosen, kind = store.setting(tx, reader.person), Kind(notice.kind)
    due = moment(reader.time_zone, day, chosen.time(day))
    if not chosen.wants(kind) or tx.now - due > LATEST:
        return None
    return composed(tx, reader, kind)


def composed(tx: Tx, reader: Actor, kind: Kind) -> Message | None:
    """That digest as it is now; None when there is nothing to say, or it isn't one for them."""
    edition = readership.edition(tx, kind, reader.today, {reader.person: reader})
    found = digests(tx, edition).get(reader.person, ())
    return cards.message(kind, reader, found) if found else None
