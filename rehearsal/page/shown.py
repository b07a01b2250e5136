"""What a window shows of the workspace to one person: conversations, messages in groups, modals, Homes, traffic."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from markupsafe import Markup

from rehearsal import sight
from rehearsal.inspector import Exchange
from rehearsal.model import SLACKBOT, App, Channel, File, Kind, Message, User, View
from rehearsal.page import dates
from rehearsal.page.blocks import Scene, draw_blocks
from rehearsal.page.menus import Choice, Directory
from rehearsal.page.mrkdwn import Reader, mrkdwn
from rehearsal.workspace import Workspace

TOGETHER = timedelta(minutes=5)
HUES = 10
DEPTH = 100
REMEMBERED = 20_000
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


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


@dataclass(frozen=True)
class Line:
    """One message as it is drawn: `leads` when it shows its author, `divider` when a day begins with it."""

    look: "Look"
    offered: Directory
    message: Message
    author: User
    name: str
    time: str
    moment: str
    leads: bool = True
    divider: str = ""
    is_new: bool = False
    """Whether the first message that had not been read is this one."""
    files: Sequence[File] = ()
    replies: int = 0
    repliers: Sequence[User] = ()
    last_reply: str = ""

    @property
    def key(self) -> str:
        return f"m{self.message.ts.replace('.', '-')}"

    @property
    def body(self) -> Markup:
        return body_of(self.look, self.offered, self.message)

    @property
    def attachments(self) -> list["Attachment"]:
        return [attachment_of(self.look, self.offered, self.message, part) for part in self.message.attachments]


@dataclass(frozen=True)
class Attachment:
    """A part of a message in the older form, with its bar of colour."""

    tone: str
    body: Markup
    title: Markup
    fields: Sequence[tuple[str, Markup]]
    footer: str


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


# -- the sidebar


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


def app_of(look: Look, channel: Channel) -> App | None:
    """Give the app that a direct conversation is with."""
    if not channel.is_direct:
        return None
    for member in channel.members:
        app_id = look.workspace.users[member].app_id
        if app_id:
            return look.workspace.apps.get(app_id)
    return None


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


# -- messages


def timeline(look: Look) -> tuple[list[Line], int]:
    """Draw the newest messages of a conversation; also say how many older ones there are."""
    messages = sight.timeline(look.workspace, look.channel, look.me)
    newest = messages[-look.depth :]
    return lines(look, newest, threads(look)), len(messages) - len(newest)


def thread(look: Look) -> list[Line]:
    return lines(look, sight.thread(look.workspace, look.channel, look.thread, look.me), None)


def threads(look: Look) -> dict[str, list[Message]]:
    """Gather the replies of a conversation by the message they reply to."""
    found: dict[str, list[Message]] = {}
    with look.workspace.lock:
        for message in look.workspace.messages[look.channel].values():
            if message.is_reply:
                found.setdefault(message.thread_ts, []).append(message)
    return found


def lines(look: Look, messages: Sequence[Message], replies: Mapping[str, Sequence[Message]] | None) -> list[Line]:
    """Draw messages, gathering what one author says within five minutes; `replies` is None inside a thread."""
    offered = directory(look)
    drawn: list[Line] = []
    first_new = next((message.ts for message in messages if is_new(look, message)), "")
    for message in messages:
        before = drawn[-1].message if drawn else None
        line = line_of(look, offered, message, before, replies)
        drawn.append(
            replace(line, is_new=True, leads=True) if message.ts == first_new and replies is not None else line
        )
    return drawn


def is_new(look: Look, message: Message) -> bool:
    return bool(look.mark) and message.ts > look.mark and message.user != look.me


def line_of(
    look: Look,
    offered: Directory,
    message: Message,
    before: Message | None,
    threads: Mapping[str, Sequence[Message]] | None,
) -> Line:
    moment = look.moment(message.ts)
    author = look.workspace.users.get(message.user) or User(message.user, message.user, message.user)
    new_day = before is None or look.moment(before.ts).date() != moment.date()
    replies = (threads or {}).get(message.ts, [])
    return Line(
        look=look,
        offered=offered,
        message=message,
        author=author,
        name=message.username or author.real_name,
        time=dates.clock_time(moment),
        moment=f"{dates.divider(moment.date(), look.today)} at {dates.clock_time(moment)}",
        leads=new_day or before is None or not continues(look, before, message),
        divider=dates.divider(moment.date(), look.today) if new_day and threads is not None else "",
        files=[look.workspace.files[file] for file in message.files if file in look.workspace.files],
        replies=len(replies),
        repliers=repliers(look, replies),
        last_reply=ago(look, replies[-1].ts) if replies else "",
    )


def remembered(line: Line, how: Hashable, draw: Callable[[], Markup]) -> Markup:
    """Draw a message unless it was drawn before, for the same person, on the same day, in the same place."""
    look, message = line.look, line.message
    known = (len(look.workspace.users), len(look.workspace.channels), look.today)
    shape = (line.leads, line.replies, line.last_reply)
    key = (look.me, message.channel, message.ts, shape, known, how)
    before = look.memory.get(key)
    if before is not None and before[0] is message:
        return before[1]
    drawn = draw()
    if len(look.memory) > REMEMBERED:
        look.memory.clear()
    look.memory[key] = (message, drawn)
    return drawn


def repliers(look: Look, replies: Sequence[Message]) -> list[User]:
    authors = dict.fromkeys(reply.user for reply in replies)
    return [look.workspace.users[author] for author in authors if author in look.workspace.users][:4]


def ago(look: Look, ts: str) -> str:
    moment = look.moment(ts)
    return f"{dates.divider(moment.date(), look.today).lower()} at {dates.clock_time(moment)}"


def continues(look: Look, before: Message, message: Message) -> bool:
    """Say whether a message stands under the name of the one before it."""
    same = (before.user, before.username, before.ephemeral_to) == (message.user, message.username, message.ephemeral_to)
    return same and look.moment(message.ts) - look.moment(before.ts) < TOGETHER


def body_of(look: Look, offered: Directory, message: Message) -> Markup:
    """Draw what a message says: an app's blocks if it has any; what a person typed from its text."""
    if message.blocks and message.app_id:
        return draw_blocks(message.blocks, scene_of(look, offered, message))
    return (
        Markup('<div class="mrkdwn">{}</div>').format(mrkdwn(message.text, look.reader())) if message.text else Markup()
    )


