"""When steps fall due, what an opening may be and cost, and the life of each: as tables and properties."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.onboarding.rules import checklist, life
from workflows.onboarding.rules.checklist import Journey, Step, due_day, headcount, money, months, over, progress
from workflows.onboarding.rules.life import MACHINE, NEEDS, State
from workflows.onboarding.rules.template import SETTLED, TEMPLATES, WRITTEN, Kind, Part, Way

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
KNOWN = frozenset({"EUR", "GBP"})


@given(DAYS, st.integers(-40, 60), st.sets(st.integers(0, 6), max_size=6), DAYS)
def test_a_step_is_never_due_on_a_day_off_nor_before_today(day: date, days: int, off: set[int], today: date) -> None:
    due = due_day(day, days, lambda one: one.weekday() not in off, today)
    assert due.weekday() not in off
    assert due >= today


@given(DAYS, st.integers(1, 40), st.sets(st.integers(0, 6), max_size=6))
def test_what_is_owed_before_the_day_is_never_due_after_it_with_time_enough(
    day: date, days: int, off: set[int]
) -> None:
    due = due_day(day, -days, lambda one: one.weekday() not in off, day - timedelta(days=200))
    assert due <= day - timedelta(days=days)


@given(DAYS, st.integers(0, 60), st.sets(st.integers(0, 6), max_size=6))
def test_what_is_owed_after_the_day_is_never_due_before_it(day: date, days: int, off: set[int]) -> None:
    assert due_day(day, days, lambda one: one.weekday() not in off, day) >= day + timedelta(days=days)


def test_a_day_stays_as_it_falls_where_nobody_ever_works() -> None:
    assert due_day(date(2026, 12, 1), 3, lambda _day: False, date(2026, 11, 1)) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("4500 EUR", ("4500", "EUR")), ("eur 4500,50", ("4500.50", "EUR")), (" 12.5GBP ", ("12.5", "GBP"))],
)
def test_a_cost_is_an_amount_and_a_currency(text: str, amount: tuple[str, str]) -> None:
    assert money(text, KNOWN) == (Decimal(amount[0]), amount[1])


@pytest.mark.parametrize(
    "text", ["", "4500", "EUR", "-1 EUR", "0 EUR", "1 USD", "EUR 1 GBP", "99999999999 EUR", "1e9 EUR"]
)
def test_what_is_no_cost_is_refused_under_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        money(text, KNOWN)
    assert refused.value.field == checklist.COST


@given(st.text(max_size=8).filter(lambda text: not text.strip().isdecimal()))
def test_what_is_no_number_is_no_headcount(text: str) -> None:
    with pytest.raises(Refused) as refused:
        headcount(text)
    assert refused.value.field == checklist.HEADCOUNT


@given(st.integers(1, checklist.MOST_HEADS))
def test_a_headcount_is_a_whole_number_from_one_on(number: int) -> None:
    assert headcount(f" {number} ") == number
    for beyond in (str(-number), "0", str(number + checklist.MOST_HEADS), "9" * 4000):
        with pytest.raises(Refused):
            headcount(beyond)


def test_a_headcount_never_falls_below_those_hired() -> None:
    assert headcount("3", 3) == 3
    with pytest.raises(Refused, match="3 were hired for it already"):
        headcount("2", 3)


@given(DAYS, st.integers(1, 40))
def test_months_are_first_days_one_after_another(day: date, count: int) -> None:
    found = months(day, count)
    assert len(found) == count
    assert found[0] == day.replace(day=1)
    assert all((after - before).days in (28, 29, 30, 31) and after.day == 1 for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [(date(2026, 11, 22), "past"), (date(2029, 1, 1), "too_far"), (date(2020, 1, 1), "before_first")],
)
def test_a_last_day_is_one_to_come_and_after_the_first(chosen: date, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        checklist.last_day(chosen, date(2026, 11, 23), date(2024, 1, 1))
    assert refused.value.reason == reason


def test_each_template_is_in_order_of_its_days_and_knows_what_each_step_does() -> None:
    for way, entries in TEMPLATES.items():
        assert list(entries) == sorted(entries, key=lambda entry: entry.days), way
        assert all(len(entry.title) <= 150 for entry in entries)
    assert {entry.owner for entry in TEMPLATES[Way.JOINING]} == set(Part)
    assert Kind.PLAIN not in SETTLED
    assert WRITTEN < SETTLED


def a_step(state: State) -> Step:
    someone = PersonId(1)
    return Step(1, 1, "Desk", someone, Kind.PLAIN, 0, date(2027, 1, 4), state, 1, someone)


def test_what_is_not_needed_counts_neither_way() -> None:
    steps = (a_step(State.DONE), a_step(State.NOT_NEEDED), a_step(State.TO_DO))
    journey = Journey(
        1, Way.JOINING, PersonId(1), None, None, date(2027, 1, 4), None, PersonId(2), State.RUNNING, 1, steps
    )
    assert progress(journey) == (1, 2)
    assert not over(steps)
    assert over(steps[:2])
    assert [one.state for one in journey.missing] == [State.TO_DO]


MOVES = {
    (State.OPEN, "amend"): State.OPEN,
    (State.ON_HOLD, "amend"): State.ON_HOLD,
    (State.OPEN, "hold"): State.ON_HOLD,
    (State.ON_HOLD, "resume"): State.OPEN,
    (State.OPEN, "fill"): State.FILLED,
    (State.ON_HOLD, "fill"): State.FILLED,
    (State.OPEN, "call_off"): State.CANCELLED,
    (State.ON_HOLD, "call_off"): State.CANCELLED,
    (State.OPEN, "hire"): State.OPEN,
    (State.RUNNING, "take_back"): State.TAKEN_BACK,
    (State.TO_DO, "done"): State.DONE,
    (State.TO_DO, "settle"): State.DONE,
    (State.TO_DO, "not_needed"): State.NOT_NEEDED,
    (State.TO_DO, "reassign"): State.TO_DO,
}


@pytest.mark.parametrize("state", State)
def test_every_move_is_in_the_table_and_no_other(state: State) -> None:
    for verb in MACHINE.verbs:
        assert MACHINE.allows(verb, state) == ((state, verb) in MOVES), verb
        if (state, verb) in MOVES:
            assert MACHINE.target(verb, state) is MOVES[state, verb]
    assert set(NEEDS) >= MACHINE.verbs
    assert {*life.OPENING, *life.JOURNEY, *life.STEP} == set(State)
