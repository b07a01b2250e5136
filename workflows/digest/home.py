"""What App Home says of digests: when they come, and where that is changed."""

from collections.abc import Sequence

from workflows.digest import store
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Block
from workflows.wording import blocks


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """A line with its button."""
    known = store.setting(tx, actor.person)
    text = f"A digest comes at {known.at} on your working days, when there is something to say."
    change = blocks.button("Digest settings…", "digest:settings", "")
    return blocks.laid_out([blocks.header("Digests"), blocks.section(text, change)])
