"""What no Slack would send, and what a forger might, over HTTP: nothing is written, and nobody is told."""

import hashlib
import hmac
import http.client
import json
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
from tests.faults.letterbox import Letterbox, letterbox
from tests.faults.payloads import asking, press, submission
from tests.ports import free_port
from workflows import WORKFLOWS

ANN, BEA, PRIYA, DANIEL, STRANGER = "U0ANN0001", "U0BEA0004", "U0PRI0011", "U0DAN0018", "U0NOBODY9"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Office:
    """A running bot, spoken to over HTTP by whoever knows the address."""

    def __init__(self, running: Running, serving: Serving, checker: Checker, box: Letterbox) -> None:
        self.running, self.checker, self.box = running, checker, box
        self._workspace = serving.workspace
        self._port = running.server.port

    def knocks(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Send these very bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
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

    def presses(self, user: str, action: str, value: str) -> str:
        """Press a button as Slack would say it; what the one who pressed is told privately."""
        self.sends({**press(user, action, value), "response_url": self.box.url})
        return self.box.next()

    def submits(self, user: str, callback: str, metadata: str, reason: str = "Because.") -> str:
        """Submit a modal with a reason; what stands under it, or in its place."""
        return told(self.sends(submission(user, callback, metadata, reason)))

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
        """All rows of all tables but the seals, which come a second later; and all that Slack was told to show."""
        tables = [(name, table) for name, table in SQLModel.metadata.tables.items() if name != "audit_seal"]
        with self.running.bot.store.engine.connect() as connection:
            rows = {name: sorted(map(str, connection.execute(select(table)))) for name, table in tables}
        messages = [str(message) for place in self._workspace.messages.values() for message in place.values()]
        return rows, messages


def told(answer: str) -> str:
    """What an answered submission shows: the words under its field, or in its place."""
    said = json.loads(answer)
    if said["response_action"] == "errors":
        (text,) = said["errors"].values()
        return str(text)
    return str(said["view"]["blocks"][0]["text"]["text"])


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
    with Serving(workspace) as serving, letterbox() as box:
        running = Running(build(_settings(serving.api_url, database), clock=clock))
        load_once(running.bot.store, SAMPLE)
        running.start()
        running.bot.ticks.tick()  # what is due anyway is queued by then, whenever the bot's own first look comes
        yield Office(running, serving, Checker(database, workspace, {}), box)
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


UNKNOWN = "I can't find that leave any more. `/leave list` shows yours."
CHANGED = "This request has changed since you last saw it. `/leave list` shows how it stands."
OUT_OF_USE = "That button is from an older version of me. Open the current one from my Home tab."
NO_SUBJECT = "I can't tell what that is about. Open it again from my Home tab."
FORGED = {
    "999999.1": UNKNOWN,
    "999999999999999999.1": UNKNOWN,
    "1.2": CHANGED,
    "1.999999999": CHANGED,
    "1.0": NO_SUBJECT,
    "-1.1": NO_SUBJECT,
    "١.١": NO_SUBJECT,
    "1": NO_SUBJECT,
}
"""What a button's value could be made to say, and what whoever presses it reads."""


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("value", FORGED)
@pytest.mark.parametrize("verb", ["approve", "decline", "cancel_for", "approve_cancel", "suggest"])
def test_a_forged_value_in_a_button_decides_nothing_and_whoever_presses_reads_why(
    office: Office, verb: str, value: str
) -> None:
    assert office.presses(BEA, f"leave:{verb}", value) == FORGED[value]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("value", ["x", "1.1; drop table person", "9" * 2000, "None", "{}"])
@pytest.mark.parametrize("verb", ["approve", "decline", "shorten_for", "suggest", "no_concern", "concern"])
def test_nonsense_in_a_button_or_in_metadata_decides_nothing_and_is_answered(
    office: Office, verb: str, value: str
) -> None:
    assert office.presses(BEA, f"leave:{verb}", value) == NO_SUBJECT
    assert office.submits(BEA, f"leave:{verb}", value) == NO_SUBJECT


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("verb", ["approve", "decline", "shorten_for", "suggest", "no_concern", "concern"])
def test_a_button_about_nothing_and_one_with_a_hidden_character_decide_nothing_and_are_answered(
    office: Office, verb: str
) -> None:
    nothing = "I can't find that question any more." if "concern" in verb else UNKNOWN
    assert office.presses(BEA, f"leave:{verb}", "") == nothing
    assert office.submits(BEA, f"leave:{verb}", "") == nothing
    assert office.presses(BEA, f"leave:{verb}", "1.1\x00").startswith("That holds hidden characters")
    assert office.submits(BEA, f"leave:{verb}", "1.1\x00") == NO_SUBJECT


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("who", [ANN, PRIYA])
def test_whoever_may_not_decide_decides_nothing_and_reads_whose_it_is_to_do(
    office: Office, waiting: str, who: str
) -> None:
    said = (
        "You can't do that: it is for their operations manager, the standing deputy or whoever was asked to decide. "
        "Ask them, or see what you can do with `help` after the command."
    )
    assert office.presses(who, "leave:approve", waiting) == said
    assert office.presses(who, "leave:approve_first", waiting) == said
    assert office.submits(who, "leave:decline", waiting) == said
    assert office.submits(who, "leave:suggest", waiting) == said


@pytest.mark.usefixtures("untouched", "waiting")
@pytest.mark.parametrize("who", [ANN, BEA, PRIYA])
def test_a_question_to_a_project_manager_is_answered_by_nobody_it_was_forwarded_to(office: Office, who: str) -> None:
    said = (
        "You can't do that: it is for their project manager. "
        "Ask them, or see what you can do with `help` after the command."
    )
    assert office.presses(who, "leave:no_concern", "1.1") == said
    assert office.presses(who, "leave:concern", "1.1") == said
    assert office.submits(who, "leave:concern", "1.1") == said


@pytest.mark.usefixtures("untouched", "waiting")
def test_a_concern_without_words_or_with_too_many_is_kept_back(office: Office) -> None:
    for words, said in (
        ("", "Please say what your concern is, or press “No concern”."),
        ("x" * 301, "That is 301 characters; please keep it under 300."),
        ("all \u202e well", "That holds hidden characters"),
    ):
        forged = submission(DANIEL, "leave:concern", "1.1", "")
        forged["view"]["state"]["values"] = {"concern": {"leave:concern": {"type": "plain_text_input", "value": words}}}
        forged["view"]["blocks"] = [{"type": "input", "block_id": "concern"}]
        assert json.loads(office.sends(forged))["errors"]["concern"].startswith(said)


@pytest.mark.usefixtures("untouched")
def test_a_suggestion_of_days_that_are_none_is_kept_back(office: Office, waiting: str) -> None:
    for first, last, said in (
        ("yesterday", "2027-01-20", {"first": "That is not a date. Please pick one."}),
        ("2027-01-20", None, {"last": "Please pick a day."}),
        (None, None, {"reason": "Please pick other days, or write what should be different."}),
        ("2027-01-13", "2027-01-13", {"reason": "Please pick other days, or write what should be different."}),
        ("9999-12-31", "9999-12-31", {"first": "That is too far away: the calendar reaches from 2025 to 2028."}),
    ):
        forged = submission(BEA, "leave:suggest", waiting, "")
        forged["view"]["state"]["values"] |= {
            "first": {"leave:first": {"type": "datepicker", "selected_date": first}},
            "last": {"leave:last": {"type": "datepicker", "selected_date": last}},
        }
        forged["view"]["blocks"] = [{"type": "input", "block_id": block} for block in ("first", "last", "reason")]
        assert json.loads(office.sends(forged))["errors"] == said


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", ["leave:explode", "leave", "", ":", "approve", "leave:" * 40, "other:approve"])
def test_a_verb_nobody_knows_does_nothing_and_says_so(office: Office, waiting: str, name: str) -> None:
    assert office.presses(BEA, name, waiting) == OUT_OF_USE
    assert office.submits(BEA, name, waiting) == OUT_OF_USE


NO_DATE = {"first": "That is not a date. Please pick one."}
TOO_FAR = {"first": "That is too far away: the calendar reaches from 2025 to 2027."}
NO_TYPE = {"leave_type": "There is no such kind of leave. Please pick one from the list."}


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("day", ["", "2027-02-30", "yesterday", "0000-01-01", "9999-12-31", "2027-01-13T00:00", "١"])
@pytest.mark.parametrize("leave_type", ["annual", "holiday", "", "\x00"])
def test_a_forged_modal_asks_for_nothing_and_says_under_which_field_why(
    office: Office, day: str, leave_type: str
) -> None:
    expected = NO_DATE
    if day == "9999-12-31":
        expected = TOO_FAR if leave_type == "annual" else NO_TYPE
    assert json.loads(office.sends(asking(PRIYA, day, leave_type)))["errors"] == expected


@pytest.mark.usefixtures("untouched")
def test_nobody_asks_in_the_name_of_somebody_who_is_not_theirs(office: Office) -> None:
    forged = asking(PRIYA, "2027-02-10")
    forged["view"]["state"]["values"]["person"] = {"leave:preview": {"type": "users_select", "selected_user": ANN}}
    assert told(office.sends(forged)) == (
        "You can't do that: it is for the person themselves, their operations manager, the standing deputy or a people "
        "admin. Ask them, or see what you can do with `help` after the command."
    )


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
    said = "I don't know you yet, so nothing was done."  # whom to ask follows as soon as Slack was asked who it is
    assert office.presses(STRANGER, "leave:approve", waiting).startswith(said)
    assert office.submits(STRANGER, "leave:decline", waiting).startswith(said)
    office.waits()
    assert [vars(one) for one in office.checker.books().requests] == [vars(one) for one in before.requests]
    assert office.checker.books().audit == before.audit


def _settings(api_url: str, database: str) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=api_url,
        database_url=database,
        http_port=free_port(),
        pace_seconds=0.0,
    )
