"""What App Home shows of handovers."""

from collections.abc import Sequence

from workflows.handover import looking
from workflows.handover.reading import facts_of
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.wording.sections import section


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """The handovers that run and name the reader, or are theirs to keep."""
    found = looking.of(tx, actor)
    entries = [looking.entry(facts_of(tx, actor, one), actor) for one in found[: looking.MOST]]
    beyond = len(found) - looking.MOST
    return [section(Place.PROJECTS, tr("Handovers"), entries, more="handover:list", beyond=beyond)]
