"""The workspace's clock: moved in the words of people, followed by streams, and never making two messages one."""

import http.client
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.client import RehearsalClient
from rehearsal.clock import WEEKDAYS, Clock, UnreadableTimeError, spoken
from rehearsal.scenario import build
from rehearsal.server import Serving
from tests.rehearsal.bolt_app import scenario

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 16:00 in Berlin


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("tomorrow 09:00", "2026-11-24T08:00:00+00:00"),
        ("tomorrow", "2026-11-24T08:00:00+00:00"),
        ("Monday 09:00", "2026-11-30T08:00:00+00:00"),
        ("next Monday", "2026-11-30T08:00:00+00:00"),
        ("friday at 8:30", "2026-11-27T07:30:00+00:00"),
        ("17:30", "2026-11-23T16:30:00+00:00"),
        ("14:30", "2026-11-24T13:30:00+00:00"),
        ("in 3 days", "2026-11-26T15:00:00+00:00"),
        ("+ 90 minutes", "2026-11-23T16:30:00+00:00"),
        ("2026-12-24", "2026-12-24T08:00:00+00:00"),
        ("2026-12-24 09:00", "2026-12-24T08:00:00+00:00"),
        ("2026-12-24 09:00 Asia/Tokyo", "2026-12-24T00:00:00+00:00"),
        ("tomorrow 09:00 America/New_York", "2026-11-24T14:00:00+00:00"),
        ("2026-12-24T09:00:00+01:00", "2026-12-24T08:00:00+00:00"),
        ("2027-03-28 09:00", "2027-03-28T07:00:00+00:00"),
        ("tomorrow 09:00 UTC", "2026-11-24T09:00:00+00:00"),
    ],
)
def test_moments_are_understood_as_people_say_them(words: str, moment: str) -> None:
    assert spoken(words, MONDAY, "Europe/Berlin").isoformat() == moment


@pytest.mark.parametrize(
    "words", ["", "soon", "25:00", "tomorrow 9", "monday 09:00 Mars/Olympus", "next", "2026-13-01"]
)
def test_what_is_no_moment_is_refused_with_examples(words: str) -> None:
    with pytest.raises(UnreadableTimeError, match=r"tomorrow 09:00|time zone"):
        spoken(words, MONDAY, "Europe/Berlin")


@given(day=st.sampled_from(WEEKDAYS), now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_weekday_is_the_next_one_and_never_today(day: str, now: datetime) -> None:
    aware = now.replace(tzinfo=UTC)
    moment = spoken(f"{day} 09:00", aware, "UTC")
    assert moment.weekday() == WEEKDAYS.index(day)
    assert 0 < (moment.date() - aware.date()).days <= 7


def test_a_clock_runs_stands_hurries_and_jumps() -> None:
    real = [1_000_000.0]
    clock = Clock(real=lambda: real[0])
    clock.pause()
    real[0] += 100
    assert clock.timestamp() == 1_000_000
    clock.pause(paused=False)
    clock.run_at(60)
    real[0] += 10
    assert clock.timestamp() == 1_000_600
    clock.jump(MONDAY)
    assert clock.now() == MONDAY
    clock.reset()
    assert clock.read().offset == 0


def test_a_clock_is_restored_as_it_was() -> None:
    real = [1_000_000.0]
    clock = Clock(real=lambda: real[0])
    clock.jump(MONDAY)
    saved = clock.saved()
    real[0] += 3600
    later = Clock(real=lambda: real[0])
    later.restore(saved)
    assert later.now() == MONDAY + timedelta(hours=1)


def test_stamps_are_unique_and_grow_though_the_clock_goes_back() -> None:
    workspace = build(scenario())
    ann = workspace.person("ann")
    workspace.clock.pause()
    stamps = [ann.type("general", "one").ts, ann.type("general", "two").ts]
    workspace.clock.jump("2020-01-01")
    stamps += [ann.type("general", "three").ts]
    elsewhere = ann.type("other", "there").ts
    assert stamps == sorted(set(stamps))
    assert float(elsewhere) < float(stamps[0])


def test_the_clock_is_moved_and_followed_by_http() -> None:
    with Serving(build(scenario())) as server:
        client = RehearsalClient(server.url)
        stream = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        stream.request("GET", "/rehearsal/clock/stream")
        response = stream.getresponse()
        before = json.loads(response.readline().removeprefix(b"data: "))
        client.clock.pause()
        response.readline()
        paused = json.loads(response.readline().removeprefix(b"data: "))
        assert (before["paused"], paused["paused"]) == (False, True)
        client.clock.jump("2027-01-04 09:00 Europe/Berlin")
        response.readline()
        jumped = json.loads(response.readline().removeprefix(b"data: "))
        assert jumped["now"] == client.clock.now() == datetime(2027, 1, 4, 8, tzinfo=UTC).timestamp()
        with pytest.raises(AssertionError, match="not a time I can go to"):
            client.clock.jump("whenever")
        stream.close()
