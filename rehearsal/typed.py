"""What becomes of the words people type: Slack escapes them, and makes links of the names in them."""

import re
from typing import TYPE_CHECKING

from rehearsal.ids import short
from rehearsal.model import Channel, Payload, SlackError, User

if TYPE_CHECKING:  # the names are looked up in it
    from rehearsal.workspace import Workspace

NAME = re.compile(r"(?<![\w@#])([@#])([\w.\-]+)")
SPECIAL = {"channel", "here", "everyone"}


def escaped(text: str) -> str:
    """Escape the three characters that Slack's markup is made of."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(workspace: "Workspace", text: str) -> str:
    """Give a typed message as Slack stores it: `@ann` becomes `<@U…>`, `@channel` `<!channel>`, `#hr` `<#C…|hr>`."""
    return NAME.sub(lambda match: _linked(workspace, match, named=False), escaped(text))


def as_arguments(workspace: "Workspace", text: str, *, should_escape: bool) -> str:
    """Give what follows a command as its app receives it; names become links only with `should_escape`."""
    if not should_escape:
        return text
    return NAME.sub(lambda match: _linked(workspace, match, named=True), escaped(text))


def as_rich_text(workspace: "Workspace", text: str) -> Payload:
    """Give the block that Slack's editor makes of a typed message: texts, people, channels, broadcasts."""
    elements: list[Payload] = []
    end = 0
    for match in NAME.finditer(text):
        mention = _mention(workspace, *match.groups())
        if mention is None:
            continue
        name = match[2].rstrip(".-")
        elements += [*_run(text[end : match.start()]), mention]
        end = match.start() + 1 + len(name)
    elements += _run(text[end:])
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": short(), "elements": [section]}


def _run(text: str) -> list[Payload]:
    return [{"type": "text", "text": text}] if text else []


def _mention(workspace: "Workspace", sign: str, name: str) -> Payload | None:
    bare = name.rstrip(".-")
    if sign == "#":
        channel = _channel(workspace, bare)
        return {"type": "channel", "channel_id": channel.id} if channel else None
    if bare in SPECIAL:
        return {"type": "broadcast", "range": bare}
    user = _user(workspace, bare)
    return {"type": "user", "user_id": user.id} if user else None


def _linked(workspace: "Workspace", match: "re.Match[str]", *, named: bool) -> str:
    sign, name = match.groups()
    bare = name.rstrip(".-")
    rest = name[len(bare) :]
    link = _channel_link(workspace, bare) if sign == "#" else _person_link(workspace, bare, named=named)
    return f"{link}{rest}" if link else match[0]


def _person_link(workspace: "Workspace", name: str, *, named: bool) -> str:
    if name in SPECIAL:
        return f"<!{name}>"
    user = _user(workspace, name)
    if user is None:
        return ""
    return f"<@{user.id}|{user.name}>" if named else f"<@{user.id}>"


def _channel_link(workspace: "Workspace", name: str) -> str:
    channel = _channel(workspace, name)
    return f"<#{channel.id}|{channel.name}>" if channel else ""


def _user(workspace: "Workspace", name: str) -> User | None:
    """Find somebody by what people type; an id is what nobody types, and stays text."""
    if name in workspace.users:
        return None
    try:
        return workspace.user(name)
    except SlackError:
        return None


def _channel(workspace: "Workspace", name: str) -> Channel | None:
    try:
        return workspace.channel(name)
    except SlackError:
        return None
