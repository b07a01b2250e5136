"""What the bot serves: Slack's events (when it is reached over HTTP), and whether it lives and is ready."""

import asyncio
import gc
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import uvicorn
from slack_bolt import BoltResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.gate import LARGEST, Gate, Turned
from bot.settings import Unsettled

if TYPE_CHECKING:
    from bot.crew import Crew

WORKERS = 12
"""At once on PostgreSQL. More take the interpreter and the machine's cores from each other: when much comes together
the latest ack came twice as late with 32. Whoever comes next waits in the order of coming."""
EVENTS = "/slack/events"
ASKED = frozenset({b"content-type", b"x-slack-request-timestamp", b"x-slack-signature"})
"""The headers that are looked at."""
Answer = Callable[[dict[str, Any]], BoltResponse]
"""What a payload is answered."""
Health = Callable[[], dict[str, Any]]
Endpoint = Callable[[Request], Awaitable[Response]]


class Door:
    """Slack over HTTP, an ASGI application: gate, then Bolt; by the crew, or on threads without one.

    `answer` is handed the payload that the gate has read: reading it costs more than all the rest of Bolt does with it.
    """

    def __init__(self, answer: Answer, gate: Gate, crew: "Crew | None" = None) -> None:
        self._respond, self._gate, self._crew = answer, gate, crew
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="events")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from Slack."""
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in ASKED}
        try:
            payload = self._gate.admit(headers, await _read(receive))
            answer = await self._answer(payload)
        except Turned as turned:
            answer = BoltResponse(status=turned.status, body=turned.words)
        await _send(send, answer)

    async def _answer(self, payload: Mapping[str, Any]) -> BoltResponse:
        if payload.get("type") == "url_verification":
            return BoltResponse(status=200, body={"challenge": payload.get("challenge")})
        if payload.get("ssl_check"):
            return BoltResponse(status=200)
        return await self._handled(dict(payload))

    async def _handled(self, payload: dict[str, Any]) -> BoltResponse:
        if self._crew is not None:
            return await self._crew.do(lambda: self._respond(payload))
        return await asyncio.get_running_loop().run_in_executor(self._workers, self._respond, payload)


async def _send(send: Send, answer: BoltResponse) -> None:
    """As a Starlette response would, in a fifth of its time."""
    body = answer.body.encode()
    kind = answer.headers["content-type"][0].encode("latin-1")
    headers = [(b"content-length", str(len(body)).encode()), (b"content-type", kind)]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def site(
    health: Health,
    ready: Health,
    door: Door | None,
    feeds: Endpoint | None = None,
    metrics: Endpoint | None = None,
) -> ASGIApp:
    """The pages: `/healthz`, `/readyz`, `/metrics`, calendar feeds, and `/slack/events` when Slack comes this way."""
    routes = [
        Route("/healthz", lambda _: _status(health())),
        Route("/readyz", lambda _: _status(ready())),
    ]
    if feeds is not None:
        routes.append(Route("/feeds/{token}.ics", feeds))
    if metrics is not None:
        routes.append(Route("/metrics", metrics))
    pages = Starlette(routes=routes)
    return pages if door is None else _with_door(pages, door)


def _with_door(pages: ASGIApp, door: ASGIApp) -> ASGIApp:
    """Slack's requests go straight to the door: there is nothing to find out about them on the way."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        to_slack = scope["type"] == "http" and scope["path"] == EVENTS and scope["method"] == "POST"
        await (door if to_slack else pages)(scope, receive, send)

    return serve


class Server:
    """uvicorn on a thread of its own."""

    def __init__(self, pages: ASGIApp, host: str, port: int) -> None:
        config = uvicorn.Config(
            pages, log_level="warning", access_log=False, lifespan="off", ws="none", proxy_headers=False
        )
        self._host, self._port = host, port
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; returns once it does. Raises Unsettled when the address is taken or none of this machine's."""
        door = _bound(self._host, self._port)
        _keep_for_good()
        self._thread = threading.Thread(target=self._server.run, args=([door],), name="http", daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.01)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def stop(self) -> None:
        """Stop listening."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout=10)


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]  # what follows says the address again
        raise Unsettled(f"Nothing can listen at {host}:{port} ({reason}): set HTTP_PORT or HTTP_HOST.") from None


def _keep_for_good() -> None:
    """What was made until now stays, so let the collector not walk all of it while every request waits (150 ms)."""
    gc.freeze()
    gc.set_threshold(5000, 20, 50)


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Turned(400, "cut off")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise Turned(413, "too large")
    return body


def _status(report: dict[str, Any]) -> JSONResponse:
    return JSONResponse(report, 200 if report["ok"] else 503)
