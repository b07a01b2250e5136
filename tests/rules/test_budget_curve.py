"""The S-curve begins at nothing, never goes back in what was planned and spent, and ends at the figures beside it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workflows.budget.rules.curve import draw_up, planned_by
from workflows.budget.rules.month import Month, months
from workflows.budget.rules.value import Part, Value, earned_share

MONTHS = months(Month(2025, 9), Month(2027, 3))
AMOUNTS = st.dictionaries(st.sampled_from(MONTHS), st.decimals(0, 10**6, places=2))
DAYS = st.dates(date(2025, 6, 1), date(2027, 8, 31))
PARTS = st.lists(st.lists(st.tuples(st.sampled_from(MONTHS), st.integers(0, 100)), max_size=4), min_size=1, max_size=4)


@given(AMOUNTS, AMOUNTS, PARTS, DAYS)
def test_the_curve_ends_at_the_figures_that_are_said_beside_it(
    planned: dict[Month, Decimal], spent: dict[Month, Decimal], steps: list[list[tuple[Month, int]]], day: date
) -> None:
    share = Decimal(100) / len(steps)
    parts = [Part("x", share, sorted((month.first, Decimal(percent)) for month, percent in one)) for one in steps]
    bac = sum(planned.values(), Decimal(0))
    known = {month: amount for month, amount in spent.items() if month.first <= day}
    ac = sum(known.values(), Decimal(0))
    value = Value("EUR", bac, planned_by(day, planned), bac * earned_share(parts, day), ac)
    curve = draw_up(MONTHS, planned, known, parts, day, value)
    for line in (curve.planned, curve.earned, curve.actual):
        assert line[0] == (Decimal(0), Decimal(0))
        places = [place for place, _ in line]
        assert places == sorted(places)
        assert 0 <= places[-1] <= len(MONTHS)
    assert curve.planned[-1] == (Decimal(len(MONTHS)), bac)
    assert curve.earned[-1] == (curve.today, value.ev)
    assert curve.actual[-1] == (curve.today, value.ac)
    for line in (curve.planned, curve.actual):
        amounts = [amount for _, amount in line]
        assert amounts == sorted(amounts)


@given(AMOUNTS, DAYS)
def test_at_a_months_end_what_was_planned_is_all_of_the_months_so_far(planned: dict[Month, Decimal], day: date) -> None:
    month = Month.of(day)
    assert planned_by(month.last, planned) == sum(
        (amount for one, amount in planned.items() if one <= month), Decimal(0)
    )
    before = month.first - timedelta(days=1)
    assert planned_by(before, planned) == sum((amount for one, amount in planned.items() if one < month), Decimal(0))
