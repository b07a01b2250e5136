"""The reporter waits for their report to be acknowledged, and may nudge whoever it was put to (R43); nobody else."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.performance import store
from workflows.performance.rules import State
from workflows.performance.store import Case
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed


def _owing(tx: Tx, _actor: Actor, case: Case) -> Sequence[Owed]:
    if case.state is not State.REPORTED:
        return ()
    return nudges.of_chain(store.chain(tx, case), case.version, case.person, "waiting", case.ref)


nudge = nudges.nudging(_owing)
