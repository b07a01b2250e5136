"""Shortcuts on messages: they stand in the manifest as the workflows name them, and bring the link to the message."""

from typing import Any

import pytest

from bot.listeners import _link
from bot.manifest import manifest
from bot.routes import Routes
from workflows import WORKFLOWS

MESSAGE = {"type": "message", "ts": "1795424400.000100"}
BODY: dict[str, Any] = {"team": {"domain": "northwind"}, "channel": {"id": "C1"}, "message": MESSAGE}


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({}, "https://northwind.slack.com/archives/C1/p1795424400000100"),
        (
            {"message": MESSAGE | {"thread_ts": MESSAGE["ts"]}},
            "https://northwind.slack.com/archives/C1/p1795424400000100",
        ),
        (
            {"message": MESSAGE | {"thread_ts": "1795424300.000200"}},
            "https://northwind.slack.com/archives/C1/p1795424400000100?thread_ts=1795424300.000200&cid=C1",
        ),
        ({"team": None}, None),
        ({"channel": None}, None),
        ({"message": None}, None),
    ],
)
def test_the_link_to_a_message_is_the_one_that_slack_copies(changes: dict[str, Any], link: str | None) -> None:
    assert _link(BODY | changes) == link


def test_every_shortcut_in_the_manifest_leads_to_a_verb_and_fits_slacks_limits() -> None:
    shortcuts = manifest(WORKFLOWS)["features"]["shortcuts"]
    assert [one["name"] for one in shortcuts] == ["Report to operations"]
    for one in shortcuts:
        assert str(Routes(WORKFLOWS).step(one["callback_id"])) == one["callback_id"]
        assert len(one["name"]) <= 24
        assert len(one["description"]) <= 150
