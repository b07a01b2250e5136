"""Cases on App Home: what waits for the reader, and their own reports. Home is kept by Slack, so it says no names."""

from collections.abc import Sequence

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.performance import cards, reach, store
from workflows.performance.reading import facts_of, part_of
from workflows.performance.rules import POLICY, RUNNING
from workflows.performance.store import Case
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.sections import section

MOST = 4


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """Nothing for those who have no part in any case and could report nobody."""
    may = POLICY.allows(Permission("report"), reach.load_self(tx, actor, None, {}).relations)
    report = blocks.actions([blocks.button(tr("Report to operations…"), "performance:open", "")]) if may else []
    mine = store.reported_by(tx, actor.person)
    title = tr("Your reports") if any(one.state in RUNNING for one in mine) else tr("Reports to operations")
    return [
        _running(tx, actor, Place.NEEDS_ME, tr("Cases put to you"), store.put_to(tx, actor.person)),
        _running(tx, actor, Place.NEEDS_ME, tr("Your side was asked for"), store.invited(tx, actor.person)),
        _running(tx, actor, Place.PROJECTS, title, mine, report),
    ]


def _running(tx: Tx, actor: Actor, place: Place, title: str, cases: list[Case], foot: Sequence[Built] = ()) -> Section:
    running = [one for one in cases if one.state in RUNNING]
    found = [(one, part) for one in running[:MOST] if (part := part_of(tx, actor, one))]
    entries = [[cards.home_entry(facts_of(tx, actor, one, part))] for one, part in found]
    beyond = len(running) - MOST
    return section(place, title, entries, more="performance:list", beyond=beyond, foot=foot)
