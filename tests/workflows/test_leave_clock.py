"""What dates alone make happen: entries once, by local date, after any downtime; warnings in people's mornings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.leave import desk
from workflows.leave import store as leaves
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import LeavePolicy
from workflows.organisation import recent

EVERYTHING = {
    "code": "annual",
    "name": "Annual leave",
    "entitlement": {"amount": 24, "accrual": {"every": "monthly"}},
    "carry_over": {"most": 5, "forever": 1, "validity": {"until": "04-01"}},
}


def rules(*, year_start: str = "01-01", **annual: Any) -> LeavePolicy:
    types = [{**EVERYTHING, **annual}]
    return LeavePolicy.model_validate({"code": "one", "name": "One", "year_start": year_start, "types": types})


def founded(store: Store, clock: FollowedClock, policy: LeavePolicy) -> Office:
    office = Office.founded(store, clock, an_office(a_person("kiri", zone="Pacific/Auckland")), policy)
    for name in ("ann", "kiri"):
        who = office.person(name)
        store.write(lambda tx, who=who: leaves.open_balance(tx, who, "annual", 2026, Decimal(3), None))  # type: ignore[misc]
    return office


def ledger(office: Office, name: str = "ann") -> list[Entry]:
    who = office.person(name)
    return list(office.store.read(lambda tx: leaves.entries(tx, who)))


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def lives(office: Office, days: Iterable[date]) -> None:
    for day in days:
        office.goes_to(at(day))
        office.ticks()


def derived(office: Office, name: str = "ann") -> list[Entry]:
    """What the rules say from nothing but what people wrote down."""
    who = office.person(name)
    context = office.store.read(lambda tx: desk.context_of(tx, who))
    authored = tuple(one for one in context.ledger if one.kind is Kind.OPENING)
    return [*authored, *settle(replace(context, ledger=authored))]


def test_run_daily_or_once_after_months_of_downtime_the_ledger_is_the_same(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules())
    first, last = date(2026, 11, 23), date(2027, 4, 2)
    lives(office, [first + timedelta(days=number) for number in range((last - first).days + 1)])
    daily = ledger(office)
    lives(office, [last] * 3)
    assert ledger(office) == daily
    assert sorted(map(repr, daily)) == sorted(map(repr, derived(office)))


def test_once_after_months_of_downtime_it_catches_up_in_the_order_of_the_dates(
    store: Store, clock: FollowedClock
) -> None:
    office = founded(store, clock, rules())
    lives(office, [date(2027, 4, 2)])
    written = ledger(office)
    assert sorted(map(repr, written)) == sorted(map(repr, derived(office)))
    turn = [one for one in written if one.day == date(2027, 1, 1)]
    assert [(one.kind, one.grant) for one in turn] == [
        (Kind.EXPIRY, "2026"),
        (Kind.CARRY_OVER, "2026"),
        (Kind.CARRY_OVER, "2026 carried"),
        (Kind.CARRY_OVER, "2026 kept"),
        (Kind.ACCRUAL, "2027"),
    ]
    assert [(one.grant, one.amount) for one in written if one.day == date(2027, 4, 1)] == [
        ("2026 carried", Decimal(-4)),
        ("2027", Decimal(2)),
    ]


def test_balance_explanation_and_ledger_agree_on_every_day(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules())
    request = office.asks("ann", "2026-12-21", "2027-01-08")
    office.does("bea", "approve", request)
    for day in (date(2026, 12, 1), date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 1)):
        lives(office, [day])
        who = office.person("ann")
        shown = office.store.read(lambda tx: balance(desk.context_of(tx, who), "annual", day))  # noqa: B023 - read at once
        sums: dict[str, Decimal] = {}
        for one in ledger(office):
            sums[one.grant] = sums.get(one.grant, Decimal(0)) + one.amount
        assert {pot.grant: pot.left for pot in shown.pots} == {
            pot.grant: sums.get(pot.grant, Decimal(0)) for pot in shown.pots
        }
        assert shown.explained()[-1].balance == shown.granted - shown.taken - shown.approved_ahead


def test_a_date_comes_where_the_person_is(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules())
    lives(office, [date(2026, 11, 30)])
    office.goes_to(datetime(2026, 11, 30, 13, 30, tzinfo=UTC))
    office.ticks()
    december = date(2026, 12, 1)
    assert [one.amount for one in ledger(office, "kiri") if one.day == december] == [2]
    assert not [one for one in ledger(office, "ann") if one.day == december]
    office.goes_to(datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC))
    office.ticks()
    assert [one.amount for one in ledger(office, "ann") if one.day == december] == [2]


def warned(office: Office, name: str = "ann") -> list[str]:
    who = office.person(name)
    return [one.key for one in office.queued() if one.kind == "expiring" and one.to == who]


def test_what_expires_is_told_in_the_morning_as_long_before_as_the_policy_says(
    store: Store, clock: FollowedClock
) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}, warn_before=[30, 7]))
    lives(office, [date(2026, 11, 24), date(2027, 1, 2)])
    before = warned(office)
    office.goes_to(datetime(2027, 3, 2, 8, 59, tzinfo=UTC))
    office.ticks()
    assert warned(office) == before
    office.goes_to(datetime(2027, 3, 2, 9, 0, tzinfo=UTC))
    for _ in range(3):
        office.ticks()
    ann = office.person("ann")
    assert warned(office)[len(before) :] == [f"leave/{ann}/expiring/annual/2027-04-01/2027-03-02/to_{ann}"]
    assert office.told("ann", "expiring")[-1].text == (
        "*2 days* of your Annual leave expire on Wed, 31 Mar 2027, unless you use them by then."
    )
    lives(office, [date(2027, 3, 20), date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 31)])
    assert [key.split("/")[-2] for key in warned(office)[len(before) :]] == ["2027-03-02", "2027-03-25"]


def test_nobody_is_told_of_days_they_have_booked_meanwhile(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}))
    lives(office, [date(2027, 1, 2), date(2027, 3, 2)])
    assert len(office.told("ann", "expiring")) == 1
    office.does("bea", "approve", office.asks("ann", "2027-03-15", "2027-03-19"))
    assert office.told("ann", "expiring") == []


def test_after_downtime_one_warning_is_enough(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}, warn_before=[60, 30, 14, 7]))
    lives(office, [date(2027, 1, 2), date(2027, 3, 20)])
    assert [key.split("/")[-2] for key in warned(office) if "2027-04-01" in key] == ["2027-03-18"]


def test_somebody_without_a_working_pattern_holds_nobody_up(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules())
    gone = office.person("kiri")
    store.write(
        lambda tx: tx.connection.execute(text("delete from work_pattern where person_id = :gone"), {"gone": gone})
    )
    lives(office, [date(2026, 12, 1)])
    assert [one.amount for one in ledger(office) if one.day == date(2026, 12, 1)] == [2]


def test_the_database_itself_takes_no_posting_twice(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules())
    lives(office, [date(2026, 12, 1)])
    who, posted = office.person("ann"), next(one for one in ledger(office) if one.kind is Kind.ACCRUAL)
    with pytest.raises(Exception, match=r"(?i)unique"):
        store.write(lambda tx: leaves.append(tx, who, [posted], None))


def test_leave_that_is_given_up_makes_what_expires_be_told_at_once(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}))
    booked = office.asks("ann", "2027-03-15", "2027-03-19")
    office.does("bea", "approve", booked)
    lives(office, [date(2027, 1, 2), date(2027, 3, 3)])
    before = len(warned(office))
    office.does("ann", "cancel", booked, reason="")
    lives(office, [date(2027, 3, 3)])
    assert [key.split("/")[4] for key in warned(office)[before:]] == ["2027-04-01"]


@pytest.mark.parametrize(("who", "verb", "form"), [("bea", "decline", {"reason": "No"}), ("ann", "withdraw", {})])
def test_days_that_waited_for_an_answer_are_warned_of_as_soon_as_they_are_free_again(
    store: Store, clock: FollowedClock, who: str, verb: str, form: dict[str, Any]
) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}, warn_before=[7]))
    lives(office, [date(2027, 1, 2), date(2027, 3, 24)])
    waiting = office.asks("ann", "2027-03-29", "2027-03-31")
    lives(office, [date(2027, 3, 25)])
    before = warned(office)
    office.does(who, verb, waiting, **form)
    office.ticks()
    assert [key.split("/")[4:6] for key in warned(office)[len(before) :]] == [["2027-04-01", "2027-03-25"]]


def test_a_working_pattern_that_changes_is_found_within_a_week(store: Store, clock: FollowedClock) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}))
    lives(office, [date(2027, 1, 4)])
    ann = office.person("ann")
    half = text("update work_pattern set pattern = 'mon-wed' where person_id = :ann")

    def halves(tx: Any) -> None:
        tx.connection.execute(half, {"ann": ann})
        recent.changed(tx)

    store.write(halves)
    lives(office, [date(2027, 1, 5)])
    granted = [one.amount for one in ledger(office) if one.grant == "2027" and one.kind is Kind.GRANT]
    assert granted == [24]
    lives(office, [date(2027, 1, 11)])
    found = [(one.amount, one.reason) for one in ledger(office) if one.grant == "2027" and one.kind is Kind.GRANT]
    assert found == [(24, ""), (Decimal("-9.6"), "corrected")]
    assert sorted(map(repr, derived(office))) != sorted(map(repr, ledger(office)))
    assert sum(one.amount for one in ledger(office)) == sum(one.amount for one in derived(office))


def test_who_has_made_no_plans_hears_of_it_once_when_three_quarters_of_the_year_are_over(
    store: Store, clock: FollowedClock
) -> None:
    office = founded(store, clock, rules(entitlement={"amount": 24}))
    for name, first, last in (("zoe", "2027-11-01", "2027-11-26"), ("eve", "2027-11-01", "2027-11-05")):
        office.does("bea" if name == "zoe" else "head", "approve", office.asks(name, first, last))
    days = [date(2027, 9, 30), date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 4), date(2027, 10, 20)]
    lives(office, [date(2026, 12, 1), *days, date(2027, 12, 1), date(2028, 2, 1)])
    told = {row.person: row.not_before for row in office.rows("select * from outbox where kind = 'unused'")}
    assert office.person("ann") in told
    assert office.person("eve") in told
    assert office.person("zoe") not in told
    assert len(told) == len(office.rows("select id from outbox where kind = 'unused'"))
    office.goes_to(at(date(2027, 10, 4)))
    assert office.told("eve", "unused")[0].text == (
        "*20 days* of your Annual leave (25 days this leave year) are neither taken nor asked for, and the year ends "
        "on Fri, 31 Dec 2027. It is a good time to make plans."
    )
    office.does("head", "approve", office.asks("eve", "2027-12-01", "2027-12-30"))
    assert office.told("eve", "unused") == []


@pytest.mark.parametrize(
    ("setting", "expected"),
    [({}, 8), ({"reason_required": True}, 0), ({"limited": False}, 0), ({"warn_before": []}, 0), ({"paid": False}, 0)],
)
def test_only_leave_that_is_there_to_be_taken_is_spoken_of(
    store: Store, clock: FollowedClock, setting: dict[str, Any], expected: int
) -> None:
    amount = {} if "limited" in setting else {"entitlement": {"amount": 24}}
    annual = {"code": "annual", "name": "Annual leave", **amount, **setting}
    policy = LeavePolicy.model_validate({"code": "one", "name": "One", "types": [annual]})
    office = Office.founded(store, clock, an_office(), policy)
    lives(office, [date(2027, 9, 1), date(2027, 10, 1)])
    assert len(office.rows("select id from outbox where kind = 'unused'")) == expected
