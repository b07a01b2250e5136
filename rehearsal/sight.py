"""What one person sees: their conversations, the messages in them, unread counts, the modal in front, their Homes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rehearsal.delivery.payloads import message_payload, view_payload
from rehearsal.model import Channel, Kind, Message, Payload, View

if TYPE_CHECKING:  # they look at it
    from rehearsal.workspace import Workspace


def conversations(workspace: "Workspace", user_id: str) -> list[Channel]:
    """List the conversations a person is in: channels by name, then direct ones, the liveliest first."""
    with workspace.lock:
        mine = [channel for channel in workspace.channels.values() if user_id in channel.members]
        named = sorted((channel for channel in mine if not channel.is_direct), key=lambda channel: channel.name)
        direct = sorted(
            (channel for channel in mine if channel.is_direct),
            key=lambda channel: next(reversed(workspace.messages[channel.id]), ""),
            reverse=True,
        )
        return [*named, *direct]


def title(workspace: "Workspace", channel: Channel, viewer: str) -> str:
    """Name a conversation as its viewer reads it: a direct one by who else is in it."""
    if not channel.is_direct:
        return channel.name
    others = [member for member in channel.members if member != viewer] or [viewer]
    return ", ".join(workspace.users[other].real_name for other in others)


def timeline(workspace: "Workspace", channel_id: str, viewer: str) -> list[Message]:
    """Give a conversation's messages, oldest first: replies only when broadcast, ephemerals only the viewer's."""
    with workspace.lock:
        said = [message for message in workspace.messages.get(channel_id, {}).values() if not message.is_reply]
        broadcast = [message for message in workspace.messages.get(channel_id, {}).values() if message.broadcast]
        shown = in_order([*said, *broadcast, *ephemerals(workspace, channel_id, viewer, "")])
        return [workspace.as_seen_by(viewer, message) for message in shown]


def thread(workspace: "Workspace", channel_id: str, parent_ts: str, viewer: str) -> list[Message]:
    """Give a thread: its first message, then the replies, oldest first."""
    with workspace.lock:
        messages = workspace.messages.get(channel_id, {}).values()
        replies = [message for message in messages if message.thread_ts == parent_ts and message.ts != parent_ts]
        first = [message for message in messages if message.ts == parent_ts]
        shown = in_order([*first, *replies, *ephemerals(workspace, channel_id, viewer, parent_ts)])
        return [workspace.as_seen_by(viewer, message) for message in shown]


def ephemerals(workspace: "Workspace", channel_id: str, viewer: str, thread_ts: str) -> list[Message]:
    return [
        message
        for message in workspace.ephemerals
        if (message.channel, message.ephemeral_to, message.thread_ts) == (channel_id, viewer, thread_ts)
    ]


def in_order(messages: Iterable[Message]) -> list[Message]:
    return sorted({message.ts: message for message in messages}.values(), key=lambda message: message.ts)


def unread(workspace: "Workspace", channel_id: str, viewer: str) -> int:
    """Count what others said since the viewer last looked."""
    with workspace.lock:
        mark = workspace.read_marks.get((viewer, channel_id), "")
        count = 0
        for message in reversed(workspace.messages.get(channel_id, {}).values()):
            if message.ts <= mark:
                break
            count += message.user != viewer
        return count


def seen_by(workspace: "Workspace", user_id: str) -> Payload:
    """Give all of it as JSON, for clients that drive the workspace by HTTP."""
    with workspace.lock:
        stack = workspace.views.stack(user_id)
        return {
            "user": user_id,
            "now": workspace.clock.timestamp(),
            "conversations": [
                conversation(workspace, channel, user_id) for channel in conversations(workspace, user_id)
            ],
            "modal": seen_view(workspace, stack[-1]) if stack else None,
            "stack": [seen_view(workspace, view) for view in stack],
            "homes": {app: seen_view(workspace, view) for app, view in workspace.views.homes(user_id).items()},
            "toasts": [{"text": toast.text, "ts": toast.ts} for toast in workspace.toasts if toast.user == user_id],
        }


def conversation(workspace: "Workspace", channel: Channel, viewer: str) -> Payload:
    messages = in_order([*workspace.messages[channel.id].values(), *my_ephemerals(workspace, channel.id, viewer)])
    return {
        "id": channel.id,
        "kind": channel.kind.value,
        "name": title(workspace, channel, viewer),
        "is_direct": channel.kind is Kind.IM,
        "unread": unread(workspace, channel.id, viewer),
        "messages": [seen_message(workspace, workspace.as_seen_by(viewer, message)) for message in messages],
    }


def my_ephemerals(workspace: "Workspace", channel_id: str, viewer: str) -> list[Message]:
    return [
        message for message in workspace.ephemerals if (message.channel, message.ephemeral_to) == (channel_id, viewer)
    ]


def seen_message(workspace: "Workspace", message: Message) -> Payload:
    extra = {"channel": message.channel, "is_ephemeral": bool(message.ephemeral_to), "state": message.state}
    return {**message_payload(workspace, message), **extra}


def seen_view(workspace: "Workspace", view: View) -> Payload:
    return {**view_payload(workspace, view), "errors": dict(view.errors)}
