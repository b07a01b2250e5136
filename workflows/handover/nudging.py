"""Who waits for an item and may nudge (R43): receiver and managers for it to be passed on, its giver for a word.

What is not due yet is owed by nobody: counted from its day, or from when it was passed on.
"""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from workflows.handover.rules.checklist import NAME, Item
from workflows.handover.rules.life import PENDING, State
from workflows.kernel.access import Actor
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import store as organisation
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed


def _owing(tx: Tx, _actor: Actor, item: Item) -> Sequence[Owed]:
    if item.state not in PENDING:
        return ()
    noon = datetime.combine(item.due, time(12), ZoneInfo(organisation.facts(tx, item.giver).person.time_zone))
    since = item.since if item.state is State.GIVEN and item.since is not None else noon
    return (Owed(item.ref, item.version, item.person, item.person, since, "item", Ref(NAME, item.id)),)


nudge = nudges.nudging(_owing)
