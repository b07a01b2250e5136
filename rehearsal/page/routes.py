"""The page's addresses: the window itself, its fragments, its stream of news, and the deeds it asks for."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from anyio import CapacityLimiter, to_thread
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rehearsal import sight
from rehearsal.api.reading import json_object, limited_body
from rehearsal.ids import new_id
from rehearsal.model import File, Message, SlackError
from rehearsal.page import deeds, fragments, live, looks, panels
from rehearsal.page.blocks import TEMPLATES
from rehearsal.page.forms import UnknownInputError
from rehearsal.page.looks import Look
from rehearsal.page.menus import Menu, groups_of
from rehearsal.page.mrkdwn import plain_text
from rehearsal.people import Person
from rehearsal.workspace import Workspace

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FILE_HEADERS = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}


def routes(workspace: Workspace) -> list[BaseRoute]:
    """Give the page's routes, to be mounted at the root."""
    page = Page(workspace)
    return [
        Route("/", page.window),
        Route("/page/fragment/{name}", page.fragment, methods=["GET", "POST"]),
        Route("/page/events", page.events),
        Route("/page/do/{verb}", page.do, methods=["POST"]),
        Route("/page/clock", page.set_clock, methods=["POST"]),
        Route("/page/faults", page.set_faults, methods=["POST"]),
        Route("/page/options", page.options, methods=["POST"]),
        Route("/page/upload", page.upload, methods=["POST"]),
        Route("/page/file/{file}", page.file),
        Mount("/page/static", FreshFiles(directory=STATIC)),
    ]


