"""Who may do what about beginnings and ends, cell by cell, against a table written by hand; `run` holds to it."""

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.onboarding_office import HIRED, OPENING, OnboardingOffice
from tests.workflows.permission_tables import expected
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, offered
from workflows.kernel.replies import Say
from workflows.onboarding import WORKFLOW, offers, store
from workflows.onboarding.rules.life import MACHINE, State

EVERYBODY = ("head", "bea", "tom", "ann", "zoe", "dan", "eve", "nora", "ida", "gus")
"""Bea manages Support, Tom deputises, Head is above; Ann is the one it is about; Dan leads her project; Ida is IT."""


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> OnboardingOffice:
    return OnboardingOffice.opened(store, clock)


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_opening_and_its_cost_are_for_those_who_answer_for_the_department(
    office: OnboardingOffice, name: str
) -> None:
    office.opens()
    kept = office.opening()
    listed = office.enters(name)
    assert isinstance(listed, Say)
    shown = str(listed.message.blocks)
    if name in ("head", "bea", "tom"):
        assert "€4,500.00 a month each" in shown
        office.uses(name, "hold", 1, 1)
        return
    assert "Data engineer" not in shown
    assert "4,500" not in shown
    for verb in ("amend", "hold", "fill", "call_off", "hire"):
        with pytest.raises(NotAllowed):
            office.uses(name, verb, 1, 1, **{**OPENING, **HIRED})
    with pytest.raises(NotAllowed):
        office.uses(name, "create", **OPENING)
    with pytest.raises(NotAllowed):
        office.uses(name, "join", department="support", **HIRED)
    assert office.opening() == kept


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_last_day_is_written_by_the_persons_managers_and_people_admins(office: OnboardingOffice, name: str) -> None:
    if name in ("head", "bea", "tom", "nora"):
        office.leaves("ann", name)
        return
    with pytest.raises(NotAllowed):
        office.leaves("ann", name)
    assert office.rows("select count(*) from journey")[0][0] == 0


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("title", ["Computer", "Leave balance", "Own notes"])
def test_run_and_the_buttons_hold_to_the_table(office: OnboardingOffice, name: str, title: str) -> None:
    """About a step of IT's, one that settles, and one of Ann's own, by everybody."""
    office.leaves("ann")
    kept = office.step(title)

    def buttons(tx: Tx) -> tuple[set[str], set[str]]:
        actor, step = office.actor(tx, name), store.step(tx, kept.id)
        assert step is not None
        relations = offers.relate(tx, actor, step)
        allowed = {verb for verb, relation, at in expected(WORKFLOW) if relation in relations and at == State.TO_DO}
        return allowed & MACHINE.verbs, set(offered(WORKFLOW, tx, actor, step)) & MACHINE.verbs

    wanted, shown = office.store.read(buttons)
    assert shown == wanted
    for verb in ("done", "settle", "not_needed", "reassign"):
        if verb not in wanted:
            with pytest.raises((NotAllowed, Refused)):
                office.uses(name, verb, kept.id, kept.version, why="x", who="U0ZOE")
    assert office.step(title) == kept


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_those_with_a_part_in_it_see_the_list_and_only_managers_and_the_person_what_it_says(
    office: OnboardingOffice, name: str
) -> None:
    office.leaves("ann")
    office.takes("bea", "Leave balance", "settle")
    if name not in ("head", "bea", "tom", "ann", "nora", "ida"):
        with pytest.raises(NotAllowed):
            office.uses(name, "show", 1)
        assert office.reads(name, "card") is None
        return
    shown = str(office.uses(name, "show", 1))
    assert ("on the last day" in shown) == (name != "ida")