def scene_of(look: Look, offered: Directory, message: Message) -> Scene:
    return Scene(look.reader(), f"message:{message.channel}:{message.ts}", message.state, directory=offered)


def attachment_of(look: Look, offered: Directory, message: Message, part: dict[str, object]) -> Attachment:
    reader = look.reader()
    blocks, given = part.get("blocks"), part.get("fields")
    body = draw_blocks(blocks, scene_of(look, offered, message)) if isinstance(blocks, list) else Markup()
    return Attachment(
        tone=str(part.get("color", "")).removeprefix("#").lower(),
        body=body or mrkdwn(str(part.get("text") or part.get("fallback") or ""), reader),
        title=mrkdwn(str(part.get("title", "")), reader),
        fields=[(field["title"], mrkdwn(field["value"], reader)) for field in given] if isinstance(given, list) else [],
        footer=str(part.get("footer", "")),
    )


# -- modals and Homes


def view_drawn(look: Look, view: View) -> Markup:
    scene = Scene(look.reader(), f"view:{view.id}", view.state, view.errors, directory(look))
    return draw_blocks(view.blocks, scene)


# -- the inspector


@dataclass(frozen=True)
class Traffic:
    """One exchange, ready to be read."""

    exchange: Exchange
    time: str
    app: str
    request: str
    response: str


def traffic(look: Look, limit: int = 120) -> list[Traffic]:
    """Give the newest exchanges, newest first."""
    return [traffic_of(look, exchange) for exchange in reversed(look.workspace.inspector.exchanges(limit=limit))]


def traffic_of(look: Look, exchange: Exchange) -> Traffic:
    app = look.workspace.apps.get(exchange.app)
    moment = datetime.fromtimestamp(exchange.at, UTC).astimezone(look.zone)
    return Traffic(
        exchange=exchange,
        time=f"{moment:%H:%M:%S}",
        app=app.name if app else exchange.app,
        request=as_json(exchange.request),
        response=as_json(exchange.response),
    )


def as_json(content: object) -> str:
    """Write what was sent, as far as a person wants to read."""
    text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False, default=str)
    return text if len(text) <= 20_000 else f"{text[:20_000]}\n… and {len(text) - 20_000} characters more"


def is_slackbot(user: User) -> bool:
    return user.id == SLACKBOT
