"""The Web API over HTTP: reads a call, lets faults happen, answers, and enters both in the inspector."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from rehearsal.api import gate
from rehearsal.api.call import Result
from rehearsal.api.reading import read
from rehearsal.faults import Fault, Plan
from rehearsal.holding import Holding
from rehearsal.line import Json, address_of, cut, keep_waiting
from rehearsal.model import SlackError

if TYPE_CHECKING:  # calls act on it
    from rehearsal.delivery.postman import Postman
    from rehearsal.workspace import Workspace

BEFORE = frozenset({Fault.DROP, Fault.RATE_LIMITED, Fault.SERVER_ERROR})


class WebApi:
    """The endpoint `/api/{method}`."""

    def __init__(self, workspace: "Workspace", postman: "Postman") -> None:
        self._workspace = workspace
        self._postman = postman
        self._holding = Holding()

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        started = time.perf_counter()
        try:
            token, arguments = await read(request)
        except SlackError as error:
            number = self._workspace.inspector.begin("in", "api", name, "", None)
            return self._answered(number, gate.refusal(error), started)
        number = self._workspace.inspector.begin("in", "api", name, self._app_named(token), arguments)
        plan = self._workspace.faults.draw(name)
        if plan is None:
            await self._holding.pass_by(name, None)
            return self._answered(number, self._run(name, token, arguments, request), started)
        return await self._faulty(plan, number, request, name, token, arguments, started)

    def _run(self, name: str, token: str, arguments: Mapping[str, Any], request: Request) -> Result:
        return gate.answer(self._workspace, name, token, arguments, address_of(request))

    def _app_named(self, token: str) -> str:
        for app in self._workspace.apps.values():
            if token and token in {app.bot_token, app.app_token}:
                return app.name
        return ""

    def _answered(self, number: int, result: Result, started: float, *, note: str = "") -> Response:
        body = result.body
        ms = (time.perf_counter() - started) * 1000
        status = "ok" if body.get("ok") else "refused"
        self._workspace.inspector.finish(
            number, response=body, status=status, verdict=" ".join([note, explained(body)]).strip(), ms=ms
        )
        return Json(body, status_code=result.status, headers=dict(result.headers))

    async def _faulty(
        self,
        plan: Plan,
        number: int,
        request: Request,
        name: str,
        token: str,
        arguments: Mapping[str, Any],
        started: float,
    ) -> Response:
        """Let one fault happen to a call."""
        note = f"Fault {plan.id}: {plan.kind.value}."
        if plan.kind in BEFORE:
            return await self._never_run(plan, number, request, started, note)
        await self._holding.pass_by(name, plan)
        if plan.kind is Fault.DISCONNECT:
            await self._postman.disconnect(None)
        if plan.kind is Fault.DUPLICATE:
            self._run(name, token, arguments, request)
        response = self._answered(number, self._run(name, token, arguments, request), started, note=note)
        if plan.kind is Fault.ACCEPT_THEN_TIMEOUT:
            await keep_waiting(request, plan.seconds)
        if plan.kind in {Fault.ACCEPT_THEN_CUT, Fault.ACCEPT_THEN_TIMEOUT}:
            return await cut(request)
        return response

    async def _never_run(self, plan: Plan, number: int, request: Request, started: float, note: str) -> Response:
        if plan.kind is Fault.RATE_LIMITED:
            wait = max(1, round(plan.seconds))
            return self._answered(number, gate.rate_limited(wait), started, note=note)
        if plan.kind is Fault.SERVER_ERROR:
            failed = Result({"ok": False, "error": "internal_error"}, 500)
            return self._answered(number, failed, started, note=note)
        self._workspace.inspector.finish(number, status="lost", verdict=note)
        return await cut(request)


def explained(body: Mapping[str, Any]) -> str:
    """Say in a line why a call was refused, "" if it was not."""
    if body.get("ok"):
        return ""
    messages = body.get("response_metadata", {}).get("messages", [])
    scope = [f"It needs {body['needed']} and has {body['provided'] or 'none'}."] if "needed" in body else []
    return " ".join([f"{body['error']}:", *messages, *scope]) if messages or scope else str(body["error"])
