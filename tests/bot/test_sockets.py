"""Hanging up: a stop ends, whatever the library is just doing."""

import threading

import pytest
from slack_bolt import App
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.web import WebClient

from bot.rehearse import APP_TOKEN, BOT_TOKEN, SAMPLE, scenario
from bot.sockets import Sockets
from rehearsal.scenario import build
from rehearsal.server import Serving
from workflows import WORKFLOWS

ENDS_WITHIN = 60.0


def test_a_connection_that_begins_to_read_while_it_is_ended_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = SocketModeClient.disconnect

    def forgetful(client: SocketModeClient) -> None:
        ended(client)
        client.current_session_state.terminated = False

    monkeypatch.setattr(SocketModeClient, "disconnect", forgetful)
    with Serving(build(scenario(SAMPLE, WORKFLOWS, None))) as serving:
        client = WebClient(BOT_TOKEN, base_url=serving.api_url)
        sockets = Sockets(App(client=client, token_verification_enabled=False), APP_TOKEN, lambda: client, 2)
        sockets.start()
        assert sockets.connected() == 2
        stopping = threading.Thread(target=sockets.stop, daemon=True)
        stopping.start()
        stopping.join(ENDS_WITHIN)
        assert not stopping.is_alive()
    assert sockets.connected() == 0
