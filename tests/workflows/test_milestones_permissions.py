"""Who may do what about a milestone, cell by cell, against a table written by hand; and that `run` holds to it."""

from datetime import date

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.milestones_office import MONDAY, Office
from tests.workflows.permission_tables import expected
from tests.workflows.permission_tables import refusal as refusal_of
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, offered, run
from workflows.milestones import WORKFLOW, offers, store
from workflows.milestones.rules.life import MACHINE, State

WHO = {
    "owner": "eve",
    "lead": "dan",
    "member": "ann",
    "solid_line": "bea",
    "deputy": "tom",
    "people_admin": "nora",
    "colleague": "zoe",
    "dotted_line": "ivo",
}
"""One person for each way to stand to Eve's milestone in Dan's project; Ivo manages another project."""
ON_A_MILESTONE = sorted({*MACHINE.verbs, "story"})
RISKS = ("mark_at_risk", "leave_as_is")


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office(store, clock)


def in_state(office: Office, state: State) -> int:
    """A milestone of Eve's in this state."""
    milestone = office.adds(owner="U0EVE")
    if state is State.DONE:
        office.does("dan", "done", milestone, day=MONDAY, sentence=None)
    if state is State.DROPPED:
        office.does("dan", "drop", milestone, sentence="No")
    assert office.item(milestone).state is state
    return milestone


def refusal(office: Office, name: str, verb: str, subject: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""
    return refusal_of(office.store, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), subject))


def tried(office: Office, name: str, verb: str, subject: int) -> bool:
    """Whether somebody gets past policy and machine with this verb."""
    refused = refusal(office, name, verb, subject)
    return refused is None or refused.reason not in ("not_allowed", "out_of_turn")


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: Office, state: State) -> None:
    milestone = in_state(office, state)
    done = {(verb, who) for who, name in WHO.items() for verb in ON_A_MILESTONE if tried(office, name, verb, milestone)}
    allowed = {(verb, relation) for verb, relation, at in expected(WORKFLOW) if at == state and verb in ON_A_MILESTONE}
    assert done == {(verb, relation) for verb, relation in allowed if relation in WHO}


@pytest.mark.parametrize("state", State)
def test_a_button_that_shows_is_one_that_works(office: Office, state: State) -> None:
    milestone = in_state(office, state)
    for name in WHO.values():
        for verb in office.store.read(lambda tx, name=name: shown(office, tx, name, milestone)):  # type: ignore[misc]
            assert refusal(office, name, verb, milestone) is None, (name, verb)


def shown(office: Office, tx: Tx, name: str, milestone: int) -> tuple[str, ...]:
    actor, found = office.actor(tx, name), store.item(tx, milestone)
    assert found is not None
    verbs = offers.offered(tx, actor, found)
    assert set(verbs) <= set(offered(WORKFLOW, tx, actor, found))
    return verbs


def test_a_proposal_is_the_project_manager_s_to_answer(office: Office) -> None:
    office.adds(owner="U0EVE")
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    done = {(verb, who) for who, name in WHO.items() for verb in RISKS if tried(office, name, verb, 1)}
    assert done == {(verb, "lead") for verb in RISKS}


@pytest.mark.parametrize("verb", ["list", "plan"])
def test_a_project_s_plan_is_read_by_whom_the_table_says(office: Office, verb: str) -> None:
    project = office.item(office.adds(owner="U0EVE")).project.id
    done = {who for who, name in WHO.items() if tried(office, name, verb, project)}
    assert done == {"owner", "lead", "member", "solid_line", "deputy"}


def test_only_a_project_s_manager_adds_to_its_plan(office: Office) -> None:
    project = office.item(office.adds(owner="U0EVE")).project.id
    assert {who for who, name in WHO.items() if tried(office, name, "new", project)} == {"lead"}


def test_who_no_longer_answers_or_manages_reports_no_more(office: Office) -> None:
    milestone = office.adds(owner="U0EVE")
    office.does("dan", "edit", milestone, name="Beta release", weight=None, owner=None)
    assert not tried(office, "eve", "update", milestone)
    assert tried(office, "eve", "story", milestone), "still allocated"
