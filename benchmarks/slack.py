"""A stand-in for Slack's Web API that accepts everything at once: what is measured is the bot's side.

A strict one takes a message a second for each channel and answers 429 to the rest, as Slack does.
"""

import itertools
import json
import time
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

_numbers = itertools.count(1)
GRACE = 0.02
"""Seconds that two messages may come closer together than a second: they were sent a second apart."""


class Taken:
    """What was taken and what was refused."""

    def __init__(self) -> None:
        self.posted = self.refused = 0
        self._last: dict[str, float] = {}

    def refuses(self, channel: str) -> bool:
        """Whether that channel had one within the last second; if not, it has one now."""
        now = time.monotonic()
        if now - self._last.get(channel, float("-inf")) < 1.0 - GRACE:
            self.refused += 1
            return True
        self._last[channel] = now
        return False


def pages(*, strict: bool = False) -> Starlette:
    """The site; `/count` says how many messages were posted or updated, `/refused` how many were not taken."""
    taken = Taken()

    async def method(request: Request) -> JSONResponse:
        name = request.path_params["method"]
        if name not in {"chat.postMessage", "chat.update"}:
            return JSONResponse(_answer(name, await _told(request)))
        if strict and taken.refuses((await _told(request)).get("channel", "")):
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
        taken.posted += 1
        return JSONResponse(_answer(name, {}))

    return Starlette(
        routes=[
            Route("/api/{method}", method, methods=["GET", "POST"]),
            Route("/count", lambda _: JSONResponse(taken.posted)),
            Route("/refused", lambda _: JSONResponse(taken.refused)),
        ]
    )


async def _told(request: Request) -> dict[str, Any]:
    body = await request.body()
    if body.startswith(b"{"):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode()))


def _answer(method: str, told: dict[str, Any]) -> dict[str, Any]:
    if method == "auth.test":
        who = {"user_id": "UBOT00001", "bot_id": "B00000001", "user": "dotted-line", "bot_user_id": "UBOT00001"}
        return {"ok": True, "url": "https://northwind.slack.com/", "team": "Northwind", "team_id": "T00000001", **who}
    if method == "conversations.open":
        return {"ok": True, "channel": {"id": f"D{told.get('users', next(_numbers))}"}}
    return {"ok": True, "channel": "C00000001", "ts": f"1711111111.{next(_numbers):06d}"}
