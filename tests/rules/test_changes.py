"""What becomes of leave after it was granted, who stands in for an approver, and time earned by working."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.people import AM, ANN, PM, context, day, opening, policy, request, span, working
from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import Refused
from workflows.leave.rules.approvers import Approver, asked_on
from workflows.leave.rules.balance import balance, settle, shorten
from workflows.leave.rules.changes import check_cancel, check_shorten, taken_out
from workflows.leave.rules.context import Context
from workflows.leave.rules.earning import closed, earned, unearned
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import LeaveType, Shutdown

D = Decimal
TODAY = day("2026-06-03")
WEEK = request(1, span("2026-06-08", "2026-06-12"))
BEGUN = request(1, span("2026-06-01", "2026-06-05"))


def annual(**rules: Any) -> LeaveType:
    return policy(**rules).types[0]


def test_an_owner_cancels_what_has_not_begun_and_a_manager_the_rest_with_a_reason() -> None:
    check_cancel(WEEK, annual(), TODAY, owner=True)
    check_cancel(BEGUN, annual(), TODAY, owner=False, reason="fell ill")
    with pytest.raises(Refused, match="began on Mon 1 June 2026"):
        check_cancel(BEGUN, annual(), TODAY, owner=True)
    with pytest.raises(Refused, match="Say why"):
        check_cancel(BEGUN, annual(), TODAY, owner=False)


@pytest.mark.parametrize(("setting", "reason"), [("by_request", "cancel_by_request"), ("never", "never_cancelled")])
def test_a_type_may_want_a_decision_on_cancelling_or_none_at_all(setting: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        check_cancel(WEEK, annual(cancelling=setting), TODAY, owner=True)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "kept", [span("2026-06-08", "2026-06-12"), span("2026-06-08", "2026-06-15"), span("2026-06-15", "2026-06-16")]
)
def test_shortening_means_fewer_days_of_the_same(kept: Span) -> None:
    with pytest.raises(Refused) as refused:
        check_shorten(WEEK, kept, TODAY, owner=True)
    assert refused.value.reason == "not_shorter"


def test_an_owner_gives_back_only_days_that_have_not_begun() -> None:
    check_shorten(BEGUN, span("2026-06-01", "2026-06-03"), TODAY, owner=True)
    with pytest.raises(Refused, match="is past"):
        check_shorten(BEGUN, span("2026-06-02", "2026-06-05"), TODAY, owner=True)
    check_shorten(BEGUN, span("2026-06-02", "2026-06-05"), TODAY, owner=False, reason="worked on Monday")


def settled(known: Context) -> Context:
    return replace(known, ledger=(*known.ledger, *settle(known)))


def test_shortened_leave_gives_its_days_back_by_new_entries() -> None:
    known = settled(context(WEEK, ledger=[opening(10)]))
    shorter, entries = shorten(known, WEEK, span("2026-06-08", "2026-06-10", None, AM))
    assert shorter.days == D("2.5")
    assert [(entry.kind, entry.day, entry.amount) for entry in entries] == [
        (Kind.REVERSAL, day("2026-06-10"), D("0.5")),
        (Kind.REVERSAL, day("2026-06-11"), D(1)),
        (Kind.REVERSAL, day("2026-06-12"), D(1)),
    ]


@pytest.mark.parametrize(
    ("out", "left"),
    [
        (span("2026-06-10"), ["2026-06-08", "2026-06-11"]),
        (span("2026-06-08"), ["2026-06-09"]),
        (span("2026-06-01", "2026-06-30"), []),
        (span("2026-06-09", "2026-06-20"), ["2026-06-08"]),
    ],
)
def test_taking_days_out_leaves_the_parts_before_and_after(out: Span, left: list[str]) -> None:
    parts = taken_out(WEEK, out, context(WEEK))
    assert [part.span.first.isoformat() for part in parts] == left
    assert [part.id for part in parts] == [1, 0][: len(parts)]


def test_a_part_that_would_cost_nothing_is_dropped() -> None:
    weekend = request(1, span("2026-06-05", "2026-06-07"))
    assert taken_out(weekend, span("2026-06-05"), context(weekend)) == ()


def test_uncovered_days_are_covered_again_once_others_are_cancelled() -> None:
    rules = policy(carry_over={"most": 5, "validity": {"until": "04-01"}}, entitlement={"amount": 10})
    first, second = request(1, span("2026-02-02", "2026-02-03")), request(2, span("2026-03-02", "2026-03-03"))
    carried = [opening(2, expires="2026-04-01", grant="2025 carried"), opening(10, grant="2026")]
    known = settled(context(first, second, rules=rules, ledger=carried))
    assert {entry.grant for entry in known.ledger if entry.request == 2} == {"2026"}
    entries = settle(replace(known, requests=(second,)))
    assert {(entry.request, entry.grant, entry.amount) for entry in entries} == {
        (1, "2025 carried", D(1)),
        (2, "2026", D(1)),
        (2, "2025 carried", D(-1)),
    }


def test_an_old_year_changed_late_flows_forward() -> None:
    rules = policy(entitlement={"amount": 10}, carry_over={"most": 5})
    known = settled(context(rules=rules, since="2025-01-01", today="2026-06-01"))
    assert balance(known, "annual", known.today).free == 15
    late = request(1, span("2025-12-22", "2025-12-31"))
    after = settled(replace(known, requests=(late,)))
    assert balance(after, "annual", known.today).free == 12
    corrections = [entry for entry in after.ledger if entry.reason == "corrected"]
    assert {(entry.kind, entry.grant, entry.amount) for entry in corrections} == {
        (Kind.EXPIRY, "2025", D(5)),
        (Kind.CARRY_OVER, "2025", D(3)),
        (Kind.CARRY_OVER, "2025 kept", D(-3)),
    }


def test_next_years_leave_that_uses_this_years_rest_is_claimed() -> None:
    rules = policy(entitlement={"amount": 5}, carry_over={"most": 5})
    known = context(request(1, span("2027-01-04", "2027-01-15")), rules=rules, since="2026-01-01", today="2026-06-01")
    shown = balance(known, "annual", known.today)
    assert (shown.granted, shown.claimed, shown.free) == (D(5), D(5), D(0))


COMP = {"code": "comp", "name": "Comp time", "earned": {"months": 3}, "earned_most": 2}


def test_time_worked_on_a_day_off_is_usable_from_the_next_day_until_it_expires() -> None:
    known = context(rules=policy(others=[COMP]), today="2026-06-06")
    entry = earned(known, "comp", day("2026-06-06"), D(1))
    after = replace(known, ledger=(entry,))
    assert balance(after, "comp", day("2026-06-06")).free == 0
    assert balance(after, "comp", day("2026-06-07")).free == 1
    assert balance(after, "comp", day("2026-09-05")).free == 1
    assert balance(after, "comp", day("2026-09-06")).free == 0
    assert balance(replace(after, ledger=(entry, unearned(entry))), "comp", day("2026-06-07")).free == 0


@pytest.mark.parametrize(
    ("on", "amount", "half", "reason"),
    [
        ("2026-06-05", "1", None, "working_day"),
        ("2026-06-13", "1", None, "not_worked_yet"),
        ("2026-06-06", "1.5", None, "earned_too_much"),
        ("2026-06-06", "1", PM, "earned_too_much"),
        ("2026-06-06", "0", None, "earned_too_much"),
    ],
)
def test_only_time_really_worked_on_a_day_off_is_earned(on: str, amount: str, half: Half | None, reason: str) -> None:
    known = context(rules=policy(others=[COMP]), today="2026-06-07")
    with pytest.raises(Refused) as refused:
        earned(known, "comp", day(on), D(amount), half)
    assert refused.value.reason == reason


def test_no_more_than_the_cap_waits_to_be_used_and_other_types_are_not_earned() -> None:
    ledger = [Entry("comp", f"earned {on}", Kind.EARNED, day(on), D(1)) for on in ("2026-05-30", "2026-05-31")]
    known = context(rules=policy(others=[COMP]), today="2026-06-07", ledger=ledger)
    with pytest.raises(Refused, match="At most 2 days may wait"):
        earned(known, "comp", day("2026-06-06"), D(1))
    with pytest.raises(Refused, match="isn't earned"):
        earned(known, "annual", day("2026-06-06"), D(1))


def test_a_company_closing_books_only_what_is_not_booked_already() -> None:
    closing = Shutdown(first=day("2026-12-24"), last=day("2026-12-31"), name="Closing", leave_type="annual")
    known = context(request(1, span("2026-12-28", "2026-12-29")), time=working("mon-wed"))
    assert closed(known, closing) == (span("2026-12-30", "2026-12-31"),)


BEA, CARL, SAM, DAN = 2, 3, 4, 5
AWAY = (span("2026-06-01", "2026-06-12"),)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ([Approver(BEA), Approver(CARL)], (BEA, CARL)),
        ([Approver(BEA, AWAY, SAM, DAN), Approver(CARL)], (SAM, BEA, DAN, CARL)),
        ([Approver(BEA, AWAY, None, DAN), Approver(CARL)], (DAN, BEA, CARL)),
        ([Approver(BEA, AWAY, ANN, ANN), Approver(CARL)], (CARL,)),
        ([Approver(BEA, AWAY, BEA), Approver(CARL)], (CARL,)),
        ([Approver(BEA, AWAY), Approver(CARL, AWAY)], (BEA, CARL)),
        ([Approver(BEA, (span("2026-06-03", "", AM),)), Approver(CARL)], (BEA, CARL)),
        ([Approver(BEA, AWAY, CARL), Approver(CARL, AWAY, SAM)], (SAM, CARL)),
        ([Approver(ANN), Approver(CARL)], (CARL,)),
    ],
)
def test_who_is_asked_while_approvers_are_away(line: list[Approver], asked: tuple[int, ...]) -> None:
    assert asked_on(line, TODAY, ANN) == asked


def test_what_is_promised_beyond_the_balance_is_shown_below_zero() -> None:
    known = context(request(1, span("2026-06-08", "2026-06-12")), ledger=[opening(1)], rules=policy(floor=-5))
    assert balance(known, "annual", day("2026-06-01")).free == -4
    assert balance(known, "annual", day("2026-06-30")).free == -4


def test_what_was_overdrawn_once_and_made_good_is_forgotten() -> None:
    rules = policy(entitlement={"amount": 12, "accrual": {"every": "monthly"}}, floor=-5)
    known = context(request(1, span("2026-01-05", "2026-01-07")), rules=rules, since="2026-01-01")
    assert balance(known, "annual", day("2026-01-07")).free == -2
    assert balance(known, "annual", day("2026-05-01")).free == 2
