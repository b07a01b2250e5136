"""A verb's reply -> what Slack is answered: the ack, a private message, a modal. Also: a refusal, and the unexpected.

Field errors travel in the ack, so the ack is the last thing a listener does. What needs a call to Slack (opening a
modal, a private message after a press) goes to a small executor once the ack is on its way, while the trigger is fresh.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextvars import copy_context
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk.webhook import WebhookClient

from bot.points import POINTS
from bot.slack import Failure, Slack
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Done, FieldErrors, Message, Open, Push, Reply, Say, Update, View
from workflows.language import marked, tr

log = structlog.get_logger()
Ack = Callable[..., Any]
Body = Mapping[str, Any]
TOO_SLOW = marked(
    "That took too long to reach Slack, so the form did not open. Nothing is lost: please do it once more."
)


class Replies:
    """Carries replies out on one workspace."""

    def __init__(self, slack: Slack, executor: Executor) -> None:
        self._slack, self._executor = slack, executor

    def to_command(self, ack: Ack, body: Body, reply: Reply) -> None:
        """Answer a slash command: privately in the ack, or with a modal."""
        if isinstance(reply, Say) and reply.message.picture is None and not reply.message.plain:
            ack(**_ephemeral(reply.message))
            return
        ack()
        if isinstance(reply, Say):
            self._later(body, lambda: self._say(body, reply))
        if isinstance(reply, Open | Push | Update):
            self._later(body, lambda: self._slack.open_view(body["trigger_id"], reply.view))

    def to_press(self, ack: Ack, body: Body, reply: Reply) -> None:
        """Answer a button or a menu, in a message, a modal or App Home."""
        ack()
        if isinstance(reply, Say) and body.get("response_url"):
            self._later(body, lambda: self._say(body, reply))
        elif isinstance(reply, Update) and body.get("view"):
            view = body["view"]
            self._later(body, lambda: self._slack.update_view(view["id"], reply.view, view.get("hash")))
        elif isinstance(reply, Say) and reply.message.picture:
            self._show_drawn(body, reply.message)
        elif not isinstance(reply, Done | FieldErrors):
            self._show(body, _view_of(reply))

    def to_submission(self, ack: Ack, _body: Body, reply: Reply) -> None:
        """Answer a submitted modal."""
        if isinstance(reply, FieldErrors):
            ack(response_action="errors", errors=dict(reply.errors))
        elif isinstance(reply, Push):
            ack(response_action="push", view=dict(reply.view))
        elif isinstance(reply, Done):
            ack()
        else:
            ack(response_action="update", view=dict(_view_of(reply)))

    def refuse_submission(self, ack: Ack, body: Body, refused: Refused) -> None:
        """Say under the field what is wrong with it; without a field, under the first; without any, in its place."""
        fields = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
        if not fields:
            ack(response_action="update", view=dict(notice_view(Message(refused.text))))
            return
        field = refused.field if refused.field in fields else fields[0]
        ack(response_action="errors", errors={field: refused.text})

    def _show(self, body: Body, view: View) -> None:
        self._later(body, lambda: self._open(body, view))

    def _show_drawn(self, body: Body, message: Message) -> None:
        """On App Home there is nowhere to answer but a modal; it has the picture too."""
        self._later(
            body, lambda: self._open(body, notice_view(Message(message.text, self._slack.with_picture(message))))
        )

    def _open(self, body: Body, view: View) -> None:
        push = (body.get("view") or {}).get("type") == "modal"
        show = self._slack.push_view if push else self._slack.open_view
        show(body["trigger_id"], view)

    def _later(self, body: Body, work: Callable[[], None]) -> None:
        self._executor.submit(copy_context().run, self._attempt, body, work)

    def _attempt(self, body: Body, work: Callable[[], None]) -> None:
        try:
            POINTS.reach("reply.ready")
            work()
            POINTS.reach("reply.shown")
        except Failure as failure:
            if failure.reason == "hash_conflict":  # a newer one is on its way
                return
            log.warning("reply.failed", reason=failure.reason)
            if body.get("response_url"):
                self._respond(body["response_url"], _ephemeral(Message(tr(TOO_SLOW))) | {"replace_original": False})

    def _say(self, body: Body, said: Say) -> None:
        blocks = self._slack.with_picture(said.message)
        answer = {**_ephemeral(Message(said.message.text, blocks)), "replace_original": said.replace}
        plain = {**answer, "blocks": list(said.message.plain)} if said.message.plain else None
        self._respond(body["response_url"], answer, plain)

    def _respond(self, url: str, answer: Mapping[str, Any], plain: Mapping[str, Any] | None = None) -> None:
        """Say it where the person was. A `response_url` that does not answer is no loss: the deed itself is kept."""
        webhook = WebhookClient(url, timeout=self._slack.client.timeout, retry_handlers=[])
        try:
            status = webhook.send_dict(dict(answer)).status_code
        except (OSError, HTTPException) as error:
            log.warning("reply.failed", reason=f"response_url {type(error).__name__}")
            return
        if status == 400 and plain is not None:  # charts are not taken everywhere yet
            self._respond(url, plain)
        elif status != 200:
            log.warning("reply.failed", reason=f"response_url {status}")


def notice_view(message: Message) -> View:
    """A modal that only says something."""
    blocks = list(message.plain or message.blocks) or [
        {"type": "section", "text": {"type": "plain_text", "text": message.text[:3000]}}
    ]
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Dotted Line"},
        "close": {"type": "plain_text", "text": tr("Close")},
        "blocks": blocks,
    }


def _view_of(reply: Reply) -> View:
    if isinstance(reply, Open | Push | Update):
        return reply.view
    return notice_view(reply.message if isinstance(reply, Say) else Message(tr("Done.")))


def _ephemeral(message: Message) -> dict[str, Any]:
    answer: dict[str, Any] = {"response_type": "ephemeral", "text": message.text}
    return answer | ({"blocks": list(message.blocks)} if message.blocks else {})
