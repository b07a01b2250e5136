"""Slack over Socket Mode: several connections, so that one gone deaf is not silence."""

from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.web import WebClient

PING_SECONDS = 2
"""The built-in client notices a silent peer after four of these; with its default of 10 it is deaf for a minute."""


class Sockets:
    """Connections on one app-level token; Slack gives each payload to exactly one of them."""

    def __init__(self, app: App, token: str, client: Callable[[], WebClient], connections: int) -> None:
        self._handlers = [
            SocketModeHandler(app, token, web_client=client(), ping_interval=PING_SECONDS) for _ in range(connections)
        ]

    def start(self) -> None:
        """Connect all; they reconnect by themselves from then on."""
        for handler in self._handlers:
            handler.connect()

    def connected(self) -> int:
        """How many are up now."""
        return sum(1 for handler in self._handlers if handler.client.is_connected())

    def stop(self) -> None:
        """Hang up."""
        for handler in self._handlers:
            handler.close()
