"""Deliveries over HTTP: signed, retried with Slack's headers, and what odd answers come to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from rehearsal.model import OnMessage
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.tickets import Timing
from tests.rehearsal.bolt_app import SECRET, card, leave_modal, scenario
from tests.waiting import until

QUICK = Timing(ack=60.0, event_retries=(0.05, 0.05, 0.05))


@dataclass
class Endpoint:
    """An app's request URL, which answers what a test tells it to."""

    status: int = 200
    body: str = ""
    kind: str = "text/plain"
    headers: dict[str, str] = field(default_factory=dict)
    hung: threading.Event | None = None
    """Until it is set, nothing is answered."""
    requests: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def answers(self, body: str, kind: str = "application/json", status: int = 200, **headers: str) -> None:
        self.body, self.kind, self.status, self.headers = body, kind, status, headers


@contextmanager
def listening(endpoint: Endpoint) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.requests.append((dict(self.headers.items()), sent))
            if endpoint.hung:
                endpoint.hung.wait()
            content = endpoint.body.encode()
            self.send_response(endpoint.status)
            self.send_header("Content-Type", endpoint.kind)
            self.send_header("Content-Length", str(len(content)))
            for name, value in endpoint.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
        server.shutdown()
        thread.join()


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
def quick(endpoint: Endpoint) -> Iterator[Serving]:
    with listening(endpoint) as url, Serving(build(scenario(request_url=url), timing=QUICK)) as server:
        yield server


def test_a_command_is_a_signed_form(quick: Serving, endpoint: Endpoint) -> None:
    assert quick.workspace.person("ann").type("general", "/leave 1 < 2").ok
    headers, body = endpoint.requests[0]
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body)["text"] == ["1 &lt; 2"]
    assert "X-Slack-Retry-Num" not in headers


def test_an_interaction_is_json_in_a_form_and_an_event_is_json(quick: Serving, endpoint: Endpoint) -> None:
    workspace = quick.workspace
    app = next(iter(workspace.apps.values()))
    view = workspace.views.open(app, "U0ANN", leave_modal())
    assert workspace.person("ann").submit(view.id, {"first": {"first": "2026-12-24"}}).outcome == "closed"
    payload = json.loads(parse_qs(endpoint.requests[0][1])["payload"][0])
    assert payload["type"] == "view_submission"
    assert payload["view"]["state"]["values"] == {
        "first": {"first": {"type": "datepicker", "selected_date": "2026-12-24"}},
        "reason": {"reason": {"type": "plain_text_input", "value": None}},
        "half": {"half": {"type": "static_select", "selected_option": None}},
    }
    workspace.person("ann").type("general", "Hello")
    until(lambda: len(endpoint.requests) == 2)
    headers, body = endpoint.requests[1]
    assert (headers["Content-Type"], json.loads(body)["type"]) == ("application/json", "event_callback")


def test_an_event_that_fails_is_retried_with_slacks_headers(quick: Serving, endpoint: Endpoint) -> None:
    endpoint.answers("", status=500)
    quick.workspace.person("ann").type("general", "Hello")
    until(lambda: len(endpoint.requests) == 4)
    marks = [
        (headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in endpoint.requests
    ]
    assert marks == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    time.sleep(0.2)
    assert len(endpoint.requests) == 4


def test_an_app_may_forbid_retries_and_a_command_has_none(quick: Serving, endpoint: Endpoint) -> None:
    endpoint.answers("", status=404, X_Slack_No_Retry="1")
    quick.workspace.person("ann").type("general", "Hello")
    assert not quick.workspace.person("ann").type("general", "/leave").ok
    time.sleep(0.4)
    assert len(endpoint.requests) == 2


@pytest.mark.parametrize(
    ("body", "kind", "status", "explanation"),
    [
        ("{", "application/json", 200, "invalid_json"),
        ("[]", "application/json", 200, "json_not_object"),
        ("", "text/plain", 404, "http_client_error"),
        ("", "text/plain", 503, "http_service_error"),
        ('{"response_type": "loud", "text": "x"}', "application/json", 200, "invalid_response_type"),
        ('{"blocks": [{"type": "section"}], "text": "x"}', "application/json", 200, "invalid_blocks"),
    ],
)
def test_a_bad_answer_to_a_command_is_explained_by_slackbot(
    quick: Serving, endpoint: Endpoint, body: str, kind: str, status: int, explanation: str
) -> None:
    endpoint.answers(body, kind, status)
    sent = quick.workspace.person("ann").type("general", "/leave")
    assert not sent.ok
    assert explanation in sent.explanation
    assert quick.workspace.ephemerals[-1].text == sent.explanation
    assert quick.workspace.inspector.exchanges(name="/leave")[0].status == "refused"


def test_plain_text_answers_a_command(quick: Serving, endpoint: Endpoint) -> None:
    endpoint.answers("Thanks", "text/plain")
    assert quick.workspace.person("ann").type("general", "/leave").ok
    assert quick.workspace.ephemerals[-1].text == "Thanks"


def test_an_app_that_hangs_is_given_up(endpoint: Endpoint) -> None:
    endpoint.hung = threading.Event()
    with listening(endpoint) as url, Serving(build(scenario(request_url=url), timing=replace(QUICK, ack=1))) as server:
        sent = server.workspace.person("ann").type("general", "/leave")
        endpoint.hung.set()
    assert not sent.ok
    assert "did not respond" in sent.explanation


def test_nobody_at_the_request_url_is_explained() -> None:
    with Serving(build(scenario(request_url="http://127.0.0.1:9/"), timing=QUICK)) as server:
        sent = server.workspace.person("ann").type("general", "/leave")
        assert "Nobody listens at http://127.0.0.1:9/" in sent.explanation


def test_a_press_carries_its_message_its_state_and_what_was_pressed(quick: Serving, endpoint: Endpoint) -> None:
    workspace = quick.workspace
    app = next(iter(workspace.apps.values()))
    dm = workspace.open_direct(["U0BOSS", app.bot_user])
    blocks = tuple(card("U0ANN", "today"))
    message = workspace.post(dm.id, app.bot_user, text="x", blocks=blocks, app_id=app.id, bot_id=app.bot_id)
    boss = workspace.person("boss")
    assert boss.press(OnMessage(dm.id, message.ts), "decide", "approve").ok
    until(lambda: any("block_actions" in body for _, body in endpoint.requests))
    sent = next(body for _, body in endpoint.requests if "block_actions" in body)
    payload: dict[str, Any] = json.loads(parse_qs(sent)["payload"][0])
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == (
        *("approve", "decide", "17"),
        "button",
    )
    assert payload["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": dm.id,
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == message.ts
    assert payload["channel"] == {"id": dm.id, "name": "directmessage"}
    assert payload["state"] == {"values": {}}
    assert payload["response_url"].startswith(workspace.address)
