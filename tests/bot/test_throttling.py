"""When Slack has had enough: of one kind of call, of messages altogether, and of a channel's pace."""

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient
from sqlalchemy import select, update

from bot.claims import CATCH_UP, SLOW_DOWN
from bot.slack import Slack, Throttled
from bot.store import Store
from bot.tables import Pace, database_now
from tests.bot.post import Post
from workflows.kernel.replies import Message

WORDS = Message("Hello")
_pace = Pace.__table__  # type: ignore[attr-defined] # SQLModel's stubs
HELD = select(_pace.c.next_at).where(_pace.c.lane == "channel/C1")
NOW = select(database_now().label("now"))


class Client(WebClient):
    """Takes everything but what it has had enough of."""

    def __init__(self) -> None:
        super().__init__("xoxb-nobody", base_url="http://127.0.0.1:1/")
        self.enough_of: dict[str, int] = {}
        self.called: list[str] = []

    def _answer(self, method: str, **told: Any) -> SlackResponse:
        self.called.append(method)
        wait = self.enough_of.get(method)
        data = {"ok": True, **told} if wait is None else {"ok": False, "error": "ratelimited"}
        headers = {} if wait is None else {"Retry-After": str(wait)}
        answer = SlackResponse(
            client=self, http_verb="POST", api_url="", req_args={}, data=data, headers=headers, status_code=429
        )
        if wait is not None:
            raise SlackApiError("too many", answer)  # type: ignore[no-untyped-call] # the SDK's
        return answer

    def conversations_open(self, **_: Any) -> SlackResponse:
        return self._answer("open", channel={"id": "D1"})

    def chat_update(self, **_: Any) -> SlackResponse:
        return self._answer("update")

    def chat_postMessage(self, **_: Any) -> SlackResponse:  # noqa: N802 - Slack's name
        return self._answer("post", channel="C1", ts="1.0")


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def post(store: Store) -> Post:
    return Post(store)


def test_what_slack_has_had_enough_of_is_not_called_again_before_its_time(client: Client) -> None:
    slack = Slack(client)
    client.enough_of["open"] = 400
    with pytest.raises(Throttled) as first:
        slack.direct("U1")
    with pytest.raises(Throttled) as second:
        slack.direct("U2")
    assert client.called == ["open"]
    assert first.value.seconds == 400
    assert 200 < second.value.seconds <= 400
    assert [one.value.before_all for one in (first, second)] == [False, False], "messages need not wait for that"


def test_what_else_slack_offers_goes_on_meanwhile(client: Client) -> None:
    slack = Slack(client)
    client.enough_of["update"] = 400
    with pytest.raises(Throttled):
        slack.update("C1", "1.0", WORDS)
    with pytest.raises(Throttled):
        slack.update("C1", "1.0", WORDS)
    assert slack.direct("U1") == "D1"
    assert slack.post("C1", WORDS, "mark") == ("C1", "1.0")
    assert client.called == ["update", "open", "post"]


def test_when_the_time_is_over_it_is_called_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slack, now = Slack(client), time.monotonic()
    client.enough_of["open"] = 400
    with pytest.raises(Throttled):
        slack.direct("U1")
    client.enough_of.clear()
    monkeypatch.setattr("bot.slack.time.monotonic", lambda: now + 4_000)
    assert slack.direct("U1") == "D1"


def test_enough_of_messages_is_enough_of_all_and_each_is_asked_for_anew(client: Client) -> None:
    slack = Slack(client)
    client.enough_of["post"] = 400
    for _ in range(2):
        with pytest.raises(Throttled) as refused:
            slack.post("C1", WORDS, "mark")
        assert refused.value.before_all
    assert client.called == ["post", "post"]


def test_a_conversation_that_cannot_be_opened_now_holds_up_nobody_elses_message(post: Post) -> None:
    post.slack.before.append(Throttled(400.0, before_all=False))
    post.queue("a", to="C1")
    post.deliver()
    post.queue("b", to="C2")
    post.deliver()
    assert post.states() == [("a", "queued"), ("b", "sent")]


def test_a_sender_whom_slack_asked_to_be_silent_looks_again_when_that_is_over(post: Post) -> None:
    post.slack.before.append(Throttled(400.0))
    post.queue("a")
    post.deliver()
    post.queue("b", to="C2")
    post.deliver()
    assert post.states() == [("a", "queued"), ("b", "queued")]
    assert 200 < post.sender.pause() <= 400


def test_a_lane_goes_on_from_when_it_was_free_and_not_from_when_its_message_went(post: Post) -> None:
    post.queue("first", to="C1")
    post.deliver()
    free = post.store.read(lambda tx: tx.first(NOW)).now + 1_000
    post.store.write(lambda tx: tx.execute(update(_pace).values(next_at=free)))
    post.store.write(lambda tx: tx.execute(SLOW_DOWN, of_lane="channel/C1", wait=1.0))
    assert post.store.read(lambda tx: tx.first(HELD)).next_at == pytest.approx(free + 1, abs=0.001)


def test_a_lane_that_was_long_free_gains_no_more_than_a_little(post: Post) -> None:
    post.queue("first", to="C1")
    post.deliver()
    post.later()
    before = post.store.read(lambda tx: tx.first(NOW)).now
    post.queue("second", to="C1")
    post.deliver()
    after = post.store.read(lambda tx: tx.first(NOW)).now
    assert post.states()[1] == ("second", "sent")
    held = post.store.read(lambda tx: tx.first(HELD)).next_at
    assert before + 1 - CATCH_UP - 0.01 <= held <= after + 1 - CATCH_UP + 0.01
