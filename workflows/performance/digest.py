"""What a digest says of cases: how many wait for the reader to take note of them, and not a word more."""

from collections import Counter
from collections.abc import Mapping, Sequence

from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Line, Press, Weight
from workflows.kernel.flow import Tx
from workflows.language import speaking, tr, trn
from workflows.organisation import chains
from workflows.performance.store import NAME


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """One query."""
    if edition.kind not in OPERATIONS:
        return {}
    counted = Counter(one.current.person for one in chains.waiting(tx, NAME) if one.current)
    found = {}
    for person, count in counted.items():
        if person in edition.readers:
            with speaking(edition.readers[person].actor.locale):
                found[person] = [_line(count)]
    return found


def _line(count: int) -> Line:
    text = trn("One case waits for you to take note of it.", "{count} cases wait for you to take note of them.", count)
    return Line(Weight.DECIDE, text, lambda: Press(tr("Show cases"), "performance:list"))
