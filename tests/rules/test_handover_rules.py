"""Properties of a handover's list: its days, its progress, and when it is over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.handover.rules.checklist import (
    LONG,
    Handover,
    Item,
    due_day,
    is_long,
    leaves_too_soon,
    over,
    overdue,
    progress,
    working_by,
)
from workflows.handover.rules.life import MACHINE, PENDING, State
from workflows.handover.rules.template import TEMPLATES, Kind, Part
from workflows.kernel.access import PersonId

TODAY = date(2026, 11, 23)
ANN, BOB = PersonId(1), PersonId(2)
DAYS = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=800))
WEEKS = st.sets(st.integers(0, 6), min_size=1)
"""The weekdays on which somebody works; everybody works on one at least."""
STATES = st.sampled_from([State.WAITING, State.GIVEN, State.ACKNOWLEDGED, State.DROPPED])
MOVES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["give", "acknowledge", "send_back", "change", "drop"])))


def an_item(number: int, state: State, due: date = TODAY) -> Item:
    return Item(number, 1, "Keys", ANN, BOB, due, state, 1)


def a_handover(items: tuple[Item, ...]) -> Handover:
    return Handover(1, Kind.CLOSEOUT, 1, None, BOB, ANN, TODAY, State.RUNNING, 1, items)


@given(DAYS, st.integers(0, 30), WEEKS, st.sets(DAYS, max_size=5))
def test_an_item_is_never_due_on_a_day_off_nor_before_today(
    day: date, before: int, week: set[int], holidays: set[date]
) -> None:
    def works(one: date) -> bool:
        return one.weekday() in week and one not in holidays

    due = due_day(day, before, works, TODAY)
    assert due >= TODAY
    reachable = any(works(TODAY + timedelta(days=n)) for n in range(15))
    assert works(due) or not reachable
    wanted = day - timedelta(days=before)
    skipped = (due + timedelta(days=n) for n in range(1, (wanted - due).days + 1))
    assert not any(map(works, skipped)), "no working day lies between it and the day that the template means"


@given(DAYS, WEEKS)
def test_whoever_is_reminded_of_a_day_off_is_reminded_on_the_working_day_before(day: date, week: set[int]) -> None:
    found = working_by(day, lambda one: one.weekday() in week)
    assert found <= day
    assert found.weekday() in week
    assert day - found < timedelta(days=7)


def test_one_who_never_works_is_owed_nothing_but_the_day_itself() -> None:
    assert due_day(TODAY, 0, lambda _: False, TODAY) == TODAY
    assert working_by(TODAY, lambda _: False) == TODAY


@given(st.lists(STATES, min_size=1, max_size=6), MOVES)
def test_progress_grows_with_each_acknowledgement_and_never_shrinks(
    states: list[State], moves: list[tuple[int, str]]
) -> None:
    items = [an_item(number, state) for number, state in enumerate(states)]
    for number, verb in moves:
        if number >= len(items) or not MACHINE.allows(verb, items[number].state):
            continue
        before = progress(a_handover(tuple(items)))
        items[number] = an_item(number, State(MACHINE.target(verb, items[number].state)))
        done, whole = progress(a_handover(tuple(items)))
        assert done - before[0] == (verb == "acknowledge")
        assert before[1] - whole == (verb == "drop")
        assert 0 <= done <= whole


@given(st.lists(STATES, max_size=6))
def test_it_is_over_exactly_when_nothing_is_pending(states: list[State]) -> None:
    items = tuple(an_item(number, state) for number, state in enumerate(states))
    assert over(items) == (not any(state in PENDING for state in states)) == (not a_handover(items).missing)
    done, whole = progress(a_handover(items))
    assert over(items) == (done == whole)


@given(st.lists(st.tuples(STATES, DAYS), max_size=6))
def test_what_is_late_is_pending_and_its_day_over_the_oldest_first(given_: list[tuple[State, date]]) -> None:
    items = tuple(an_item(number, state, due) for number, (state, due) in enumerate(given_))
    late = overdue([a_handover(items)], TODAY)
    assert sorted(late, key=lambda one: one.due) == late
    assert {one.id for one in late} == {one.id for one in items if one.state in PENDING and one.due < TODAY}


@pytest.mark.parametrize(
    ("ends", "too_soon"),
    [(None, False), (TODAY - timedelta(days=1), True), (TODAY + timedelta(days=29), True), (date(2026, 12, 23), False)],
)
def test_a_receiver_stays_for_a_month_at_least(ends: date | None, too_soon: bool) -> None:  # noqa: FBT001 - a table
    assert leaves_too_soon(ends, TODAY) is too_soon


def test_from_ten_working_days_on_an_absence_is_a_long_one() -> None:
    assert is_long(Decimal(LONG))
    assert not is_long(LONG - Decimal("0.5"))


@pytest.mark.parametrize("kind", Kind)
def test_each_intersection_has_a_list_between_its_own_two_sides(kind: Kind) -> None:
    sides = {Part.PERSON, Part.REPLACEMENT} if kind is Kind.LONG_LEAVE else {Part.PROJECT, Part.OPERATIONS}
    assert len(TEMPLATES[kind]) >= 4
    assert all({one.giver, one.receiver} == sides and one.days_before >= 0 for one in TEMPLATES[kind])
