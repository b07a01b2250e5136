"""Whoever keeps the list waits for its steps, and may nudge the owner of one that is late (R43)."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from workflows.kernel.access import Actor
from workflows.kernel.flow import Ref, Tx
from workflows.onboarding.rules.checklist import NAME, Step
from workflows.onboarding.rules.life import State
from workflows.organisation import store as organisation
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed


def _owing(tx: Tx, _actor: Actor, step: Step) -> Sequence[Owed]:
    if step.state is not State.TO_DO:
        return ()
    noon = datetime.combine(step.due, time(12), ZoneInfo(organisation.facts(tx, step.owner).person.time_zone))
    return (Owed(step.ref, step.version, step.about, step.owner, noon, "late", Ref(NAME, step.id)),)


nudge = nudges.nudging(_owing)
