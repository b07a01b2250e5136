"""`chat.*`: posting, changing and deleting messages, the app's own and nobody else's."""

from dataclasses import replace
from typing import Any

from rehearsal.api.call import Call, Method
from rehearsal.api.reach import active, is_in, joined, postable, visible
from rehearsal.delivery.answers import content_of, signature_of
from rehearsal.delivery.payloads import message_payload
from rehearsal.limits import POSTS_PER_WORKSPACE, TIERS
from rehearsal.model import Channel, Message, Payload, SlackError
from rehearsal.strict import require_message


def content(call: Call) -> Payload:
    """Read what a message is to say, with its JSON arguments decoded, and refuse it if it breaks a rule."""
    said: Payload = {
        "text": call.arguments.get("text"),
        "markdown_text": call.arguments.get("markdown_text"),
        "blocks": call.json("blocks", "invalid_blocks_format"),
        "attachments": call.json("attachments", "invalid_attachments"),
        "metadata": call.json("metadata", "invalid_metadata_format"),
    }
    given = {name: value for name, value in said.items() if value is not None}
    require_message(given, method=call.method)
    return given


def message_fields(said: Payload) -> dict[str, Any]:
    fields = content_of({**said, "text": said.get("text") or said.get("markdown_text") or ""})
    return {**fields, "metadata": said.get("metadata") or None}


def post_message(call: Call) -> Payload:
    channel = postable(call)
    said = content(call)
    fields = {**message_fields(said), **author(call), **threading(call, channel)}
    message = call.workspace.post(channel.id, call.app.bot_user, client_msg_id=call.text("client_msg_id"), **fields)
    posted = message_payload(call.workspace, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": posted}


def author(call: Call) -> dict[str, Any]:
    """Sign as the app; another name or picture needs its own scope."""
    if call.given("username") or call.given("icon_emoji") or call.given("icon_url"):
        call.needs_scope("chat:write.customize")
    icon = call.text("icon_emoji") or call.text("icon_url")
    username = call.text("username")
    subtype = "bot_message" if username else ""
    return {**signature_of(call.app), "username": username, "icon": icon, "subtype": subtype}


def threading(call: Call, channel: Channel) -> dict[str, Any]:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return {}
    parent = call.workspace.messages[channel.id].get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found", f"There is no message {thread_ts} in this conversation.")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message", "thread_ts is that of a reply; give its parent's.")
    broadcast = call.flag("reply_broadcast")
    return {"thread_ts": thread_ts, "broadcast": broadcast, **({"subtype": "thread_broadcast"} if broadcast else {})}


def update(call: Call) -> Payload:
    channel = visible(call)
    message = own_message(call, channel, "cant_update_message")
    said = content(call)
    fields = message_fields(said)
    kept = {name for name in ("blocks", "attachments", "metadata") if name not in said}
    changed = {name: value for name, value in fields.items() if name not in kept}
    edited = {"user": call.app.bot_user, "ts": f"{call.workspace.clock.timestamp():.6f}"}
    changed_message = call.workspace.change_message(replace(message, **changed, edited=edited))
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": changed_message.text,
        "message": without_place(message_payload(call.workspace, changed_message, with_metadata=True)),
    }


def without_place(shape: Payload) -> Payload:
    """Leave away where a message stands, as the answer to `chat.update` does."""
    place = {"ts", "thread_ts", "parent_user_id", "is_locked", "subscribed", "latest_reply"}
    return {name: value for name, value in shape.items() if name not in place and not name.startswith("reply_")}


def delete(call: Call) -> Payload:
    channel = visible(call)
    message = own_message(call, channel, "cant_delete_message")
    call.workspace.delete_message(message)
    return {"channel": channel.id, "ts": message.ts}


def own_message(call: Call, channel: Channel, refusal: str) -> Message:
    message = call.workspace.messages[channel.id].get(call.required("ts"))
    if message is None:
        raise SlackError("message_not_found", "There is no such message; ephemeral ones can't be changed this way.")
    if message.app_id != call.app.id:
        raise SlackError(refusal, "An app changes only its own messages.")
    if channel.archived:
        raise SlackError("is_archived", f"#{channel.name} is archived.")
    return message


def post_ephemeral(call: Call) -> Payload:
    channel = postable(call)
    if not is_in(call, channel):
        raise SlackError("not_in_channel", f"{call.app.name} is not in #{channel.name}.")
    user = active(call)
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel", f"{user.name} is not in this conversation.")
    said = content(call)
    fields = {**message_fields(said), **author(call)}
    thread_ts = call.text("thread_ts")
    message = call.workspace.post(channel.id, call.app.bot_user, ephemeral_to=user.id, thread_ts=thread_ts, **fields)
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Payload:
    channel = joined(call)
    ts = call.required("message_ts")
    message = call.workspace.messages[channel.id].get(ts)
    if message is None:
        raise SlackError("message_not_found")
    suffix = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    link = f"https://{call.workspace.team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}{suffix}"
    return {"channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), POSTS_PER_WORKSPACE),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), TIERS[4]),
    "chat.update": Method(update, ("chat:write",), TIERS[3]),
    "chat.delete": Method(delete, ("chat:write",), TIERS[3]),
    "chat.getPermalink": Method(get_permalink, (), POSTS_PER_WORKSPACE),
}
