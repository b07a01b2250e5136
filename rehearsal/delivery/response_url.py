"""Response URLs: what an app says there is shown where the person was, within its uses and its time."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from rehearsal.api.mishaps import Mishaps, instead
from rehearsal.api.reading import decoded, json_object, limited_body
from rehearsal.delivery.answers import content_of, response_type, signature_of
from rehearsal.faults import Fault
from rehearsal.line import Json, cut
from rehearsal.model import Message, Payload, SlackError
from rehearsal.strict import require_message
from rehearsal.tickets import ResponseUrl

if TYPE_CHECKING:  # answers are posted to it
    from rehearsal.workspace import Workspace

NAME = "response_url"
OK, REFUSED = 200, 400
"""Refusals of a method travel in its answer, those of a response URL in its status."""
STATUS = {"invalid_url": 404, "expired_url": 404, "used_url": 404}


class ResponseUrls:
    """The endpoint of all response URLs."""

    def __init__(self, workspace: "Workspace", mishaps: Mishaps) -> None:
        self._workspace = workspace
        self._mishaps = mishaps

    async def answer(self, request: Request) -> Response:
        started = time.perf_counter()
        inspector = self._workspace.inspector
        number = inspector.begin("in", "response_url", NAME, "", None)
        plan = self._workspace.faults.draw(NAME)
        note = f"Fault {plan.id}: {plan.kind.value}." if plan else ""
        if plan is not None and plan.kind is Fault.DROP:
            inspector.finish(number, status="lost", verdict=note)
            return await cut(request)
        token = request.path_params["token"]
        body = await given(request)
        if result := instead(plan, body):
            inspector.finish(number, status="refused", verdict=note, response=result.body)
            status = result.status if result.status != OK else REFUSED
            return Json(result.body, status_code=status, headers=dict(result.headers))

        async def run() -> Response:
            return self._said(token, body, number, note)

        response = await self._mishaps.answer(request, NAME, self._workspace.tickets.app_of_url(token), plan, run)
        inspector.finish(number, ms=(time.perf_counter() - started) * 1000)
        return response

    def _said(self, token: str, body: Payload | SlackError, number: int, note: str) -> Response:
        inspector = self._workspace.inspector
        try:
            if isinstance(body, SlackError):
                raise body
            inspector.finish(number, request=body)
            with self._workspace.lock:
                self.say(self._workspace.tickets.redeem_url(token), body)
        except SlackError as error:
            inspector.finish(number, status="refused", verdict=f"{note} {error}".strip(), response=error.error)
            refused = {"ok": False, "error": error.error, "response_metadata": {"messages": list(error.messages)}}
            return Json(refused, status_code=STATUS.get(error.error, 400))
        inspector.finish(number, status="ok", verdict=note, response="ok")
        return PlainTextResponse("ok")

    def say(self, url: ResponseUrl, body: Payload) -> None:
        """Post, replace or delete, as the payload asks."""
        app = self._workspace.app(url.app_id)
        if body.get("delete_original"):
            self._workspace.delete_message(self._original(url))
            return
        require_message(said(body))
        fields = {**content_of(body), "metadata": body.get("metadata")}
        if body.get("replace_original") and url.ts:
            edited = {"user": app.bot_user, "ts": f"{self._workspace.clock.timestamp():.6f}"}
            self._workspace.change_message(replace(self._original(url), **fields, edited=edited))
            return
        hidden = {} if response_type(body) == "in_channel" else {"ephemeral_to": url.user}
        thread_ts = body.get("thread_ts") or url.thread_ts
        if thread_ts not in ("", *self._workspace.messages[url.channel]):
            raise SlackError("thread_not_found", f"There is no message {thread_ts!r} in this conversation.")
        self._workspace.post(url.channel, app.bot_user, thread_ts=thread_ts, **fields, **signature_of(app), **hidden)

    def _original(self, url: ResponseUrl) -> Message:
        if not url.ts:
            raise SlackError("no_original", "A command has no message that could be replaced or deleted.")
        return self._workspace.message(url.channel, url.ts)


def said(body: Payload) -> Payload:
    """Leave away what tells where and how to say it."""
    steering = {"response_type", "replace_original", "delete_original", "thread_ts"}
    return {name: value for name, value in body.items() if name not in steering and value is not None}


async def given(request: Request) -> Payload | SlackError:
    """Read a payload, or give the reason why it cannot be read."""
    try:
        return await read_body(request)
    except SlackError as error:
        return error


async def read_body(request: Request) -> Payload:
    """Read a payload: JSON, or a form with `payload`."""
    body = await limited_body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return decoded(body, "application/json")
    form = decoded(body, kind)
    return json_object(form["payload"]) if "payload" in form else form
