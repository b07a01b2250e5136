"""The project's manager waits for word of a milestone that is overdue, and may nudge whoever answers for it (R43)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.milestones.rules.item import Item
from workflows.organisation import store as organisation
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed


def _owing(tx: Tx, actor: Actor, item: Item) -> Sequence[Owed]:
    """Not before its day, nor before the day until which its owner wanted to be left alone."""
    if item.owner is None or not item.milestone.open:
        return ()
    quiet = item.milestone.quiet_until
    day = max(item.milestone.forecast, quiet - timedelta(days=1)) if quiet else item.milestone.forecast
    since = datetime.combine(day, time(12), ZoneInfo(organisation.facts(tx, item.owner).person.time_zone))
    return (Owed(item.ref, item.version, actor.person, item.owner, since, "overdue", item.ref),)


nudge = nudges.nudging(_owing)
