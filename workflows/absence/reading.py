"""An absence as one reader may know it. Whoever calls this has made sure that the reader may know its type."""

from workflows.absence import desk, offers
from workflows.absence.cards import Facts
from workflows.absence.rules.policy import called
from workflows.absence.rules.record import Record
from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Tx
from workflows.language import tr


def facts_of(tx: Tx, reader: Actor, record: Record) -> Facts:
    """What a card, a list or a sentence shows."""
    kind = desk.type_of(tx, record)
    return Facts(
        record=record,
        locale=desk.locale_of_actor(reader),
        name=desk.name_of(tx, record.person) or "",
        kind=called(kind),
        word=kind.word,
        wish=tr(kind.wish) if kind.wish else "",
        told=desk.name_of(tx, record.told),
        own=record.person == reader.person,
        reported_by=None if record.reported_by == record.person else desk.name_of(tx, record.reported_by),
        offered=offers.offered(tx, reader, record),
    )


def looked(record: Record, reader: Actor, what: str) -> Event:
    """The access event: who read about whose absence, and what of it (`record`, `list`, `note`)."""
    return Event("looked", record.ref, record.version, record.person, reader.person, {"what": what})
