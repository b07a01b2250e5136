"""`conversations.*` and `users.conversations`: which there are, who is in them, and what was said."""

from collections.abc import Iterable

from rehearsal.api.call import Call, Method
from rehearsal.api.reach import HISTORY, READ, is_in, joined, person, visible
from rehearsal.delivery.payloads import message_payload
from rehearsal.limits import TIERS
from rehearsal.model import Channel, Kind, Message, Payload, SlackError

READING = tuple(READ.values())


def channel_payload(call: Call, channel: Channel) -> Payload:
    """Shape a conversation as `conversations.info` does."""
    common: Payload = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": channel.kind is Kind.IM,
        "is_mpim": channel.kind is Kind.MPIM,
        "context_team_id": call.workspace.team.id,
        "is_org_shared": False,
        "updated": channel.created * 1000,
    }
    if channel.kind is Kind.IM:
        other = next((member for member in channel.members if member != call.app.bot_user), call.app.bot_user)
        return {**common, "user": other, "is_user_deleted": call.workspace.users[other].deleted, "priority": 0}
    return {**common, **named_parts(call, channel)}


def named_parts(call: Call, channel: Channel) -> Payload:
    name = channel.name or "mpdm-" + "--".join(call.workspace.users[member].name for member in channel.members) + "-1"
    note = {"creator": channel.creator, "last_set": channel.created}
    return {
        "name": name,
        "name_normalized": name,
        "is_channel": channel.kind is Kind.PUBLIC,
        "is_group": channel.kind is Kind.PRIVATE,
        "is_private": channel.kind is not Kind.PUBLIC,
        "is_general": channel.name == "general",
        "is_member": is_in(call, channel),
        "is_shared": False,
        "is_ext_shared": False,
        "unlinked": 0,
        "creator": channel.creator,
        "topic": {"value": channel.topic, **note},
        "purpose": {"value": channel.purpose, **note},
        "previous_names": [],
    }


def info(call: Call) -> Payload:
    channel = visible(call)
    call.needs_scope(READ[channel.kind])
    shape = channel_payload(call, channel)
    if call.flag("include_num_members"):
        shape["num_members"] = len(channel.members)
    if call.flag("include_locale"):
        shape["locale"] = "en-US"
    return {"channel": shape}


def list_all(call: Call) -> Payload:
    return listing(call, [channel for channel in call.workspace.channels.values() if reachable(call, channel)])


def reachable(call: Call, channel: Channel) -> bool:
    return channel.kind is Kind.PUBLIC or is_in(call, channel)


def list_of_user(call: Call) -> Payload:
    """List the conversations of a user (the bot if none) that the bot can see."""
    user_id = person(call).id if call.given("user") else call.app.bot_user
    mine = [channel for channel in call.workspace.channels.values() if user_id in channel.members]
    return listing(call, [channel for channel in mine if reachable(call, channel)])


def listing(call: Call, channels: Iterable[Channel]) -> Payload:
    kinds = wanted_kinds(call)
    hidden = call.flag("exclude_archived")
    chosen = [channel for channel in channels if channel.kind in kinds and not (hidden and channel.archived)]
    shown, cursor = call.page(sorted(chosen, key=lambda channel: channel.id))
    return {
        "channels": [{**channel_payload(call, channel), "num_members": len(channel.members)} for channel in shown],
        "response_metadata": {"next_cursor": cursor},
    }


def wanted_kinds(call: Call) -> set[Kind]:
    try:
        kinds = {Kind(name) for name in call.names("types") or [Kind.PUBLIC]}
    except ValueError as error:
        raise SlackError("invalid_types", f"[ERROR] {error} [json-pointer:/types]") from error
    for kind in kinds:
        call.needs_scope(READ[kind])
    return kinds


def members(call: Call) -> Payload:
    channel = visible(call)
    call.needs_scope(READ[channel.kind])
    shown, cursor = call.page(channel.members)
    return {"members": shown, "response_metadata": {"next_cursor": cursor}}


