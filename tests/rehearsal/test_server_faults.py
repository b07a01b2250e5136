"""Misbehaviour on purpose, rate limits, and what a bot that behaves badly leaves running."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from rehearsal.client import RehearsalClient
from rehearsal.faults import Fault, FaultError, Faults
from rehearsal.limits import Limits
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.tickets import Tickets, Timing
from tests.rehearsal.bolt_app import BOT_TOKEN, LeaveBot, over_socket_mode, plain, scenario
from tests.rehearsal.conftest import Rehearsed
from tests.rehearsal.validation_samples import SAMPLES
from tests.waiting import until


@pytest.fixture
def strict() -> Iterator[Serving]:
    """A workspace with Slack's rate limits."""
    with Serving(build(scenario(limits="slack"))) as server:
        yield server


def sdk(server: Serving, *, timeout: int = 60) -> WebClient:
    return WebClient(token=BOT_TOKEN, base_url=server.api_url, retry_handlers=[], timeout=timeout)


def texts(server: Serving) -> list[str]:
    return [message.text for message in server.workspace.messages["C0GENERAL"].values()]


@pytest.mark.parametrize("kind", ["accept_then_cut", "accept_then_timeout"])
def test_a_message_is_stored_though_the_answer_never_comes(served: Serving, kind: str) -> None:
    RehearsalClient(served.url).faults.add(method="chat.postMessage", kind=kind, seconds=3)
    with pytest.raises(OSError):  # noqa: PT011 - a reset or a time-out, as the operating system words it
        sdk(served, timeout=1).chat_postMessage(channel="C0GENERAL", text="Hello")
    until(lambda: texts(served) == ["Hello"])
    until(lambda: "accept_then" in served.workspace.inspector.exchanges(name="chat.postMessage")[-1].verdict)


def test_a_dropped_call_is_cut_and_not_stored(served: Serving) -> None:
    served.workspace.faults.add(method="chat.*", kind="drop", times=1)
    with pytest.raises(OSError):  # noqa: PT011 - a reset, as the operating system words it
        sdk(served).chat_postMessage(channel="C0GENERAL", text="Hello")
    assert texts(served) == []
    sdk(served).chat_postMessage(channel="C0GENERAL", text="Again")
    assert texts(served) == ["Again"]


@pytest.mark.parametrize(("kind", "status", "error"), [("429", 429, "ratelimited"), ("500", 500, "internal_error")])
def test_a_call_can_be_answered_with_a_status(served: Serving, kind: str, status: int, error: str) -> None:
    served.workspace.faults.add(method="chat.postMessage", kind=kind, seconds=7)
    with pytest.raises(SlackApiError) as refused:
        sdk(served).chat_postMessage(channel="C0GENERAL", text="Hello")
    assert (refused.value.response.status_code, refused.value.response["error"]) == (status, error)
    assert refused.value.response.headers.get("retry-after") == ("7" if status == 429 else None)
    assert texts(served) == []


def test_a_workspace_without_charts_refuses_what_holds_one_and_nothing_else(served: Serving) -> None:
    RehearsalClient(served.url).faults.add(method="chat.*", kind="no_charts")
    sdk(served).chat_postMessage(channel="C0GENERAL", text="Hello")
    with pytest.raises(SlackApiError) as refused:
        sdk(served).chat_postMessage(channel="C0GENERAL", text="Chart", blocks=[SAMPLES["data_visualization"]])
    assert refused.value.response["error"] == "invalid_blocks"
    assert texts(served) == ["Hello"]


def test_a_duplicated_call_is_done_twice_and_a_delayed_one_later(served: Serving) -> None:
    client = RehearsalClient(served.url)
    client.faults.add(method="chat.postMessage", kind="duplicate")
    sdk(served).chat_postMessage(channel="C0GENERAL", text="Hello")
    assert texts(served) == ["Hello", "Hello"]
    client.faults.clear()
    client.faults.add(method="*", kind="delay", seconds=0.3)
    started = time.monotonic()
    sdk(served).auth_test()
    assert time.monotonic() - started > 0.3


