"""Earned value against published worked examples, and what no example shows: nothing divides by nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.budget.rules.value import Method, Part, Value, earned_share, weights_wrong

EXAMPLES: dict[str, tuple[tuple[int, int, int, int], dict[str, Any]]] = {
    "workflows.md: the house's check numbers": (
        (200_000, 100_000, 80_000, 96_000),
        {
            "cv": "-16000",
            "sv": "-20000",
            "cpi": "0.8333",
            "spi": "0.8",
            "eac cpi": "240000",
            "eac plan": "216000",
            "eac both": "276000",
            "vac": "-40000",
            "etc": "144000",
            "tcpi": "1.1538",
        },
    ),
    "The fence (PMP Exam Prep, earned value exercise; studylib.net/doc/5898152)": (
        (4000, 3000, 2500, 2800),
        {"cv": "-300", "sv": "-500", "cpi": "0.8929", "spi": "0.8333", "eac": "4480", "etc": "1680", "vac": "-480"},
    ),
    "Forecasting poster 15 (wikislate.com/view.php?p=15-evm-forecasting), in thousands": (
        (100_000, 50_000, 40_000, 45_000),
        {
            "cpi": "0.8889",
            "spi": "0.8",
            "eac cpi": "112500",
            "eac both": "129375",
            "etc": "67500",
            "vac": "-12500",
            "tcpi": "1.0909",
        },
    ),
    "Building project (ceboardexamgenerator.com, project control and earned value)": (
        (10_000_000, 0, 3_000_000, 3_500_000),
        {"cpi": "0.8571", "tcpi": "1.0769", "spi": None},
    ),
}
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


def a_value(bac: int, pv: int, ev: int, ac: int) -> Value:
    return Value("EUR", Decimal(bac), Decimal(pv), Decimal(ev), Decimal(ac))


@pytest.mark.parametrize("name", EXAMPLES)
def test_published_examples_come_out_as_published(name: str) -> None:
    figures, wanted = EXAMPLES[name]
    value = a_value(*figures)
    for what, expected in wanted.items():
        found: Decimal | None = value.estimate(Method(what[4:])) if what.startswith("eac ") else getattr(value, what)
        assert (found is None) == (expected is None), what
        if found is not None:
            places = Decimal("0.0001") if what in ("cpi", "spi", "tcpi") else Decimal(1)
            assert found.quantize(places) == Decimal(expected).quantize(places), what


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(Method))
def test_no_figure_is_ever_infinite_and_none_raises(
    bac: Decimal, pv: Decimal, ev: Decimal, ac: Decimal, method: Method
) -> None:
    value = Value("EUR", bac, pv, ev, ac, method)
    figures = (value.cv, value.sv, value.cpi, value.spi, value.eac, value.etc, value.vac, value.tcpi)
    assert all(figure is None or figure.is_finite() for figure in figures)
    assert (value.cpi is None) == (ac == 0)
    assert (value.spi is None) == (pv == 0)
    assert (value.tcpi is None) == (bac <= ac)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(Method))
def test_what_is_spent_and_what_is_left_to_spend_come_to_the_estimate(
    bac: Decimal, pv: Decimal, ev: Decimal, ac: Decimal, method: Method
) -> None:
    value = Value("EUR", bac, pv, ev, ac, method)
    if value.eac is not None and value.etc is not None and value.vac is not None:
        assert value.ac + value.etc == value.eac
        assert value.eac + value.vac == value.bac


def test_with_nothing_earned_only_the_plan_says_what_the_rest_costs() -> None:
    value = a_value(1000, 100, 0, 50)
    assert value.estimate(Method.CPI) is None
    assert value.estimate(Method.BOTH) is None
    assert value.estimate(Method.PLAN) == 1050


def test_a_budget_that_is_spent_can_not_be_kept_any_more() -> None:
    assert a_value(1000, 900, 800, 1000).tcpi is None
    assert a_value(1000, 1000, 1000, 900).tcpi == 0


def a_part(weight: str | None, *steps: tuple[date, str]) -> Part:
    known = tuple((day, Decimal(percent)) for day, percent in steps)
    return Part("Portal live", None if weight is None else Decimal(weight), known)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((), "There are no milestones yet"),
        (("60", "30"), "add up to 90, not 100"),
        (("60", "50"), "add up to 110, not 100"),
        (("60", None), "1 of 2 milestones have none"),
        (("60", "40"), None),
        (("33.3333", "33.3333", "33.3334"), None),
    ],
)
def test_weights_add_up_to_a_hundred_or_it_is_said(weights: tuple[str | None, ...], said: str | None) -> None:
    found = weights_wrong(a_part(weight) for weight in weights)
    assert (found is None) if said is None else (found is not None and said in found)


def test_earned_is_what_was_complete_on_the_day_even_when_more_is_now() -> None:
    parts = [
        a_part("60", (date(2026, 1, 10), "50"), (date(2026, 3, 1), "100")),
        a_part("40", (date(2026, 2, 1), "25"), (date(2026, 2, 20), "20")),
    ]
    assert earned_share(parts, date(2026, 1, 9)) == 0
    assert earned_share(parts, date(2026, 2, 1)) == Decimal("0.40")
    assert earned_share(parts, date(2026, 2, 25)) == Decimal("0.38")
    assert earned_share(parts, date(2026, 3, 1)) == Decimal("0.68")
