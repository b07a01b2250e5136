"""The bench in a tiny form: every contestant accepts what it is sent, keeps what it acked, and is put in the tables."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from benchmarks import report
from benchmarks.load import Outcome, is_acceptance
from benchmarks.race import Lane
from benchmarks.signed import DAYS_EACH, PEOPLE, SECRET, requests, working_days
from bot.gate import Gate

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[2]


def parts(request: bytes) -> tuple[dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = (line.partition(": ") for line in head.decode().split("\r\n")[1:])
    return {name.lower(): value for name, _, value in lines}, body


def test_each_request_passes_the_gate_and_is_about_another_person_or_day() -> None:
    seen = set()
    for request in [*requests(0, 3, TODAY), *requests(PEOPLE, 3, TODAY)]:
        headers, body = parts(request)
        assert int(headers["content-length"]) == len(body)
        payload = Gate(SECRET).admit(headers, body)
        assert payload == json.loads(parse_qs(body.decode())["payload"][0])
        values = payload["view"]["state"]["values"]
        seen.add((payload["user"]["id"], values["first"]["leave:preview"]["selected_date"], payload["view"]["id"]))
    assert len(seen) == 6
    assert len({person for person, _, _ in seen}) == 3


def test_more_requests_than_there_are_days_are_refused_beforehand() -> None:
    with pytest.raises(ValueError, match="ask for less"):
        requests(PEOPLE * DAYS_EACH - 1, 2, TODAY)


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 2), date(2027, 12, 31)])
def test_the_days_asked_for_lie_ahead_and_are_worked_everywhere(today: date) -> None:
    days = working_days(today)
    assert len(set(days)) == DAYS_EACH
    assert all(day > today and day.weekday() < 5 for day in days)
    assert not {day for day in days if (day.month, day.day) == (3, 8)}, "a holiday in Berlin"


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", True),
        (b'HTTP/1.1 200 OK\r\n\r\n{"response_action": "errors", "errors": {"first": "no"}}', False),
        (b"HTTP/1.1 500 Internal Server Error\r\n\r\n", False),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\nstale", False),
    ],
)
def test_only_a_modal_that_closes_counts_as_an_acceptance(answer: bytes, accepted: bool) -> None:  # noqa: FBT001 - a table
    assert is_acceptance(answer) is accepted


def lane(name: str, seconds: float, latency: float) -> Lane:
    burst = Outcome(sent=100, accepted=100, seconds=seconds, latencies=[latency] * 100)
    return Lane(name, None, Path(), bursts={16: [burst], 1: [burst]}, cpu={16: 1.0, 1: 1.0})  # type: ignore[arg-type] # no process


def test_figures_are_missed_or_reached_by_the_ratios_between_contestants() -> None:
    naive, slow, fast = lane("naive", 10.0, 1.0), lane("ours", 2.0, 0.2), lane("ours", 0.5, 0.01)
    missed = [reached for _, reached in report.figures({"naive": naive, "ours": slow}, None)]
    assert missed == [False, False]
    assert [reached for _, reached in report.figures({"naive": naive, "ours": fast}, None)] == [True, True]


def test_every_contestant_keeps_what_it_acked() -> None:
    names = ("default", "inline", "naive", "alike", "ours", "delivering")
    chosen = [part for name in names for part in ("--only", name)]
    command = [sys.executable, "-m", "benchmarks", "--seconds", "0.3", "--rounds", "1", *chosen]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=390, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stdout + done.stderr
    for connections in ("16 connections", "1 connection"):
        assert connections in done.stdout
    for name in names:
        row = rf"^  {re.escape(report.NAMES[name])} +\d+ +[\d.]+ +[\d.]+ "
        assert len(re.findall(row, done.stdout, re.MULTILINE)) == 2, done.stdout
    for kept in re.findall(r"acks (\d+); rows: \w+ (\d+)", done.stdout):
        assert int(kept[0]) == int(kept[1]) > 0, done.stdout
