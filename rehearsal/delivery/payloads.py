"""How a view, a message and a file look in payloads and answers, in exactly Slack's shapes."""

from typing import TYPE_CHECKING

from rehearsal.model import Channel, Kind, Message, Payload, View

if TYPE_CHECKING:  # payloads describe it
    from rehearsal.workspace import Workspace


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
