"""Who may do what about a case, cell by cell, against a table written by hand; and that `run` holds to it."""

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.permissions import cells
from bot.store import Store
from tests.workflows.performance_office import PerformanceOffice
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, offered, run
from workflows.performance import WORKFLOW, offers, store
from workflows.performance.rules import MACHINE, State

TABLE = Path(__file__).parent / "performance_permissions.csv"
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


def expected() -> set[tuple[str, str, str]]:
    """The cells that the table allows; silence is refusal."""
    with TABLE.open(encoding="utf-8") as file:
        return {
            (row["verb"], relation, state)
            for row in csv.DictReader(file)
            for relation in row["relations"].split()
            for state in (State if row["states"] == "any" else row["states"].split())
        }


def test_every_cell_of_the_matrix_is_as_the_table_says() -> None:
    computed = {(verb, relation, state) for _, verb, relation, state, allowed in cells([WORKFLOW]) if allowed == "yes"}
    assert computed == expected()


def test_every_verb_is_in_the_table_and_every_move_is_a_verb() -> None:
    verbs = {verb.name for verb in WORKFLOW.verbs}
    assert {verb for verb, _, _ in expected()} == verbs
    assert verbs >= MACHINE.verbs


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


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


def refusal(office: PerformanceOffice, name: str, verb: str, case: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""
    given = {"target": str(case + 1)} if verb == "merge" else GIVEN.get(verb, {})

    def work(tx: Tx) -> None:
        run(WORKFLOW, verb, tx, office.actor(tx, name), case, given)
        raise Undone

    try:
        office.store.write(work)
    except Refused as refused:
        return refused
    except Undone:
        return None
    raise AssertionError("what was tried was kept")


def tried(office: PerformanceOffice, name: str, verb: str, case: int) -> bool:
    """Whether somebody gets past loading, policy and machine with this verb."""
    refused = refusal(office, name, verb, case)
    return refused is None or refused.reason not in ("not_allowed", "out_of_turn", "unknown_case")


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: PerformanceOffice, state: State) -> None:
    case = in_state(office, state)
    done = {(verb, who) for who, name in WHO.items() for verb in ON_A_CASE if tried(office, name, verb, case)}
    allowed = {(verb, relation) for verb, relation, at in expected() if at == state and verb in ON_A_CASE}
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
