"""Staffing on App Home, by role: what waits for me, who of mine is free, my asks, my own allocations."""

from collections.abc import Sequence
from datetime import timedelta

from workflows.calendar.load import loads
from workflows.calendar.rules import weeks
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.staffing import looking, phrases, store
from workflows.staffing.people import locale, managed, names
from workflows.wording import blocks
from workflows.wording.sections import section

MOST = 3
_LIST = "staffing:list"
MOST_FREE = 8
SOON = timedelta(weeks=6)
WORTH_SAYING = 20
"""Percent; who has less time free is not shown as free."""


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """At most some twenty-five blocks."""
    waiting = [*looking.offers_to_me(tx, actor), *looking.waiting(tx, actor, MOST)]
    asks = looking.asks(tx, actor)
    ask = blocks.button(tr("Ask for people"), "staffing:open", "", style="primary")
    plan = blocks.button(tr("Plan who takes what"), "staffing:plan", "", style="primary")
    load = blocks.button(tr("Show my load"), "staffing:load", "")
    manages = bool(managed(tx, actor.person, actor.today))
    return [
        section(
            Place.NEEDS_ME, tr(looking.WAITING), waiting, more=_LIST, foot=blocks.actions([plan] if waiting else [])
        ),
        section(
            Place.MINE, tr(looking.ALLOCATIONS), [[looking.my_allocations(tx, actor)]], foot=blocks.actions([load])
        ),
        *free(tx, actor),
        section(
            Place.PROJECTS,
            tr(looking.ASKS),
            asks[:MOST],
            more=_LIST,
            beyond=len(asks) - MOST,
            foot=blocks.actions([ask] if manages else []),
        ),
    ]


def free(tx: Tx, actor: Actor) -> list[Section]:
    """Whose weeks have room in the next six, of the people I answer for."""
    members = looking.members_of(tx, actor)
    if not members:
        return []
    periods = weeks(actor.today, actor.today + SOON - timedelta(days=1))
    known = loads(tx, periods, members, store.tentative(tx, periods[0].first, periods[-1].last))
    called = names(tx, list(known))
    shares = sorted(((load.free_percent, person) for person, load in known.items()), reverse=True)
    lines = [
        tr("{name}: {share} % free", name=blocks.bold(called[person]), share=share)
        for share, person in shares[:MOST_FREE]
        if share >= WORTH_SAYING
    ]
    shown = lines or [tr("Nobody has a fifth of their time or more.")]
    until = phrases.short_day(periods[-1].last, locale(actor))
    return [section(Place.PEOPLE, tr("Free until {until}", until=until), [[blocks.section("\n".join(shown))]])]
