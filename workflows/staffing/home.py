"""Staffing on App Home, by role: what waits for me, who of mine is free, my asks, my own allocations."""

from collections.abc import Sequence
from datetime import timedelta

from workflows.calendar.load import loads
from workflows.calendar.rules import weeks
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Block
from workflows.staffing import looking, phrases, store
from workflows.staffing.people import locale, managed, names
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 3
MOST_FREE = 8
SOON = timedelta(weeks=6)
WORTH_SAYING = 20
"""Percent; who has less time free is not shown as free."""
_ASK = blocks.button("Ask for people", "staffing:open", "", style="primary")
_LOAD = blocks.button("Show my load", "staffing:load", "")
_PLAN = blocks.button("Plan who takes what", "staffing:plan", "", style="primary")


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """At most some twenty-five blocks."""
    waiting, asks = looking.waiting(tx, actor, MOST), looking.asks(tx, actor, MOST)
    manages = bool(managed(tx, actor.person, actor.today))
    buttons = [*([_ASK] if manages else []), *([_PLAN] if waiting else []), _LOAD]
    built = [*waiting, *asks, *free(tx, actor), *looking.my_allocations(tx, actor), *blocks.actions(buttons)]
    return blocks.laid_out(built)


def free(tx: Tx, actor: Actor) -> list[Built]:
    """Whose weeks have room in the next six, of the people I answer for."""
    members = looking.members_of(tx, actor)
    if not members:
        return []
    periods = weeks(actor.today, actor.today + SOON - timedelta(days=1))
    known = loads(tx, periods, members, store.tentative(tx, periods[0].first, periods[-1].last))
    called = names(tx, list(known))
    shares = sorted(((load.free_percent, person) for person, load in known.items()), reverse=True)
    lines = [
        f"{blocks.bold(called[person])}: {share} % free"
        for share, person in shares[:MOST_FREE]
        if share >= WORTH_SAYING
    ]
    shown = lines or ["Nobody has a fifth of their time or more."]
    until = phrases.short_day(periods[-1].last, locale(actor))
    return [blocks.header(f"Free until {until}"), blocks.section("\n".join(shown))]
