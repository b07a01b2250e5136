"""Who waits for an answer here and may nudge (R43): the owner of a request, and of time said to be worked."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Ref, Tx
from workflows.leave import lieu_waiting, suggestions
from workflows.leave.records import Leave
from workflows.leave.tables import WAITING
from workflows.leave.worked import Worked
from workflows.organisation import chains
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed


def _of_leave(tx: Tx, _actor: Actor, leave: Leave) -> Sequence[Owed]:
    """The decision; nobody but the owner owes anything while a suggestion waits for them."""
    step = leave.waiting_for
    if leave.state not in WAITING or step is None or step.asked_at is None or suggestions.standing(tx, leave.id):
        return ()
    return (Owed(leave.ref, leave.version, leave.person, step.person, step.asked_at, "waiting", leave.ref),)


def _of_worked(tx: Tx, _actor: Actor, known: Worked) -> Sequence[Owed]:
    chain = chains.steps(tx, Ref(lieu_waiting.FLOW, known.id))
    return nudges.of_chain(chain, known.version, known.person, "worked_waiting", Ref("leave", known.id))


nudge = nudges.nudging(_of_leave)
nudge_worked = nudges.nudging(_of_worked)
