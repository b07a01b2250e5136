"""The gate in front of Bolt: only what Slack signed, lately, in a shape that has an actor."""

import hmac
import json
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gate import LARGEST, Gate, Turned

SECRET, NOW = "8f742231b10e8888abcd99yyyzzz85a5", 1_800_000_000
GATE = Gate(SECRET, lambda: NOW)
COMMAND = urlencode({"command": "/leave", "text": "", "user_id": "U1", "trigger_id": "1.2"}).encode()
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def signed(body: bytes, *, kind: str = FORM, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, sha256).hexdigest()
    return {"content-type": kind, "x-slack-request-timestamp": str(at), "x-slack-signature": f"v0={digest}"}


def payload(content: Any) -> bytes:
    return urlencode({"payload": json.dumps(content)}).encode()


PRESS = {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "a"}], "trigger_id": "1.2"}
VIEW = {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1"}}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (COMMAND, FORM),
        (payload(PRESS), FORM),
        (payload(VIEW), FORM),
        (json.dumps({"event": {"type": "app_home_opened"}, "event_id": "Ev1"}).encode(), JSON),
        (json.dumps({"type": "url_verification", "challenge": "x"}).encode(), JSON),
        (b"ssl_check=1", FORM),
    ],
)
def test_what_slack_signed_is_let_in(body: bytes, kind: str) -> None:
    assert GATE.admit(signed(body, kind=kind), body)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        (signed(COMMAND, secret="another"), 401),
        (signed(COMMAND, at=NOW - 301), 401),
        (signed(COMMAND, at=NOW + 301), 401),
        (signed(COMMAND) | {"x-slack-signature": "v0=ä"}, 401),
        (signed(COMMAND) | {"x-slack-request-timestamp": "soon"}, 401),
        (signed(COMMAND) | {"x-slack-request-timestamp": "9" * 400}, 401),
    ],
    ids=["unsigned", "another secret", "replayed late", "from the future", "not ascii", "no number", "huge number"],
)
def test_what_slack_did_not_sign_just_now_is_turned_away(headers: dict[str, str], status: int) -> None:
    with pytest.raises(Turned) as turned:
        GATE.admit(headers, COMMAND)
    assert turned.value.status == status


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"[]", JSON),
        (b"{", JSON),
        (b"\xff\xfe", JSON),
        (b"[" * 100_000, JSON),
        (b"payload=[]", FORM),
        (b"payload={", FORM),
        (payload(PRESS | {"user": None}), FORM),
        (payload(PRESS | {"user": {"id": 7}}), FORM),
        (payload(PRESS | {"actions": []}), FORM),
        (payload(PRESS | {"actions": "none"}), FORM),
        (payload(VIEW | {"view": None}), FORM),
        (b"command=/leave&text=", FORM),
        (b"", FORM),
    ],
)
def test_a_signed_request_without_an_actor_or_a_shape_is_turned_away(body: bytes, kind: str) -> None:
    with pytest.raises(Turned) as turned:
        GATE.admit(signed(body, kind=kind), body)
    assert turned.value.status == 400


def test_a_body_of_ten_megabytes_is_turned_away_before_it_is_read() -> None:
    body = b"x" * (10 * LARGEST)
    with pytest.raises(Turned) as turned:
        GATE.admit(signed(body), body)
    assert turned.value.status == 413


@given(st.binary(max_size=300), st.sampled_from([FORM, JSON, "", "text/plain"]))
def test_no_signed_bytes_make_the_gate_stumble(body: bytes, kind: str) -> None:
    assert outcome(signed(body, kind=kind), body) in {"admitted", 400}


@given(st.text())
def test_a_quoted_payload_is_read_as_any_form_is(text: str) -> None:
    content = VIEW | {"typed": text.encode("utf-8", "replace").decode()}
    body = payload(content)
    assert GATE.admit(signed(body), body) == content == json.loads(parse_qs(body.decode())["payload"][0])


@pytest.mark.parametrize("bad", ["%", "%%", "%4", "%zz", "%\n", "\r", "=", ";", "&payload=x"])
def test_a_payload_that_is_not_well_quoted_is_read_as_any_form_is(bad: str) -> None:
    body = payload(VIEW | {"typed": "here"}).replace(b"here", bad.encode())
    expected = parse_qs(body.decode(), keep_blank_values=True)["payload"][0]
    assert outcome(signed(body), body) == ("admitted" if well_formed(expected) else 400)


def well_formed(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def outcome(headers: dict[str, str], body: bytes) -> str | int:
    try:
        GATE.admit(headers, body)
    except Turned as turned:
        return turned.status
    return "admitted"
