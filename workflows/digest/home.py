"""What App Home says of digests: when they come, and where that is changed."""

from collections.abc import Sequence

from workflows.digest import store
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.wording import blocks
from workflows.wording.sections import section


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """A line with its button."""
    known = store.setting(tx, actor.person)
    text = f"A digest comes at {known.at} on your working days, when there is something to say."
    change = blocks.button("Digest settings…", "digest:settings", "")
    return [section(Place.SETTINGS, "Digests", [[blocks.section(text, change)]])]
