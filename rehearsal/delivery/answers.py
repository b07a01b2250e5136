"""What is done with an ack's body: a command's words are shown, a submission's `response_action` is carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rehearsal.courier import Answer
from rehearsal.ids import identified
from rehearsal.model import App, Payload, SlackError, View
from rehearsal.strict import require_message, require_options, require_response_action

if TYPE_CHECKING:  # answers change it
    from rehearsal.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Submitted:
    """What came of pressing a modal's submit button.

    `outcome` is `closed`, `updated`, `pushed`, `cleared`, `errors` (then `errors` maps block ids to sentences) or
    `failed` (then `explanation` says what Slack shows and why). `view_id` is the modal now in front, if any.
    """

    outcome: str
    errors: Mapping[str, str] = field(default_factory=dict)
    explanation: str = ""
    view_id: str | None = None
    ms: float = 0.0


def say_command_answer(workspace: "Workspace", app: App, user_id: str, channel_id: str, answer: Answer) -> str:
    """Post what a command's ack says, to the person unless it is `in_channel`; returns the error, "" if none."""
    body = answer.body or {}
    if not body:
        return ""
    try:
        in_channel = response_type(body) == "in_channel"
        require_message(body)
    except SlackError as error:
        workspace.inspector.finish(answer.exchange, status="refused", verdict=str(error))
        return error.error
    hidden_from_others = {} if in_channel else {"ephemeral_to": user_id}
    workspace.post(channel_id, app.bot_user, **content_of(body), **signature_of(app), **hidden_from_others)
    return ""


def response_type(body: Payload) -> str:
    kind = body.get("response_type") or "ephemeral"
    if not isinstance(kind, str) or kind not in {"ephemeral", "in_channel"}:
        raise SlackError("invalid_response_type", f"{kind!r} is no response_type.")
    return str(kind)


def content_of(body: Payload) -> dict[str, Any]:
    """Give the fields of a `Message` that a payload says."""
    return {
        "text": str(body.get("text") or ""),
        "blocks": tuple(identified(body.get("blocks") or [])),
        "attachments": tuple(
            {**part, "blocks": identified(part["blocks"])} if part.get("blocks") else part
            for part in body.get("attachments") or []
        ),
    }


def signature_of(app: App) -> dict[str, str]:
    """Give the fields of a `Message` that say an app posted it."""
    return {"app_id": app.id, "bot_id": app.bot_id}


def act_on_submission(workspace: "Workspace", app: App, view: View, answer: Answer) -> Submitted:
    """Carry out the answer to a submission: an empty one closes the modal, a `response_action` does what it says."""
    if not answer.acked:
        return Submitted("failed", explanation=f"{TROUBLE} {answer.explanation}".strip(), view_id=view.id, ms=answer.ms)
    try:
        return _carried_out(workspace, app, view, answer)
    except SlackError as error:
        workspace.inspector.finish(answer.exchange, status="refused", verdict=str(error))
        explanation = f"{TROUBLE} The app's answer was refused: {error}"
        return Submitted("failed", explanation=explanation, view_id=view.id, ms=answer.ms)


def _carried_out(workspace: "Workspace", app: App, view: View, answer: Answer) -> Submitted:
    body = answer.body or {}
    views = workspace.views
    if not body:
        views.close(view)
        return Submitted("closed", view_id=_front(workspace, view.user), ms=answer.ms)
    require_response_action(body, view.payload)
    action = body["response_action"]
    if action == "errors":
        views.refuse(view, body["errors"])
        return Submitted("errors", errors=body["errors"], view_id=view.id, ms=answer.ms)
    if action == "clear":
        views.clear(view.user)
        return Submitted("cleared", ms=answer.ms)
    if action == "update":
        return Submitted("updated", view_id=views.update(view, body["view"]).id, ms=answer.ms)
    return Submitted("pushed", view_id=views.push(app, view, body["view"]).id, ms=answer.ms)


def _front(workspace: "Workspace", user_id: str) -> str | None:
    top = workspace.views.top(user_id)
    return top.id if top else None


def offered_options(workspace: "Workspace", answer: Answer) -> list[Payload]:
    """Give the options or groups an app offers. Raises `SlackError` with the reason when there are none to show."""
    if not answer.acked:
        raise SlackError("options_failed", f"The options could not be loaded. {answer.explanation}".strip())
    body = answer.body or {}
    try:
        require_options(body)
    except SlackError as error:
        workspace.inspector.finish(answer.exchange, status="refused", verdict=str(error))
        raise
    return list(body.get("options") or body.get("option_groups") or [])
