"""The bot follows the rehearsal's clock: a clock that nobody moves is no clock that is lost."""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from bot import rehearse
from bot.clock import FollowedClock
from bot.rehearse import ClockFollower

LONG = 60.0
"""Seconds that something may take on a busy machine; what is waited for comes by itself, mostly at once."""
READING = {"now": "2026-11-23T09:00:00+00:00", "paused": True, "speed": 1.0}
LATER = READING | {"now": "2026-11-30T09:00:00+00:00"}
LINE, MOVED = (f"data: {json.dumps(one)}\n".encode() for one in (READING, LATER))


class Stream(BytesIO):
    """Says its lines, then fails as it is told to, or ends."""

    def __init__(self, lines: list[bytes], fails: Exception | None = None) -> None:
        super().__init__()
        self._lines, self._fails = lines, fails

    def __iter__(self) -> "Iterator[bytes]":
        yield from self._lines
        if self._fails:
            raise self._fails


def quiet() -> Stream:
    """One reading, and then a minute in which nobody moves the clock."""
    return Stream([LINE], TimeoutError("timed out"))


def test_a_clock_that_nobody_moves_is_read_anew_and_nothing_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert followed(monkeypatch, [quiet, quiet, quiet]) == []


def test_a_move_after_a_silence_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FollowedClock()
    assert followed(monkeypatch, [quiet, lambda: Stream([LINE, b"\n", MOVED], TimeoutError())], clock) == []
    assert clock.now() == datetime(2026, 11, 30, 9, tzinfo=UTC)


def refused() -> Stream:
    """Nobody answers there."""
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    "gone",
    [refused, lambda: Stream([], TimeoutError()), lambda: Stream([b"data: nonsense\n"])],
    ids=["refused", "silent", "nonsense"],
)
def test_a_clock_that_is_lost_is_said_once_and_so_is_its_return(
    monkeypatch: pytest.MonkeyPatch, gone: Callable[[], Stream]
) -> None:
    assert followed(monkeypatch, [quiet, gone, gone, quiet]) == ["clock.lost", "clock.found"]


def test_a_workspace_that_ends_its_stream_is_asked_again_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert followed(monkeypatch, [lambda: Stream([LINE]), quiet]) == []


def followed(
    monkeypatch: pytest.MonkeyPatch, streams: list[Callable[[], Stream]], clock: FollowedClock | None = None
) -> list[str]:
    """What is logged while these are what the workspace answers, one after another."""
    left, done = iter(streams), threading.Event()
    follower = ClockFollower("http://127.0.0.1:1/rehearsal/clock", clock or FollowedClock())
    monkeypatch.setattr(follower, "_ending", Impatient())

    def answer(address: str, timeout: float) -> Any:
        if not address.endswith("/stream"):
            return BytesIO(json.dumps(READING).encode())
        assert timeout
        following = next(left, None)
        if following is None:
            follower.stop()
            done.set()
            return Stream([])
        return following()

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    monkeypatch.setattr(rehearse, "log", log := Log())
    follower.start()
    assert done.wait(LONG)
    return log.events


class Log:
    """Keeps what is logged, however logging is set up in this process."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def warning(self, event: str, **_facts: object) -> None:
        self.events.append(event)

    info = warning


class Impatient(threading.Event):
    """Does not wait before the next attempt."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(min(timeout or 0, 0.001))
