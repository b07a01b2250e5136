"""Who may do what about a case, cell by cell, against a table written by hand; and that `run` holds to it."""

from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.performance_office import PerformanceOffice
from tests.workflows.permission_tables import expected
from tests.workflows.permission_tables import refusal as refusal_of
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, offered, run
from workflows.performance import WORKFLOW, offers, store
from workflows.performance.rules import MACHINE, State

WHO = {
    "own": "ann",
    "asked": "bea",
    "deputy": "tom",
    "solid_line": "head",
    "requester": "dan",
    "dotted_line": "eve",
    "people_admin": "nora",
    "colleague": "zoe",
}
"""One person for each relation to Ann's case, which Dan reported and Bea was asked about.

Tom deputises for Bea and Head is above her, and neither was asked; Eve leads another project of Ann's.
"""
GIVEN: dict[str, dict[str, Any]] = {
    "answer": {"answer": "x"},
    "ask": {"question": "x"},
    "invite": {"summary": "x"},
    "reply": {"reply": "x"},
    "close": {"outcome": "talk", "note": "x", "no_reply": "x"},
}
STEPS: dict[State, tuple[str, ...]] = {
    State.REPORTED: (),
    State.ACKNOWLEDGED: ("acknowledge",),
    State.IN_HAND: ("take",),
    State.CLOSED: ("take", "close"),
    State.MERGED: ("merge",),
}
ON_A_CASE = sorted({*MACHINE.verbs, "read", "log", "answer", "reply"})


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    return PerformanceOffice.opened(store, clock)


def in_state(office: PerformanceOffice, state: State) -> int:
    """Dan's report on Ann, in this state; beside it Eve's, with which it could belong."""
    case, other = office.reports("dan", "ann"), office.reports("eve", "ann")
    for verb in STEPS[state]:
        given = {"target": str(other)} if verb == "merge" else GIVEN.get(verb, {})
        office.uses("bea", verb, case, **given)
    assert office.case(case).state is state
    return case


def refusal(office: PerformanceOffice, name: str, verb: str, case: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""
    given = {"target": str(case + 1)} if verb == "merge" else GIVEN.get(verb, {})
    return refusal_of(office.store, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), case, given))


def tried(office: PerformanceOffice, name: str, verb: str, case: int) -> bool:
    """Whether somebody gets past loading, policy and machine with this verb."""
    refused = refusal(office, name, verb, case)
    return refused is None or refused.reason not in ("not_allowed", "out_of_turn", "unknown_case")


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: PerformanceOffice, state: State) -> None:
    case = in_state(office, state)
    done = {(verb, who) for who, name in WHO.items() for verb in ON_A_CASE if tried(office, name, verb, case)}
    allowed = {(verb, relation) for verb, relation, at in expected(WORKFLOW) if at == state and verb in ON_A_CASE}
    assert done == {(verb, relation) for verb, relation in allowed if relation != "own"}


@pytest.mark.parametrize("last", ["invite", "close"])
def test_the_person_has_a_part_in_it_once_their_side_was_asked_for(office: PerformanceOffice, last: str) -> None:
    case = in_state(office, State.ACKNOWLEDGED)
    for verb in dict.fromkeys(("invite", last)):
        office.uses("bea", verb, case, **GIVEN[verb])
    assert {verb for verb in ON_A_CASE if tried(office, "ann", verb, case)} == {"read", "reply"}
    assert (refusal(office, "ann", "reply", case) is None) is (last == "invite")


@pytest.mark.parametrize("state", State)
def test_a_button_that_shows_is_one_that_works(office: PerformanceOffice, state: State) -> None:
    case = in_state(office, state)
    for name in WHO.values():
        for verb in office.store.read(lambda tx, name=name: shown(tx, office.actor(tx, name), case)):  # type: ignore[misc]
            refused = refusal(office, name, verb, case)
            early = verb == "nudge" and refused is not None and refused.reason == "too_soon"  # it says from when on
            assert refused is None or early, (name, verb)


def shown(tx: Tx, actor: Actor, case: int) -> tuple[str, ...]:
    found = store.case(tx, case)
    assert found is not None
    verbs = offers.offered(tx, actor, found)
    assert set(verbs) <= set(offered(WORKFLOW, tx, actor, found))
    return verbs
