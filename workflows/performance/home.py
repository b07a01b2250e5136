"""Cases on App Home: what waits for the reader, and their own reports. Home is kept by Slack, so it says no names."""

from collections.abc import Sequence

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Block
from workflows.performance import cards, reach, store
from workflows.performance.reading import facts_of, part_of
from workflows.performance.rules import POLICY, RUNNING
from workflows.performance.store import Case
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 4


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """Nothing for those who have no part in any case and could report nobody."""
    built = [
        *_running(tx, actor, "Cases put to you", store.put_to(tx, actor.person)),
        *_running(tx, actor, "Your side was asked for", store.invited(tx, actor.person)),
        *_running(tx, actor, "Your reports", store.reported_by(tx, actor.person)),
    ]
    if POLICY.allows(Permission("report"), reach.load_self(tx, actor, None, {}).relations):
        head = [] if built else [blocks.header("Reports to operations")]
        built += [*head, *blocks.actions([blocks.button("Report to operations…", "performance:open", "")])]
    return blocks.laid_out(built)


def _running(tx: Tx, actor: Actor, title: str, cases: list[Case]) -> list[Built]:
    running = [one for one in cases if one.state in RUNNING][:MOST]
    found = [(one, part) for one in running if (part := part_of(tx, actor, one))]
    entries = [cards.home_entry(facts_of(tx, actor, one, part)) for one, part in found]
    return [blocks.header(title), *entries] if entries else []
