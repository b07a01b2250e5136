"""How many say yes: nobody, one or two, by the type and by the length (R36)."""

from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import Refused
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy


def office_with(store: Store, clock: FollowedClock, approval: dict[str, Any], **more: Any) -> Office:
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "approval": approval, **more}
    policy = LeavePolicy.model_validate({"code": "own", "name": "Own", "types": [annual]})
    return Office.founded(store, clock, an_office(), policy)


def test_short_leave_is_granted_at_once_and_longer_leave_is_asked_for(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, {"automatic_to": 2})
    assert "approved at once" in str(office.does("ann", "preview", **office.filled("2026-12-07", "2026-12-08")))
    short = office.asks("ann", "2026-12-07", "2026-12-08")
    assert office.leave(short).state is State.APPROVED
    assert "*Approved* automatically" in str(office.told("bea", "decide")[0].blocks)
    assert "*Approved* automatically" in str(office.told("ann", "mine")[0].blocks)
    assert "approved at once" not in str(office.does("ann", "preview", **office.filled("2026-12-14", "2026-12-16")))
    assert office.leave(office.asks("ann", "2026-12-14", "2026-12-16")).state is State.REQUESTED


def test_short_leave_that_a_rule_warns_of_is_somebodys_to_decide(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, {"automatic_to": 2}, notice=[{"days": 30, "effect": "warn"}])
    assert office.leave(office.asks("ann", "2026-12-07")).state is State.REQUESTED
    assert "needs 30 days' notice" in str(office.told("bea", "decide")[0].blocks)
    assert office.leave(office.asks("ann", "2026-12-29")).state is State.APPROVED


def test_leave_that_needs_a_document_is_never_granted_at_once_without(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, {"stages": 0}, document_required=True)
    assert office.leave(office.asks("ann", "2026-12-07")).state is State.REQUESTED


def test_two_approvals_begin_with_a_certain_length(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, {"stages": 2, "second_from": 3})
    short = office.asks("ann", "2026-12-07", "2026-12-08")
    with pytest.raises(Refused, match="One approval is enough"):
        office.does("bea", "approve_first", short)
    office.does("bea", "approve", short)
    assert office.leave(short).state is State.APPROVED
    assert "two approvals" in str(office.does("ann", "preview", **office.filled("2026-12-14", "2026-12-16")))
    long = office.asks("ann", "2026-12-14", "2026-12-16")
    office.does("bea", "approve_first", long)
    assert "first approval by Bea, one more to go" in office.told("ann", "told_first_approved")[0].text
    assert "Waiting for Tom" in str(office.told("ann", "mine")[-1].blocks)
    assert "leave:approve" in str(office.told("tom", "decide")[-1].blocks)
    assert "leave:approve" not in str(office.told("bea", "decide")[-1].blocks)


def test_a_manager_who_books_long_leave_gives_the_first_of_two_approvals(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, {"stages": 2})
    office.does("bea", "ask", **office.filled("2026-12-07", person="U0ANN"))
    leave = office.leave(1)
    assert leave.state is State.FIRST_APPROVED
    assert leave.waiting_for is not None
    assert leave.waiting_for.person == office.person("tom")
    assert office.events() == ["asked", "first_approved"]
    with pytest.raises(Refused, match="somebody else"):
        office.does("bea", "approve", 1)
    office.does("tom", "approve", 1)
    assert office.leave(1).state is State.APPROVED


def test_where_waiting_leave_reserves_nothing_the_balance_is_read_anew(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, {}, pending_reserves=False, entitlement={"amount": 2, "part_time": False})
    one, other = office.asks("ann", "2026-12-07", "2026-12-08"), office.asks("ann", "2026-12-14", "2026-12-15")
    office.does("bea", "approve", one)
    with pytest.raises(Refused, match="2 days of annual leave in 2026, and Ann has none left") as found:
        office.does("bea", "approve", other)
    assert found.value.reason == "balance"
    assert office.leave(other).state is State.REQUESTED
    assert office.balance("ann").free == 0
