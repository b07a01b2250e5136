"""A loop whose work goes wrong: said once, tried again, and never in a hurry."""

import threading
from collections.abc import Callable

import pytest
import structlog

from bot.schedule import Loop
from tests.faults.laboratory import until


def loop(work: Callable[[], object], nudge: threading.Event) -> Loop:
    return Loop("work", work, nudge, lambda: 0.0)


def test_what_fails_in_the_same_way_again_and_again_is_said_once_and_so_is_that_it_is_over() -> None:
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        if len(tried) <= 3:
            raise OSError("database or disk is full")

    going = loop(work, threading.Event())
    with structlog.testing.capture_logs() as logged:
        going.start()
        until(lambda: len(tried) > 4, "it works again")
        going.stop()
    said = [(entry["event"], entry.get("failures")) for entry in logged]
    assert said == [("loop.failed", None), ("loop.recovered", 3)]


def test_something_else_that_goes_wrong_is_said_too() -> None:
    reasons = ["one", "one", "two"]

    def work() -> None:
        if reasons:
            raise OSError(reasons.pop(0))

    going = loop(work, threading.Event())
    with structlog.testing.capture_logs() as logged:
        going.start()
        until(lambda: [entry for entry in logged if entry["event"] == "loop.recovered"], "it works again")
        going.stop()
    assert [entry["event"] for entry in logged] == ["loop.failed", "loop.failed", "loop.recovered"]


def test_a_nudge_does_not_hurry_what_just_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.schedule.PAUSES", (3600.0,))
    tried, nudge = [], threading.Event()

    def work() -> None:
        tried.append(1)
        raise OSError("full")

    going = loop(work, nudge)
    with structlog.testing.capture_logs():
        going.start()
        until(lambda: tried, "it was tried")
        nudge.set()
        going.stop()
    assert len(tried) == 1
