"""A digest as it reads at the moment it is sent: what was settled meanwhile isn't in it; None when nothing is left."""

from datetime import date

from workflows.digest import cards, mornings, readership, store
from workflows.digest.rules import AGAIN, LATEST, moment
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Notice, Tx, charts, digests
from workflows.kernel.replies import Message
from workflows.organisation.lines import reader_of

MOST_CHARTS = 2
"""Slack takes no more in a message."""


def render(tx: Tx, notice: Notice) -> Message | None:
    """What it says to this reader, or in this channel."""
    day = date.fromisoformat(notice.key.split("/")[2])
    if notice.kind == AGAIN:
        return _again(tx, notice, Kind(notice.key.split("/")[1]), day)
    if notice.kind in mornings.KINDS:
        return mornings.render(tx, notice, day)
    reader = reader_of(tx, PersonId(notice.subject.id))
    if reader is None:
        return None
    chosen, kind = store.setting(tx, reader.person), Kind(notice.kind)
    due = moment(reader.time_zone, day, chosen.time(day))
    if not chosen.wants(kind) or tx.now - due > LATEST:
        return None
    first = kind is Kind.WEEKLY or (kind is Kind.PROJECT and readership.begins(tx, reader))
    heard = readership.presence(tx, [reader.person], reader.today).before(reader)
    return composed(tx, reader, kind, pictures=MOST_CHARTS if first else 0, heard=heard)


def _again(tx: Tx, notice: Notice, kind: Kind, day: date) -> Message | None:
    """One that somebody holds, as it stands now, also when nothing of it is left; it keeps the day it was for."""
    reader = reader_of(tx, notice.to)
    if reader is None:
        return None
    heard = readership.presence(tx, [reader.person], reader.today).before(reader)
    message = composed(tx, reader, kind, heard=heard, of=day)
    return message or cards.message(kind, reader, (), of=day)


def composed(
    tx: Tx, reader: Actor, kind: Kind, *, pictures: int = 0, heard: date | None = None, of: date | None = None
) -> Message | None:
    """That digest as it is now, with so many charts; None when there is nothing to say, or it isn't one for them.

    `heard`: when they had theirs last in this week; without it, all there is to say is said.
    `of`: the day it was for, when that is not today.
    """
    edition = readership.edition(tx, kind, reader.today, {reader.person: reader}, {reader.person: heard})
    found = digests(tx, edition).get(reader.person, ())
    if not found:
        return None
    drawn = charts(tx, kind, edition.readers[reader.person]) if pictures else []
    return cards.message(kind, reader, found, drawn[:pictures], of=of)
