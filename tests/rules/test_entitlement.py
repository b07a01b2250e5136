"""What a leave year gives: seniority, part time, joining and leaving, caps; and what is written in by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.rules.people import context, day, opening, policy, request, span, working
from workflows.kernel.errors import Refused
from workflows.leave.rules.adjusting import adjusted
from workflows.leave.rules.adjusting import opening as opened
from workflows.leave.rules.assignment import PolicySet, Whom
from workflows.leave.rules.balance import balance, next_due, settle
from workflows.leave.rules.context import Context, Employment
from workflows.leave.rules.entitlement import Year
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import leave_year, year_name

D = Decimal


def given_in(year: int, since: str, last: str = "", *, time: Any = None, **rules: Any) -> D:
    leave_type = policy(entitlement=rules).types[0]
    employed = Employment(day(since), day(last) if last else None)
    return Year(
        date(year, 1, 1), date(year + 1, 1, 1), leave_type, employed, (time or working()).patterns
    ).entitlement()


LEVELS = [{"after_years": 2, "amount": 25}, {"after_years": 5, "amount": 30}]


@pytest.mark.parametrize(("year", "amount"), [(2021, 20), (2022, 20), (2023, 25), (2025, 25), (2026, 30)])
def test_seniority_counts_from_the_next_leave_year_on(year: int, amount: int) -> None:
    assert given_in(year, "2020-07-01", amount=20, levels=LEVELS, joining="none") == amount


def test_seniority_counts_from_the_anniversary_itself_where_set() -> None:
    levels = [{"after_years": 2, "amount": 30, "at_once": True}]
    exact = D(20) * 181 / 365 + D(30) * 184 / 365
    assert given_in(2022, "2020-07-01", amount=20, levels=levels) == exact.quantize(D("0.0001"))


def test_part_time_scales_and_may_not() -> None:
    assert given_in(2026, "2020-01-01", time=working("mon-wed"), amount=25) == 15
    assert given_in(2026, "2020-01-01", time=working("mon-wed"), amount=25, part_time=False) == 25


@pytest.mark.parametrize(
    ("first", "last", "method", "amount"),
    [
        ("2026-01-01", "2026-12-31", "days", "24"),
        ("2026-07-01", "2026-09-30", "months", "6"),
        ("2026-07-01", "2026-09-30", "days", "6.0493"),
        ("2026-07-15", "2026-07-20", "months", "2"),
        ("2020-01-01", "2026-02-10", "months", "4"),
        ("2020-01-01", "2026-02-10", "none", "24"),
        ("2026-12-31", "2026-12-31", "days_365", "0"),
    ],
)
def test_who_joins_or_leaves_has_a_part(first: str, last: str, method: str, amount: str) -> None:
    assert given_in(2026, first, last, amount=24, joining=method, leaving=method) == D(amount)


@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)), st.integers(0, 800), st.sampled_from(["months", "days", "none"]))
def test_a_part_of_a_year_is_never_more_than_the_year(first: date, length: int, method: str) -> None:
    last = date.fromordinal(first.toordinal() + length)
    amount = given_in(2026, first.isoformat(), last.isoformat(), amount=24, joining=method, leaving=method)
    assert 0 <= amount <= 24


@pytest.mark.parametrize(
    ("start", "hired", "on", "first", "name"),
    [
        ("01-01", "2020-05-05", "2026-05-01", "2026-01-01", "2026"),
        ("04-01", "2020-05-05", "2026-03-31", "2025-04-01", "2025/26"),
        ("04-01", "2020-05-05", "2026-04-01", "2026-04-01", "2026/27"),
        (None, "2020-05-05", "2026-05-04", "2025-05-05", "2025/26"),
        (None, "2020-02-29", "2026-02-28", "2026-02-28", "2026/27"),
        (None, "2020-02-29", "2028-02-28", "2027-02-28", "2027/28"),
        ("10-01", "2020-05-05", "1999-12-31", "1999-10-01", "1999/00"),
    ],
)
def test_the_leave_year_begins_when_the_policy_says(
    start: str | None, hired: str, on: str, first: str, name: str
) -> None:
    begin, end = leave_year(policy(year_start=start), day(on), day(hired))
    assert begin == day(first)
    assert begin <= day(on) < end
    assert year_name(begin) == name


def posted(known: Context) -> list[Decimal]:
    return [entry.amount for entry in settle(known) if entry.kind is Kind.ACCRUAL]


def accruing(today: str, *requests: Any, since: str = "2026-01-01", others: Any = (), **rules: Any) -> Context:
    return context(
        *requests, today=today, since=since, rules=policy(entitlement={"amount": 24, **rules}, others=others)
    )


def test_earning_stops_at_the_cap_and_goes_on_once_leave_was_taken() -> None:
    rules: dict[str, Any] = {"accrual": {"every": "monthly"}, "most_open": 5}
    assert posted(accruing("2026-06-30", **rules)) == [2, 2, 1]
    taken = request(1, span("2026-04-06", "2026-04-08"))
    assert posted(accruing("2026-06-30", taken, **rules)) == [2, 2, 1, 2, 1]


def test_a_yearly_cap_on_what_is_earned() -> None:
    assert posted(accruing("2026-12-31", accrual={"every": "quarterly"}, most_yearly=14)) == [6, 6, 2]


def test_the_first_period_is_earned_in_part_or_not_at_all() -> None:
    rules = {"every": "monthly", "rounding": {"step": "0.01"}}
    assert posted(accruing("2026-03-01", since="2026-01-16", accrual=rules)) == [D("1.03"), 2, 2]
    assert posted(accruing("2026-03-01", since="2026-01-16", accrual={**rules, "first_pro_rata": False})) == [2, 2]


def test_unpaid_leave_earns_nothing_where_only_time_worked_does() -> None:
    unpaid = {"code": "unpaid", "name": "Unpaid", "limited": False, "paid": False}
    away = request(1, span("2026-02-02", "2026-02-15"), leave_type="unpaid")
    rules = {"every": "monthly", "at": "end", "by_time_worked": True}
    assert posted(accruing("2026-03-31", away, others=[unpaid], accrual=rules)) == [2, 1, 2]


def test_an_overdrawn_year_is_forgiven_or_taken_from_the_next() -> None:
    for negative, free in ((False, 10), (True, 7)):
        rules = policy(entitlement={"amount": 10}, carry_over={"negative": negative}, floor=-5)
        known = context(
            request(1, span("2026-06-01", "2026-06-17")), rules=rules, since="2026-01-01", today="2027-03-01"
        )
        assert balance(known, "annual", known.today).free == free


@pytest.mark.parametrize(("order", "grant"), [("expiring_first", "bonus"), ("oldest_first", "2026")])
def test_the_grant_that_expires_or_the_oldest_is_used_first(order: str, grant: str) -> None:
    bonus = Entry("annual", "bonus", Kind.ADJUSTMENT, day("2026-01-15"), D(3), day("2026-03-01"))
    known = context(
        request(1, span("2026-02-02")), rules=policy(order=order), ledger=[opening(3), bonus], today="2026-02-01"
    )
    assert [entry.grant for entry in settle(known) if entry.kind is Kind.CHARGE] == [grant]


def test_the_day_of_the_next_entry_is_known() -> None:
    rules = policy(
        entitlement={"amount": 12, "accrual": {"every": "quarterly"}},
        carry_over={"most": 3, "validity": {"until": "02-15"}},
    )
    known = context(rules=rules, since="2025-01-01", today="2026-01-01")
    days = []
    for _ in range(4):
        known = replace(known, ledger=(*known.ledger, *settle(known)))
        due = next_due(known)
        assert due is not None
        days.append(due.isoformat())
        known = replace(known, today=due)
    assert days == ["2026-02-15", "2026-04-01", "2026-07-01", "2026-10-01"]
    assert next_due(context(rules=policy())) is None


@pytest.mark.parametrize(
    ("code", "amount", "on", "why", "reason"),
    [
        ("annual", "0", "2026-06-01", "because", "amount"),
        ("annual", "1.00001", "2026-06-01", "because", "amount"),
        ("annual", "NaN", "2026-06-01", "because", "amount"),
        ("annual", "1000000", "2026-06-01", "because", "amount"),
        ("annual", "1", "2019-12-31", "because", "outside_employment"),
        ("annual", "1", "2026-06-01", " ", "reason_missing"),
        ("nothing", "1", "2026-06-01", "because", "leave_type"),
        ("unpaid", "1", "2026-06-01", "because", "unlimited"),
    ],
)
def test_an_adjustment_that_makes_no_sense_is_refused(code: str, amount: str, on: str, why: str, reason: str) -> None:
    known = context(rules=policy(others=[{"code": "unpaid", "name": "Unpaid", "limited": False}]))
    with pytest.raises(Refused) as refused:
        adjusted(known, code, D(amount), day(on), why)
    assert refused.value.reason == reason


def test_adjustments_are_signed_and_openings_may_expire() -> None:
    known = context(today="2026-06-01")
    entries = (
        opened(known, "annual", D(20), day("2026-01-01")),
        opened(known, "annual", D(4), day("2026-01-01"), carried=True, expires=day("2026-04-01")),
        adjusted(known, "annual", D(-2), day("2026-05-01"), "counted twice"),
    )
    assert balance(replace(known, ledger=entries), "annual", known.today).free == 18
    assert balance(replace(known, ledger=entries), "annual", day("2026-03-31")).free == 24
    with pytest.raises(Refused, match="before it counts"):
        opened(known, "annual", D(4), day("2026-04-01"), expires=day("2026-04-01"))


def versions() -> dict[str, Any]:
    types = [{"code": "annual", "name": "Annual leave"}]
    return {
        "policies": [
            {"code": "world", "name": "World", "types": types},
            {"code": "uk", "name": "UK", "types": types, "valid_to": "2025-12-31"},
            {"code": "uk", "name": "UK from 2026", "types": types, "valid_from": "2026-01-01"},
            {"code": "interns", "name": "Interns", "types": types},
        ],
        "assignments": [
            {"policy": "world"},
            {"policy": "uk", "country": "GB"},
            {"policy": "world", "country": "GB", "departments": ["sales"], "valid_to": "2026-06-30"},
            {"policy": "interns", "contracts": ["intern"]},
        ],
    }


@pytest.mark.parametrize(
    ("whom", "on", "name"),
    [
        (Whom("DE"), "2026-01-01", "World"),
        (Whom("GB"), "2025-12-31", "UK"),
        (Whom("GB"), "2026-01-01", "UK from 2026"),
        (Whom("GB", ("north", "sales")), "2026-06-30", "World"),
        (Whom("GB", ("north", "sales")), "2026-07-01", "UK from 2026"),
        (Whom("GB", ("sales",), "intern"), "2026-01-01", "Interns"),
    ],
)
def test_the_most_particular_assignment_names_the_policy(whom: Whom, on: str, name: str) -> None:
    found = PolicySet.model_validate(versions()).policy_for(whom, day(on))
    assert found is not None
    assert found.name == name


def test_with_no_assignment_the_first_policy_is_everybodys_and_with_some_there_may_be_none() -> None:
    given_all = versions()
    everybody = PolicySet.model_validate({"policies": given_all["policies"]})
    assert everybody.policy_for(Whom("DE"), day("2026-01-01")) == everybody.policies[0]
    few = PolicySet.model_validate({**given_all, "assignments": [{"policy": "uk", "country": "GB"}]})
    assert few.policy_for(Whom("DE"), day("2026-01-01")) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"policies": []}, "there is none"),
        ({"assignments": [{"policy": "mars"}]}, "unknown policy mars"),
        ({"policies": versions()["policies"] * 2}, "two versions of"),
    ],
)
def test_a_set_of_policies_that_contradicts_itself_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PolicySet.model_validate({**versions(), **change})
