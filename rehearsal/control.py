"""`/rehearsal/…`: driving the workspace by HTTP: people, clock, faults, inspector, connections."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from rehearsal.api.reading import json_object, limited_body
from rehearsal.clock import UnreadableTimeError
from rehearsal.driving import DrivingError, GoneError, act
from rehearsal.faults import FaultError
from rehearsal.installing import install, uninstall
from rehearsal.line import Json
from rehearsal.model import Payload, SlackError
from rehearsal.scenario import ScenarioError, put_channel, put_person

if TYPE_CHECKING:  # they drive it
    from rehearsal.delivery.postman import Postman
    from rehearsal.workspace import Workspace

ASKED_WRONGLY = (DrivingError, FaultError, ScenarioError, UnreadableTimeError)
UPLOAD = 60_000_000


class Control:
    """The endpoints for whoever drives a rehearsal."""

    def __init__(self, workspace: "Workspace", postman: "Postman") -> None:
        self._workspace = workspace
        self._postman = postman

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/rehearsal/ready", self.ready),
            Route("/rehearsal/clock", self.clock, methods=["GET", "POST"]),
            Route("/rehearsal/clock/stream", self.clock_stream),
            Route("/rehearsal/faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/rehearsal/limits", self.limits, methods=["GET", "POST"]),
            Route("/rehearsal/inspector", self.inspector),
            Route("/rehearsal/connections", self.connections, methods=["GET", "POST"]),
            Route("/rehearsal/apps", self.apps, methods=["POST"]),
            Route("/rehearsal/people", self.people, methods=["POST"]),
            Route("/rehearsal/channels", self.channels, methods=["POST"]),
            Route("/rehearsal/workspace", self.dump),
            Route("/rehearsal/as/{user}/{verb}", self.deed, methods=["GET", "POST"]),
        ]

    async def ready(self, request: Request) -> Response:
        del request
        return Json({"ok": True, "team": self._workspace.team.id})

    async def deed(self, request: Request) -> Response:
        """Do something as somebody; it returns after the app's ack."""
        try:
            asked = await body_of(request, UPLOAD)
            who, verb = request.path_params["user"], request.path_params["verb"]
            return Json(await run_in_threadpool(act, self._workspace, who, verb, asked))
        except GoneError as error:
            return wrong(error, HTTPStatus.GONE)
        except ASKED_WRONGLY as error:
            return wrong(error)

    async def clock(self, request: Request) -> Response:
        """Read the clock, or move it: `jump` or `set` (words or ISO 8601), `pause`, `speed`, `reset`."""
        try:
            if request.method == "POST":
                self._move(await body_of(request))
        except ASKED_WRONGLY as error:
            return wrong(error)
        return Json(asdict(self._workspace.clock.read()))

    def _move(self, asked: Payload) -> None:
        clock = self._workspace.clock
        known = {"jump", "set", "pause", "speed", "reset"}
        if not asked or set(asked) - known:
            raise UnreadableTimeError(f"Say one or more of {', '.join(sorted(known))}.")
        if asked.get("reset"):
            clock.reset()
        if "pause" in asked:
            clock.pause(paused=bool(asked["pause"]))
        if "speed" in asked:
            clock.run_at(number(asked["speed"]))
        for name in ("jump", "set"):
            if name in asked:
                clock.jump(str(asked[name]))

    async def clock_stream(self, request: Request) -> Response:
        """Stream the clock's reading, now and at each change, as server-sent events."""
        del request
        return StreamingResponse(
            self._readings(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _readings(self) -> AsyncIterator[str]:
        with self._workspace.feed.listening() as changes:
            yield event(asdict(self._workspace.clock.read()))
            async for change in changes:
                if change.kind == "clock":
                    yield event(asdict(self._workspace.clock.read()))

    async def faults(self, request: Request) -> Response:
        """List the faults in force; POST adds one (or `seed`s), DELETE removes one by `?id=`, or all."""
        faults = self._workspace.faults
        try:
            if request.method == "POST":
                self._add_fault(await body_of(request))
        except ASKED_WRONGLY as error:
            return wrong(error)
        if request.method == "DELETE" and request.query_params.get("id", "").isdecimal():
            faults.remove(int(request.query_params["id"]))
        elif request.method == "DELETE":
            faults.clear()
        return Json({"faults": [asdict(plan) for plan in faults.plans()]})

    def _add_fault(self, asked: Payload) -> None:
        if "seed" in asked:
            self._workspace.faults.reseed(int(number(asked.pop("seed"))))
        if not asked:
            return
        strangers = set(asked) - {"method", "kind", "rate", "seconds", "times"}
        if strangers or not {"method", "kind"} <= set(asked):
            raise FaultError("A fault is a method and a kind, and perhaps rate, seconds and times.")
        self._workspace.faults.add(
            method=str(asked["method"]),
            kind=str(asked["kind"]),
            rate=number(asked.get("rate", 1.0)),
            seconds=number(asked["seconds"]) if "seconds" in asked else None,
            times=int(number(asked["times"])) if "times" in asked else None,
        )

    async def limits(self, request: Request) -> Response:
        """Say whether rate limits are enforced, or change it: `enforced`, `reset`; apps have `seconds` to ack."""
        limits = self._workspace.limits
        try:
            asked = await body_of(request) if request.method == "POST" else {}
            if "seconds" in asked:
                self._workspace.be_patient(number(asked["seconds"]))
        except ASKED_WRONGLY as error:
            return wrong(error)
        if asked.get("reset"):
            limits.reset()
        limits.enforced = bool(asked.get("enforced", limits.enforced))
        return Json({"enforced": limits.enforced, "seconds": self._workspace.timing.ack})

    async def inspector(self, request: Request) -> Response:
        """Give the traffic: `?since=` a number, `?limit=`, `?name=` a method, command or type."""
        asked = request.query_params
        since, limit = asked.get("since", "0"), asked.get("limit", "200")
        if not (since.isdecimal() and limit.isdecimal()):
            return wrong(DrivingError("since and limit are whole numbers."))
        entries = self._workspace.inspector.exchanges(since=int(since), limit=int(limit), name=asked.get("name", ""))
        return Json({"exchanges": [asdict(entry) for entry in entries]})

    async def connections(self, request: Request) -> Response:
        """Count the Socket Mode connections; POST `refresh` or `cut` acts on all, or those of `app`."""
        try:
            asked = await body_of(request) if request.method == "POST" else {}
        except ASKED_WRONGLY as error:
            return wrong(error)
        if "refresh" in asked:
            await self._postman.sockets.refresh(asked.get("app"))
        if "cut" in asked:
            await self._postman.sockets.cut(asked.get("app"))
        apps = self._workspace.apps
        return Json({"connections": {app_id: self._postman.sockets.count(app_id) for app_id in apps}})

    async def apps(self, request: Request) -> Response:
        """Take an app out of the workspace, or install it again: its id as `app`, and `installed`."""
        try:
            asked = await body_of(request)
            if set(asked) != {"app", "installed"}:
                raise DrivingError("Say which app, and whether it is installed.")
            do = install if asked["installed"] else uninstall
            return Json({"installed": do(self._workspace, str(asked["app"])).installed})
        except (*ASKED_WRONGLY, SlackError) as error:
            return wrong(error)

    async def people(self, request: Request) -> Response:
        """Add a person, or change one: the fields of a scenario's person."""
        try:
            return Json(asdict(put_person(self._workspace, await body_of(request))))
        except ASKED_WRONGLY as error:
            return wrong(error)

    async def channels(self, request: Request) -> Response:
        """Add a channel, or change one: the fields of a scenario's channel."""
        try:
            return Json(asdict(put_channel(self._workspace, await body_of(request))))
        except ASKED_WRONGLY as error:
            return wrong(error)

    async def dump(self, request: Request) -> Response:
        """Give who and what there is, and every stored message."""
        del request
        with self._workspace.lock:
            return Json(dumped(self._workspace))


def dumped(workspace: "Workspace") -> Payload:
    return {
        "team": asdict(workspace.team),
        "users": [asdict(user) for user in workspace.users.values()],
        "channels": [asdict(channel) for channel in workspace.channels.values()],
        "apps": [public_app(app) for app in map(asdict, workspace.apps.values())],
        "messages": [asdict(message) for known in workspace.messages.values() for message in known.values()],
    }


def public_app(app: Payload) -> Payload:
    shown = {name: value for name, value in app.items() if name not in {"bot_token", "app_token", "signing_secret"}}
    return {**shown, "scopes": sorted(app["scopes"]), "events": sorted(app["events"])}


async def body_of(request: Request, largest: int = 1_000_000) -> Payload:
    """Read a JSON object; nothing is an empty one. Raises `DrivingError`, also for the page of another site."""
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise DrivingError("The page of another site cannot drive this workspace.")
    try:
        body = await limited_body(request, largest)
        return json_object(body.decode("utf-8", errors="replace")) if body else {}
    except SlackError as error:
        raise DrivingError(str(error)) from error


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FaultError(f"{value!r} is no number.")
    return float(value)


def wrong(error: Exception, status: int = 400) -> Response:
    return Json({"ok": False, "error": str(error)}, status_code=status)


def event(content: Payload) -> str:
    return f"data: {json.dumps(content)}\n\n"
