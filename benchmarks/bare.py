"""Bolt that only acks, served as the bot is: what the road itself costs, in Bolt's default mode and inline."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.web import WebClient
from starlette.types import ASGIApp

from benchmarks.signed import SECRET, TOKEN
from bot.gate import Gate
from bot.http import Door, site


def pages(slack: str, *, inline: bool) -> ASGIApp:
    """The site. `slack` is the address of the stand-in's API."""
    app = App(
        client=WebClient(TOKEN, base_url=slack), process_before_response=inline, request_verification_enabled=False
    )
    app.view(re.compile(".*"))(_acknowledge)

    def answer(body: dict[str, Any]) -> BoltResponse:
        return app.dispatch(BoltRequest(body=body, mode="socket_mode"))

    return site(_alive, _alive, Door(answer, Gate(SECRET)))


def _acknowledge(ack: Callable[..., Any]) -> None:
    ack()


def _alive() -> dict[str, Any]:
    return {"ok": True}
