"""What an app is told: commands, interactions and events, in exactly Slack's shapes."""

from typing import TYPE_CHECKING, Any

from rehearsal.courier import Delivery, Envelope
from rehearsal.delivery.payloads import channel_name, message_payload, view_payload
from rehearsal.ids import new_id
from rehearsal.model import App, Channel, Message, OnMessage, Payload, Place, User, View

if TYPE_CHECKING:  # payloads describe it
    from rehearsal.workspace import Workspace

VERIFICATION_TOKEN = "rehearsal-verification-token"  # noqa: S105 - deprecated by Slack, sent for its shape only


def command(workspace: "Workspace", app: App, user: User, channel: Channel, name: str, text: str) -> dict[str, str]:
    """Shape a slash command."""
    path = workspace.tickets.response_url(app.id, user.id, channel.id)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": workspace.address + path,
        "trigger_id": workspace.tickets.trigger(app.id, user.id),
    }


def block_actions(workspace: "Workspace", app: App, user: User, place: Place, action: Payload) -> Payload:
    """Shape a press or a choice, on a message or in a view."""
    base = interaction(workspace, app, user, "block_actions")
    if isinstance(place, OnMessage):
        message = workspace.as_seen_by(user.id, workspace.message(place.channel, place.ts))
        where = on_message(workspace, app, user, message)
        trigger = workspace.tickets.trigger(app.id, user.id)
    else:
        view = workspace.views.get(place.view_id)
        where = {"container": {"type": "view", "view_id": view.id}, "view": view_payload(workspace, view)}
        trigger = workspace.tickets.trigger(app.id, user.id, view.id if view.kind == "modal" else None)
    return {**base, **where, "trigger_id": trigger, "actions": [action]}


def on_message(workspace: "Workspace", app: App, user: User, message: Message) -> Payload:
    path = workspace.tickets.response_url(app.id, user.id, message.channel, message.ts, message.thread_ts)
    channel = workspace.channel(message.channel)
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    where: Payload = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": message.state},
        "response_url": workspace.address + path,
    }
    if not message.ephemeral_to:  # Slack sends no message with a press on an ephemeral one
        where["message"] = message_payload(workspace, message)
    return where


def view_submission(workspace: "Workspace", app: App, user: User, view: View) -> Payload:
    return {
        **interaction(workspace, app, user, "view_submission"),
        "trigger_id": workspace.tickets.trigger(app.id, user.id, view.id),
        "view": view_payload(workspace, view),
        "response_urls": response_urls(workspace, app, user, view),
    }


def response_urls(workspace: "Workspace", app: App, user: User, view: View) -> list[Payload]:
    """Give a response URL for each conversation chosen in an input with `response_url_enabled`."""
    found = []
    for block in view.blocks:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        entry = view.state[block["block_id"]][element["action_id"]]
        channel = entry.get("selected_conversation") or entry.get("selected_channel")
        if channel:
            path = workspace.tickets.response_url(app.id, user.id, channel)
            place = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
            found.append({**place, "response_url": workspace.address + path})
    return found


def view_closed(workspace: "Workspace", app: App, user: User, view: View, *, is_cleared: bool) -> Payload:
    base = interaction(workspace, app, user, "view_closed")
    return {**base, "view": view_payload(workspace, view), "is_cleared": is_cleared}


def block_suggestion(
    workspace: "Workspace", app: App, user: User, place: Place, block_id: str, action_id: str, query: str
) -> Payload:
    """Shape the question for the options of an external select."""
    base = {
        **interaction(workspace, app, user, "block_suggestion"),
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
    }
    if isinstance(place, OnMessage):
        where = on_message(workspace, app, user, workspace.message(place.channel, place.ts))
        del where["response_url"], where["state"]
        return {**base, **where}
    view = workspace.views.get(place.view_id)
    container = {"type": "view", "view_id": view.id}
    return {**base, "container": container, "view": view_payload(workspace, view)}


def shortcut(workspace: "Workspace", app: App, user: User, callback_id: str) -> Payload:
    base = interaction(workspace, app, user, "shortcut")
    del base["api_app_id"], base["user"]["name"]  # Slack's shortcuts have neither
    return {
        **base,
        "action_ts": f"{workspace.clock.timestamp():.6f}",
        "callback_id": callback_id,
        "trigger_id": workspace.tickets.trigger(app.id, user.id),
    }


def message_action(workspace: "Workspace", app: App, user: User, callback_id: str, message: Message) -> Payload:
    path = workspace.tickets.response_url(app.id, user.id, message.channel, thread_ts=message.thread_ts)
    channel = workspace.channel(message.channel)
    return {
        **shortcut(workspace, app, user, callback_id),
        "type": "message_action",
        "user": interaction(workspace, app, user, "message_action")["user"],
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": workspace.address + path,
        "message_ts": message.ts,
        "message": message_payload(workspace, message),
    }


def interaction(workspace: "Workspace", app: App, user: User, kind: str) -> Payload:
    """Shape what all interactive payloads have."""
    team = workspace.team
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
        "api_app_id": app.id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action_of(workspace: "Workspace", block_id: str, element: Payload, choice: dict[str, Any]) -> Payload:
    """Shape the one entry of `actions`."""
    told: Payload = {
        name: element[name] for name in ("text", "value", "style", "placeholder", "confirm") if name in element
    }
    if element["type"] != "button":
        told.pop("text", None)
        told |= {name: value for name, value in element.items() if name.startswith("initial_")}
    return {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        **told,
        **choice,
        "action_ts": f"{workspace.clock.timestamp():.6f}",
    }


def event_delivery(workspace: "Workspace", app: App, event: Payload) -> Delivery:
    """Wrap an event as the Events API does."""
    body = {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team.id,
        "context_team_id": workspace.team.id,
        "context_enterprise_id": None,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(workspace.clock.timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{new_id('e')}",
    }
    return Delivery(Envelope.EVENT, str(event["type"]), body, app.events_url)
