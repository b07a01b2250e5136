"""The Web API over HTTP: reads a call, lets faults happen, answers, and enters both in the inspector."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from rehearsal.api import gate
from rehearsal.api.call import Result
from rehearsal.api.mishaps import Mishaps, instead
from rehearsal.api.reading import read
from rehearsal.faults import Fault
from rehearsal.line import Json, address_of, cut
from rehearsal.model import App, SlackError

if TYPE_CHECKING:  # calls act on it
    from rehearsal.workspace import Workspace


class WebApi:
    """The endpoint `/api/{method}`."""

    def __init__(self, workspace: "Workspace", mishaps: Mishaps) -> None:
        self._workspace = workspace
        self._mishaps = mishaps

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        started = time.perf_counter()
        try:
            token, arguments = await read(request)
        except SlackError as error:
            number = self._workspace.inspector.begin("in", "api", name, "", None)
            return self._answered(number, gate.refusal(error), started)
        app = self._app_of(token)
        inspector = self._workspace.inspector
        number = inspector.begin("in", "api", name, app.name if app else "", arguments)
        plan = self._workspace.faults.draw(name)
        note = f"Fault {plan.id}: {plan.kind.value}." if plan else ""
        if plan is not None and plan.kind is Fault.DROP:
            inspector.finish(number, status="lost", verdict=note)
            return await cut(request)
        if result := instead(plan, arguments):
            return self._answered(number, result, started, note=note)

        async def run() -> Response:
            return self._answered(number, self._run(name, token, arguments, request), started, note=note)

        return await self._mishaps.answer(request, name, app.id if app else None, plan, run)

    def _run(self, name: str, token: str, arguments: Mapping[str, Any], request: Request) -> Result:
        return gate.answer(self._workspace, name, token, arguments, address_of(request))

    def _app_of(self, token: str) -> App | None:
        apps = self._workspace.apps.values()
        return next((app for app in apps if token and token in {app.bot_token, app.app_token}), None)

    def _answered(self, number: int, result: Result, started: float, *, note: str = "") -> Response:
        body = result.body
        ms = (time.perf_counter() - started) * 1000
        status = "ok" if body.get("ok") else "refused"
        self._workspace.inspector.finish(
            number, response=body, status=status, verdict=" ".join([note, explained(body)]).strip(), ms=ms
        )
        return Json(body, status_code=result.status, headers=dict(result.headers))


def explained(body: Mapping[str, Any]) -> str:
    """Say in a line why a call was refused, "" if it was not."""
    if body.get("ok"):
        return ""
    messages = body.get("response_metadata", {}).get("messages", [])
    scope = [f"It needs {body['needed']} and has {body['provided'] or 'none'}."] if "needed" in body else []
    return " ".join([f"{body['error']}:", *messages, *scope]) if messages or scope else str(body["error"])
