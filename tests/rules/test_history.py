"""What a change of policy means for what somebody has: from its day on, and never before; and several openings."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.people import context, day, opening, policy, request, span
from workflows.leave.rules.assignment import PolicySet, Whom
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.context import Context, Employment
from workflows.leave.rules.history import History, Ruled, history, ruling, with_past
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import LeavePolicy

D = Decimal
FIVE: dict[str, Any] = {"carry_over": {"most": 5}}


def changing(*versions: tuple[str, LeavePolicy], today: str = "2026-03-02", **kwargs: Any) -> Context:
    """Somebody hired in 2024 whose policy changes on these days."""
    known: History = tuple(Ruled(day(since), one) for since, one in versions)
    employed = Employment(day("2024-01-01"))
    return replace(context(today=today, rules=ruling(known, day(today)), **kwargs), history=known, employment=employed)


def annual(amount: int, **rules: Any) -> LeavePolicy:
    return policy(entitlement={"amount": amount}, **rules)


def posted(known: Context) -> list[tuple[str, str, Decimal]]:
    return [(f"{one.day}", one.kind.value, one.amount) for one in settle(known)]


def test_a_change_at_the_years_start_leaves_the_year_before_as_it_was() -> None:
    versions = [("2024-01-01", annual(25, **FIVE)), ("2027-01-01", annual(28, **FIVE))]
    before = changing(*versions, ledger=[opening(25)])
    after = changing(*versions, ledger=[opening(25)], today="2027-01-01")
    assert balance(before, "annual", day("2026-12-31")).granted == 25
    assert balance(after, "annual", day("2026-12-31")).granted == 25
    assert balance(before, "annual", day("2027-01-01")).granted == 33
    assert balance(after, "annual", day("2027-01-01")).granted == 33


def test_a_change_within_the_year_gives_the_difference_for_the_rest_of_it_on_its_day() -> None:
    rounding = {"rounding": {"step": "0.5"}}
    versions = [
        ("2024-01-01", policy(entitlement={"amount": 25, **rounding})),
        ("2026-07-01", policy(entitlement={"amount": 30, **rounding})),
    ]
    known = changing(*versions, ledger=[opening(0, "2025-12-31")], today="2026-08-01")
    assert [one for one in posted(known) if one[0] >= "2026"] == [
        ("2026-01-01", "grant", D(25)),
        ("2026-07-01", "grant", D("2.5")),
    ]
    assert balance(known, "annual", day("2026-06-30")).granted == 25
    assert balance(known, "annual", day("2026-07-01")).granted == D("27.5")


@pytest.mark.parametrize("step", [1, 7, 200])
def test_however_often_the_ledger_is_kept_a_change_of_policy_posts_the_same(step: int) -> None:
    earned = policy(entitlement={"amount": 24, "accrual": {"every": "monthly", "at": "end"}}, **FIVE)
    versions = [("2024-01-01", annual(25, **FIVE)), ("2026-07-01", annual(30, **FIVE)), ("2027-03-01", earned)]
    taken = request(1, span("2026-12-14", "2026-12-18"))
    first, last = day("2026-06-20"), day("2027-04-02")
    written: tuple[Entry, ...] = (opening(25),)
    for number in [*range(first.toordinal(), last.toordinal(), step), last.toordinal()]:
        today = date.fromordinal(number)
        known = replace(changing(*versions, today=str(today), ledger=written), requests=(taken,))
        written = (*written, *settle(known))
    once = replace(changing(*versions, today=str(last), ledger=[opening(25)]), requests=(taken,))
    assert sorted(map(repr, written)) == sorted(map(repr, (opening(25), *settle(once))))


def test_from_a_grant_to_accrual_the_rest_of_the_grant_goes_and_is_earned_instead() -> None:
    earned = policy(entitlement={"amount": 24, "accrual": {"every": "monthly", "at": "end"}})
    versions = [("2024-01-01", annual(24)), ("2026-07-01", earned)]
    known = changing(*versions, ledger=[opening(24)], today="2026-12-31")
    assert balance(known, "annual", day("2026-07-01")).free == D(24) - D("12.0986")
    assert balance(known, "annual", day("2026-12-31")).free == D(24) - D("12.0986") + 12


def test_carry_over_goes_by_the_version_of_its_date() -> None:
    versions = [("2024-01-01", annual(25, **FIVE)), ("2027-01-01", annual(25, carry_over={"most": 8}))]
    known = changing(*versions, ledger=[opening(25)], today="2027-01-02")
    assert balance(known, "annual", known.today).granted == 33


def test_leave_of_a_type_that_is_no_more_is_still_counted_and_can_no_longer_be_asked_for() -> None:
    pto = LeavePolicy.model_validate({"code": "us", "name": "US", "types": [{"code": "pto", "name": "PTO"}]})
    versions = [("2024-01-01", annual(25)), ("2026-07-01", pto)]
    past = with_past(tuple(Ruled(day(since), one) for since, one in versions), day("2026-08-01"))
    assert [(one.code, one.valid_to) for one in past.types] == [("pto", None), ("annual", day("2026-06-30"))]
    taken = request(1, span("2026-03-02", "2026-03-06"))
    known = replace(changing(*versions, ledger=[opening(25)], today="2026-08-01"), policy=past, requests=(taken,))
    assert balance(known, "annual", day("2026-08-01")).taken == 5
    assert balance(known, "annual", day("2027-02-01")).free <= 0


def test_without_an_assignment_that_fits_the_companys_first_policy_holds() -> None:
    types = [{"code": "annual", "name": "Annual leave"}]
    known = PolicySet.model_validate(
        {
            "policies": [
                {"code": "standard", "name": "Standard", "types": types},
                {"code": "uk", "name": "UK", "valid_from": "2026-01-01", "types": types},
            ],
            "assignments": [{"policy": "uk", "country": "GB", "valid_from": "2025-06-01"}],
        }
    )
    told = history(known, lambda on: Whom("GB" if on < day("2026-09-01") else "FR"), [day("2026-09-01")])
    assert [(str(one.since), one.policy.code) for one in told] == [
        ("0001-01-01", "standard"),
        ("2025-06-01", "uk"),
        ("2026-09-01", "standard"),
    ]


def test_two_openings_each_count_for_their_own_year() -> None:
    known = context(rules=annual(25), ledger=[opening(25), opening(30, "2027-01-01", grant="2027")])
    assert balance(known, "annual", day("2026-06-01")).free == 25
    assert balance(known, "annual", day("2027-01-01")).free == 30
    later = replace(known, today=day("2027-02-01"))
    assert balance(later, "annual", day("2027-02-01")).free == 30


def test_an_opening_settles_what_was_left_so_nothing_is_carried_into_it() -> None:
    rules = annual(25, **FIVE)
    taken = request(1, span("2026-03-02", "2026-03-06"))
    known = context(
        taken, rules=rules, today="2027-01-04", ledger=[opening(25), opening(10, "2027-01-01", grant="2027")]
    )
    assert balance(known, "annual", known.today).granted == 10
    assert balance(known, "annual", day("2026-12-31")).taken == 5
    written = (*known.ledger, *settle(known))
    assert sum(one.amount for one in written if one.grant == "2026") == 0
    assert sum(one.amount for one in written if one.grant == "2027") == 10
    assert settle(replace(known, ledger=written)) == ()


@pytest.mark.parametrize("on", ["2026-01-01", "2026-02-02"])
def test_somebody_hired_within_the_year_has_the_opening_and_not_the_entitlement_too(on: str) -> None:
    hired = Employment(day("2026-02-02"))
    known = replace(context(rules=annual(25), ledger=[opening("20.5", on)], today="2026-03-02"), employment=hired)
    assert balance(known, "annual", known.today).free == D("20.5")
    assert not [one for one in settle(known) if one.kind is Kind.GRANT]
    assert balance(known, "annual", day("2027-01-01")).granted == 25
