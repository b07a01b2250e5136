"""How far a project manager's milestones have slipped, in working days: as a picture in their digest."""

from collections.abc import Sequence

from workflows.kernel.digests import Chart, Kind, Reader, Series
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.milestones import store
from workflows.milestones.cards import Facts
from workflows.milestones.reading import all_facts

MOST = 12


def charts(tx: Tx, kind: Kind, reader: Reader) -> Sequence[Chart]:
    """Nothing while none is late."""
    if kind is not Kind.PROJECT or not reader.projects:
        return ()
    known = all_facts(tx, reader.actor, store.plan_of(tx, sorted(reader.projects)))
    late = sorted((one for one in known if one.item.milestone.open and one.slipped > 0), key=_slip)[:MOST]
    if not late:
        return ()
    return [
        Chart(
            tr("Milestones that slip"),
            tr("Working days behind the baseline"),
            tuple(one.item.milestone.name for one in late),
            (Series(tr("Days late"), tuple(one.slipped for one in late)),),
        )
    ]


def _slip(facts: Facts) -> int:
    return -facts.slipped