class FreshFiles(StaticFiles):
    """Static files that a browser asks for anew each time, so that a newer version of the page is whole."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Page:
    """The page of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.drawing = CapacityLimiter(2)
        self.memory: dict[Hashable, tuple[Message, Markup]] = {}

    async def window(self, request: Request) -> Response:
        """Show the whole page; a load of it forgets what was ephemeral."""
        everybody = looks.people(self.workspace)
        if not everybody:
            return html("<p>This workspace has no people. Add some to its scenario.</p>")
        if request.query_params.get("as") not in {user.id for user in everybody}:
            return RedirectResponse(f"/?as={everybody[0].id}")
        person = self.person(request)
        await run_in_threadpool(person.reload)
        look = await self.look(request, person)
        return html(await self.draw("window", look))

    async def fragment(self, request: Request) -> Response:
        """Draw one part again; with what stands in a modal's fields, if the window posts that."""
        name = request.path_params["name"]
        if name not in fragments.FRAGMENTS:
            raise HTTPException(404)
        person = self.person(request)
        if request.method == "POST":
            await self.keep_entered(request, person)
        look = await self.look(request, person, moved=request.query_params.get("moved") == "yes")
        if name in {"messages", "replies"} and request.query_params.get("seen") == "yes":
            self.workspace.mark_read(person.id, look.channel)
        return html(await self.draw(name, look))

    async def draw(self, name: str, look: Look) -> str:
        """Draw in a thread, few at a time: fifty at once would keep the server from everything else."""
        return await to_thread.run_sync(fragments.draw, name, look, limiter=self.drawing)

    async def keep_entered(self, request: Request, person: Person) -> None:
        body = await json_of(request)
        front = self.workspace.views.top(person.id)
        if front is None or front.id != body.get("view"):
            return
        try:
            await run_in_threadpool(deeds.enter, person, front.id, body.get("answers", {}))
        except UnknownInputError as error:
            raise HTTPException(400, str(error)) from error

    async def events(self, request: Request) -> Response:
        """Stream the news."""
        stream = live.events(self.workspace, self.person(request).id)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def do(self, request: Request) -> Response:
        """Do something in a person's name."""
        verb = request.path_params["verb"]
        if verb not in deeds.DEEDS:
            raise HTTPException(404)
        body = await json_of(request)
        return JSONResponse(await run_in_threadpool(deeds.do, self.person(request), verb, body))

    async def set_clock(self, request: Request) -> Response:
        """Move the clock: `jump` to words, `pause`, `speed`, or `reset`."""
        return JSONResponse(panels.set_clock(self.workspace, await json_of(request)))

    async def set_faults(self, request: Request) -> Response:
        """Put a fault in force, take one back by `remove`, or all by `clear`."""
        return JSONResponse(panels.set_faults(self.workspace.faults, await json_of(request)))

    async def options(self, request: Request) -> Response:
        """Ask the app what a menu offers, and draw it."""
        body = {"query": "", "id": "", **await json_of(request)}
        person = self.person(request)
        asked = [str(body.get(name, "")) for name in ("block", "action", "query")]
        try:
            offered = await run_in_threadpool(person.options, deeds.place_of(str(body.get("place", ""))), *asked)
        except SlackError as error:
            return html(plain_text(str(error)), status=502)
        grouped = bool(offered) and "options" in offered[0]
        groups = groups_of({"option_groups" if grouped else "options": offered})
        menu = Menu(groups, chosen=[], external=True)
        template = TEMPLATES.get_template("parts/options.html")
        scene = fragments.scene_of_menu(Look(self.workspace, person.id))
        return html(template.render(menu=menu, id=str(body["id"]), scene=scene))

    async def upload(self, request: Request) -> Response:
        """Take a file: for a file input, or into a conversation."""
        same_origin(request)
        person = self.person(request)
        async with request.form(max_part_size=20 * 1024 * 1024) as form:
            uploaded = form.get("file")
            if not isinstance(uploaded, UploadFile):
                raise HTTPException(400, "There is no file in this form.")
            content = await uploaded.read()
            name, kind = uploaded.filename or "file", uploaded.content_type or "application/octet-stream"
            channel, text = str(form.get("channel", "")), str(form.get("text", ""))
        if channel:
            sent = await run_in_threadpool(person.upload, channel, name, content, kind, text)
            return JSONResponse({"ok": sent.ok, "explanation": sent.explanation})
        created = int(self.workspace.clock.timestamp())
        file = File(new_id("F"), person.id, name, name, kind, len(content), created, complete=True)
        self.workspace.add_file(file, content)
        return JSONResponse({"ok": True, "id": file.id, "name": file.name})

    async def file(self, request: Request) -> Response:
        """Give a file's content; only pictures are shown, anything else is handed over for saving."""
        file = self.workspace.files.get(request.path_params["file"])
        if file is None or file.id not in self.workspace.contents:
            raise HTTPException(404)
        shows = file.mimetype in fragments.PICTURES
        disposition = "inline" if shows else f"attachment; filename*=utf-8''{quote(file.name)}"
        kind = file.mimetype if shows else "application/octet-stream"
        headers = {**FILE_HEADERS, "Content-Disposition": disposition}
        return Response(self.workspace.contents[file.id], media_type=kind, headers=headers)

    def person(self, request: Request) -> Person:
        user = self.workspace.users.get(request.query_params.get("as", ""))
        if user is None or user.is_bot:
            raise HTTPException(404, "There is nobody with this id.")
        return Person(self.workspace, user.id)

    async def look(self, request: Request, person: Person, *, moved: bool = True) -> Look:
        """Work out what a window looks at, and if it has just turned there, let the app know."""
        asked = request.query_params
        app, tab = asked.get("app", ""), asked.get("tab", "")
        app = app if app in self.workspace.apps else ""
        channel = self.channel_of(person, asked, app)
        if channel and not app:
            known = looks.app_of(Look(self.workspace, person.id), self.workspace.channels[channel])
            app, tab = (known.id, tab or "messages") if known else ("", "")
        if app and not tab:
            tab = self.tab_of(person, app, channel)
        mark = asked.get("mark", "")
        if moved and channel:
            mark = self.workspace.read_marks.get((person.id, channel), "")
            arrive = (person.open_home, app, "home") if tab == "home" else (person.open_channel, channel)
            await run_in_threadpool(*arrive)
        depth = int(asked["depth"]) if asked.get("depth", "").isdecimal() else looks.DEPTH
        return Look(self.workspace, person.id, channel, app, tab, asked.get("thread", ""), depth, mark, self.memory)

    def channel_of(self, person: Person, asked: QueryParams, app: str) -> str:
        """Choose the conversation: with an app, with somebody, the one asked for, #general, or the first."""
        if app in self.workspace.apps:
            return person.open_direct(self.workspace.apps[app].bot_user).id
        if asked.get("with") in self.workspace.users:
            return person.open_direct(asked["with"]).id
        mine = {channel.id: channel.name for channel in sight.conversations(self.workspace, person.id)}
        if asked.get("channel") in mine:
            return asked["channel"]
        return next((channel for channel, name in mine.items() if name == "general"), next(iter(mine), ""))

    def tab_of(self, person: Person, app: str, channel: str) -> str:
        """Choose the tab of an app: its messages if some are new, else its Home if it has one."""
        has_home = self.workspace.apps[app].home_tab
        return "home" if has_home and not sight.unread(self.workspace, channel, person.id) else "messages"


def html(content: str, status: int = 200) -> Response:
    """Answer with HTML in which a lone surrogate, which no encoding can carry, becomes a question mark."""
    return HTMLResponse(content.encode("utf-8", errors="replace"), status_code=status, headers=HEADERS)


async def json_of(request: Request) -> dict[str, Any]:
    """Read a request of our own script: another site's page could not send this content type unasked."""
    same_origin(request)
    if request.headers.get("content-type") != "application/json":
        raise HTTPException(415)
    try:
        return json_object((await limited_body(request)).decode("utf-8", errors="replace"))
    except SlackError as error:
        raise HTTPException(413 if error.error == "request_too_large" else 400, str(error)) from error


def same_origin(request: Request) -> None:
    """Refuse what the page of another site sends."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)
