"""How messages stand in a conversation: grouped by author, divided by days, with their threads and what is new."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from markupsafe import Markup

from rehearsal import sight
from rehearsal.model import SLACKBOT, File, Message, User
from rehearsal.page import dates
from rehearsal.page.blocks import Scene, draw_blocks
from rehearsal.page.looks import Look, directory
from rehearsal.page.menus import Directory
from rehearsal.page.mrkdwn import mrkdwn

TOGETHER = timedelta(minutes=5)
REMEMBERED = 5_000


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


def is_slackbot(user: User) -> bool:
    return user.id == SLACKBOT
