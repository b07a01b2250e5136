"""What an ask may say, how well somebody fits it, and what a floor leaves: pure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.people import ANN, day, holiday, span, working
from workflows.calendar.rules import Load, Share, reckon, weeks
from workflows.kernel.errors import Refused
from workflows.staffing.rules.ask import Amount, read_amount
from workflows.staffing.rules.fit import Floor, fit, merged, ranked, spare

APOLLO = 1
WEEKS = weeks(day("2026-12-07"), day("2027-01-10"))


def ask(percent: int = 50) -> Share:
    return Share(ANN, APOLLO, Decimal(percent), None, day("2026-12-07"), day("2027-01-08"), tentative=True)


def load(*shares: Share, away: str = "", pattern: str = "mon-fri") -> Load:
    first, _, last = away.partition(" ")
    gone = [span(first, last)] if away else []
    return reckon(WEEKS, working(pattern, holidays=[holiday("2026-12-25")]), gone, shares)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("60 %", Amount(percent=Decimal(60))),
        ("60", Amount(percent=Decimal(60))),
        ("37,5 %", Amount(percent=Decimal("37.5"))),
        ("12 h", Amount(hours=Decimal(12))),
        ("12 hours a week", Amount(hours=Decimal(12))),
        ("1 hour", Amount(hours=Decimal(1))),
        ("12,5 Std. pro Woche", Amount(hours=Decimal("12.5"))),
        ("8 heures par semaine", Amount(hours=Decimal(8))),
        ("8 horas por semana", Amount(hours=Decimal(8))),
        ("60\u202fpour cent", Amount(percent=Decimal(60))),
    ],
)
def test_an_amount_is_read_as_it_is_written(text: str, amount: Amount) -> None:
    assert read_amount(text) == amount
    assert read_amount(str(amount)) == amount


@pytest.mark.parametrize("text", ["", "half", "0 %", "100.1 %", "-5 %", "5 days", "1e2", "٥٠ %", "81 h", "99999999999"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_amount(text)


def test_who_is_free_covers_everything() -> None:
    found = fit(ANN, 4, load(ask()), None, wished=False)
    assert found.covered == 1
    assert not found.short
    assert found.least == 100
    assert found.score == 50 + 4 * 8


def test_weeks_away_are_the_weeks_that_are_short() -> None:
    found = fit(ANN, 4, load(ask(), away="2026-12-21 2027-01-01"), None, wished=True)
    assert [(one.first, one.last) for one in found.short] == [(day("2026-12-21"), day("2027-01-03"))]
    assert found.covered == Decimal(60) / Decimal(96)
    assert found.least == 100


def test_what_is_booked_and_offered_elsewhere_is_not_free() -> None:
    booked = Share(ANN, 2, Decimal(50), None, day("2026-01-01"))
    offered = Share(ANN, 3, Decimal(30), None, day("2026-01-01"), None, tentative=True)
    found = fit(ANN, 4, load(booked, offered, ask()), None, wished=False)
    assert found.covered == Decimal("0.4")
    assert found.over == WEEKS
    assert len(found.short) == 1


def test_a_floor_leaves_what_is_above_it() -> None:
    two = [load(), load()]
    assert spare(two, None) is None
    assert spare(two, Floor(people=Decimal(1)))[0] == 40  # type: ignore[index] # there is a floor
    assert spare(two, Floor(percent=Decimal(75)))[0] == 20  # type: ignore[index] # the same
    assert spare(two, Floor(people=Decimal(3))) == (0,) * len(WEEKS)  # type: ignore[comparison-overlap] # figures are equal by value
    found = fit(ANN, 4, load(ask()), spare(two, Floor(percent=Decimal(90))), wished=False)
    assert found.covered == Decimal("0.4")


def test_the_best_come_first_and_equals_as_they_came() -> None:
    free, busy = load(ask()), load(Share(ANN, 2, Decimal(100), None, day("2026-01-01")), ask())
    one, two, three = (fit(ANN, level, free, None, wished=False) for level in (3, 3, 5))
    none = fit(ANN, 5, busy, None, wished=True)
    assert ranked([none, one, two, three]) == [three, one, two, none]
    assert none.score == 0


@given(st.integers(1, 100), st.integers(0, 100), st.booleans())
def test_more_work_elsewhere_never_makes_a_better_fit(percent: int, elsewhere: int, wished: bool) -> None:  # noqa: FBT001 - hypothesis gives it by place
    other = Share(ANN, 2, Decimal(elsewhere), None, day("2026-01-01"))
    freely = fit(ANN, 3, load(ask(percent)), None, wished=wished)
    busily = fit(ANN, 3, load(other, ask(percent)), None, wished=wished)
    assert 0 <= busily.score <= freely.score <= 100


@given(st.sets(st.integers(0, len(WEEKS) - 1)))
def test_weeks_in_a_row_are_said_as_one(chosen: set[int]) -> None:
    found = merged(WEEKS[at] for at in sorted(chosen))
    assert len(found) == sum(at - 1 not in chosen for at in chosen)
    assert sum((one.last - one.first).days + 1 for one in found) == 7 * len(chosen)
