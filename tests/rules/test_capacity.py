"""Hours there against hours promised: patterns, holidays, leave, percentages and hours a week."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.people import AM, ANN, day, holiday, span, working
from workflows.calendar.rules import Load, Period, Share, Span, WorkingTime, reckon, weeks

APOLLO, DUNES = 1, 2
WEEK = Period(day("2026-11-23"), day("2026-11-29"))


def percent(amount: int | str, project: int = APOLLO, starts: str = "2026-01-01", ends: str = "") -> Share:
    return Share(ANN, project, Decimal(amount), None, day(starts), day(ends) if ends else None)


def hours(amount: int | str, project: int = APOLLO, starts: str = "2026-01-01", ends: str = "") -> Share:
    return Share(ANN, project, None, Decimal(amount), day(starts), day(ends) if ends else None)


def exactly(*figures: int | str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, figures))


def week_of(works: WorkingTime, *shares: Share, away: tuple[Span, ...] = ()) -> Load:
    return reckon([WEEK], works, away, shares)


def test_a_percentage_is_of_the_hours_that_are_worked() -> None:
    load = week_of(working("mon-thu 7h"), percent(50))
    assert load.scheduled + load.planned + load.booked + load.free == exactly(28, 14, 14, 14)


def test_leave_hides_booked_hours_and_deletes_none() -> None:
    load = week_of(working(), percent(40), away=(span("2026-11-23", "2026-11-24"),))
    assert load.scheduled + load.present + load.planned + load.booked == exactly(40, 24, 16, "9.6")
    assert load.percent == exactly(40)


def test_half_a_day_away_is_half_a_days_hours() -> None:
    load = week_of(working(), percent(100), away=(span("2026-11-23", "2026-11-23", AM, AM),))
    assert load.booked == exactly(36)


def test_days_away_twice_are_away_once() -> None:
    away = (span("2026-11-23", "2026-11-24"), span("2026-11-24", "2026-11-25"))
    assert week_of(working(), away=away).present == exactly(16)


def test_a_public_holiday_takes_from_what_is_worked_and_from_hours_a_week_alike() -> None:
    load = week_of(working(holidays=[holiday("2026-11-23")]), hours(20), percent(50, DUNES))
    assert load.scheduled + load.of(APOLLO) + load.of(DUNES) == exactly(32, 16, 16)
    assert not load.over


def test_hours_a_week_follow_weeks_that_take_turns_and_are_none_in_a_week_off() -> None:
    works = working("mon-fri / off from 2026-11-23")
    periods = weeks(day("2026-11-23"), day("2026-12-06"))
    assert reckon(periods, works, (), [hours(10)]).booked == exactly(10, 0)


def test_a_share_counts_from_its_first_day_to_its_last() -> None:
    load = week_of(working(), percent(100, APOLLO, "2026-11-25"), percent(100, DUNES, ends="2026-11-24"))
    assert load.of(APOLLO) + load.of(DUNES) + load.percent == exactly(24, 16, 100)
    assert not load.over


def test_more_promised_than_is_worked_is_said_of_the_week_it_is_in() -> None:
    load = week_of(working(), percent(60), percent("40.1", DUNES))
    assert load.over == (WEEK,)
    assert load.free == exactly(0)
    assert week_of(working(), percent("33.3333"), percent("33.3333", DUNES), percent("33.3334", 3)).over == ()


def test_what_is_offered_is_no_booking_but_takes_up_room() -> None:
    offered = Share(ANN, DUNES, Decimal(30), None, day("2026-01-01"), None, tentative=True)
    load = week_of(working(), percent(50), offered)
    assert load.booked + load.tentative + load.free + load.of(DUNES) == exactly(20, 12, 8, 0)


def test_where_no_pattern_is_known_nothing_is_worked() -> None:
    load = week_of(working(("mon-fri", "2026-11-26")), percent(50))
    assert load.scheduled + load.booked == exactly(16, 8)
    assert reckon([Period(day("1999-01-04"), day("1999-01-10"))], working(), (), []).percent == exactly(0)


def test_weeks_begin_on_mondays() -> None:
    assert weeks(day("2026-11-25"), day("2026-11-25")) == (WEEK,)
    assert len(weeks(day("2026-11-29"), day("2026-11-30"))) == 2


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SHARES = st.builds(
    lambda project, amount, first, length, weekly: Share(
        ANN, project, None if weekly else amount, amount if weekly else None, first, first + timedelta(days=length)
    ),
    st.sampled_from([APOLLO, DUNES]),
    st.decimals("0.5", 100, places=1),
    DAYS,
    st.integers(0, 120),
    st.booleans(),
)
SPANS = st.builds(lambda first, length: Span(first, first + timedelta(days=length)), DAYS, st.integers(0, 30))
PATTERNS = st.sampled_from(["mon-fri", "mon-thu 6h fri 4h", "mon-fri / mon-wed from 2026-01-05", "tue:am wed"])


@given(PATTERNS, st.lists(SHARES, max_size=4), st.lists(SPANS, max_size=4), DAYS)
def test_the_days_of_a_period_add_up_to_it(pattern: str, shares: list[Share], away: list[Span], first: date) -> None:
    works = working(pattern, holidays=[holiday("2026-05-01"), holiday("2026-12-25")])
    whole = Period(first, first + timedelta(days=20))
    single = [Period(first + timedelta(days=at), first + timedelta(days=at)) for at in range(21)]
    together, apart = reckon([whole], works, away, shares), reckon(single, works, away, shares)
    assert (sum(apart.scheduled), sum(apart.present)) == (together.scheduled[0], together.present[0])
    assert abs(sum(apart.booked) - together.booked[0]) < Decimal("0.01")


@given(PATTERNS, st.lists(SHARES, max_size=4), st.lists(SPANS, max_size=4), DAYS)
def test_leave_never_adds_and_never_touches_the_plan(
    pattern: str, shares: list[Share], away: list[Span], first: date
) -> None:
    periods = weeks(first, first + timedelta(days=50))
    loads = [reckon(periods, working(pattern), away[:count], shares) for count in range(len(away) + 1)]
    for more, less in pairwise(loads):
        assert less.planned == more.planned
        assert all(after <= before for after, before in zip(less.booked, more.booked, strict=True))
        assert all(0 <= free <= there for free, there in zip(less.free, less.present, strict=True))
