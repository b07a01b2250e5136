"""Slack over Socket Mode: several connections, so that one gone deaf is not silence."""

import threading
import time
from collections.abc import Callable
from http.client import HTTPException

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from bot.settings import Unsettled

log = structlog.get_logger()
PING_SECONDS = 2
"""The built-in client notices a silent peer after four of these; with its default of 10 it is deaf for a minute."""
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between the tries of a first connection: Slack is out of reach now and then; a start must not need luck."""

INSISTING_SECONDS = 0.05


class Sockets:
    """Connections on one app-level token; Slack gives each payload to exactly one of them."""

    def __init__(self, app: App, token: str, client: Callable[[], WebClient], connections: int) -> None:
        self._handlers = [
            SocketModeHandler(app, token, web_client=client(), ping_interval=PING_SECONDS) for _ in range(connections)
        ]

    def start(self) -> None:
        """Connect all; they reconnect by themselves from then on. Raises Unsettled for a token that Slack refuses."""
        for handler in self._handlers:
            _connect(handler)

    def connected(self) -> int:
        """How many are up now."""
        return sum(1 for handler in self._handlers if handler.client.is_connected())

    def stop(self) -> None:
        """Hang up."""
        for handler in self._handlers:
            _hang_up(handler)


def _hang_up(handler: SocketModeHandler) -> None:
    """End a connection, insisting: the built-in client forgets that it was ended where it begins to read just then."""
    closing = threading.Thread(target=handler.close, name="hanging-up", daemon=True)
    closing.start()
    while closing.is_alive():
        handler.client.current_session_state.terminated = True
        closing.join(INSISTING_SECONDS)


def _connect(handler: SocketModeHandler) -> None:
    for pause in PAUSES:
        try:
            handler.connect()
        except SlackApiError as error:
            _refuse_bad_token(error)
        except (SlackClientError, OSError, HTTPException):
            pass
        else:
            return
        log.warning("sockets.waiting", seconds=pause)
        time.sleep(pause)
    raise Unsettled(
        f"Slack does not answer at {handler.client.web_client.base_url}. If that is not the address you mean, mend "
        "SLACK_API_URL; else look whether this machine reaches it, and start again."
    )


def _refuse_bad_token(error: SlackApiError) -> None:
    """Raise Unsettled unless it is Slack that has a bad moment."""
    reason = str(error.response.get("error", ""))
    if "auth" in reason or "token" in reason or reason == "missing_scope":
        raise Unsettled(
            f"Slack refuses SLACK_APP_TOKEN ({reason}): it must be an app-level token with connections:write, and "
            "Socket Mode must be on. Both stand in your app's settings at api.slack.com/apps."
        ) from error
