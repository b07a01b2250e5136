"""The server: every route of the workspace in one application, and the application served in a thread."""

import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType, TracebackType
from typing import Self

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from rehearsal.api.endpoint import WebApi
from rehearsal.api.files import LARGEST
from rehearsal.api.mishaps import Mishaps
from rehearsal.api.reading import bearer, limited_body
from rehearsal.control import Control
from rehearsal.delivery.events import Announcer
from rehearsal.delivery.postman import Postman
from rehearsal.delivery.response_url import ResponseUrls
from rehearsal.line import CuttableProtocol, Json
from rehearsal.model import SlackError
from rehearsal.page.routes import routes as page_routes
from rehearsal.workspace import Workspace

ACTING_AT_ONCE = 256
"""Threads for people who wait for an ack: each waits at most 3 s, and many may act at once."""


def create_app(workspace: Workspace) -> Starlette:
    """Make the application: Web API, Socket Mode, response URLs, uploads, the driving API and the page."""
    postman = Postman(workspace)
    mishaps = Mishaps(postman)
    control = Control(workspace, postman)

    @asynccontextmanager
    async def serving(app: Starlette) -> AsyncIterator[None]:
        del app
        anyio.to_thread.current_default_thread_limiter().total_tokens = ACTING_AT_ONCE
        postman.attach()
        workspace.courier = postman
        unsubscribe = workspace.subscribe(Announcer(workspace).hear)
        try:
            yield
        finally:
            unsubscribe()
            await postman.detach()
            workspace.keep_clock()

    async def upload(request: Request) -> Response:
        return await take_upload(workspace, request)

    async def download(request: Request) -> Response:
        return give_download(workspace, request)

    return Starlette(
        routes=[
            Route("/api/{method:path}", WebApi(workspace, mishaps).answer, methods=["GET", "POST"]),
            Route("/actions/{token}", ResponseUrls(workspace, mishaps).answer, methods=["POST"]),
            Route("/upload/v1/{file}", upload, methods=["POST"]),
            Route("/files/{file}/{name}", download),
            WebSocketRoute("/link/", postman.sockets.endpoint),
            *control.routes(),
            *page_routes(workspace),
        ],
        lifespan=serving,
    )


async def take_upload(workspace: Workspace, request: Request) -> Response:
    """Take the bytes of a file whose upload URL was asked for."""
    file = workspace.files.get(request.path_params["file"])
    if file is None or file.complete:
        return Json({"ok": False, "error": "file_not_found"}, status_code=404)
    try:
        content = await upload_content(request)
    except SlackError as error:
        return Json({"ok": False, "error": error.error}, status_code=413)
    if len(content) != file.size:
        return Json({"ok": False, "error": "length_mismatch"}, status_code=400)
    workspace.add_file(file, content)
    return Response(f"OK - {len(content)}", media_type="text/plain")


def give_download(workspace: Workspace, request: Request) -> Response:
    """Give a file's bytes to an app that may read files, for its bot token in the Authorization header."""
    token = bearer(request)
    readers = [app for app in workspace.apps.values() if app.bot_token == token and "files:read" in app.scopes]
    content = workspace.contents.get(request.path_params["file"])
    if content is None:
        return Response(status_code=404)
    if not readers:
        return Response(status_code=403)
    return Response(content, media_type="application/octet-stream", headers={"X-Content-Type-Options": "nosniff"})


async def upload_content(request: Request) -> bytes:
    """Read the bytes, sent raw or as the one file of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await limited_body(request, LARGEST)
    async with request.form(max_part_size=LARGEST) as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""


class Server(uvicorn.Server):
    """uvicorn's server, which ends streams when it is told to stop, and then returns, so that all is put away."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(configured(workspace))
        self._feed = workspace.feed

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; when told twice, at once. Not uvicorn's own, which raises the signal again at the end."""
        del sig, frame
        self._feed.close()
        self.force_exit = self.should_exit
        self.should_exit = True


class Serving:
    """A workspace served in a thread of this process, for tests: `with Serving(workspace) as server: server.url`."""

    def __init__(self, workspace: Workspace, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.workspace = workspace
        self._socket = listening(host, port)
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://{host}:{self.port}"
        workspace.address = self.url
        self._server = Server(workspace)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="rehearsal", daemon=True
        )

    @property
    def api_url(self) -> str:
        """The base URL for Slack's clients."""
        return f"{self.url}/api/"

    def start(self) -> Self:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.005)
        return self

    def stop(self) -> None:
        self.workspace.feed.close()
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
        self.workspace.store.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def listening(host: str, port: int) -> socket.socket:
    """Bind a port (0 takes a free one); whoever calls before the server runs waits in line."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    bound.listen(2048)
    return bound


def configured(workspace: Workspace) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(workspace),
        http=CuttableProtocol,
        ws="websockets-sansio",
        ws_ping_interval=workspace.timing.socket_ping,
        ws_ping_timeout=workspace.timing.socket_patience,
        lifespan="on",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
