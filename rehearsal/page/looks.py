"""Who looks at what: one window's person and place, and what they may know of the others."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from markupsafe import Markup

from rehearsal import sight
from rehearsal.model import App, Channel, Kind, Message, User
from rehearsal.page.menus import Choice, Directory
from rehearsal.page.mrkdwn import Reader
from rehearsal.workspace import Workspace

HUES = 10
DEPTH = 50


@dataclass(frozen=True)
class Look:
    """Who looks at what."""

    workspace: Workspace
    me: str
    channel: str = ""
    app: str = ""
    tab: str = ""
    thread: str = ""
    depth: int = DEPTH
    """How many messages are drawn, counted from the newest."""
    mark: str = ""
    """The ts up to which the conversation had been read when the window turned to it."""
    memory: dict[Hashable, tuple[Message, Markup]] = field(default_factory=dict)
    """Messages that were drawn before: many windows ask for the same conversation at each new message."""

    @property
    def user(self) -> User:
        return self.workspace.users[self.me]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.user.tz)

    @property
    def today(self) -> date:
        return self.workspace.clock.now().astimezone(self.zone).date()

    def reader(self) -> Reader:
        return Reader(self.zone, self.workspace.clock.now(), self.user_name, self.channel_name, self.me)

    def user_name(self, user_id: str) -> str | None:
        user = self.workspace.users.get(user_id)
        return user.real_name if user else None

    def channel_name(self, channel_id: str) -> str | None:
        channel = self.workspace.channels.get(channel_id)
        if channel is None or (channel.kind is Kind.PRIVATE and self.me not in channel.members):
            return None
        return sight.title(self.workspace, channel, self.me)

    def moment(self, ts: str) -> datetime:
        return datetime.fromtimestamp(float(ts), UTC).astimezone(self.zone)


def people(workspace: Workspace) -> list[User]:
    """List the people one can be, by name."""
    humans = [user for user in workspace.users.values() if not user.is_bot and not user.deleted]
    return sorted(humans, key=lambda user: user.real_name)


def waiting(workspace: Workspace, user: User) -> int:
    """Count what somebody has not read in direct conversations: what they are waited for."""
    mine = [channel for channel in sight.conversations(workspace, user.id) if channel.is_direct]
    return sum(sight.unread(workspace, channel.id, user.id) for channel in mine)


def hue(thing: str) -> int:
    """Choose the colour of somebody's avatar, always the same one."""
    return crc32(thing.encode()) % HUES


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()]
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper() or "?"


def directory(look: Look) -> Directory:
    """List what menus of people and conversations offer to this person."""
    mine = sight.conversations(look.workspace, look.me)
    public = [channel for channel in look.workspace.channels.values() if channel.kind is Kind.PUBLIC]
    return Directory(
        people=[Choice(user.id, user.real_name, user.title) for user in people(look.workspace)],
        channels=[Choice(channel.id, f"#{channel.name}") for channel in sorted(public, key=lambda each: each.name)],
        conversations=[Choice(channel.id, titled(look, channel)) for channel in mine],
    )


def titled(look: Look, channel: Channel) -> str:
    title = sight.title(look.workspace, channel, look.me)
    return title if channel.is_direct else f"#{title}"


def app_of(look: Look, channel: Channel) -> App | None:
    """Give the app that a direct conversation is with."""
    if not channel.is_direct:
        return None
    for member in channel.members:
        app_id = look.workspace.users[member].app_id
        if app_id:
            return look.workspace.apps.get(app_id)
    return None