def test_a_dropped_event_is_delivered_by_its_retry(rehearsed: Rehearsed) -> None:
    rehearsed.workspace.timing = Timing(ack=1.0, event_retries=(0.1, 0.1, 0.1))
    rehearsed.workspace.faults.add(method="to:message", kind="drop", times=1)
    rehearsed.client.as_user("ann").in_channel("general").types("Hello")
    until(lambda: [body for body in rehearsed.heard if body["event"]["type"] == "message"])
    until(lambda: [one["status"] for one in rehearsed.client.traffic("message")][-1] == "ok")
    first, *others = rehearsed.client.traffic("message")
    assert first["status"] == "late"
    assert {first["request"]["event_id"]} == {other["request"]["event_id"] for other in others}


def test_commands_and_presses_can_arrive_twice(by_socket: Rehearsed) -> None:
    by_socket.workspace.faults.add(method="to:message_action", kind="duplicate")
    ann = by_socket.client.as_user("ann").in_channel("general")
    ann.types("Milk")
    ann.chooses("keep", on="Milk")
    until(lambda: len([m for m in ann.messages() if m["text"] == "Kept: Milk"]) == 2)


def test_a_disconnected_app_comes_back(served: Serving) -> None:
    client = RehearsalClient(served.url)
    ann = client.as_user("ann")
    with over_socket_mode(LeaveBot(served.api_url).app, served.api_url, looks_after=1):
        assert ann.types("/say hello")["ok"]
        client.hang_up()
        assert "no Socket Mode connection" in ann.types("/say hello")["explanation"]
        until(lambda: ann.types("/say hello")["ok"])


