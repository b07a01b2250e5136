"""What a digest says of handovers: what the reader is late with, and what is missing of those they answer for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from workflows.handover import store
from workflows.handover.reading import what
from workflows.handover.rules.checklist import Handover, overdue
from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight
from workflows.kernel.flow import Tx
from workflows.language import speaking, tr, trn


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """Two queries."""
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind is Kind.CHANNEL:
        return found
    for handover in store.running(tx):
        for person in _readers(edition, handover):
            reader = edition.readers[person]
            with speaking(reader.actor.locale):
                line = _line(tx, edition.kind, reader, handover)
            if line is not None:
                found[person].append(line)
    return found


def _readers(edition: Edition, handover: Handover) -> list[PersonId]:
    """Whoever answers for it, on the side that the kind is about; in one's own week, whoever is on its list."""
    if edition.kind is Kind.MINE:
        return [one for one in handover.named if one in edition.readers]
    if edition.kind in OPERATIONS:
        return [handover.operations] if handover.operations in edition.readers else []
    return list(edition.leading.get(handover.project or 0, ()))


def _line(tx: Tx, kind: Kind, reader: Reader, handover: Handover) -> Line | None:
    late = overdue([handover], reader.actor.today)
    if kind is Kind.MINE:
        late = [one for one in late if one.person == reader.actor.person]
    if not late:
        return None
    name, count = what(tx, handover), len(late)
    if kind is Kind.MINE:
        text = trn(
            "The handover of {name} waits for you: one of your items is late.",
            "The handover of {name} waits for you: {count} of your items are late.",
            count,
            name=name,
        )
    else:
        text = trn(
            "One item of the handover of {name} is late.",
            "{count} items of the handover of {name} are late.",
            count,
            name=name,
        )
    weight = Weight.DECIDE if kind is Kind.MINE else Weight.HEED
    since = max(one.due for one in late) + timedelta(days=1)
    return Line(weight, text, lambda: Press(tr("Show the list"), "handover:show", handover.value), since)
