"""A workspace with an unmodified Bolt app connected to it, by Socket Mode and by HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from rehearsal.client import RehearsalClient
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import BOT_TOKEN, app_heard, bolt_app, over_http, over_socket_mode, scenario


@dataclass(frozen=True)
class Rehearsed:
    """A workspace, its server, and the app that is connected."""

    workspace: Workspace
    server: Serving
    app: App
    client: RehearsalClient

    @property
    def heard(self) -> list[dict[str, Any]]:
        return app_heard[id(self.app)]

    def web_client(self, token: str = BOT_TOKEN) -> WebClient:
        return WebClient(token=token, base_url=self.server.api_url, retry_handlers=[], timeout=10)


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
        app = bolt_app(server.api_url)
        with over_socket_mode(app, server.api_url):
            yield Rehearsed(workspace, server, app, RehearsalClient(server.url))


@pytest.fixture(params=["socket mode", "http"])
def rehearsed(request: pytest.FixtureRequest) -> Iterator[Rehearsed]:
    """A workspace with the app on Socket Mode, then the same over signed HTTP."""
    if request.param == "socket mode":
        yield request.getfixturevalue("by_socket")
        return
    with Serving(build(scenario())) as first:
        app = bolt_app(first.api_url)
        with over_http(app) as url:
            workspace = build(scenario(request_url=url))
            with Serving(workspace) as server:
                app.client.base_url = server.api_url
                yield Rehearsed(workspace, server, app, RehearsalClient(server.url))
