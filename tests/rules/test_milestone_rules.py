"""Milestones' rules: slips add up and turn around, what is worth telling is told once, and a report is judged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.people import working
from workflows.calendar.rules import Holiday
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.milestones.cards import moved_text, slip_text
from workflows.milestones.rules import check
from workflows.milestones.rules.check import Said
from workflows.milestones.rules.life import MACHINE, NEEDS, POLICY, State, state_of
from workflows.milestones.rules.schedule import (
    WORTH_TELLING,
    Stay,
    concerned,
    latest,
    slip,
    suffers,
    told,
    working_week,
)
from workflows.organisation.milestone import Change, Health, Milestone
from workflows.organisation.rules import Project

MONDAY = date(2026, 11, 23)
BETA = date(2026, 12, 18)
ENGLISH, GERMAN = Locale("en", "GB"), Locale("de", "DE")
CHRISTMAS = Holiday(date(2026, 12, 25), "Christmas Day", Decimal(1), None)
WORKS = working("mon-fri", holidays=[CHRISTMAS])
PROJECT = Project(1, "apollo", "Apollo", "#apollo", date(2026, 1, 1), date(2027, 3, 31))
KNOWN = Milestone(
    1,
    1,
    "Beta release",
    BETA,
    BETA,
    BETA,
    Health.ON_TRACK,
    None,
    Decimal(30),
    None,
    None,
    "",
    MONDAY,
    None,
    1,
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PERCENT = st.decimals(0, 100, places=2)


def refused_under(refused: Refused, *fields: str) -> None:
    assert refused.field in fields


@given(DAYS, DAYS)
def test_a_slip_turned_around_is_the_same_the_other_way(one: date, other: date) -> None:
    assert slip(WORKS, one, other) == -slip(WORKS, other, one)


@given(DAYS, DAYS, DAYS)
def test_slips_add_up(one: date, two: date, three: date) -> None:
    assert slip(WORKS, one, three) == slip(WORKS, one, two) + slip(WORKS, two, three)


@given(DAYS, DAYS)
def test_a_slip_is_never_more_than_the_days_between(one: date, other: date) -> None:
    assert abs(slip(WORKS, one, other)) <= abs((other - one).days)


@pytest.mark.parametrize(
    ("baseline", "forecast", "days"),
    [
        ("2026-12-18", "2026-12-18", 0),
        ("2026-12-18", "2026-12-21", 1),
        ("2026-12-18", "2026-12-20", 0),
        ("2026-12-18", "2026-12-28", 5),
        ("2026-12-18", "2026-12-11", -5),
        ("2026-12-24", "2026-12-25", 0),
    ],
)
def test_slips_are_counted_in_working_days(baseline: str, forecast: str, days: int) -> None:
    assert slip(WORKS, date.fromisoformat(baseline), date.fromisoformat(forecast)) == days


@pytest.mark.parametrize(
    ("days", "said", "moved"),
    [
        (0, "on its baseline", "0 working days later"),
        (1, "1 working day late", "1 working day later"),
        (7, "7 working days late", "7 working days later"),
        (-1, "1 working day early", "1 working day earlier"),
        (-3, "3 working days early", "3 working days earlier"),
    ],
)
def test_slips_in_words(days: int, said: str, moved: str) -> None:
    assert (slip_text(days), moved_text(days)) == (said, moved)


@pytest.mark.parametrize(
    ("country", "week"),
    [
        ("GB", "mon tue wed thu fri"),
        ("DE", "mon tue wed thu fri"),
        ("IL", "mon tue wed thu sun"),
        ("XX", "mon-fri"),
        ("", "mon-fri"),
    ],
)
def test_the_working_week_is_the_country_s(country: str, week: str) -> None:
    assert working_week(country) == week


@given(DAYS, st.lists(DAYS, max_size=12))
def test_what_was_told_last_is_one_of_the_forecasts_and_never_far_behind(baseline: date, forecasts: list[date]) -> None:
    known = told(WORKS, baseline, forecasts)
    assert known in {baseline, *forecasts}
    assert slip(WORKS, known, [baseline, *forecasts][-1]) < WORTH_TELLING


@given(DAYS, DAYS, st.integers(0, 30), st.lists(st.one_of(st.none(), DAYS), max_size=6))
def test_only_a_later_date_concerns_anybody_and_only_those_still_there(
    before: date, after: date, moved: int, ends: list[date | None]
) -> None:
    stays = [Stay(PersonId(number), end) for number, end in enumerate(ends)]
    found = concerned(stays, before, after, moved)
    assert after > before or not found
    assert all(stay.ends is None or stay.ends >= before for stay in found)
    if moved < WORTH_TELLING:
        assert all(stay.ends is not None and before <= stay.ends < after for stay in found)


@given(DAYS, st.integers(0, 20), DAYS)
def test_a_milestone_suffers_from_an_absence_during_it_and_shortly_after_never_before(
    first: date, length: int, forecast: date
) -> None:
    last = min(first + timedelta(days=length), date(2027, 12, 31))
    suffering = suffers(WORKS, first, last, forecast)
    if first <= forecast <= last:
        assert suffering
    if forecast < first or (forecast - last).days > 16:
        assert not suffering


def test_the_latest_rung_that_has_come_is_the_one() -> None:
    rungs = [(1, date(2026, 11, 24)), (3, date(2026, 11, 26)), (5, date(2026, 11, 30))]
    assert latest(rungs, MONDAY) is None
    assert latest(rungs, date(2026, 11, 29)) == 3
    assert latest(rungs, date(2027, 1, 1)) == 5


@given(st.sampled_from(list(Health)), DAYS, PERCENT, st.text(max_size=60))
def test_no_report_ever_moves_the_baseline_or_the_planned_day(
    health: Health, forecast: date, percent: Decimal, sentence: str
) -> None:
    try:
        after, change = check.report(KNOWN, Said(health, forecast, percent, sentence), PROJECT, MONDAY, ENGLISH)
    except Refused as refused:
        refused_under(refused, "day", "health", "percent", "sentence")
        return
    assert (after.baseline, after.planned, after.version) == (KNOWN.baseline, KNOWN.planned, KNOWN.version)
    assert change is (Change.MOVED if forecast != KNOWN.forecast else Change.UPDATED)
    assert MONDAY <= after.forecast <= date(2027, 3, 31)
    assert after.percent >= KNOWN.percent or after.sentence
    assert after.open


@given(DAYS, st.text(max_size=60))
def test_done_is_never_in_the_future_and_always_complete(on: date, sentence: str) -> None:
    try:
        after = check.finished(KNOWN, on, sentence, PROJECT, MONDAY, ENGLISH)
    except Refused as refused:
        assert on > MONDAY or on < PROJECT.starts
        refused_under(refused, "day")
        return
    assert (after.done_on, after.forecast, after.percent, after.health) == (on, on, Decimal(100), Health.DONE)
    assert after.baseline == KNOWN.baseline


@given(st.text(max_size=12))
def test_a_number_is_read_exactly_or_refused(text: str) -> None:
    try:
        found = check.number(text, "percent", Decimal(100))
    except Refused:
        return
    assert Decimal(0) <= found <= Decimal(100)
    assert found.as_tuple().exponent in (0, -1, -2)


@pytest.mark.parametrize(
    ("text", "value"), [("40", "40"), ("40 %", "40"), ("12,5", "12.5"), (" 0 ", "0"), ("100", "100")]
)
def test_numbers_as_people_write_them(text: str, value: str) -> None:
    assert check.number(text, "percent", Decimal(100)) == Decimal(value)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (KNOWN, {"day": date(2026, 11, 22)}),
        (replace(KNOWN, forecast=date(2026, 11, 20)), {}),
        (KNOWN, {"percent": Decimal(10)}),
        (KNOWN, {"health": Health.OFF_TRACK}),
        (KNOWN, {"sentence": "x" * 1001}),
    ],
)
def test_reports_that_need_more_are_refused(known: Milestone, said: dict[str, Any]) -> None:
    plain: dict[str, Any] = {"health": Health.ON_TRACK, "day": known.forecast, "percent": known.percent, "sentence": ""}
    plain |= said
    with pytest.raises(Refused):
        check.report(
            known, Said(plain["health"], plain["day"], plain["percent"], plain["sentence"]), PROJECT, MONDAY, ENGLISH
        )


def test_the_machine_s_states_are_those_of_health() -> None:
    assert {state_of(health) for health in Health} == set(State)
    for verb in MACHINE.verbs:
        assert verb in NEEDS
    assert {grant.permission for grant in POLICY.grants} == set(NEEDS.values())


@pytest.mark.parametrize(
    ("day", "locale", "said"),
    [
        (date(2027, 4, 1), ENGLISH, "The project ends on Wed, 31 Mar 2027"),
        (date(2027, 4, 1), GERMAN, "The project ends on Mi., 31. März 2027"),
        (date(2026, 11, 20), GERMAN, "Fr., 20. Nov. 2026 has passed"),
    ],
)
def test_a_refusal_names_days_the_way_its_reader_writes_them(day: date, locale: Locale, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check.within(day, PROJECT, MONDAY, locale)
