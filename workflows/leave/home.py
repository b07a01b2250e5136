"""Leave on App Home: what needs me first, then my balances, then my requests."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Block
from workflows.leave import cards, consult_cards, consultations, governing, lieu_cards, reading, store, worked
from workflows.leave.looking import balance_blocks, list_blocks
from workflows.leave.prospect import Prospect
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_WAITING = 10
MOST_TIMES = 5
MOST_WORDS = 5
MOST_MINE = 8
_ASK = blocks.button("Ask for leave", "leave:open", "", style="primary")
_WHO = blocks.button("Show who is away", "leave:who", "")


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """At most some sixty blocks; Slack takes a hundred for the whole page."""
    me = Prospect(actor.person)
    return blocks.laid_out(
        [
            *_needs_me(tx, actor),
            *_asks_for_my_word(tx, actor),
            *blocks.actions([_ASK, _WHO]),
            blocks.header("Your leave balance"),
            *balance_blocks(tx, me),
            blocks.header("Your leave"),
            *list_blocks(tx, actor, me, MOST_MINE),
            *governing.section(tx, actor),
        ]
    )


def _asks_for_my_word(tx: Tx, actor: Actor) -> list[Built]:
    """What a project manager is consulted about and has not answered."""
    known = consultations.waiting_for(tx, actor.person)
    if not known:
        return []
    built: list[Built] = [blocks.header("Is it a concern for your project?")]
    built += [block for one in known[:MOST_WORDS] for block in consult_cards.waiting_entry(tx, actor, one)]
    more = len(known) - MOST_WORDS
    return [*built, *([blocks.aside(f"And {more} more; your messages have them all.")] if more > 0 else [])]


def _needs_me(tx: Tx, actor: Actor) -> list[Built]:
    waiting, times = store.waiting_for(tx, actor.person), worked.waiting_for(tx, actor.person)
    if not waiting and not times:
        return []
    shown = waiting[:MOST_WAITING]
    built: list[Built] = [blocks.header("Waiting for your decision")]
    built += [block for leave in shown for block in cards.waiting_entry(reading.full(tx, actor, leave))]
    for known in times[:MOST_TIMES]:
        built += lieu_cards.waiting_entry(tx, actor, known)
    more = len(waiting) - len(shown)
    return [*built, *([blocks.aside(f"And {more} more; your messages have them all.")] if more else [])]
