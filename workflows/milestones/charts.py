"""How far a project manager's milestones have slipped, in working days: as a picture in their digest."""

from collections.abc import Sequence

from workflows.kernel.digests import Chart, Kind, Reader, Series
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.milestones import store
from workflows.milestones.reading import all_facts

MOST = 12


def charts(tx: Tx, kind: Kind, reader: Reader) -> Sequence[Chart]:
    """Nothing while none is late."""
    if kind is not Kind.PROJECT or not reader.projects:
        return ()
    known = all_facts(tx, reader.actor, store.plan_of(tx, sorted(reader.projects)))
    running = [one for one in known if one.item.milestone.open]
    if not any(one.slipped > 0 for one in running):
        return ()
    shown = sorted(running, key=lambda one: one.item.milestone.forecast)[:MOST]
    return [
        Chart(
            tr("Milestones that slip"),
            tr("Working days behind the baseline"),
            tuple(one.item.milestone.name for one in shown),
            (Series(tr("Days late"), tuple(max(0, one.slipped) for one in shown)),),
        )
    ]
