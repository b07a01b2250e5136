"""The HTTP line itself: under which address the caller reached us, and how to cut it without an answer."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

CUT = "rehearsal.cut"


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which also lets the application cut the connection under a request."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        scope: Any = self.scope
        scope["extensions"] = {CUT: self.transport.abort}


class Json(Response):
    """JSON in ASCII: what no encoding can carry (a lone surrogate somebody typed) stays an escape."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def address_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


async def keep_waiting(request: Request, seconds: float) -> None:
    """Say nothing for a while, or until the caller has given up."""
    try:
        await asyncio.wait_for(hung_up(request), seconds)
    except TimeoutError:
        return


async def hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def cut(request: Request) -> Response:
    """Cut the line, as a network does; where it cannot be cut (no server of ours), answer 503."""
    abort = (request.scope.get("extensions") or {}).get(CUT)
    if abort is None:
        return Response(status_code=503)
    abort()
    await asyncio.sleep(0.05)  # until the server has seen that nobody is there to answer
    return Response(status_code=503)
