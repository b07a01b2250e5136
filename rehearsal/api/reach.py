"""Which conversations and people an app's bot can reach, and Slack's name for it when it cannot."""

from rehearsal.api.call import Call
from rehearsal.model import Channel, Kind, SlackError, User

HISTORY = {
    Kind.PUBLIC: "channels:history",
    Kind.PRIVATE: "groups:history",
    Kind.IM: "im:history",
    Kind.MPIM: "mpim:history",
}
READ = {Kind.PUBLIC: "channels:read", Kind.PRIVATE: "groups:read", Kind.IM: "im:read", Kind.MPIM: "mpim:read"}


def visible(call: Call, name: str = "channel") -> Channel:
    """Find a conversation by id: public ones, and those the bot is in. Raises channel_not_found."""
    channel = call.workspace.channels.get(call.required(name))
    if channel is None or (channel.kind is not Kind.PUBLIC and not is_in(call, channel)):
        raise SlackError("channel_not_found", f"{call.app.name} sees no conversation {call.text(name)!r}.")
    return channel


def joined(call: Call, name: str = "channel") -> Channel:
    """Find a conversation the bot is in. Raises channel_not_found or not_in_channel."""
    channel = visible(call, name)
    if not is_in(call, channel):
        raise SlackError("not_in_channel", f"{call.app.name} is not in #{channel.name}.")
    return channel


def postable(call: Call) -> Channel:
    """Find where a message goes: a conversation's id or name, or a person, whose DM it opens."""
    wanted = call.required("channel")
    if wanted in call.workspace.users:
        return direct_with(call, wanted)
    channel = call.workspace.channels.get(wanted) or named(call, wanted)
    if channel is None or (channel.kind is not Kind.PUBLIC and not is_in(call, channel)):
        raise SlackError("channel_not_found", f"{call.app.name} sees no conversation {wanted!r}.")
    if channel.archived:
        raise SlackError("is_archived", f"#{channel.name} is archived.")
    if not is_in(call, channel) and "chat:write.public" not in call.app.scopes:
        raise SlackError("not_in_channel", f"{call.app.name} is not in #{channel.name}.")
    refuse_closed_tab(call, channel)
    refuse_deactivated(call, channel)
    return channel


def refuse_deactivated(call: Call, channel: Channel) -> None:
    for member in channel.members if channel.kind is Kind.IM else ():
        if call.workspace.users[member].deleted:
            raise SlackError("user_disabled", f"{call.workspace.users[member].name} is deactivated.")


def named(call: Call, wanted: str) -> Channel | None:
    name = wanted.removeprefix("#")
    return next((channel for channel in call.workspace.channels.values() if channel.name == name), None)


def direct_with(call: Call, user_id: str) -> Channel:
    user = call.workspace.users[user_id]
    if user.is_bot:
        raise SlackError("cannot_dm_bot", "A bot cannot write to a bot.")
    if user.deleted:
        raise SlackError("user_disabled", f"{user.name} is deactivated.")
    channel = call.workspace.open_direct([user_id, call.app.bot_user])
    refuse_closed_tab(call, channel)
    return channel


def refuse_closed_tab(call: Call, channel: Channel) -> None:
    if channel.kind is Kind.IM and not call.app.messages_tab:
        raise SlackError("messages_tab_disabled", "The manifest's app_home says messages_tab_enabled: false.")


def is_in(call: Call, channel: Channel) -> bool:
    return call.app.bot_user in channel.members


def person(call: Call, name: str = "user") -> User:
    """Find a user by id. Raises user_not_found."""
    user = call.workspace.users.get(call.required(name))
    if user is None:
        raise SlackError("user_not_found", f"There is no user {call.text(name)!r}.")
    return user


def active(call: Call, name: str = "user") -> User:
    """Find a user who is not deactivated. Raises user_not_found or user_disabled."""
    user = person(call, name)
    if user.deleted:
        raise SlackError("user_disabled", f"{user.name} is deactivated.")
    return user
