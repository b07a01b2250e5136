"""What App Home shows of handovers."""

from collections.abc import Sequence

from workflows.handover import looking
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Block
from workflows.wording import blocks


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """The handovers that run and name the reader, or are theirs to keep."""
    return blocks.laid_out(looking.home(tx, actor))
