"""What no Slack would send, and what a forger might, over HTTP: nothing is written, and nobody is told."""

import hashlib
import hmac
import http.client
import json
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.app import Running, build
from bot.clock import FollowedClock
from bot.folder.command import load_once
from bot.rehearse import BOT_TOKEN, SAMPLE, SECRET, scenario
from bot.settings import Settings
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from tests.conftest import MONDAY_NINE
from tests.faults.checker import Checker
from tests.faults.laboratory import until
from tests.faults.payloads import asking, press, submission
from workflows import WORKFLOWS

ANN, BEA, PRIYA, STRANGER = "U0ANN0001", "U0BEA0004", "U0PRI0011", "U0NOBODY9"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Office:
    """A running bot, spoken to over HTTP by whoever knows the address."""

    def __init__(self, running: Running, serving: Serving, checker: Checker) -> None:
        self.running, self.checker = running, checker
        self._workspace = serving.workspace
        self._port = running.server.port

    def knocks(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Send these very bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        words = answer.read().decode()
        connection.close()
        return answer.status, words

    def sends(self, payload: dict[str, Any]) -> str:
        """Send an interaction as Slack does; what is answered."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        status, words = self.knocks(body, signed(body))
        assert status == 200, words
        return words

    def waits(self) -> None:
        """Until all that is to be said is said."""
        until(self.checker.settled, "everything is said", self.checker.backlog)

    def asked_by_ann(self) -> str:
        """A request of Ann's that waits for Bea: what its buttons carry."""
        self.sends(asking(ANN, "2027-01-13"))
        self.waits()
        (request,) = self.checker.books().requests
        return f"{request.id}.{request.version}"

    def everything(self) -> tuple[dict[str, list[Any]], list[str]]:
        """All rows of all tables, and all that Slack was told to show to anybody."""
        tables = SQLModel.metadata.tables.items()
        with self.running.bot.store.engine.connect() as connection:
            rows = {name: sorted(map(str, connection.execute(select(table)))) for name, table in tables}
        messages = [str(message) for place in self._workspace.messages.values() for message in place.values()]
        return rows, messages


def signed(body: bytes, kind: str = FORM, secret: str = SECRET, ago: float = 0) -> dict[str, str]:
    """The headers with which Slack would send these bytes, so many seconds ago."""
    stamp = str(int(time.time() - ago))
    digest = hmac.new(secret.encode(), b":".join([b"v0", stamp.encode(), body]), hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample organisation on SQLite, on a Monday morning, with one request that waits."""
    database = f"sqlite:///{tmp_path_factory.mktemp('office') / 'dotted-line.sqlite'}"
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    workspace = build_workspace(scenario(SAMPLE, WORKFLOWS))
    with Serving(workspace) as serving:
        running = Running(build(_settings(serving.api_url, database), clock=clock))
        load_once(running.bot.store, SAMPLE)
        running.start()
        yield Office(running, serving, Checker(database, workspace, {}))
        running.stop()


@pytest.fixture(scope="module")
def waiting(office: Office) -> str:
    """What the buttons of Ann's waiting request carry."""
    return office.asked_by_ann()


@pytest.fixture
def untouched(office: Office, waiting: str) -> Iterator[None]:
    """Whatever the test does, nothing is written, nobody is told, and nothing goes wrong inside."""
    before = office.everything()
    with structlog.testing.capture_logs() as logged:
        yield
        time.sleep(0.05)
    assert [entry["event"] for entry in logged if entry["event"] == "request.failed"] == []
    assert office.everything() == before


BODY = urlencode({"payload": json.dumps(press(BEA, "leave:approve", "1.1"))}).encode()


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": FORM},
        signed(BODY, secret="another"),
        signed(BODY + b" "),
        {**signed(BODY), "X-Slack-Signature": ""},
        {**signed(BODY), "X-Slack-Signature": "v0="},
        {**signed(BODY), "X-Slack-Signature": "é"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "now"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "9" * 40},
        {**signed(BODY), "X-Slack-Request-Timestamp": "-1"},
    ],
    ids=["unsigned", "other secret", "other bytes", "empty", "no digest", "not ascii", "words", "huge", "negative"],
)
def test_what_slack_did_not_sign_is_turned_away(office: Office, headers: dict[str, str]) -> None:
    status, _ = office.knocks(BODY, headers)
    assert status == 401


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("ago", [301, 86400, -400])
def test_what_was_signed_at_another_time_is_turned_away(office: Office, ago: float) -> None:
    status, words = office.knocks(BODY, signed(BODY, ago=ago))
    assert (status, words) == (401, "stale")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, b"[]"),
        (JSON, b"null"),
        (JSON, b"{"),
        (JSON, b"[" * 100_000),
        (JSON, b"\xff\xfe"),
        (JSON, b"{}"),
        (FORM, b"payload=7"),
        (FORM, b"payload=%7B"),
        (FORM, b"payload="),
        (FORM, b"command=/leave"),
        (FORM, b"&" * 500),
        (FORM, b"payload=" + json.dumps({"type": "block_actions", "user": "U1"}).encode()),
        (FORM, b"payload=" + json.dumps({"type": "block_actions", "user": {"id": "U1"}, "actions": []}).encode()),
        (FORM, b"payload=" + json.dumps({"type": "view_submission", "user": {"id": "U1"}}).encode()),
        *((FORM, b"payload=" + json.dumps(press(who, "leave:approve", "1.1")).encode()) for who in ("", "U" * 500)),
    ],
)
def test_what_makes_no_sense_is_turned_away_though_it_is_signed(office: Office, kind: str, body: bytes) -> None:
    status, _ = office.knocks(body, signed(body, kind))
    assert status == 400


