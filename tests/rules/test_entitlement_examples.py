"""The worked examples of entitlement, carry-over and expiry, by their numbers (X5 to X13)."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.people import context, day, opening, policy, request, working
from workflows.calendar.rules import Span
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.context import Context, Employment
from workflows.leave.rules.entitlement import Year, periods
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import Accrual
from workflows.leave.rules.settings import Frequency, When

D = Decimal


def granted(first: str = "2020-01-01", last: str = "", *, patterns: tuple[Any, ...] = ("mon-fri",), **rules: Any) -> D:
    leave_type = policy(entitlement=rules).types[0]
    employed = Employment(day(first), day(last) if last else None)
    return Year(day("2026-01-01"), day("2027-01-01"), leave_type, employed, working(*patterns).patterns).entitlement()


@pytest.mark.parametrize(
    ("method", "exact", "whole"), [("months", "12", "12"), ("days", "11.1781", "11"), ("days_365", "11.1123", "11")]
)
def test_x5_joining_in_july_gives_part_of_the_year_by_the_named_method(method: str, exact: str, whole: str) -> None:
    assert granted("2026-07-15", amount=24, joining=method) == D(exact)
    assert granted("2026-07-15", amount=24, joining=method, rounding={"step": 1}) == D(whole)


def test_x6_fewer_days_a_week_from_july_give_less_for_the_second_half() -> None:
    patterns = ("mon-fri", ("mon-thu", "2026-07-01"))
    assert granted(patterns=patterns, amount=30) == D("26.9753")
    assert granted(patterns=patterns, amount=30, rounding={"step": "0.5"}) == 27


def carried_over(before: int, after: int) -> tuple[Decimal, Decimal, Decimal]:
    """What is left at the end of March and of the year: annual, carried at last, and what expired."""
    rules = policy(
        entitlement={"amount": 28, "joining": "none"},
        carry_over={"most": 5, "forever": 3, "validity": {"until": "04-01"}},
    )
    leave = []
    if before:
        leave.append(request(1, run("2026-02-02", before)))
    if after:
        leave.append(request(2, run("2026-05-04", after)))
    known = context(*leave, rules=rules, today="2026-12-31", ledger=[opening(5, "2025-12-31")])
    pots = {pot.grant: pot.left for pot in balance(known, "annual", day("2026-12-31")).pots}
    expired = sum((-entry.amount for entry in settle(known) if entry.kind is Kind.EXPIRY), D(0))
    return pots["2026"], pots.get("2025 kept", D(0)), expired


def run(first: str, length: int) -> Span:
    start = day(first)
    return Span(start, working().after(start, length - 1))


@pytest.mark.parametrize(
    ("before", "after", "annual", "carried", "expired"),
    [
        pytest.param(4, 3, 26, 0, 0, id="x7"),
        pytest.param(0, 4, 27, 0, 2, id="x8"),
        pytest.param(6, 0, 27, 0, 0, id="x9"),
        pytest.param(2, 1, 28, 2, 0, id="x10"),
    ],
)
def test_x7_to_x10_what_expires_first_is_used_first_and_only_the_unused_is_lost(
    before: int, after: int, annual: int, carried: int, expired: int
) -> None:
    assert carried_over(before, after) == (D(annual), D(carried), D(expired))


@pytest.mark.parametrize(("taken", "expired"), [(0, 10), (8, 2), (10, 0), (12, 0)])
def test_x11_only_unused_carried_days_expire(taken: int, expired: int) -> None:
    rules = policy(
        entitlement={"amount": 20, "joining": "none"},
        carry_over={"most": 10, "forever": 0, "validity": {"until": "03-31", "inclusive": True}},
    )
    leave = [request(1, run("2026-02-02", taken))] if taken else []
    known = context(*leave, rules=rules, today="2026-06-01", ledger=[opening(10, "2025-12-31")])
    entries = [entry for entry in settle(known) if entry.kind is Kind.EXPIRY]
    assert sum((-entry.amount for entry in entries), D(0)) == expired
    assert all(entry.day == day("2026-04-01") for entry in entries)
    assert balance(known, "annual", day("2026-06-01")).free == 20 - max(0, taken - 10)


def test_x12_month_ends_are_clamped_without_drift() -> None:
    accrual = Accrual(every=Frequency.MONTHLY, day=31)
    posted = [period.posted for period in periods(accrual, day("2026-01-01"), day("2027-01-01"), day("2020-01-01"))]
    assert posted[:4] == [day("2026-01-31"), day("2026-02-28"), day("2026-03-31"), day("2026-04-30")]
    assert len(posted) == 12


def accruals(entries: Iterable[Entry]) -> list[tuple[date, Decimal]]:
    return [(entry.day, entry.amount) for entry in entries if entry.kind is Kind.ACCRUAL]


def kept_daily(known: Context, first: date, last: date, without: tuple[date, date] | None = None) -> list[Entry]:
    """What a job that runs each day writes, downtime left out."""
    ledger: list[Entry] = list(known.ledger)
    today = first
    while today <= last:
        if without is None or not without[0] <= today <= without[1]:
            ledger += settle(context(rules=known.policy, today=today.isoformat(), ledger=ledger, since="2026-01-01"))
        today += timedelta(days=1)
    return ledger


def test_x13_quarterly_accrual_is_posted_once_each_and_caught_up_once() -> None:
    known = context(rules=policy(entitlement={"amount": 20, "accrual": {"every": "quarterly"}}))
    quarters = [day("2026-01-01"), day("2026-04-01"), day("2026-07-01"), day("2026-10-01")]
    daily = kept_daily(known, day("2026-01-01"), day("2026-12-31"))
    assert accruals(daily) == [(each, D(5)) for each in quarters]
    late = kept_daily(known, day("2026-01-01"), day("2026-12-31"), (day("2026-03-28"), day("2026-04-06")))
    assert accruals(late) == accruals(daily)


@pytest.mark.parametrize("every", list(Frequency))
@pytest.mark.parametrize("at", list(When))
def test_a_whole_year_of_postings_adds_up_to_the_entitlement(every: Frequency, at: When) -> None:
    leave_type = policy(entitlement={"amount": 25, "accrual": {"every": every, "at": at}}).types[0]
    year = Year(day("2026-01-01"), day("2027-01-01"), leave_type, Employment(day("2020-01-01")), working().patterns)
    assert sum((posting.amount for posting in year.postings()), D(0)) == 25