@pytest.mark.parametrize(
    ("method", "kind", "rate", "reason"),
    [
        ("*", "explode", 1.0, "There is no fault"),
        ("*", "drop", 0.0, "above 0"),
        ("to:/leave", "429", 1.0, "not for deliveries"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(method: str, kind: str, rate: float, reason: str) -> None:
    with pytest.raises(FaultError, match=reason):
        Faults().add(method=method, kind=kind, rate=rate)


@given(seed=st.integers(), rate=st.floats(min_value=0.01, max_value=1))
def test_the_same_seed_misbehaves_the_same(seed: int, rate: float) -> None:
    runs = []
    for _ in range(2):
        faults = Faults(seed=seed)
        faults.add(method="chat.*", kind=Fault.DROP, rate=rate)
        runs.append([faults.draw("chat.postMessage") is not None for _ in range(50)])
    assert runs[0] == runs[1]
    assert rate < 1 or all(runs[0])


def test_patterns_for_calls_and_for_deliveries_are_apart() -> None:
    faults = Faults()
    faults.add(method="*", kind="drop")
    assert faults.draw("to:/leave") is None
    faults.clear()
    faults.add(method="to:*", kind="drop")
    assert faults.draw("chat.update") is None
    assert faults.draw("to:view_submission") is not None


def test_posting_too_fast_to_one_channel_is_limited_and_says_how_long(strict: Serving) -> None:
    slack = sdk(strict)
    for number in range(3):
        slack.chat_postMessage(channel="C0GENERAL", text=str(number))
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel="C0GENERAL", text="too fast")
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["retry-after"] == "1"
    dm = slack.chat_postMessage(channel="U0ANN", text="another channel")["channel"]
    for name in ("U0ANN", dm):
        slack.chat_postMessage(channel=name, text="the same one")
    with pytest.raises(SlackApiError, match="ratelimited"):
        slack.chat_postMessage(channel=dm, text="too fast")


def test_a_method_of_tier_two_is_limited_after_twenty_calls(strict: Serving) -> None:
    slack = sdk(strict)
    for _ in range(20):
        slack.users_list()
    with pytest.raises(SlackApiError) as refused:
        slack.users_list()
    assert 50 <= int(refused.value.response.headers["retry-after"]) <= 60


@given(calls=st.lists(st.floats(min_value=0, max_value=30), max_size=60), most=st.integers(1, 20))
def test_no_minute_holds_more_calls_than_allowed(calls: list[float], most: int) -> None:
    now = [0.0]
    limits = Limits(monotonic=lambda: now[0])
    allowed = []
    for pause in calls:
        now[0] += pause
        wait = limits.wait_for_call("A", "users.list", most)
        if not wait:
            allowed.append(now[0])
        else:
            assert 1 <= wait <= 60
    for start in allowed:
        assert len([moment for moment in allowed if start <= moment < start + 60]) <= most


def test_deadlines_are_the_documented_ones() -> None:
    timing = Timing()
    assert (timing.ack, timing.trigger, timing.response_url, timing.response_url_uses) == (3, 3, 1800, 5)
    assert len(timing.event_retries) == 3


def test_a_response_url_works_five_times_in_thirty_minutes() -> None:
    now = [0.0]
    tickets = Tickets(Timing(monotonic=lambda: now[0]))
    path = tickets.response_url("A", "U", "C")
    token = path.rpartition("/")[2]
    for _ in range(5):
        assert tickets.redeem_url(token).channel == "C"
    with pytest.raises(Exception, match="used_url"):
        tickets.redeem_url(token)
    late = tickets.response_url("A", "U", "C").rpartition("/")[2]
    now[0] = 1801
    with pytest.raises(Exception, match="expired_url"):
        tickets.redeem_url(late)
    with pytest.raises(Exception, match="invalid_url"):
        tickets.redeem_url("nonsense")


def test_a_trigger_is_old_after_three_seconds() -> None:
    now = [0.0]
    tickets = Tickets(Timing(monotonic=lambda: now[0]))
    trigger = tickets.trigger("A", "U")
    now[0] = 3.1
    with pytest.raises(Exception, match="expired_trigger_id"):
        tickets.redeem_trigger(trigger, "A")
    with pytest.raises(Exception, match="invalid_trigger_id"):
        tickets.redeem_trigger(tickets.trigger("A", "U"), "B")


@pytest.mark.parametrize("reason", ["nonsense", "stranger"])
def test_a_nonsensical_answer_to_a_submission_is_explained_and_the_modal_stays(
    rehearsed: Rehearsed, reason: str
) -> None:
    ann = rehearsed.client.as_user("ann")
    ann.types("/leave")
    result = ann.submits(first="2026-12-24", reason=reason)
    assert result["outcome"] == "failed"
    ann.sees("We had some trouble connecting")
    assert ann.modal is not None
    assert rehearsed.client.traffic("view_submission")[-1]["status"] == "refused"
    assert ann.submits(reason="")["outcome"] == "closed"


RESPONSE_FAULTS = [
    ("429", 429, []),
    ("500", 500, []),
    ("duplicate", 200, ["Hello", "Hello"]),
    ("delay", 200, ["Hello"]),
    ("reorder", 200, ["Hello"]),
    ("disconnect", 200, ["Hello"]),
    ("drop", None, []),
    ("accept_then_cut", None, ["Hello"]),
    ("accept_then_timeout", None, ["Hello"]),
]


@pytest.mark.parametrize(("kind", "status", "said"), RESPONSE_FAULTS)
def test_every_fault_happens_to_a_response_url(served: Serving, kind: str, status: int | None, said: list[str]) -> None:
    workspace = served.workspace
    url = workspace.address + workspace.tickets.response_url(next(iter(workspace.apps)), "U0ANN", "C0GENERAL")
    workspace.faults.add(method="response_url", kind=kind, seconds=0.3, times=1)
    assert webhook_status(url) == status
    assert [message.text for message in workspace.ephemerals] == said
    assert f"Fault 1: {kind}." in workspace.inspector.exchanges(name="response_url")[0].verdict
    assert webhook_status(url) == 200


def webhook_status(url: str) -> int | None:
    """Say something; None when the line was cut."""
    try:
        return WebhookClient(url, retry_handlers=[]).send(text="Hello").status_code
    except OSError:
        return None


def test_a_reordered_call_lets_one_of_another_method_go_first(served: Serving) -> None:
    ts = str(sdk(served).chat_postMessage(channel="C0GENERAL", text="Before")["ts"])
    served.workspace.faults.add(method="chat.*", kind="reorder", seconds=60, times=1)
    with ThreadPoolExecutor(1) as threads:
        held = threads.submit(sdk(served).chat_postMessage, channel="C0GENERAL", text="Held")
        until(lambda: served.workspace.faults.plans() == [])
        sdk(served).chat_update(channel="C0GENERAL", ts=ts, text="After")
        assert texts(served) == ["After"]
        assert held.result(timeout=60)["ok"]
    assert texts(served) == ["After", "Held"]


def test_a_message_without_text_is_refused_on_a_response_url(by_socket: Rehearsed) -> None:
    workspace = by_socket.workspace
    app = next(iter(workspace.apps))
    path = workspace.tickets.response_url(app, "U0ANN", "C0GENERAL")
    url = workspace.address + path
    assert WebhookClient(url).send(text="Hello").status_code == 200
    refused = WebhookClient(url).send(blocks=[{"type": "section", "text": plain("")}], text="x")
    assert refused.status_code == 400
    assert "invalid_blocks" in refused.body
