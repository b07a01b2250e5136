"""Who decides while the one is away whose turn it is (R43, X24): whoever they named for that leave, else the next."""

import json

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from rehearsal.validation import validate_view
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.flow import Ref
from workflows.kernel.replies import Done, Open
from workflows.leave.rules.life import State
from workflows.organisation import chains

TODAY = ("2026-11-23", "2026-11-24")


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def asked(office: Office, request: int) -> list[int]:
    return [step.person for step in office.leave(request).steps]


def test_whoever_others_wait_for_is_asked_who_decides_meanwhile(office: Office) -> None:
    """Who owns a department, who deputises, and whoever owes an answer now: not everybody."""

    def wanted() -> set[str]:
        shown = {name: office.types(name, "") for name in ("bea", "tom", "ann", "eve", "zoe")}
        for reply in shown.values():
            assert isinstance(reply, Open)
            assert validate_view(json.loads(json.dumps(dict(reply.view)))) == []
        return {name for name, reply in shown.items() if "Who decides for you meanwhile?" in str(reply)}

    assert wanted() == {"bea", "tom"}
    office.does("head", "approve", office.asks("bea", *TODAY, substitute="U0EVE"))
    request = office.asks("ann", "2026-12-21")
    assert wanted() == {"bea", "tom", "eve"}
    office.does("eve", "approve", request)
    eve = office.person("eve")
    office.store.write(lambda tx: chains.start(tx, Ref("tried", 1), [eve]))
    assert wanted() == {"bea", "tom", "eve"}
    office.store.write(lambda tx: chains.settle(tx, Ref("tried", 1)))
    assert wanted() == {"bea", "tom"}


def test_the_substitute_named_for_a_leave_is_asked_at_once_and_decides(office: Office) -> None:
    office.does("head", "approve", office.asks("bea", *TODAY, substitute="U0EVE"))
    assert "What people ask *Bea* for meanwhile comes to you." in office.told("eve", "deciding")[0].text
    request = office.asks("ann", "2026-12-21")
    assert asked(office, request)[0] == office.person("eve")
    assert "leave:approve" in str(office.told("eve", "decide")[0].blocks)
    assert office.does("eve", "approve", request) == Done()
    assert office.leave(request).state is State.APPROVED


def test_a_substitute_counts_only_while_the_leave_is_granted_and_they_are_there(office: Office) -> None:
    away = office.asks("bea", *TODAY, substitute="U0EVE")
    assert asked(office, office.asks("ann", "2026-12-21"))[0] == office.person("bea")
    office.does("head", "approve", away)
    office.does("head", "ask", **office.filled(*TODAY, person="U0EVE"))
    assert asked(office, office.asks("ann", "2026-12-22"))[0] == office.person("tom")


def test_a_substitute_never_decides_about_themselves(office: Office) -> None:
    office.does("head", "approve", office.asks("bea", *TODAY, substitute="U0ANN"))
    request = office.asks("ann", "2026-12-21")
    assert office.person("ann") not in asked(office, request)
    assert asked(office, request)[0] == office.person("tom")
