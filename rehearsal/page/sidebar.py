"""What stands in the sidebar: channels, direct conversations and apps, each with what is unread in it."""

from dataclasses import dataclass

from rehearsal import sight
from rehearsal.model import App, Channel, User
from rehearsal.page.looks import Look, app_of


@dataclass(frozen=True)
class Entry:
    """One conversation in the sidebar."""

    title: str
    href: str
    unread: int
    here: bool
    channel: Channel | None = None
    user: User | None = None
    app: App | None = None


def channels(look: Look) -> list[Entry]:
    mine = sight.conversations(look.workspace, look.me)
    return [entry_of(look, channel) for channel in mine if not channel.is_direct and not channel.archived]


def directs(look: Look) -> list[Entry]:
    """List the direct conversations with people; those with apps stand among the apps."""
    mine = [channel for channel in sight.conversations(look.workspace, look.me) if channel.is_direct]
    return [entry_of(look, channel) for channel in mine if not app_of(look, channel)]


def entry_of(look: Look, channel: Channel) -> Entry:
    others = [member for member in channel.members if member != look.me] or [look.me]
    return Entry(
        title=sight.title(look.workspace, channel, look.me),
        href=f"/?as={look.me}&channel={channel.id}",
        unread=sight.unread(look.workspace, channel.id, look.me),
        here=channel.id == look.channel,
        channel=channel,
        user=look.workspace.users[others[0]] if channel.is_direct else None,
    )


def apps(look: Look) -> list[Entry]:
    talks = {
        app.id: channel for channel in sight.conversations(look.workspace, look.me) if (app := app_of(look, channel))
    }
    return [app_entry(look, app, talks.get(app.id)) for app in look.workspace.apps.values()]


def app_entry(look: Look, app: App, channel: Channel | None) -> Entry:
    return Entry(
        title=app.name,
        href=f"/?as={look.me}&app={app.id}",
        unread=sight.unread(look.workspace, channel.id, look.me) if channel else 0,
        here=app.id == look.app,
        app=app,
    )
