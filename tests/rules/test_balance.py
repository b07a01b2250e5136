"""A balance to the day and to the line: what is taken, ahead, waiting and claimed, and what is posted for it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.people import context, day, opening, policy, request, span
from workflows.leave.rules.balance import balance, charge, reverse, settle
from workflows.leave.rules.context import Context
from workflows.leave.rules.ledger import Balance, Entry, Kind
from workflows.leave.rules.life import State

D = Decimal
KEEPING: dict[str, Any] = {"most": 5, "forever": 3, "validity": {"until": "04-01"}}
CORRECTION = Entry("annual", "2027", Kind.ADJUSTMENT, day("2027-02-01"), D(-1), reason="counted twice")
ASKED = (
    request(1, span("2026-12-14", "2026-12-16")),
    request(2, span("2027-01-01")),
    request(3, span("2027-03-01", "2027-03-02")),
    request(4, span("2027-06-01"), State.REQUESTED),
)
TWO_YEARS = context(
    *ASKED,
    rules=policy(entitlement={"amount": 25}, carry_over=KEEPING),
    ledger=[opening(25), CORRECTION],
    since="2025-01-01",
    today="2027-03-01",
)
CLAIMING = context(
    request(1, span("2026-03-02")),
    request(2, span("2026-12-01")),
    request(3, span("2026-12-02"), State.REQUESTED),
    request(4, span("2027-01-04", "2027-01-05")),
    rules=policy(entitlement={"amount": 1}, carry_over={"most": None}),
    ledger=[opening(10)],
    today="2026-06-01",
)


def on(known: Context, text: str) -> Balance:
    return balance(known, "annual", day(text))


@pytest.mark.parametrize(
    ("as_of", "figures"),
    [
        ("2026-12-31", (25, 3, 0, 0, 22, 0)),
        ("2027-01-01", (30, 1, 2, 1, 25, 1)),
        ("2027-02-28", (29, 1, 2, 1, 25, 0)),
        ("2027-03-01", (29, 2, 1, 1, 25, 0)),
        ("2028-01-03", (30, 0, 0, 0, 30, 0)),
    ],
)
def test_a_balance_on_the_days_at_which_it_turns(as_of: str, figures: tuple[int, ...]) -> None:
    shown = on(TWO_YEARS, as_of)
    told = (shown.granted, shown.taken, shown.approved_ahead, shown.pending, shown.free, shown.claimed)
    assert told == tuple(map(D, figures))


def test_what_next_years_leave_needs_of_this_years_rest_is_claimed() -> None:
    shown = on(CLAIMING, "2026-06-01")
    assert [shown.granted, shown.taken, shown.approved_ahead, shown.pending] == [D(10), D(1), D(1), D(1)]
    assert [shown.free, shown.claimed] == [D(6), D(1)]


def test_leave_after_the_years_end_and_before_the_carry_date_is_paid_by_last_years_rest() -> None:
    accruing = {"amount": 12, "accrual": {"every": "monthly", "at": "end"}}
    rules = policy(entitlement=accruing, carry_over={"most": 5, "day": "04-01"})
    known = context(request(1, span("2027-02-01", "2027-02-05")), rules=rules, ledger=[opening(10)], today="2026-06-01")
    assert on(known, "2026-06-01").free == D(15)


def test_what_is_left_of_each_grant() -> None:
    left = {
        as_of: [(pot.grant, pot.left) for pot in on(TWO_YEARS, as_of).pots] for as_of in ("2027-01-01", "2027-04-01")
    }
    assert left == {
        "2027-01-01": [("2027", D(25)), ("2026 carried", D(0)), ("2026 kept", D(1))],
        "2027-04-01": [("2027", D(24)), ("2026 kept", D(1))],
    }


def test_a_balance_is_explained_line_by_line() -> None:
    assert [(f"{one.day:%m-%d}", one.text, one.amount, one.balance) for one in on(TWO_YEARS, "2027-03-01").lines] == [
        ("01-01", "Carried over (2026 carried), to be used before Thu 1 April 2027", D(2), D(2)),
        ("01-01", "Carried over (2026 kept)", D(3), D(5)),
        ("01-01", "Entitlement (2027)", D(25), D(30)),
        ("01-01", "Leave (2026 carried)", D(-1), D(29)),
        ("02-01", "Adjusted by hand (2027)", D(-1), D(28)),
        ("03-01", "Leave (2026 carried)", D(-1), D(27)),
        ("03-02", "Leave (2026 kept)", D(-1), D(26)),
        ("06-01", "Waiting for an answer (2026 kept)", D(-1), D(25)),
    ]
    assert [one.text for one in on(TWO_YEARS, "2028-01-03").lines][3:] == [
        "Carried over (2027 carried), to be used before Sat 1 April 2028",
        "Carried over (2027 kept)",
        "Entitlement (2028)",
    ]


def test_with_a_carry_date_within_the_year_what_goes_on_and_what_is_lost_have_a_line_each() -> None:
    rules = policy(entitlement={"amount": 25}, carry_over={"most": 5, "day": "04-01", "validity": {"until": "07-01"}})
    known = context(rules=rules, ledger=[opening(25)], since="2025-01-01", today="2027-05-03")
    assert [(one.text, one.amount) for one in on(known, "2027-05-03").lines] == [
        ("Opening balance (2026)", D(25)),
        ("Entitlement (2027)", D(25)),
        ("Expired unused (2026)", D(-20)),
        ("Carried over (2026): goes on into the next year", D(-5)),
        ("Carried over (2026 carried), to be used before Thu 1 July 2027", D(5)),
    ]


def test_granting_posts_a_charge_a_day_and_cancelling_the_same_back() -> None:
    kept = replace(CLAIMING, ledger=(*CLAIMING.ledger, *settle(CLAIMING)))
    assert settle(kept) == ()
    waits, ahead = kept.requests[2], kept.requests[3]
    assert charge(kept, waits) == (Entry("annual", "2026", Kind.CHARGE, day("2026-12-02"), D(-1), request=3),)
    assert reverse(kept, ahead) == tuple(
        Entry("annual", "2026 kept", Kind.REVERSAL, day(text), D(1), request=4) for text in ("2027-01-04", "2027-01-05")
    )


def test_what_other_types_and_other_entries_hold_is_no_matter_of_this_ledger() -> None:
    kept = replace(CLAIMING, ledger=(*CLAIMING.ledger, *settle(CLAIMING)))
    theirs = Entry("other", "2026", Kind.GRANT, day("2026-02-02"), D(4))
    worked = Entry("annual", "earned 2026-04-04", Kind.EARNED, day("2026-04-04"), D(1), request=7)
    before = Entry("annual", "2025", Kind.GRANT, day("2025-01-01"), D(9))
    assert settle(replace(kept, ledger=(*kept.ledger, theirs, before)), ["annual"]) == ()
    paid = {entry.grant for entry in settle(replace(kept, ledger=(*kept.ledger, worked)), ["annual"])}
    assert all(
        entry.kind in {Kind.CHARGE, Kind.REVERSAL} for entry in settle(replace(kept, ledger=(*kept.ledger, worked)))
    )
    assert "earned 2026-04-04" in paid


def test_half_a_day_goes_over_in_the_same_words() -> None:
    rules = policy(carry_over={"most": 5, "day": "04-01", "validity": {"until": "07-01"}})
    shown = on(context(rules=rules, ledger=[opening("0.5")], since="2025-01-01", today="2027-05-03"), "2027-05-03")
    assert [(one.text, one.amount) for one in shown.explained()] == [
        ("Opening balance (2026)", D("0.5")),
        ("Carried over (2026): goes on into the next year", D("-0.5")),
        ("Carried over (2026 carried), to be used before Thu 1 July 2027", D("0.5")),
    ]


def test_the_first_day_of_the_next_leave_year_is_not_this_years_leave() -> None:
    known = context(request(1, span("2026-12-31", "2027-01-01")), ledger=[opening(10, grant="bonus")])
    shown = on(known, "2026-12-30")
    assert [shown.approved_ahead, shown.granted, len(shown.explained())] == [D(1), D(10), 2]


def test_granting_one_type_posts_nothing_of_another() -> None:
    study = {"code": "study", "name": "Study leave", "entitlement": {"amount": 5}}
    asked = request(1, span("2026-03-02"), State.REQUESTED)
    known = context(asked, rules=policy(others=[study]), ledger=[opening(10)], since="2025-01-01")
    assert [entry.leave_type for entry in charge(known, asked)] == ["annual"]
