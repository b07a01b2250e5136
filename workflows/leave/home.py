"""Leave on App Home: what needs me first, then my balances, then my requests; for people admins, the policies."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.home import Place, Section
from workflows.kernel.replies import Message, Say
from workflows.language import tr
from workflows.leave import cards, consult_cards, consultations, governing, lieu_cards, reading, store, worked
from workflows.leave.looking import NONE_YET, balance_lines, explaining, listed_leave
from workflows.leave.prospect import Prospect
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.sections import section

MOST_WAITING = 10
MOST_WORDS = 5
MOST_MINE = 8
MOST_IN_LIST = 48
"""Blocks; Slack takes 50 in a message."""
_LIST = "leave:waiting"


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """Each part in its place on the page."""
    me = Prospect(actor.person)
    mine, more = listed_leave(tx, actor, me, MOST_MINE)
    balances = [[line] for line in balance_lines(tx, me)]
    nothing = [] if mine else [blocks.section(tr(NONE_YET))]
    ask = blocks.button(tr("Ask for leave"), "leave:open", "", style="primary")
    who = blocks.button(tr("Show who is away"), "leave:who", "")
    return [
        _decisions(tx, actor, MOST_WAITING),
        _words(tx, actor, MOST_WORDS),
        section(Place.MINE, foot=blocks.actions([ask, who])),
        section(Place.MINE, tr("Your leave balance"), balances, foot=explaining(tx, me)),
        section(Place.MINE, tr("Your leave"), mine, more="leave:list", beyond=more, foot=nothing),
        *governing.section(tx, actor),
    ]


def show_waiting(tx: Tx, actor: Actor, _self: Prospect, _form: Form) -> Outcome:
    """`/leave waiting`: all that waits for the reader's decision or word, as far as a message holds it."""
    parts = (_decisions(tx, actor, MOST_IN_LIST), _words(tx, actor, MOST_IN_LIST))
    shown = [block for one in parts for entry in one.entries for block in entry]
    if not shown:
        return Outcome(Say(Message(tr("No leave waits for you."))))
    return Outcome(Say(Message(tr("Leave that waits for you"), shown[:MOST_IN_LIST])))


def _words(tx: Tx, actor: Actor, most: int) -> Section:
    """What a project manager is consulted about and has not answered."""
    known = consultations.waiting_for(tx, actor.person)
    entries = [consult_cards.waiting_entry(tx, actor, one) for one in known[:most]]
    title = tr("Is it a concern for your project?")
    return section(Place.NEEDS_ME, title, entries, more=_LIST, beyond=len(known) - most)


def _decisions(tx: Tx, actor: Actor, most: int) -> Section:
    waiting, times = store.waiting_for(tx, actor.person), worked.waiting_for(tx, actor.person)
    entries: list[list[Built]] = [cards.waiting_entry(reading.full(tx, actor, leave)) for leave in waiting[:most]]
    entries += [lieu_cards.waiting_entry(tx, actor, one) for one in times[: max(0, most - len(waiting))]]
    beyond = len(waiting) + len(times) - len(entries)
    return section(Place.NEEDS_ME, tr("Waiting for your decision"), entries, more=_LIST, beyond=beyond)
