"""The edges of an account: on which day it begins, what an opening settles, and which requests hold days."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.people import context, day, opening, policy, request, span
from workflows.leave.rules.account import account
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.history import Ruled, ruling
from workflows.leave.rules.ledger import Balance, Kind
from workflows.leave.rules.life import State

D = Decimal
MONTHLY: dict[str, Any] = {"entitlement": {"amount": 12, "accrual": {"every": "monthly"}}}
TWENTY_FIVE: dict[str, Any] = {"entitlement": {"amount": 25}}


def test_leave_on_the_day_of_the_opening_is_taken_from_it_and_leave_before_is_settled() -> None:
    for asked, taken in (("2026-03-02", 1), ("2026-02-27", 0)):
        known = context(request(1, span(asked)), ledger=[opening(10, "2026-03-02", grant="2026")], today="2026-03-04")
        assert balance(known, "annual", known.today).taken == taken


def test_between_two_openings_what_is_earned_is_earned_and_not_on_their_days() -> None:
    openings = [opening(5), opening(20, "2026-07-01", grant="2026")]
    known = context(rules=policy(**MONTHLY), ledger=openings, today="2026-08-01")
    assert [credit.day.month for credit in account(known, "annual", known.today).credits][:6] == [2, 3, 4, 5, 6, 8]


@pytest.mark.parametrize(("today", "granted"), [("2027-01-10", 30), ("2027-02-01", 30)])
def test_what_was_carried_over_before_a_change_of_policy_stays_as_it_was(today: str, granted: int) -> None:
    rules = [policy(**TWENTY_FIVE, carry_over={"most": most}) for most in (5, 8)]
    known = (Ruled(day("2024-01-01"), rules[0]), Ruled(day("2027-01-15"), rules[1]))
    asked = context(rules=ruling(known, day(today)), ledger=[opening(25)], today=today)
    assert balance(replace(asked, history=known), "annual", day(today)).granted == granted


@pytest.mark.parametrize(("hired", "grants"), [("2026-06-01", ["2027"]), ("2027-01-01", ["2027"])])
def test_an_opening_before_somebody_comes_settles_the_first_day_of_its_own_leave_year_alone(
    hired: str, grants: list[str]
) -> None:
    known = context(rules=policy(**TWENTY_FIVE), ledger=[opening(3, "2026-05-01")], since=hired, today="2027-01-01")
    assert [one.grant for one in settle(known) if one.kind is Kind.GRANT] == grants


@pytest.mark.parametrize(
    ("leave_type", "state", "february"),
    [
        ("unpaid", State.APPROVED, 0),
        ("unpaid", State.REQUESTED, 1),
        ("annual", State.APPROVED, 1),
    ],
)
def test_only_granted_leave_without_pay_lessens_what_is_earned_by_time_worked(
    leave_type: str, state: State, february: int
) -> None:
    by_time = {"every": "monthly", "at": "end", "by_time_worked": True}
    unpaid = {"code": "unpaid", "name": "Unpaid", "limited": False, "paid": False}
    rules = policy(others=[unpaid], entitlement={"amount": 12, "accrual": by_time})
    away = request(1, span("2026-02-01", "2026-02-28"), state, leave_type=leave_type)
    known = context(away, rules=rules, since="2025-01-01", today="2026-03-01", ledger=[opening(20)])
    earned = {f"{credit.day:%m-%d}": credit.amount for credit in account(known, "annual", known.today).credits}
    assert earned.get("02-28", D(0)) == february


@pytest.mark.parametrize(("reserves", "pending", "free"), [(True, 1, 7), (False, 0, 8)])
def test_what_waits_holds_days_only_where_the_type_says_so(reserves: bool, pending: int, free: int) -> None:  # noqa: FBT001 # a table's column
    waits = request(1, span("2026-03-02"), State.REQUESTED)
    held = request(2, span("2026-03-03", "2026-03-04"))
    known = context(waits, held, rules=policy(pending_reserves=reserves), ledger=[opening(10)])
    shown = balance(known, "annual", day("2026-03-01"))
    assert [shown.pending, shown.approved_ahead, shown.free] == [D(pending), D(2), D(free)]


def test_a_balance_of_which_next_years_leave_uses_nothing_says_so() -> None:
    nothing = D(0)
    shown = Balance("annual", day("2026-03-01"), nothing, nothing, nothing, nothing, nothing)
    assert shown.claimed == nothing
    assert not shown.pots
    assert not shown.explained()