def open_direct(call: Call) -> Payload:
    if call.given("channel"):
        channel = visible(call)
    else:
        channel = call.workspace.open_direct([call.app.bot_user, *wanted_users(call)])
    call.needs_scope("im:write" if channel.kind is Kind.IM else "mpim:write")
    if call.flag("return_im"):
        return {"no_op": True, "already_open": True, "channel": channel_payload(call, channel)}
    return {"channel": {"id": channel.id}}


def wanted_users(call: Call) -> list[str]:
    users = call.names("users")
    if not users:
        raise SlackError("users_list_not_supplied", "[ERROR] missing required field: users")
    if len(users) > 8:
        raise SlackError("too_many_users", "A direct conversation has at most eight others.")
    for user_id in users:
        user = call.workspace.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found", f"There is no user {user_id!r}.")
        if user.deleted:
            raise SlackError("user_disabled", f"{user.name} is deactivated.")
        if user.is_bot:
            raise SlackError("cannot_dm_bot", "A bot cannot write to a bot.")
    return users


def join(call: Call) -> Payload:
    channel = visible(call)
    if channel.kind is not Kind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived", f"#{channel.name} is archived.")
    already = {"warning": "already_in_channel"} if is_in(call, channel) else {}
    return {"channel": channel_payload(call, call.workspace.join(channel.id, call.app.bot_user)), **already}


def leave(call: Call) -> Payload:
    channel = visible(call)
    if channel.is_direct:
        raise SlackError("method_not_supported_for_channel_type")
    if not is_in(call, channel):
        return {"not_in_channel": True}
    call.workspace.leave(channel.id, call.app.bot_user)
    return {}


def history(call: Call) -> Payload:
    """Give messages, the newest first: replies only when they were broadcast."""
    channel = joined(call)
    call.needs_scope(HISTORY[channel.kind])
    messages = [
        message
        for message in reversed(call.workspace.messages[channel.id].values())
        if not message.is_reply or message.broadcast
    ]
    shown, cursor = call.page(within(call, messages), most=999)
    answer: Payload = {
        "messages": [payload(call, message) for message in shown],
        "has_more": bool(cursor),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def replies(call: Call) -> Payload:
    """Give a thread, its parent first, then the oldest reply first."""
    channel = joined(call)
    call.needs_scope(HISTORY[channel.kind])
    messages = call.workspace.messages[channel.id]
    parent = messages.get(call.required("ts"))
    if parent is None:
        raise SlackError("thread_not_found", "There is no message with this ts here.")
    root = parent.thread_ts or parent.ts
    below = [message for message in messages.values() if message.thread_ts == root and message.ts != root]
    shown, cursor = call.page([messages[root], *within(call, below)])
    answer: Payload = {"messages": [payload(call, message) for message in shown], "has_more": bool(cursor)}
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def within(call: Call, messages: list[Message]) -> list[Message]:
    """Keep what lies between `oldest` and `latest`, which belong to it only when `inclusive`."""
    oldest, latest = call.text("oldest"), call.text("latest")
    inclusive = call.flag("inclusive")
    try:
        low, high = float(oldest or 0), float(latest or "inf")
    except ValueError as error:
        raise SlackError("invalid_ts_latest" if oldest else "invalid_ts_oldest") from error
    return [
        message
        for message in messages
        if low < float(message.ts) < high or (inclusive and message.ts in {oldest, latest})
    ]


def payload(call: Call, message: Message) -> Payload:
    return message_payload(call.workspace, message, with_metadata=call.flag("include_all_metadata"))


METHODS = {
    "conversations.info": Method(info, READING, TIERS[3]),
    "conversations.list": Method(list_all, READING, TIERS[2]),
    "conversations.members": Method(members, READING, TIERS[4]),
    "conversations.open": Method(open_direct, ("im:write", "mpim:write"), TIERS[3]),
    "conversations.join": Method(join, ("channels:join",), TIERS[3]),
    "conversations.leave": Method(leave, ("channels:manage", "channels:join", "groups:write"), TIERS[3]),
    "conversations.history": Method(history, tuple(HISTORY.values()), TIERS[3]),
    "conversations.replies": Method(replies, tuple(HISTORY.values()), TIERS[3]),
    "users.conversations": Method(list_of_user, READING, TIERS[3]),
}
