"""Who may do what about an absence, cell by cell, against a table written by hand; and that `run` holds to it."""

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from tests.workflows.permission_tables import expected
from tests.workflows.permission_tables import refusal as refusal_of
from workflows.absence import WORKFLOW, offers, store
from workflows.absence.rules.life import MACHINE, State
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, offered, run

WHO = {
    "own": "ann",
    "solid_line": "bea",
    "deputy": "tom",
    "asked": "eve",
    "dotted_line": "dan",
    "people_admin": "nora",
    "colleague": "zoe",
    "higher up": "head",
}
"""One person for each relation to Ann, who is sick; Eve was told in Bea's place. Head owns the department above."""
STEPS = {State.OPEN: (), State.ENDED: ("back_now",), State.WITHDRAWN: ("withdraw",)}
ON_A_RECORD = sorted({*MACHINE.verbs, "look", "note"})


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> AbsenceOffice:
    return AbsenceOffice.with_absences(store, clock)


def in_state(office: AbsenceOffice, state: State) -> int:
    """An absence of Ann's in this state, of which Eve was told."""
    office.says("ann", "/sick from 18 nov to 29 nov")
    for verb in STEPS[state]:
        office.absence("ann", verb, 1)
    eve = office.person("eve")
    office.store.write(lambda tx: tx.connection.execute(text("update absence_record set told = :eve"), {"eve": eve}))
    assert office.record().state is state
    return 1


def refusal(office: AbsenceOffice, name: str, verb: str, record: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""
    return refusal_of(office.store, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), record))


def tried(office: AbsenceOffice, name: str, verb: str, record: int) -> bool:
    """Whether somebody gets past policy and machine with this verb."""
    refused = refusal(office, name, verb, record)
    return refused is None or refused.reason not in ("not_allowed", "out_of_turn", "unknown_record")


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: AbsenceOffice, state: State) -> None:
    record = in_state(office, state)
    done = {(verb, who) for who, name in WHO.items() for verb in ON_A_RECORD if tried(office, name, verb, record)}
    allowed = {(verb, relation) for verb, relation, at in expected(WORKFLOW) if at == state and verb in ON_A_RECORD}
    if state is not State.OPEN:  # who stood in has no part in it once it is over
        allowed = {(verb, relation) for verb, relation in allowed if relation != "asked"}
    assert done == allowed


@pytest.mark.parametrize("state", State)
def test_a_button_that_shows_is_one_that_works(office: AbsenceOffice, state: State) -> None:
    record = in_state(office, state)
    for name in WHO.values():
        for verb in office.store.read(lambda tx, name=name: shown(tx, office.actor(tx, name), record)):  # type: ignore[misc]
            assert refusal(office, name, verb, record) is None, (name, verb)


def shown(tx: Tx, actor: Actor, record: int) -> tuple[str, ...]:
    found = store.record(tx, record)
    assert found is not None
    verbs = offers.offered(tx, actor, found)
    assert set(verbs) <= set(offered(WORKFLOW, tx, actor, found))
    return verbs