@pytest.mark.usefixtures("untouched")
def test_a_body_of_megabytes_is_turned_away(office: Office) -> None:
    body = b"payload=" + b"a" * 1_000_001
    try:
        status, _ = office.knocks(body, signed(body))
    except (ConnectionResetError, BrokenPipeError):  # it hung up before all of it was sent
        return
    assert status == 413


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("value", ["999999.1", "999999999999999999.1", "1.2", "1.999999999", "1.0", "-1.1", "١.١", "1"])
@pytest.mark.parametrize("verb", ["approve", "decline", "cancel_for", "approve_cancel"])
def test_a_forged_value_in_a_button_decides_nothing(office: Office, verb: str, value: str) -> None:
    office.sends(press(BEA, f"leave:{verb}", value))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("value", ["", "x", "1.1; drop table person", "1.1\x00", "9" * 2000, "None", "{}"])
@pytest.mark.parametrize("verb", ["approve", "decline", "shorten_for"])
def test_nonsense_in_a_button_or_in_metadata_decides_nothing(office: Office, verb: str, value: str) -> None:
    office.sends(press(BEA, f"leave:{verb}", value))
    office.sends(submission(BEA, f"leave:{verb}", value, "Because."))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("who", [ANN, PRIYA])
def test_whoever_may_not_decide_decides_nothing(office: Office, waiting: str, who: str) -> None:
    office.sends(press(who, "leave:approve", waiting))
    office.sends(submission(who, "leave:decline", waiting, "Because."))
    office.sends(press(who, "leave:approve_first", waiting))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", ["leave:explode", "leave", "", ":", "approve", "leave:" * 40, "other:approve"])
def test_a_verb_nobody_knows_does_nothing(office: Office, waiting: str, name: str) -> None:
    office.sends(press(BEA, name, waiting))
    office.sends(submission(BEA, name, waiting, "Because."))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("day", ["", "2027-02-30", "yesterday", "0000-01-01", "9999-12-31", "2027-01-13T00:00", "١"])
@pytest.mark.parametrize("leave_type", ["annual", "holiday", "", "\x00"])
def test_a_forged_modal_asks_for_nothing(office: Office, day: str, leave_type: str) -> None:
    assert "errors" in office.sends(asking(PRIYA, day, leave_type))


@pytest.mark.usefixtures("untouched")
def test_nobody_asks_in_the_name_of_somebody_who_is_not_theirs(office: Office) -> None:
    forged = asking(PRIYA, "2027-02-10")
    forged["view"]["state"]["values"]["person"] = {"leave:preview": {"type": "users_select", "selected_user": ANN}}
    assert "errors" in office.sends(forged)


def test_the_same_bytes_twice_within_five_minutes_have_one_effect(office: Office) -> None:
    payload = asking("U0ZOE0007", "2027-01-12")
    body = urlencode({"payload": json.dumps(payload)}).encode()
    headers = signed(body)
    first = office.knocks(body, headers)
    office.waits()
    after = office.everything()
    assert office.knocks(body, headers) == first == (200, "")
    office.waits()
    assert office.everything() == after
    booked = [request for request in office.checker.books().requests if str(request.first) == "2027-01-12"]
    assert len(booked) == 1


def test_a_modal_that_was_changed_and_submitted_again_is_not_taken_for_a_repetition(office: Office) -> None:
    """Who saw an error may change a note before trying again: silence would let them believe that it is kept."""
    payload = asking("U0ZOE0007", "2027-02-09", note="A wedding")
    office.sends(payload)
    assert office.sends(payload) == ""
    payload["view"]["state"]["values"]["reason"]["leave:reason"]["value"] = "Two weddings"
    assert "already asked" in office.sends(payload)


def test_a_replayed_command_and_a_replayed_press_have_one_effect(office: Office) -> None:
    office.sends(asking("U0LUK0008", "2027-01-19"))
    office.waits()
    request = office.checker.books().requests[-1]
    pressed = press(BEA, "leave:approve", f"{request.id}.1")
    typed = {"command": "/leave", "text": "balance", "user_id": ANN, "trigger_id": "1.2.a", "channel_id": "C1"}
    for payload in (urlencode({"payload": json.dumps(pressed)}).encode(), urlencode(typed).encode()):
        headers = signed(payload)
        assert office.knocks(payload, headers)[0] == 200
        office.waits()
        after = office.everything()
        assert office.knocks(payload, headers) == (200, "")
        office.waits()
        assert office.everything() == after


def test_a_stranger_decides_nothing(office: Office, waiting: str) -> None:
    """That they knocked is kept, and nothing else."""
    before = office.checker.books()
    office.sends(press(STRANGER, "leave:approve", waiting))
    office.sends(submission(STRANGER, "leave:decline", waiting, "Because."))
    office.waits()
    assert [vars(one) for one in office.checker.books().requests] == [vars(one) for one in before.requests]
    assert office.checker.books().audit == before.audit


def _settings(api_url: str, database: str) -> Settings:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=api_url,
        database_url=database,
        http_port=port,
        pace_seconds=0.0,
    )
