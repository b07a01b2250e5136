"""A stand-in for Slack's Web API that accepts everything at once: what is measured is the bot's side.

A strict one takes about a message a second for each channel and answers 429 to the rest, as Slack does and as the
rehearsal workspace counts it; a stricter one knows the rehearsal's limits for the whole workspace besides.
"""

import itertools
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from rehearsal.limits import POSTS_PER_WORKSPACE, TIERS, Limits

_numbers = itertools.count(1)
PER_MINUTE = {"chat.postMessage": POSTS_PER_WORKSPACE, "chat.update": TIERS[3], "conversations.open": TIERS[3]}


class Free:
    """Takes everything."""

    def wait(self, method: str, channel: str) -> int:  # noqa: ARG002 - as its children's
        """Seconds after which it may be tried again; 0 when it is taken."""
        return 0


class Strict(Free):
    """Takes about a message a second for each channel, as the rehearsal workspace counts."""

    def __init__(self) -> None:
        self._limits = Limits()

    def wait(self, method: str, channel: str) -> int:
        """Seconds until that channel may have its next."""
        return self._limits.wait_for_post("bench", channel) if method == "chat.postMessage" else 0


class Rehearsed(Strict):
    """Of the whole workspace besides: so many calls of a method in any minute."""

    def wait(self, method: str, channel: str) -> int:
        """As the rehearsal's."""
        return self._limits.wait_for_call("bench", method, PER_MINUTE.get(method)) or super().wait(method, channel)


SAYING = frozenset({"chat.postMessage", "chat.update"})


def pages(manners: Free) -> Starlette:
    """The site; `/count` says how many messages were posted or updated, `/refused` how many calls were not taken."""
    counts = {"count": 0, "refused": 0}

    async def method(request: Request) -> JSONResponse:
        name = request.path_params["method"]
        told = {} if name in SAYING and type(manners) is Free else await _told(request)
        wait = manners.wait(name, told.get("channel", ""))
        if wait:
            counts["refused"] += 1
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
        counts["count"] += name in SAYING
        return JSONResponse(_answer(name, told))

    return Starlette(
        routes=[
            Route("/api/{method}", method, methods=["GET", "POST"]),
            Route("/count", lambda _: JSONResponse(counts["count"])),
            Route("/refused", lambda _: JSONResponse(counts["refused"])),
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
