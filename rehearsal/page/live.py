"""Which change of the workspace makes which part of one person's window stale: told by server-sent events."""

import json
from collections.abc import AsyncIterator
from typing import Any

from rehearsal.feed import Change
from rehearsal.workspace import Workspace

SILENT = "state"  # what was entered is on the screen of who entered it already


def news(workspace: Workspace, me: str, change: Change) -> list[dict[str, Any]]:
    """Say what a person's window has to draw again after a change; nothing if it doesn't concern them."""
    if change.user not in {"", me} and change.kind in {"view", "home", "toast", "read", "reload"}:
        return []
    if change.kind == "message":
        return message_news(workspace, me, change)
    if change.kind == "toast":
        return [{"what": "toast", "text": text} for text in last_toast(workspace, me)]
    if change.kind in {"channel", "user", "read", "connection"}:
        return [{"what": "sidebar"}, *([{"what": "messages", "channel": change.channel}] if change.channel else [])]
    if change.kind == "view":
        return [] if change.verb == SILENT else [{"what": "modal"}, {"what": "home"}]
    names = {"home": "home", "clock": "clock", "traffic": "inspector", "faults": "faults", "reload": "messages"}
    return [{"what": names[change.kind]}] if change.kind in names else []


def message_news(workspace: Workspace, me: str, change: Change) -> list[dict[str, Any]]:
    channel = workspace.channels.get(change.channel)
    private = change.user not in {"", me} and change.verb not in {"reacted", "unreacted"}
    if channel is None or me not in channel.members or private or change.verb == SILENT:
        return []
    return [{"what": "messages", "channel": change.channel}, {"what": "sidebar"}]


def last_toast(workspace: Workspace, me: str) -> list[str]:
    mine = [toast.text for toast in workspace.toasts if toast.user == me]
    return mine[-1:]


async def events(workspace: Workspace, me: str) -> AsyncIterator[str]:
    """Stream the news for one window."""
    with workspace.feed.listening() as changes:
        yield "retry: 1000\n\n"
        async for change in changes:
            for item in news(workspace, me, change):
                yield f"data: {json.dumps(item)}\n\n"
