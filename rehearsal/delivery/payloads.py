"""The payloads an app receives, in exactly Slack's shapes."""

from typing import TYPE_CHECKING, Any

from rehearsal.courier import Delivery, Envelope
from rehearsal.ids import new_id
from rehearsal.model import App, Channel, Kind, Message, OnMessage, Payload, Place, User, View

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
        where = on_message(workspace, app, user, workspace.message(place.channel, place.ts))
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


def view_payload(workspace: "Workspace", view: View) -> Payload:
    """Shape a view as `views.open` returns it and interactions carry it."""
    app = workspace.app(view.app_id)
    given = view.payload
    shape: Payload = {
        "id": view.id,
        "team_id": workspace.team.id,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": str(given.get("private_metadata") or ""),
        "callback_id": view.callback_id,
        "state": {"values": view.state},
        "hash": view.hash,
        "title": given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(given.get("clear_on_close", False)),
        "notify_on_close": bool(given.get("notify_on_close", False)),
        "close": given.get("close"),
        "submit": given.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app.id,
        "external_id": view.external_id,
        "app_installed_team_id": workspace.team.id,
        "bot_id": app.bot_id,
    }
    if view.kind == "modal":
        shape["submit_disabled"] = bool(given.get("submit_disabled", False))
    return shape


def message_payload(workspace: "Workspace", message: Message, *, with_metadata: bool = False) -> Payload:
    """Shape a message as `conversations.history` returns it and interactions carry it."""
    shape: Payload = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    for name, value in _optional_parts(workspace, message).items():
        if value:
            shape[name] = value
    if message.thread_ts and not message.is_reply:
        shape |= thread_summary(workspace, message)
    if message.metadata and with_metadata:
        shape["metadata"] = message.metadata
    return shape


def _optional_parts(workspace: "Workspace", message: Message) -> Payload:
    return {
        "subtype": message.subtype,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "username": message.username,
        "icons": {"emoji": message.icon} if message.icon else None,
        "client_msg_id": message.client_msg_id,
        "team": workspace.team.id,
        "blocks": list(message.blocks),
        "attachments": [{"id": number, **part} for number, part in enumerate(message.attachments, 1)],
        "thread_ts": message.thread_ts,
        "parent_user_id": _parent_user(workspace, message),
        "edited": message.edited,
        "files": [file_payload(workspace, file_id) for file_id in message.files],
        "reactions": [{"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions],
    }


def _parent_user(workspace: "Workspace", message: Message) -> str:
    parent = workspace.messages.get(message.channel, {}).get(message.thread_ts) if message.is_reply else None
    return parent.user if parent else ""


def thread_summary(workspace: "Workspace", parent: Message) -> Payload:
    """Shape what a thread's first message says of its replies."""
    replies = [reply for reply in workspace.messages[parent.channel].values() if reply.thread_ts == parent.ts]
    below = [reply for reply in replies if reply.ts != parent.ts]
    users = list(dict.fromkeys(reply.user for reply in below))
    return {
        "reply_count": len(below),
        "reply_users_count": len(users),
        "reply_users": users[:5],
        "latest_reply": below[-1].ts if below else parent.ts,
        "is_locked": False,
        "subscribed": False,
    }


def with_files(workspace: "Workspace", state: Payload) -> Payload:
    """Give a state in which the ids of a file input's files have become files, as Slack sends them."""
    for actions in state.values():
        for entry in actions.values():
            if entry["type"] == "file_input":
                entry["files"] = [
                    file_payload(workspace, one) if isinstance(one, str) else one for one in entry["files"]
                ]
    return state


def file_payload(workspace: "Workspace", file_id: str) -> Payload:
    file = workspace.files[file_id]
    address = f"{workspace.address}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2] or "binary",
        "user": file.user,
        "user_team": workspace.team.id,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": list(file.channels),
        **({"alt_txt": file.alt_text} if file.alt_text else {}),
    }


def channel_name(channel: Channel) -> str:
    """Name a conversation as interactive payloads do."""
    return {Kind.IM: "directmessage", Kind.MPIM: "mpdm", Kind.PRIVATE: "privategroup"}.get(channel.kind, channel.name)


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
