"""Who may do what about a handover, cell by cell, against a table written by hand; and that `run` holds to it."""

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.handover_office import DUE, HandoverOffice
from tests.workflows.permission_tables import expected
from workflows.handover import WORKFLOW, offers, store
from workflows.handover.rules.life import MACHINE, State
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, offered

WHO = {
    "own": "ann",
    "solid_line": "bea",
    "deputy": "tom",
    "owner": "ann",
    "partner": "zoe",
    "people_admin": "nora",
    "colleague": "eve",
    "lead": "dan",
}
"""One person for each relation to the handover of Ann's leave to Zoe; Dan leads Apollo, which it is not about."""


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> HandoverOffice:
    return HandoverOffice.opened(store, clock)


@pytest.mark.parametrize("name", sorted(set(WHO.values())))
@pytest.mark.parametrize("state", [State.WAITING, State.GIVEN, State.ACKNOWLEDGED, State.DROPPED])
def test_run_and_the_buttons_hold_to_the_table(office: HandoverOffice, name: str, state: State) -> None:
    """About an item of the handover, in each state, by everybody."""
    office.starts("bea", kind="long_leave", away="U0ANN", replacement="U0ZOE", day=DUE)
    if state in (State.GIVEN, State.ACKNOWLEDGED):
        office.uses("ann", "give", 1, 1, place="Here")
    if state is State.ACKNOWLEDGED:
        office.uses("zoe", "acknowledge", 1, 2)
    if state is State.DROPPED:
        office.uses("bea", "drop", 1, 1, why="Not needed")
    kept = office.item()

    def buttons(tx: Tx) -> tuple[set[str], set[str]]:
        actor, item = office.actor(tx, name), store.item(tx, 1)
        assert item is not None
        relations = offers.relate(tx, actor, item)
        allowed = {verb for verb, relation, at in expected(WORKFLOW) if relation in relations and at == state}
        return allowed & MACHINE.verbs, set(offered(WORKFLOW, tx, actor, item)) & MACHINE.verbs

    wanted, shown = office.store.read(buttons)
    assert shown == wanted
    for verb in ("give", "acknowledge", "send_back", "change", "drop"):
        if verb not in wanted:
            with pytest.raises((NotAllowed, Refused)):
                office.uses(name, verb, 1, kept.version, place="x", why="x", title="x")
    assert office.item() == kept


@pytest.mark.parametrize("name", sorted(set(WHO.values())))
def test_only_those_on_it_and_their_managers_see_the_list(office: HandoverOffice, name: str) -> None:
    office.starts("bea", kind="long_leave", away="U0ANN", replacement="U0ZOE", day=DUE)
    if name in ("ann", "bea", "tom", "zoe"):
        office.uses(name, "show", 1)
        return
    with pytest.raises(NotAllowed):
        office.uses(name, "show", 1)
