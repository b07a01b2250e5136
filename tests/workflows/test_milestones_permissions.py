"""Who may do what about a milestone, cell by cell, against a table written by hand; and that `run` holds to it."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bot.clock import FollowedClock
from bot.permissions import cells
from bot.store import Store
from tests.workflows.milestones_office import MONDAY, Office
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, offered, run
from workflows.milestones import WORKFLOW, offers, store
from workflows.milestones.rules.life import MACHINE, State

TABLE = Path(__file__).parent / "milestones_permissions.csv"
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


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


def refusal(office: Office, name: str, verb: str, subject: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""

    def work(tx: Tx) -> None:
        run(WORKFLOW, verb, tx, office.actor(tx, name), subject)
        raise Undone

    try:
        office.store.write(work)
    except Refused as refused:
        return refused
    except Undone:
        return None
    raise AssertionError("what was tried was kept")


def tried(office: Office, name: str, verb: str, subject: int) -> bool:
    """Whether somebody gets past policy and machine with this verb."""
    refused = refusal(office, name, verb, subject)
    return refused is None or refused.reason not in ("not_allowed", "out_of_turn")


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: Office, state: State) -> None:
    milestone = in_state(office, state)
    done = {(verb, who) for who, name in WHO.items() for verb in ON_A_MILESTONE if tried(office, name, verb, milestone)}
    allowed = {(verb, relation) for verb, relation, at in expected() if at == state and verb in ON_A_MILESTONE}
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
