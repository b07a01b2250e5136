"""Spans, patterns, holidays and what days cost."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.people import AM, PM, YEARS, day, holiday, span, working
from workflows.calendar.rules import (
    CompanyDay,
    Counting,
    Half,
    Holiday,
    Observed,
    Pattern,
    Span,
    Unit,
    WorkingTime,
    company_holidays,
    extra_days,
    local_date,
    merge,
    observed_on,
    parse_pattern,
    public_holidays,
)
from workflows.calendar.rules.holiday import called
from workflows.kernel.errors import Refused
from workflows.language import speaking
from workflows.organisation.rules import Dated, Region

D = Decimal
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
HALVES = st.sampled_from([None, AM, PM])


@st.composite
def spans(draw: st.DrawFn, longest: int = 40) -> Span:
    start = draw(st.integers(date(2025, 1, 1).toordinal() * 2, date(2027, 6, 1).toordinal() * 2))
    return Span.between(start, start + draw(st.integers(1, longest)))


WEEK = st.lists(
    st.sampled_from(["", "{}", "{}:am", "{}:pm", "{}:0.8", "{}:0.6+0.4", "{} 7.5h", "{} 5h+3h"]), min_size=7, max_size=7
)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    weeks = draw(st.lists(WEEK.filter(any), min_size=1, max_size=3))
    texts = [" ".join(form.format(name) for form, name in zip(week, NAMES, strict=True) if form) for week in weeks]
    return parse_pattern(" / ".join(texts) + (" from 2026-01-05" if len(texts) > 1 else ""))


@given(patterns())
def test_a_pattern_reads_back_as_it_was_written(pattern: Pattern) -> None:
    assert parse_pattern(str(pattern)) == pattern


@pytest.mark.parametrize(
    ("text", "written", "weekly", "hours"),
    [
        ("mon-fri", "mon-fri", "5", "40"),
        ("Mon Tue Thu Fri", "mon-tue thu-fri", "4", "32"),
        ("mon-thu fri:0.5", "mon-thu fri:am", "4.5", "36"),
        ("mon-fri 7.5h", "mon-fri 7.5h", "5", "37.5"),
        ("mon-thu 8h fri 5h", "mon-thu 8h fri 5h", "5", "37"),
        ("sun-thu", "mon-thu sun", "5", "40"),
        ("mon-fri / mon-thu from 2026-01-07", "mon-fri / mon-thu from 2026-01-05", "4.5", "36"),
        ("mon-fri / off from 2026-01-05", "mon-fri / off from 2026-01-05", "2.5", "20"),
    ],
)
def test_a_pattern_says_when_and_how_long(text: str, written: str, weekly: str, hours: str) -> None:
    pattern = parse_pattern(text)
    assert str(pattern) == written
    assert (pattern.weekly, pattern.weekly_hours) == (D(weekly), D(hours))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "a week is empty"),
        ("weekdays", '"weekdays" is no day'),
        ("mon-fro", '"fro" is no day'),
        ("mon-fri wed", "wed is there twice"),
        ("mon:2", '"2" is no length of a day'),
        ("mon:0", "not more than nothing"),
        ("mon 25h", "a day of 25 hours"),
        ("8h mon", "stands before any day"),
        ("off", "no working day"),
        ("mon-fri / mon", "need a date to count from"),
        ("mon-fri / mon from someday", "need a date to count from"),
        ("mon-fri from 2026-01-05", '"from" belongs to weeks that take turns'),
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_pattern(text)
    assert why in refused.value.text
    assert refused.value.reason == "pattern"


def test_weeks_take_turns_from_the_week_of_their_date_on_and_before_it() -> None:
    time = working("mon-fri / mon from 2026-01-05")
    lengths = [time.cost(span(f"2026-01-{first:02}", f"2026-01-{first + 6:02}")) for first in (5, 12, 19)]
    assert lengths == [5, 1, 5]
    assert time.cost(span("2025-12-29", "2026-01-04")) == 1


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        span("2026-06-02", "2026-06-01")
    assert (refused.value.reason, refused.value.field) == ("reversed", "last")
    with pytest.raises(Refused):
        span("2026-06-01", "2026-06-01", PM, AM)


@given(DAYS, st.integers(0, 20), HALVES, HALVES)
def test_a_span_is_its_half_days(first: date, length: int, first_half: Half | None, last_half: Half | None) -> None:
    try:
        given_span = Span(first, first + timedelta(days=length), first_half, last_half)
    except Refused:
        assert (length, first_half, last_half) == (0, PM, AM)
        return
    assert Span.between(given_span.start, given_span.stop) == given_span
    assert len(list(given_span.halves())) == given_span.stop - given_span.start
    assert next(each for each, _ in given_span.halves()) == given_span.first


@given(spans(), spans())
def test_spans_overlap_exactly_when_they_share_a_half_day(one: Span, other: Span) -> None:
    shared = set(one.halves()) & set(other.halves())
    assert one.overlaps(other) == bool(shared)
    common = one.common(other)
    assert set(common.halves() if common else ()) == shared
    left = {half for part in one.without(other) for half in part.halves()}
    assert left == set(one.halves()) - shared


@given(st.lists(spans(), max_size=6))
def test_merging_keeps_the_half_days_and_leaves_gaps_between(found: list[Span]) -> None:
    merged = merge(found)
    assert {half for one in merged for half in one.halves()} == {half for one in found for half in one.halves()}
    assert all(one.stop < other.start for one, other in pairwise(merged))


HOLIDAYS = st.lists(
    st.builds(
        Holiday,
        DAYS,
        st.just("Feast"),
        st.sampled_from([D(1), D("0.5"), D("0.25")]),
        st.sampled_from([None, AM, PM]),
    ),
    max_size=60,
    unique_by=lambda one: one.day,
)
COUNTINGS = st.builds(Counting, st.sampled_from(Unit), st.booleans(), st.booleans(), edges=st.just(value=True))


@given(patterns(), HOLIDAYS, spans(), COUNTINGS, st.data())
def test_a_cost_adds_up_over_any_split_and_over_its_days(
    pattern: Pattern, holidays: list[Holiday], whole: Span, counting: Counting, data: st.DataObject
) -> None:
    time = WorkingTime([Dated(pattern, date(2000, 1, 1))], holidays, YEARS)
    cut = data.draw(st.integers(whole.start, whole.stop))
    parts = [Span.between(*each) for each in ((whole.start, cut), (cut, whole.stop)) if each[0] < each[1]]
    assert sum(time.cost(part, counting) for part in parts) == time.cost(whole, counting)
    assert sum(part.cost for part in time.breakdown(whole, counting)) == time.cost(whole, counting)


@given(patterns(), HOLIDAYS, DAYS, st.integers(1, 40))
def test_working_days_forwards_and_backwards_agree(
    pattern: Pattern, holidays: list[Holiday], start: date, count: int
) -> None:
    time = WorkingTime([Dated(pattern, date(2000, 1, 1))], holidays, YEARS)
    later = time.after(start, count)
    assert time.working(later)
    assert later > start
    assert time.between(start, later) == count
    assert time.between(later, start) == -count
    assert time.after(later, -count) <= start


def test_a_day_uses_the_pattern_that_holds_on_it() -> None:
    time = working("mon-fri", ("mon-thu", "2026-07-01"))
    assert [part.cost for part in time.breakdown(span("2026-06-26", "2026-07-03")) if part.cost] == [1] * 5
    assert time.length(day("2026-07-03")) == 0


def test_the_free_half_of_a_half_day_costs_nothing() -> None:
    time = working("mon-thu fri:0.5")
    friday = "2026-06-05"
    assert time.length(day(friday)) == D("0.5")
    assert time.cost(span(friday, "", AM)) == D("0.5")
    assert time.cost(span(friday, "", PM)) == 0


def test_hours_are_the_days_own() -> None:
    time = working("mon-thu 8h fri 5h")
    assert time.cost(span("2026-06-04", "2026-06-05"), Counting(Unit.HOURS)) == 13
    assert time.cost(span("2026-06-04", "2026-06-05")) == 2


@pytest.mark.parametrize(
    ("counting", "cost"),
    [
        (Counting(), 3),
        (Counting(holidays=True), 4),
        (Counting(rest_days=True), 5),
        (Counting(holidays=True, rest_days=True), 6),
        (Counting(holidays=True, rest_days=True, edges=True), 7),
    ],
)
def test_a_type_may_count_holidays_and_days_off_between_working_days(counting: Counting, cost: int) -> None:
    time = working(holidays=[holiday("2026-06-08"), holiday("2026-06-10")])
    assert time.cost(span("2026-06-04", "2026-06-10"), counting) == cost


def test_a_day_without_a_pattern_is_refused_and_says_whom_to_ask() -> None:
    time = WorkingTime([Dated(parse_pattern("mon-fri"), day("2026-06-03"))], (), YEARS)
    with pytest.raises(Refused, match=r"Tue 2 June 2026.*Ask your operations manager") as refused:
        time.cost(span("2026-06-02", "2026-06-04"))
    assert refused.value.reason == "no_pattern"
    assert not time.scheduled(span("2026-06-02"))


@pytest.mark.parametrize("last", ["2031-01-01", "4700-01-01"])
def test_a_range_beyond_the_calendar_is_refused_at_once(last: str) -> None:
    with pytest.raises(Refused, match="from 2019 to 2030") as refused:
        working().cost(span("2026-06-01", last))
    assert refused.value.reason == "calendar"
    with pytest.raises(Refused):
        working().after(day("2026-06-01"), 100_000)


def test_the_public_holidays_of_a_place_come_from_its_calendar() -> None:
    names = {one.day: one.name for one in public_holidays(Region("DE", "BY"), 2026)}
    assert names[date(2026, 1, 6)] == "Epiphany"
    assert date(2026, 1, 6) not in {one.day for one in public_holidays(Region("DE", "BE"), 2026)}


@pytest.mark.parametrize("place", [Region("XX"), Region("DE", "QQ")])
def test_an_unknown_place_is_refused(place: Region) -> None:
    with pytest.raises(Refused, match="no public holidays"):
        public_holidays(place, 2026)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Observed.NONE, []),
        (Observed.NEXT, ["2027-12-27", "2027-12-28"]),
        (Observed.NEAREST, ["2027-12-24", "2027-12-27"]),
    ],
)
def test_weekend_holidays_are_made_up_for_by_the_rule(rule: Observed, days: list[str]) -> None:
    weekend = [holiday("2027-12-25"), holiday("2027-12-26")]
    added = [one.day.isoformat() for one in observed_on(weekend, rule) if one.name.endswith("(observed)")]
    assert added == days


def test_a_company_adds_halves_and_takes_days_away() -> None:
    public = [holiday("2028-12-25"), holiday("2028-12-26")]
    own = [
        CompanyDay(day("2020-02-29"), "Leap", yearly=True),
        CompanyDay(day("2028-12-24"), "Eve", D("0.5"), PM, country="DE"),
        CompanyDay(day("2028-12-26"), "Worked", D(0)),
        CompanyDay(day("2028-07-04"), "Elsewhere", country="US"),
    ]
    found = company_holidays(Region("DE", "BE"), 2028, public, own)
    assert [(one.day.isoformat(), one.name) for one in found] == [
        ("2028-02-29", "Leap"),
        ("2028-12-24", "Eve"),
        ("2028-12-25", "Feast"),
    ]
    assert own[0].on(2027) == date(2027, 2, 28)
    assert own[0].on(2019) is None


@given(DAYS, st.sampled_from(["Pacific/Auckland", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]))
def test_noon_somewhere_is_that_date_there(each: date, zone: str) -> None:
    assert local_date(datetime(each.year, each.month, each.day, 12, tzinfo=ZoneInfo(zone)), zone) == each


def test_an_extra_working_day_is_worked_as_another_of_its_week() -> None:
    saturday = CompanyDay(day("2026-08-08"), "Bridge day worked ahead", country="HU", like="thu")
    like = extra_days(Region("HU"), [2026], [saturday])
    assert like == {day("2026-08-08"): day("2026-08-06")}
    assert extra_days(Region("DE"), [2026], [saturday]) == {}
    for text, length in (("mon-fri", 1), ("mon-wed", 0), ("mon-thu:am", D("0.5"))):
        time = WorkingTime([Dated(parse_pattern(text), date(2000, 1, 1))], (), YEARS, like)
        assert time.length(day("2026-08-08")) == length
        assert time.length(day("2026-08-15")) == 0


@pytest.mark.parametrize(
    ("moment", "zone", "on"),
    [
        ("2018-11-04T02:59:00+00:00", "America/Sao_Paulo", "2018-11-03"),
        ("2018-11-04T03:00:00+00:00", "America/Sao_Paulo", "2018-11-04"),
        ("2011-12-30T09:59:00+00:00", "Pacific/Apia", "2011-12-29"),
        ("2011-12-30T10:00:00+00:00", "Pacific/Apia", "2011-12-31"),
    ],
)
def test_a_zone_that_skips_midnight_or_a_whole_day_still_has_a_date(moment: str, zone: str, on: str) -> None:
    assert local_date(datetime.fromisoformat(moment), zone) == day(on)


@given(patterns(), HOLIDAYS, spans())
def test_a_cost_is_pattern_times_what_no_holiday_frees_half_day_by_half_day(
    pattern: Pattern, holidays: list[Holiday], what: Span
) -> None:
    time = WorkingTime([Dated(pattern, date(2000, 1, 1))], holidays, YEARS)
    free = {one.day: one for one in holidays}
    naive = D(0)
    for each, half in what.halves():
        shift = pattern.shift(each)
        length = shift.am if half is AM else shift.pm
        naive += length * (1 - free[each].free(half)) if each in free else length
    assert time.cost(what) == naive.quantize(D("0.0001"))


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("de-AT", "Easter Monday", "Ostermontag"),
        ("fr-FR", "Easter Monday", "Lundi de Pâques"),
        ("es-ES", "Epiphany", "Epifanía del Señor"),
        ("de-DE", "Early May Bank Holiday", "Early May Bank Holiday"),
        ("en-GB", "Easter Monday", "Easter Monday"),
        ("ja-JP", "Easter Monday", "Easter Monday"),
    ],
)
def test_a_public_holiday_is_called_what_its_reader_calls_it(locale: str, name: str, said: str) -> None:
    with speaking(locale):
        assert called(name) == said
