"""What a digest says of cases: how many wait for the reader to take note of them, and not a word more."""

from collections import Counter
from collections.abc import Mapping, Sequence

from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Line, Press, Weight
from workflows.kernel.flow import Tx
from workflows.organisation import chains
from workflows.performance.store import NAME


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """One query."""
    if edition.kind not in OPERATIONS:
        return {}
    counted = Counter(one.current.person for one in chains.waiting(tx, NAME) if one.current)
    return {person: [_line(count)] for person, count in counted.items() if person in edition.readers}


def _line(count: int) -> Line:
    text = (
        "One case waits for you to take note of it."
        if count == 1
        else f"{count} cases wait for you to take note of them."
    )
    return Line(Weight.DECIDE, text, lambda: Press("Show cases", "performance:list"))
