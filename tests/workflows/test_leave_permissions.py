"""Who may do what about a leave, cell by cell, against a table written by hand; and that `run` holds to it."""

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from tests.workflows.permission_tables import expected
from tests.workflows.permission_tables import refusal as refusal_of
from workflows.kernel.access import Actor
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, offered, run
from workflows.leave import WORKFLOW, offers, store
from workflows.leave.rules.life import MACHINE, State
from workflows.leave.rules.policy import LeavePolicy

WHO = {
    "own": "ann",
    "solid_line": "bea",
    "deputy": "tom",
    "asked": "eve",
    "dotted_line": "dan",
    "people_admin": "nora",
    "colleague": "zoe",
}
"""One person for each relation to Ann, who asked; Eve has no other but that the route has reached her."""
STEPS: dict[State, tuple[tuple[str, str], ...]] = {
    State.REQUESTED: (),
    State.FIRST_APPROVED: (("bea", "approve_first"),),
    State.APPROVED: (("bea", "approve_first"), ("tom", "approve")),
    State.CANCELLATION_REQUESTED: (("bea", "approve_first"), ("tom", "approve"), ("ann", "ask_cancel")),
    State.WITHDRAWN: (("ann", "withdraw"),),
    State.DECLINED: (("bea", "decline"),),
    State.CANCELLED: (("bea", "approve_first"), ("tom", "approve"), ("bea", "cancel_for")),
}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    both = {
        "code": "annual",
        "name": "Annual leave",
        "entitlement": {"amount": 25},
        "approval": {"stages": 2},
        "cancelling": "by_request",
    }
    policy = LeavePolicy.model_validate({"code": "two", "name": "Two", "types": [both]})
    return Office.founded(store, clock, an_office(), policy)


def in_state(office: Office, state: State) -> int:
    """A request of Ann's in this state, whose open question has reached Eve as well."""
    request = office.asks("ann", "2026-12-21", "2026-12-22")
    for name, verb in STEPS[state]:
        office.does(name, verb, request, reason="because")
    reached = text(
        "update leave_step set person_id = :eve, asked_at = (select asked_at from leave_step where asked_at is not null"
        " limit 1) where id = (select max(id) from leave_step)"
    )
    eve = office.person("eve")
    office.store.write(lambda tx: tx.connection.execute(reached, {"eve": eve}))
    assert office.leave(request).state is state
    return request


def tried(office: Office, name: str, verb: str, request: int) -> bool:
    """Whether somebody gets past policy and machine with this verb."""
    refused = refusal(office, name, verb, request)
    return refused is None or not (isinstance(refused, NotAllowed) or refused.reason == "out_of_turn")


def refusal(office: Office, name: str, verb: str, request: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""
    return refusal_of(
        office.store, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), request, {"reason": "because"})
    )


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: Office, state: State) -> None:
    request = in_state(office, state)
    verbs = sorted(MACHINE.verbs | {"days"})
    done = {(verb, relation) for relation, name in WHO.items() for verb in verbs if tried(office, name, verb, request)}
    assert done == {(verb, relation) for verb, relation, at in expected(WORKFLOW) if at == state and verb in verbs}


@pytest.mark.parametrize("state", State)
def test_a_button_that_shows_is_one_that_works(office: Office, state: State) -> None:
    request = in_state(office, state)
    for name in WHO.values():
        for verb in office.store.read(lambda tx, name=name: shown(tx, office.actor(tx, name), request)):  # type: ignore[misc]
            refused = refusal(office, name, verb, request)
            early = verb == "nudge" and refused is not None and refused.reason == "too_soon"  # it says from when on
            assert refused is None or early, (name, verb)


def shown(tx: Tx, actor: Actor, request: int) -> tuple[str, ...]:
    leave = store.leave(tx, request)
    assert leave is not None
    found = offers.offered(tx, actor, leave)
    assert set(found) <= set(offered(WORKFLOW, tx, actor, leave))
    return found
