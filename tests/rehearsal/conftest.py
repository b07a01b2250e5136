"""A workspace with an unmodified Bolt app connected to it, by Socket Mode and by HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from rehearsal.client import RehearsalClient
from rehearsal.scenario import add_app, build
from rehearsal.server import Serving
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import BOT_TOKEN, LeaveBot, over_http, over_socket_mode, scenario


@dataclass(frozen=True)
class Rehearsed:
    """A workspace, its server, and the app that is connected."""

    workspace: Workspace
    server: Serving
    bot: LeaveBot
    client: RehearsalClient

    @property
    def heard(self) -> list[dict[str, Any]]:
        """What the bot was told, oldest first."""
        return self.bot.heard

    def web_client(self, token: str = BOT_TOKEN) -> WebClient:
        return WebClient(token=token, base_url=self.server.api_url, retry_handlers=[], timeout=60)


@pytest.fixture
def served() -> Iterator[Serving]:
    """A workspace to which no app is connected."""
    with Serving(build(scenario())) as server:
        yield server


@pytest.fixture
def by_socket() -> Iterator[Rehearsed]:
    """A workspace with the app on Socket Mode."""
    workspace = build(scenario())
    with Serving(workspace) as server:
        bot = LeaveBot(server.api_url)
        with over_socket_mode(bot.app, server.api_url):
            yield Rehearsed(workspace, server, bot, RehearsalClient(server.url))


@pytest.fixture(params=["socket mode", "http"])
def rehearsed(request: pytest.FixtureRequest) -> Iterator[Rehearsed]:
    """A workspace with the app on Socket Mode, then the same over signed HTTP."""
    if request.param == "socket mode":
        yield request.getfixturevalue("by_socket")
        return
    workspace = build(scenario())
    with Serving(workspace) as server:
        bot = LeaveBot(server.api_url)
        with over_http(bot.app) as url:
            reach_by_http(workspace, url)
            yield Rehearsed(workspace, server, bot, RehearsalClient(server.url))


def reach_by_http(workspace: Workspace, url: str) -> None:
    """Install the app anew with a request URL, as one does in its settings."""
    entry = scenario(request_url=url)["apps"][0]
    add_app(workspace, entry, Path())
