"""A digest as it reads at the moment it is sent: what was settled meanwhile isn't in it; None when nothing is left."""

from datetime import date

from workflows.digest import cards, readership, store, whereabouts
from workflows.digest.rules import LATEST, moment
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Notice, Tx, digests
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.organisation import lines
from workflows.organisation import store as organisation
from workflows.organisation.rules import at
from workflows.wording import blocks


def render(tx: Tx, notice: Notice) -> Message | None:
    """What it says to this reader, or in this channel."""
    day = date.fromisoformat(notice.key.split("/")[2])
    if notice.kind == Kind.CHANNEL:
        return _channel(tx, notice.subject.id, day)
    reader = _reader(tx, PersonId(notice.subject.id))
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


def _reader(tx: Tx, person: PersonId) -> Actor | None:
    known = organisation.person(tx, person)
    return lines.actor(tx, known.slack_id, tx.now) if known and known.slack_id else None


def _channel(tx: Tx, project: int, day: date) -> Message | None:
    chart = organisation.chart(tx)
    lead = at(chart.leads.get(project, ()), day)
    reader = _reader(tx, lead) if lead is not None else None
    absences = whereabouts.away_today(tx, [project], day).get(project, [])
    if reader is None or reader.today != day or not absences:
        return None
    names = organisation.names(tx, {PersonId(one.person) for one in absences})
    text = whereabouts.sentence(absences, names, day, locale_of(reader.locale))
    return Message(text, blocks.laid_out([blocks.section(text)]))
