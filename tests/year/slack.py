"""Slack as the bot's client sees it, without a network: every call is answered at once, and every post kept.

What the bot makes of an answer (`bot.slack`), its outbox and its cards are the product's own.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import Lock
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient

from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Post:
    """A message that arrived."""

    at: datetime
    channel: str
    mark: str
    text: str


@dataclass
class Workspace:
    """Everything that was said, to whom and when; outlives the bots that come and go."""

    clock: Clock
    posts: list[Post] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    deactivated: set[str] = field(default_factory=set)
    """Slack ids of accounts that are no more."""
    archived: set[str] = field(default_factory=set)
    """Channels to which nothing can be posted."""
    _guard: Any = field(default_factory=Lock, repr=False)
    _numbers: Any = field(default_factory=lambda: count(1), repr=False)

    def client(self) -> "StandIn":
        """A new client of this workspace."""
        return StandIn(self)

    def answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """What Slack answers; `{"ok": False, "error": …}` for what it refuses."""
        with self._guard:
            self.calls[method] += 1
            if method == "conversations.open":
                return self._opened(str(given["users"]))
            if method == "chat.postMessage":
                return self._posted(given)
            return {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "messages": [], "channels": []}

    def _opened(self, slack_id: str) -> dict[str, Any]:
        if slack_id in self.deactivated:
            return {"ok": False, "error": "user_disabled"}
        return {"ok": True, "channel": {"id": f"D{slack_id}"}}

    def _posted(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = str(given["channel"])
        if channel in self.archived:
            return {"ok": False, "error": "is_archived"}
        if channel[1:] in self.deactivated:
            return {"ok": False, "error": "user_disabled"}
        mark = str(given["metadata"]["event_payload"]["key"])
        self.posts.append(Post(self.clock.now(), channel, mark, str(given.get("text", ""))))
        return {"ok": True, "channel": channel, "ts": f"{next(self._numbers)}.000000"}


class StandIn(WebClient):
    """A client that never leaves the process."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("xoxb-year", retry_handlers=[])
        self._workspace = workspace

    def api_call(self, api_method: str, **request: Any) -> SlackResponse:
        """The answer, or SlackApiError."""
        given = request.get("json") or request.get("params") or request.get("data") or {}
        data = self._workspace.answer(api_method, dict(given))
        answer = SlackResponse(
            client=self, http_verb="POST", api_url=api_method, req_args={}, data=data, headers={}, status_code=200
        )
        if not data["ok"]:
            raise SlackApiError(f"{api_method}: {data['error']}", answer)  # type: ignore[no-untyped-call] # the SDK's
        return answer
