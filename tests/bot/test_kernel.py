"""`run`: load, authorise, check the state, act, announce; and silence is refusal."""

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.store import Store
from bot.tables import Audit, Outbox
from tests.bot.stand_in import Lamp, Light, a_lamp_workflow
from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import run
from workflows.kernel.machine import Machine, move

ANN = Actor(PersonId(1), "U1", "Ann", "UTC", "en_GB", date(2026, 11, 23))
OWN, COLLEAGUE = frozenset({Relation.OWN}), frozenset({Relation.COLLEAGUE})
RED = Lamp(PersonId(1), Light.RED)
ROWS = select(
    select(func.count()).select_from(Audit).scalar_subquery().label("audited"),
    select(func.count()).select_from(Outbox).scalar_subquery().label("queued"),
)


def rows(store: Store) -> tuple[int, int]:
    found = store.read(lambda tx: tx.first(ROWS))
    return found.audited, found.queued


def test_whoever_may_acts_and_what_happened_is_recorded_and_announced(store: Store) -> None:
    workflow = a_lamp_workflow(RED, OWN, {})
    store.write(lambda tx: run(workflow, "switch", tx, ANN, 1, {}, seen=1))
    assert rows(store) == (1, 1)


def test_whoever_may_not_changes_nothing(store: Store) -> None:
    workflow = a_lamp_workflow(RED, COLLEAGUE, {})
    with pytest.raises(NotAllowed):
        store.write(lambda tx: run(workflow, "switch", tx, ANN, 1))
    assert rows(store) == (0, 0)


@pytest.mark.parametrize(
    ("lamp", "seen"),
    [(Lamp(PersonId(1), Light.GREEN), 1), (Lamp(PersonId(1), Light.RED, version=2), 1)],
    ids=["in a state without a row", "changed since it was seen"],
)
def test_a_press_that_comes_too_late_is_told_how_things_stand(store: Store, lamp: Lamp, seen: int) -> None:
    workflow = a_lamp_workflow(lamp, OWN, {})
    with pytest.raises(Refused, match="green already") as refused:
        store.write(lambda tx: run(workflow, "switch", tx, ANN, 1, {}, seen))
    assert refused.value.reason == "out_of_turn"
    assert rows(store) == (0, 0)


def test_a_machine_with_two_targets_for_one_move_is_refused() -> None:
    machine = Machine(Light, (move("switch", Light.RED, Light.GREEN), move("switch", Light.RED, Light.RED)))
    with pytest.raises(ValueError, match="two states"):
        machine.target("switch", Light.RED)
