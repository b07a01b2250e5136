"""Slack's Web API as the shell uses it, and what each of its refusals means for whoever called.

Decided here: which failures are certain (nothing happened), which leave open whether it happened, which will never
succeed, and which concern the whole connection. What to do about them is decided by the caller.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse, WebClient

from bot.manifest import SCOPES
from bot.meters import METERS, SLACK
from workflows.kernel.replies import Message, Picture, View

METADATA = "dotted_line"
PAGES = 5
CHANNELS = "public_channel,private_channel"

UNTAKEN = frozenset({"invalid_blocks", "invalid_blocks_format"})
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
STOPPING = frozenset(
    {
        "accesslimited",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""What Slack says to every call alike: of the token, its scopes or the workspace, never of one message."""


class Failure(Exception):  # noqa: N818 - its children are the words used
    """A call that brought no answer to use; `reason` is Slack's error name, or the kind of network failure."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreached(Failure):
    """Certainly nothing happened: nobody listened. Try again."""


class Throttled(Failure):
    """Certainly nothing happened: Slack asks to wait `seconds`; before any message, or only before what was tried."""

    def __init__(self, seconds: float, *, before_all: bool = True) -> None:
        super().__init__("ratelimited")
        self.seconds, self.before_all = seconds, before_all


class Ambiguous(Failure):
    """Perhaps it happened. Look before doing it again."""


class Impossible(Failure):
    """It will never succeed as it is: a channel that is gone, blocks Slack does not take."""


class Stopped(Failure):
    """No call will succeed until somebody mends the connection: the token is revoked, a scope is missing."""


class Slack:
    """One workspace, through one bot token."""

    def __init__(self, client: WebClient) -> None:
        self.client = client
        self._direct: dict[str, str] = {}
        self._again_at: dict[str, float] = {}
        """By `time.monotonic()`, for methods that Slack has had enough of; its limits are each method's own."""
        self._team: str | None = None

    def direct(self, slack_id: str) -> str:
        """The channel of the bot's direct messages with this person."""
        known = self._direct.get(slack_id)
        if known is None:
            answer = self._patiently(self.client.conversations_open, users=[slack_id])
            known = self._direct[slack_id] = str(answer["channel"]["id"])
        return known

    def channel(self, named: str) -> str:
        """The id of a channel known by its id or by `#its-name`: only posting takes a name."""
        if not named.startswith("#"):
            return named
        cursor: str | None = None
        for _ in range(PAGES):
            page = call(self.client.conversations_list, types=CHANNELS, exclude_archived=True, limit=999, cursor=cursor)
            for found in page["channels"]:
                if found["name"] == named[1:]:
                    return str(found["id"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        raise Impossible("channel_not_found")

    def user(self, slack_id: str) -> dict[str, Any]:
        """What the workspace knows about an account."""
        return dict(call(self.client.users_info, user=slack_id, include_locale=True)["user"])

    def let_in(self) -> None:
        """Raise Failure unless Slack takes the token, and the token holds every scope (where Slack says which)."""
        headers = {name.lower(): value for name, value in dict(call(self.client.auth_test).headers).items()}
        held = headers.get("x-oauth-scopes")
        if held is not None and not SCOPES.keys() <= {scope.strip() for scope in held.split(",")}:
            raise Stopped("missing_scope")

    def team(self) -> str:
        """The workspace's id."""
        if self._team is None:
            self._team = str(call(self.client.auth_test)["team_id"])
        return self._team

    def with_picture(self, message: Message) -> list[Any]:
        """The message's blocks, and below them its picture, uploaded for this message."""
        blocks = [dict(block) for block in message.blocks]
        if message.picture is None:
            return blocks
        if not blocks:
            blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": message.text[:3000]}}]
        return [*blocks, self._picture(message.picture)]

    def _picture(self, picture: Picture) -> dict[str, Any]:
        png = picture.draw()
        place = call(
            self.client.files_getUploadURLExternal, filename="picture.png", length=len(png), alt_txt=picture.alt[:1000]
        )
        request = Request(place["upload_url"], data=png, headers={"Content-Type": "image/png"}, method="POST")  # noqa: S310 - Slack's own address
        _send(request, self.client.timeout)
        call(self.client.files_completeUploadExternal, files=[{"id": place["file_id"], "title": picture.title}])
        return {
            "type": "image",
            "slack_file": {"id": place["file_id"]},
            "alt_text": picture.alt[:2000],
            "title": {"type": "plain_text", "text": picture.title[:2000]},
        }

    def post(self, channel: str, message: Message, mark: str, thread: str | None = None) -> tuple[str, str]:
        """Post a message that carries this mark; its channel's id, where a name may have stood, and its ts.

        `thread`: the ts of the message under which it is posted.
        """
        answer = self._said(
            message,
            partial(call, self.client.chat_postMessage),
            channel=channel,
            metadata={"event_type": METADATA, "event_payload": {"key": mark}},
            thread_ts=thread,
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["channel"]), str(answer["ts"])

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Change a message in place. Doing it twice is doing it once."""
        self._said(message, partial(self._patiently, self.client.chat_update), channel=channel, ts=ts)

    def _said(self, message: Message, method: Callable[..., SlackResponse], **where: Any) -> SlackResponse:
        """With its charts; without them where Slack does not take those (what it refuses has not happened)."""
        blocks = self.with_picture(message) or None
        try:
            return method(text=message.text, blocks=blocks, **where)
        except Impossible as failure:
            if failure.reason not in UNTAKEN or not message.plain:
                raise
        return method(text=message.text, blocks=[dict(block) for block in message.plain], **where)

    def _patiently(self, method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
        """Call what posts nothing new; not before Slack wants to hear it again, and messages need not wait for that."""
        name = getattr(method, "__name__", "")
        left = self._again_at.get(name, 0.0) - time.monotonic()
        if left > 0:
            raise Throttled(left, before_all=False)
        try:
            return call(method, **arguments)
        except Throttled as wait:
            self._again_at[name] = time.monotonic() + wait.seconds
            raise Throttled(wait.seconds, before_all=False) from wait

    def find(self, channel: str, mark: str, thread: str | None = None) -> str | None:
        """The ts of the message that carries this mark, among the channel's latest; None when it never arrived.

        `thread`: the ts of the message under which it was posted; a channel's history does not show what stands there.
        """
        method = self.client.conversations_history if thread is None else self.client.conversations_replies
        under = {} if thread is None else {"ts": thread}
        cursor: str | None = None
        for _ in range(PAGES):
            page = call(method, channel=channel, include_all_metadata=True, limit=200, cursor=cursor, **under)
            for found in page["messages"]:
                if found.get("metadata", {}).get("event_payload", {}).get("key") == mark:
                    return str(found["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        return None

    def open_view(self, trigger: str, view: View) -> None:
        """Open a modal for whoever the trigger belongs to."""
        call(self.client.views_open, trigger_id=trigger, view=dict(view))

    def push_view(self, trigger: str, view: View) -> None:
        """Put a modal on top of the open one."""
        call(self.client.views_push, trigger_id=trigger, view=dict(view))

    def update_view(self, view_id: str, view: View, version: str | None) -> None:
        """Change an open modal, if it is still the one that `version` (Slack's hash) names."""
        call(self.client.views_update, view_id=view_id, view=dict(view), hash=version)

    def publish_home(self, slack_id: str, view: View) -> None:
        """Show this on the person's App Home."""
        call(self.client.views_publish, user_id=slack_id, view=dict(view))


def call(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """Call a Web API method; a failure is raised as what it means."""
    try:
        return _called(method, arguments)
    except Failure as failure:
        METERS.count(SLACK, type(failure).__name__.lower(), failure.reason)
        raise


def _called(method: Callable[..., SlackResponse], arguments: dict[str, Any]) -> SlackResponse:
    try:
        return method(**arguments)
    except SlackApiError as error:
        raise _meaning(error) from error
    except URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise Unreached("connection_refused") from error
        raise Ambiguous(type(error.reason).__name__) from error
    except (OSError, HTTPException, json.JSONDecodeError) as error:
        raise Ambiguous(type(error).__name__) from error


def _send(request: Request, timeout: float) -> None:
    try:
        with urlopen(request, timeout=timeout):  # noqa: S310 - Slack's own address
            return
    except OSError as error:
        raise Unreached(type(error).__name__) from error


def _meaning(error: SlackApiError) -> Failure:
    answer = error.response
    status = getattr(answer, "status_code", 0)
    reason = _reason(answer)
    if status == 429 or reason == "ratelimited":
        return Throttled(float(getattr(answer, "headers", {}).get("Retry-After", 1)))
    if status >= 500 or reason in AMBIGUOUS or not reason:
        return Ambiguous(reason or f"http_{status}")
    return Stopped(reason) if reason in STOPPING else Impossible(reason)


def _reason(answer: Any) -> str:
    data = getattr(answer, "data", answer)
    return str(data.get("error", "")) if isinstance(data, dict) else ""
