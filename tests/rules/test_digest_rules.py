"""When a digest is due: tables of nights on which clocks change, and properties over every zone there is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.digest.rules import LATEST, begun, come, first_weekday, moment, read_time, week
from workflows.kernel.errors import Refused

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "America/Santiago",  # changes at midnight
    "Africa/Cairo",  # changes at midnight
    "Asia/Beirut",  # changes at midnight
    "Pacific/Auckland",  # UTC+13 in summer
    "Pacific/Apia",  # UTC+13
    "Asia/Kathmandu",  # a quarter of an hour
    "America/St_Johns",
    "UTC",
)
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "02:30", "2026-03-29T01:30"),  # leapt over: comes when it has leapt
        ("Europe/Berlin", date(2026, 10, 25), "02:30", "2026-10-25T00:30"),  # shown twice: the first time
        ("America/Santiago", date(2026, 9, 6), "00:30", "2026-09-06T04:30"),  # there is no midnight
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:15", "2026-10-03T15:45"),
        ("Pacific/Apia", date(2026, 11, 24), "08:30", "2026-11-23T19:30"),
    ],
)
def test_the_moment_of_a_local_time(zone: str, day: date, at: str, expected: str) -> None:
    assert moment(zone, day, at).astimezone(UTC) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    zone=st.sampled_from(ZONES),
    at=TIMES,
    start=st.integers(0, 5 * 366 * 1440).map(
        lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    steps=st.lists(st.integers(-90, 600), min_size=1, max_size=120),
)
def test_each_local_date_comes_once_and_none_is_left_out(zone: str, at: str, start: datetime, steps: list[int]) -> None:
    """The clock looks now and then, not at all for ten hours, and is set back by up to 90 minutes."""
    done, now = begun(zone, at, start), start
    first, seen = done, []
    for minutes in steps:
        now += timedelta(minutes=minutes)
        for missed in come(zone, at, done, now):
            assert moment(zone, missed.day, at) <= now
            assert not missed.late
            done = missed.day
            seen.append(missed.day)
    assert seen == [first + timedelta(days=n + 1) for n in range(len(seen))]


@given(zone=st.sampled_from(ZONES), at=TIMES, day=st.dates(date(2024, 1, 1), date(2029, 1, 1)))
def test_it_comes_on_the_local_date_it_is_for(zone: str, at: str, day: date) -> None:
    due = moment(zone, day, at).astimezone(UTC)
    assert due.astimezone(ZoneInfo(zone)).date() == day
    assert [missed.day for missed in come(zone, at, day - timedelta(days=1), due)] == [day]
    assert list(come(zone, at, day - timedelta(days=1), due - timedelta(seconds=1))) == []


@given(zone=st.sampled_from(ZONES), at=TIMES, hours=st.integers(0, 400))
def test_more_than_twelve_hours_late_is_too_late(zone: str, at: str, hours: int) -> None:
    day = date(2026, 11, 24)
    now = moment(zone, day, at) + timedelta(hours=hours)
    late = {missed.day: missed.late for missed in come(zone, at, day - timedelta(days=1), now.astimezone(UTC))}
    assert late.get(day, True) == (timedelta(hours=hours) > LATEST)
    assert sum(not one for one in late.values()) <= 1


def test_who_comes_late_to_the_day_begins_with_the_next_one() -> None:
    morning = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert begun("Europe/London", "08:30", morning) == date(2026, 11, 23)
    assert begun("Europe/London", "10:00", morning) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "time"), [("7:15", "07:15"), ("23:59", "23:59"), (" 8.30 ", "08:30"), ("0:00", "00:00")]
)
def test_a_time_is_read_as_people_write_it(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["", "soon", "24:00", "8:60", "8", "08:30:00", "-1:00", "٠٨:٣٠x"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="such as 08:30"):
        read_time(text)


def test_weeks_begin_where_people_are() -> None:
    sunday = date(2026, 11, 29)
    assert week(sunday, 0) == (date(2026, 11, 23), sunday)
    assert week(sunday, 6) == (sunday, date(2026, 12, 5))


@pytest.mark.parametrize(
    ("locale", "weekday"),
    [("en_GB", 0), ("en-US", 6), ("de_US", 6), ("de", 0), ("fr-CH", 0), ("ar_EG", 5), ("zh_Hans_CN", 0), ("xx_QQ", 0)],
)
def test_weeks_begin_as_where_one_is_in_whatever_language(locale: str, weekday: int) -> None:
    assert first_weekday(locale) == weekday
