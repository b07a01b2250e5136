"""Who may do what about people asked for, cell by cell, against a table written by hand; and that `run` holds to it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.permission_tables import expected, gets_through
from tests.workflows.staffing_office import Office
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Ref, run
from workflows.organisation import recent
from workflows.staffing import WORKFLOW
from workflows.staffing.rules.life import CHANGE, DESK, OFFER, REQUEST, State

WHO = {
    "own": "bob",
    "solid_line": "bea",
    "deputy": "tom",
    "asked": "kim",
    "lead": "dan",
    "member": "ann",
    "dotted_line": "eve",
    "people_admin": "nora",
    "colleague": "cem",
}
"""One person for each relation: Dan asks for Bob, whom Bea offers; Kim is of Support and the question has reached her;
Ann is on the project; Eve leads another one."""


def test_every_state_belongs_to_one_kind_of_subject() -> None:
    parts = (*REQUEST, *DESK, *OFFER, *CHANGE, State.TO_DO, State.DONE)
    assert sorted(parts) == sorted(State)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock)


def tried(office: Office, name: str, verb: str, subject: int) -> bool:
    """Whether somebody gets past policy and machine with this verb."""
    given = {"reason": "because"}
    return gets_through(office.store, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), subject, given))


def reaches_kim(office: Office, workflow: str, subject: int) -> None:
    """As if the route had gone as far as her."""
    kim, now = office.person("kim"), "2026-11-23 09:00:00"
    office.store.write(
        lambda tx: tx.connection.exec_driver_sql(
            "insert into chain_step (workflow, subject, position, person_id, asked_at) "  # noqa: S608 - the test's own words
            f"values ('{workflow}', {subject}, 9, {kim}, '{now}')"
        )
    )


def holds(office: Office, subject: int, state: State, verbs: set[str], left_out: str = "") -> None:
    done = {
        (verb, relation)
        for relation, name in WHO.items()
        if relation != left_out
        for verb in verbs
        if tried(office, name, verb, subject)
    }
    assert done == {
        (verb, relation)
        for verb, relation, at in expected(WORKFLOW)
        if at == state and verb in verbs and relation != left_out
    }


@pytest.mark.parametrize("state", REQUEST)
def test_an_ask_is_withdrawn_by_whoever_leads_the_project(office: Office, state: State) -> None:
    request = office.asks()
    office.store.write(
        lambda tx: tx.connection.exec_driver_sql(f"update staffing_request set state = '{state}'")  # noqa: S608 - a state
    )
    holds(office, request, state, {"withdraw"})


@pytest.mark.parametrize("state", DESK)
def test_the_question_is_answered_by_whoever_may_offer(office: Office, state: State) -> None:
    desk = office.desk(office.asks())
    reaches_kim(office, "staffing_desk", desk)
    office.store.write(
        lambda tx: tx.connection.exec_driver_sql(f"update staffing_desk set state = '{state}'")  # noqa: S608 - a state
    )
    holds(office, desk, state, {"offer", "decline", "show"}, left_out="own")


@pytest.mark.parametrize("state", OFFER)
def test_an_offer_is_accepted_by_the_project_and_taken_back_by_the_department(office: Office, state: State) -> None:
    request = office.asks()
    desk, offer = office.desk(request), office.offers("bea", request, "bob")
    reaches_kim(office, "staffing_desk", desk)
    office.store.write(
        lambda tx: tx.connection.exec_driver_sql(f"update staffing_offer set state = '{state}'")  # noqa: S608 - a state
    )
    holds(office, offer, state, {"accept", "refuse", "take_back"})


@pytest.mark.parametrize("state", CHANGE)
def test_a_change_is_decided_by_the_department_and_dropped_by_the_project(office: Office, state: State) -> None:
    request = office.asks()
    office.does("dan", "accept", office.offers("bea", request, "bob"))
    booking = office.allocations("bob")[0].id
    office.does("dan", "ask_release", booking, last=date(2027, 1, 29), reason="Done by then.")
    reaches_kim(office, "staffing_change", 1)
    office.store.write(
        lambda tx: tx.connection.exec_driver_sql(f"update staffing_change set state = '{state}'")  # noqa: S608 - a state
    )
    holds(office, 1, state, {"agree", "turn_down", "drop"})


def test_an_allocation_is_released_by_the_department_and_only_asked_about_by_the_project(office: Office) -> None:
    request = office.asks()
    office.does("dan", "accept", office.offers("bea", request, "bob"))
    holds(office, office.allocations("bob")[0].id, State.OPEN, {"release", "ask_release", "ask_extension"})


@pytest.mark.parametrize("state", [State.TO_DO, State.DONE])
def test_a_task_is_for_those_who_answer_for_the_person(office: Office, state: State) -> None:
    office.overhears(Event("closed", Ref("performance", 7), 3, office.person("bob"), None, {"outcome": "reallocation"}))
    reaches_kim(office, "staffing_task", 1)
    office.store.write(
        lambda tx: tx.connection.exec_driver_sql(f"update staffing_task set state = '{state}'")  # noqa: S608 - a state
    )
    holds(office, 1, state, {"finish"})


def test_loads_are_seen_by_those_they_are_for(office: Office) -> None:
    def sees(name: str, words: str) -> bool:
        try:
            office.types(name, words)
        except Refused:
            return False
        return True

    assert {name for name in WHO.values() if sees(name, "load project apollo")} == {"dan"}
    assert {name for name in WHO.values() if sees(name, "load department support")} == {"bea", "tom"}
    assert {name for name in WHO.values() if sees(name, "load me")} == set(WHO.values())
    assert {name for name in WHO.values() if sees(name, "floor support")} == {"bea", "tom"}


def test_a_former_project_manager_has_no_say_any_more(office: Office) -> None:
    offer = office.offers("bea", office.asks(), "bob")
    dan = office.person("dan")

    def hand_over(tx: Any) -> None:
        tx.connection.exec_driver_sql(f"update project_lead set ends = '2026-11-23' where person_id = {dan}")  # noqa: S608 - the test's own number
        recent.changed(tx)

    office.store.write(hand_over)
    office.goes_to(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    assert not tried(office, "dan", "accept", offer)
