"""Money, months, rates and labour: nothing is added across currencies, and months end where months end."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.budget.rules.curve import planned_by
from workflows.budget.rules.labour import Prices, Worked, priced, split
from workflows.budget.rules.level import Band, Level, crossed, reached, strayed
from workflows.budget.rules.money import MixedCurrencies, Money, read_currency, read_money, total
from workflows.budget.rules.month import Month, months, read_month, year
from workflows.budget.rules.rate import Holding, Rate, Unit, at, check_rate, overlapping, succeed
from workflows.budget.rules.value import Value
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused

TODAY = date(2026, 11, 23)
ANN, BOB = PersonId(1), PersonId(2)
CURRENCIES = st.sampled_from(["EUR", "GBP", "JPY", "USD"])
AMOUNTS = st.decimals(min_value=-(10**6), max_value=10**6, places=2)
MONIES = st.builds(Money, AMOUNTS, CURRENCIES)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def eur(amount: str | int) -> Money:
    return Money(Decimal(amount), "EUR")


@given(MONIES, MONIES)
def test_two_currencies_are_never_added_or_taken_off_silently(one: Money, other: Money) -> None:
    if one.currency == other.currency:
        assert (one + other).amount - other.amount == one.amount
        assert one - other + other == one
        return
    with pytest.raises(MixedCurrencies, match="never added") as refused:
        one + other
    assert refused.value.reason == "currencies"
    with pytest.raises(MixedCurrencies, match="never added"):
        one - other


@given(st.lists(MONIES))
def test_a_total_keeps_each_currency_apart_and_loses_nothing(amounts: list[Money]) -> None:
    found = total(amounts)
    assert [one.currency for one in found] == sorted({one.currency for one in amounts})
    for one in found:
        assert one.amount == sum(each.amount for each in amounts if each.currency == one.currency)


@given(st.lists(MONIES), st.lists(MONIES))
def test_totals_are_added_currency_by_currency(some: list[Money], others: list[Money]) -> None:
    assert total(some) + total(others) == total([*some, *others])


def test_a_sum_in_two_currencies_is_no_number() -> None:
    both = total([eur(5), Money(Decimal(3), "USD")])
    assert both.of("EUR") == 5
    with pytest.raises(MixedCurrencies, match="EUR and USD are different currencies"):
        both.only("EUR")
    assert total([eur(5), Money(Decimal(0), "USD")]).only("EUR") == 5


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("12000", "12000 EUR"),
        ("12,000.50", "12000.50 EUR"),
        ("12 000", "12000 EUR"),
        ("12\u202f000,50\u00a0EUR", "12000.50 EUR"),
        ("12.000,50", "12000.50 EUR"),
        ("12,5", "12.5 EUR"),
        ("12.345 KWD", "12.345 KWD"),
        ("12'000 CHF", "12000 CHF"),
        ("USD 5", "5 USD"),
        ("5usd", "5 USD"),
        ("0", "0 EUR"),
        ("-3", "-3 EUR"),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, money: str) -> None:
    found = read_money(text, "EUR", "Apollo")
    assert f"{found.amount} {found.currency}" == money


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,23,456", "can't read"),
        ("twelve", "can't read"),
        ("$5", "can't read"),
        ("12.345", "can be read in two ways"),
        ("12.000", "can be read in two ways. Write 12000, or 12.00 with decimals"),
        ("0.125", "EUR has two decimal places"),
        ("12.5 JPY", "JPY has no decimal places"),
        ("5 XYZ", "“XYZ” is no currency I know"),
        ("5 DEM", "“DEM” is no currency I know"),
        ("EUR 5 USD", "can't read"),
        ("9999999999999", "Is it a slip?"),
    ],
)
def test_nothing_about_an_amount_is_guessed(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said.replace("?", r"\?")):
        read_money(text, "EUR", "Apollo")


def test_a_currency_that_nobody_set_is_asked_for() -> None:
    with pytest.raises(Refused, match="No currency is set for Apollo yet"):
        read_money("5", None, "Apollo")
    assert read_currency(" eur ") == "EUR"


@given(DAYS)
def test_every_day_lies_in_one_month_between_its_first_and_last(day: date) -> None:
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert month.last + timedelta(days=1) == month.after(1).first
    assert month.after(1).after(-1) == month
    assert 0 < month.elapsed(day) <= 1
    assert (month.elapsed(day) == 1) == (day == month.last)


@given(DAYS, st.integers(0, 60))
def test_months_follow_each_other_without_a_gap(day: date, count: int) -> None:
    found = months(Month.of(day), Month.of(day).after(count))
    assert len(found) == count + 1
    assert all(one.last + timedelta(days=1) == later.first for one, later in pairwise(found))


def test_february_ends_where_it_ends() -> None:
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert Month(2027, 2).last == date(2027, 2, 28)
    assert [one.number for one in year(2026)] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-12", (2026, 12)), ("dec 2026", (2026, 12)), ("March 2027", (2027, 3)), ("next month", (2026, 12))],
)
def test_months_are_read(text: str, month: tuple[int, int]) -> None:
    assert read_month(text, TODAY) == Month(*month)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "12/2026", "december", "ma 2026", "1999-12", "2100-01", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="as a month"):
        read_month(text, TODAY)


RATES = st.builds(
    lambda starts, length, amount: Rate(
        1, Unit.HOUR, eur(amount), starts, None if length is None else starts + timedelta(days=length)
    ),
    DAYS,
    st.none() | st.integers(0, 900),
    st.integers(1, 500),
)


@given(st.lists(RATES, max_size=8))
def test_rates_set_one_after_another_never_overlap(wanted: list[Rate]) -> None:
    known: list[Rate] = []
    for new in wanted:
        before = list(known)
        try:
            made = succeed(known, new)
        except Refused:
            assert known == before
            assert overlapping([*known, new]) is not None
            continue
        if made.corrected is not None:
            known.remove(made.corrected)
        if made.ended is not None:
            known.remove(made.ended)
            known.append(Rate(1, Unit.HOUR, made.ended.money, made.ended.starts, new.starts - timedelta(days=1)))
        known.append(new)
        assert overlapping(known) is None
        assert at(known, new.starts) == new


@given(st.lists(RATES, max_size=6))
def test_overlap_is_found_exactly_when_two_hold_on_one_day(known: list[Rate]) -> None:
    both = [
        (one, other)
        for number, one in enumerate(known)
        for other in known[number + 1 :]
        if max(one.starts, other.starts) <= min(one.ends or date.max, other.ends or date.max)
    ]
    assert (overlapping(known) is not None) == bool(both)


@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        (Rate(1, Unit.HOUR, eur(0), TODAY), "not_positive"),
        (Rate(1, Unit.HOUR, eur(-5), TODAY), "not_positive"),
        (Rate(1, Unit.HOUR, eur(5), TODAY, TODAY - timedelta(days=1)), "reversed"),
    ],
)
def test_a_rate_that_is_none_is_refused(rate: Rate, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        check_rate(rate)
    assert refused.value.reason == reason


@given(DAYS, st.integers(0, 800), st.lists(RATES, max_size=5))
def test_the_pieces_cover_the_days_once_and_no_month_or_rate_changes_within_one(
    first: date, length: int, rates: list[Rate]
) -> None:
    last = first + timedelta(days=length)
    pieces = split(first, last, rates)
    assert pieces[0].first == first
    assert pieces[-1].last == last
    assert all(one.last + timedelta(days=1) == later.first for one, later in pairwise(pieces))
    for piece in pieces:
        assert Month.of(piece.first) == Month.of(piece.last)
        for rate in rates:
            held = [rate.starts <= day <= (rate.ends or date.max) for day in (piece.first, piece.last)]
            assert held[0] == held[1]


def test_hours_cost_what_the_role_costs_on_the_day_they_are_worked() -> None:
    rates = [
        Rate(7, Unit.HOUR, eur("80.55"), date(2026, 1, 1), date(2026, 2, 14)),
        Rate(7, Unit.DAY, eur(800), date(2026, 2, 15)),
    ]
    holdings = [Holding(ANN, 7, date(2026, 1, 1))]
    periods = split(date(2026, 2, 1), date(2026, 3, 31), [*rates, *holdings])
    assert [period.first.day for period in periods] == [1, 15, 1]
    worked = [Worked(ANN, (Decimal(10), Decimal(4), Decimal(2))), Worked(BOB, (Decimal(3), Decimal(0), Decimal(1)))]
    found = priced(worked, Prices(periods, holdings, rates))
    assert found.cost[Month(2026, 2)].of("EUR") == Decimal("1205.50")
    assert found.cost[Month(2026, 3)].of("EUR") == 200
    assert found.unpriced == {BOB: 4}
    assert found.missing == {Month(2026, 2): 3, Month(2026, 3): 1}
    assert found.hours == {Month(2026, 2): 17, Month(2026, 3): 3}


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400_000)), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(1, 3), st.decimals(1, 500, places=2), CURRENCIES), min_size=1, max_size=3),
)
def test_a_year_of_labour_is_the_sum_of_its_months_as_they_are_read(
    hours: list[tuple[int, int]], prices: list[tuple[int, Decimal, str]]
) -> None:
    rates = list(
        {role: Rate(role, Unit.HOUR, Money(price, code), date(2026, 1, 1)) for role, price, code in prices}.values()
    )
    holdings = [Holding(PersonId(one), 1 + one % 3, date(2026, 1, 1)) for one in range(1, 5)]
    periods = split(date(2026, 1, 1), date(2026, 12, 31), rates)
    worked = [
        Worked(PersonId(person), tuple(Decimal(amount + number * 37) / 10_000 for number in range(12)))
        for person, amount in hours
    ]
    found = priced(worked, Prices(periods, holdings, rates))
    for one in found.total:
        assert one.amount == sum(month.of(one.currency) for month in found.cost.values())
        assert one.rounded() == one


@given(st.dictionaries(st.builds(Month, st.integers(2025, 2027), st.integers(1, 12)), AMOUNTS.map(abs)), DAYS)
def test_planned_value_grows_with_the_days_and_ends_at_the_whole_plan(planned: dict[Month, Decimal], day: date) -> None:
    assert planned_by(day, planned) <= planned_by(day + timedelta(days=1), planned)
    assert planned_by(date(2028, 1, 1), planned) == sum(planned.values(), Decimal(0))
    assert planned_by(date(2024, 12, 31), planned) == 0


@pytest.mark.parametrize(
    ("planned", "actual", "levels"),
    [
        (100, 79.99, set()),
        (100, 80, {"80"}),
        (100, 94.99, {"80"}),
        (100, 95, {"80", "95"}),
        (100, 100, {"80", "95"}),
        (100, 100.01, {"80", "95", "over"}),
        (0, 1, {"80", "95", "over"}),
        (0, 0, set()),
    ],
)
def test_levels_are_reached_at_80_and_95_percent_and_over(planned: float, actual: float, levels: set[str]) -> None:
    assert {level.value for level in reached(Decimal(str(planned)), Decimal(str(actual)))} == levels


def test_each_currency_has_levels_of_its_own() -> None:
    planned, actual = total([eur(100), Money(Decimal(100), "USD")]), total([eur(96), Money(Decimal(5), "USD")])
    assert crossed(planned, actual) == {"EUR": {Level.MOST, Level.NEARLY}, "USD": frozenset()}


def test_an_index_strays_outside_its_band_and_one_that_is_not_available_in_none() -> None:
    value = Value("EUR", Decimal(100), Decimal(50), Decimal(45), Decimal(40))
    assert strayed(value, Band()) == {Level.CPI}
    assert strayed(value, Band(Decimal("0.95"), Decimal("1.2"))) == {Level.SPI}
    nothing = Value("EUR", Decimal(100), Decimal(0), Decimal(0), Decimal(0))
    assert strayed(nothing, Band()) == frozenset()
