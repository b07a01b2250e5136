"""What App Home shows of beginnings and ends."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Block
from workflows.onboarding import looking
from workflows.wording import blocks


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """The openings of the reader's departments, and the lists they have a part in."""
    return blocks.laid_out(looking.home(tx, actor))
