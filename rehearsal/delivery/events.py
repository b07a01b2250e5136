"""Which apps hear of what happens in the workspace: changes of the feed as events of the Events API."""

from typing import TYPE_CHECKING

from rehearsal.api.reach import HISTORY
from rehearsal.api.users import user_payload
from rehearsal.delivery.interactions import event_delivery
from rehearsal.delivery.payloads import message_payload
from rehearsal.feed import Change
from rehearsal.model import App, Channel, Kind, Message, Payload

if TYPE_CHECKING:  # it is told by it
    from rehearsal.workspace import Workspace

CHANNEL_TYPES = {Kind.PUBLIC: "channel", Kind.PRIVATE: "group", Kind.IM: "im", Kind.MPIM: "mpim"}
MESSAGE_EVENTS = {
    Kind.PUBLIC: "message.channels",
    Kind.PRIVATE: "message.groups",
    Kind.IM: "message.im",
    Kind.MPIM: "message.mpim",
}
CHANNEL_EVENTS = {"joined": "member_joined_channel", "left": "member_left_channel"}
REACTION_EVENTS = {"reacted": "reaction_added", "unreacted": "reaction_removed"}


class Announcer:
    """Hears the feed and announces what apps subscribed to, if they are there and have the scope."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def hear(self, change: Change) -> None:
        if change.kind == "user":
            self._user(change)
        if change.kind == "message" and not change.user and change.verb in {"posted", "changed", "deleted"}:
            self._message(change)
        if change.kind == "message" and change.verb in REACTION_EVENTS:
            self._reaction(change)
        if change.kind == "channel" and change.verb in CHANNEL_EVENTS:
            self._membership(change)

    def _message(self, change: Change) -> None:
        channel = self._workspace.channels[change.channel]
        current = self._workspace.messages[change.channel].get(change.subject)
        event = self._message_event(change, channel, current)
        for app in self._listeners(MESSAGE_EVENTS[channel.kind], channel):
            if HISTORY[channel.kind] in app.scopes:
                self._announce(app, event)
        if change.verb == "posted" and current is not None:
            self._mention(channel, current)

    def _message_event(self, change: Change, channel: Channel, current: Message | None) -> Payload:
        base: Payload = {"type": "message", "channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
        if change.verb == "posted" and current is not None:
            return {**message_payload(self._workspace, current), **base, "event_ts": current.ts}
        stamp = f"{self._workspace.clock.timestamp():.6f}"
        before = {"previous_message": message_payload(self._workspace, change.before)} if change.before else {}
        base |= {"hidden": True, "ts": stamp, "event_ts": stamp, **before}
        if current is None:
            return {**base, "subtype": "message_deleted", "deleted_ts": change.subject}
        return {**base, "subtype": "message_changed", "message": message_payload(self._workspace, current)}

    def _mention(self, channel: Channel, message: Message) -> None:
        for app in self._listeners("app_mention", channel):
            if f"<@{app.bot_user}>" in message.text and "app_mentions:read" in app.scopes and not channel.is_direct:
                shape = message_payload(self._workspace, message)
                event = {**shape, "type": "app_mention", "channel": channel.id, "event_ts": message.ts}
                self._announce(app, event)

    def _user(self, change: Change) -> None:
        kind = "team_join" if change.verb == "joined" else "user_change"
        for app in self._workspace.apps.values():
            if kind in app.events and "users:read" in app.scopes:
                user = user_payload(self._workspace, app, self._workspace.users[change.subject], with_locale=True)
                user["profile"]["fields"] = {}
                stamp = f"{self._workspace.clock.timestamp():.6f}"
                self._announce(app, {"type": kind, "user": user, "event_ts": stamp, "cache_ts": int(float(stamp))})

    def _reaction(self, change: Change) -> None:
        name, _, ts = change.subject.partition(" ")
        channel = self._workspace.channels[change.channel]
        message = self._workspace.messages[change.channel][ts]
        kind = REACTION_EVENTS[change.verb]
        event: Payload = {
            "type": kind,
            "user": change.user,
            "reaction": name,
            "item": {"type": "message", "channel": channel.id, "ts": ts},
            "item_user": message.user,
            "event_ts": f"{self._workspace.clock.timestamp():.6f}",
        }
        for app in self._listeners(kind, channel):
            if "reactions:read" in app.scopes:
                self._announce(app, event)

    def _membership(self, change: Change) -> None:
        channel = self._workspace.channels[change.channel]
        kind = CHANNEL_EVENTS[change.verb]
        event: Payload = {
            "type": kind,
            "user": change.subject,
            "channel": channel.id,
            "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
            "team": self._workspace.team.id,
            "event_ts": f"{self._workspace.clock.timestamp():.6f}",
        }
        for app in self._listeners(kind, channel):
            self._announce(app, event)

    def _listeners(self, event: str, channel: Channel) -> list[App]:
        apps = self._workspace.apps.values()
        return [app for app in apps if event in app.events and app.bot_user in channel.members]

    def _announce(self, app: App, event: Payload) -> None:
        self._workspace.courier.announce(app, event_delivery(self._workspace, app, event))
