"""A stand-in for Slack's Web API that accepts everything at once: what is measured is the bot's side."""

import itertools
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

_numbers = itertools.count(1)


def pages() -> Starlette:
    """The site; `/count` says how many messages were posted or updated."""
    posted = itertools.count()

    async def method(request: Request) -> JSONResponse:
        name = request.path_params["method"]
        if name in {"chat.postMessage", "chat.update"}:
            next(posted)
        return JSONResponse(_answer(name))

    return Starlette(
        routes=[
            Route("/api/{method}", method, methods=["GET", "POST"]),
            Route("/count", lambda _: JSONResponse(posted.__reduce__()[1][0])),
        ]
    )


def _answer(method: str) -> dict[str, Any]:
    if method == "auth.test":
        who = {"user_id": "UBOT00001", "bot_id": "B00000001", "user": "dotted-line", "bot_user_id": "UBOT00001"}
        return {"ok": True, "url": "https://northwind.slack.com/", "team": "Northwind", "team_id": "T00000001", **who}
    if method == "conversations.open":
        return {"ok": True, "channel": {"id": f"D{next(_numbers):08d}"}}
    return {"ok": True, "channel": "C00000001", "ts": f"1711111111.{next(_numbers):06d}"}
