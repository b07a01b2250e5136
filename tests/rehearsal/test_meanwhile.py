"""What changes while somebody is about to press it, and what happens while somebody begins to listen."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from rehearsal.client import RehearsalClient
from rehearsal.driving import GoneError
from rehearsal.feed import Change
from rehearsal.page import deeds
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.wires import InProcess
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import plain, scenario
from tests.rehearsal.conftest import Rehearsed


@pytest.fixture
def workspace() -> Workspace:
    return build(scenario())


def buttons(value: str) -> list[dict[str, Any]]:
    button = {"type": "button", "action_id": "approve", "text": plain("Approve leave"), "value": value}
    return [{"type": "actions", "elements": [button]}]


def test_a_card_drawn_anew_is_pressed_as_long_as_the_button_says_the_same(by_socket: Rehearsed) -> None:
    slack, workspace = by_socket.web_client(), by_socket.workspace
    posted = slack.chat_postMessage(channel="C0GENERAL", text="x", blocks=buttons("17"))
    ts = str(posted["ts"])
    drawn = workspace.message("C0GENERAL", ts).blocks[0]["block_id"]
    pressed = {"place": f"message:C0GENERAL:{ts}", "block": drawn, "action": "approve", "value": "17"}
    slack.chat_update(channel="C0GENERAL", ts=ts, text="y", blocks=buttons("17"))
    assert workspace.message("C0GENERAL", ts).blocks[0]["block_id"] != drawn
    assert not deeds.do(workspace.person("boss"), "press", pressed).get("refused")
    slack.chat_update(channel="C0GENERAL", ts=ts, text="z", blocks=buttons("18"))
    assert "any more" in deeds.do(workspace.person("boss"), "press", pressed)["explanation"]


def test_whoever_presses_in_a_test_looks_again_when_it_was_drawn_anew(by_socket: Rehearsed) -> None:
    slack = by_socket.web_client()
    ts = str(slack.chat_postMessage(channel="C0GENERAL", text="x", blocks=buttons("17"))["ts"])

    class Slow(InProcess):
        """Somebody whose finger comes down a little after they looked."""

        redrawn = False

        def act(self, who: str, verb: str, asked: Mapping[str, Any]) -> dict[str, Any]:
            if verb == "press" and not self.redrawn:
                self.redrawn = True
                slack.chat_update(channel="C0GENERAL", ts=ts, text="y", blocks=buttons("18"))
            return super().act(who, verb, asked)

    client = RehearsalClient(by_socket.workspace)
    client.wire = Slow(by_socket.workspace)
    client.as_user("boss").presses("Approve leave")
    assert [one["request"]["actions"][0]["value"] for one in client.traffic("block_actions")] == ["18"]


@pytest.mark.parametrize("near", [True, False])
def test_what_is_gone_is_told_from_what_never_was(served: Serving, near: bool) -> None:  # noqa: FBT001 - both ways in
    client = RehearsalClient(served.workspace if near else served.url)
    gone = {"channel": "C0GENERAL", "ts": "1.000000", "block_id": "b", "action_id": "a"}
    with pytest.raises(GoneError, match="message_not_found"):
        client.wire.act("ann", "press", gone)
    client.be_patient(7)
    assert (served.workspace.timing.ack, served.workspace.tickets.timing.trigger) == (7, 7)


def test_what_happens_before_the_first_look_is_heard(workspace: Workspace) -> None:
    async def hear() -> Change:
        with workspace.feed.listening() as changes:
            workspace.clock.pause()
            return await anext(changes)

    assert asyncio.run(hear()).kind == "clock"
    assert workspace.feed._listeners == ()
