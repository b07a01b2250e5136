"""The parts of the page that are drawn again by themselves, each a template and what it is given."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup

from rehearsal import sight
from rehearsal.faults import Fault
from rehearsal.model import App, Channel, Kind, View
from rehearsal.page import looks, sidebar, timeline
from rehearsal.page.blocks import TEMPLATES, Scene, draw_blocks
from rehearsal.page.looks import Look
from rehearsal.page.mrkdwn import plain_text
from rehearsal.page.timeline import Line
from rehearsal.page.traffic import traffic

Facts = dict[str, Any]
PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def side(look: Look) -> Facts:
    return {
        "channels": sidebar.channels(look),
        "directs": sidebar.directs(look),
        "apps": sidebar.apps(look),
        "joinable": joinable(look),
        "everyone": looks.people(look.workspace),
    }


def persona(look: Look) -> Facts:
    """List whom one can be, each with the number of messages that wait for them."""
    return {"cast": [(person, looks.waiting(look.workspace, person)) for person in looks.people(look.workspace)]}


def joinable(look: Look) -> list[Channel]:
    """List the public channels one is not in."""
    every = [channel for channel in look.workspace.channels.values() if channel.name and not channel.archived]
    return [channel for channel in every if channel.kind is Kind.PUBLIC and look.me not in channel.members]


def talk(look: Look) -> Facts:
    """Give what the middle of the window needs: a conversation, or an app's Home."""
    if not look.channel:
        return {}
    return {**completions(look), **messages(look), **(home(look) if look.tab == "home" else {})}


def heading(look: Look) -> Facts:
    channel = look.workspace.channels[look.channel]
    app = look.workspace.apps.get(look.app)
    return {"channel": channel, "title": sight.title(look.workspace, channel, look.me), "app": app}


def completions(look: Look) -> Facts:
    """Give what the message field completes: commands, people, channels."""
    return {
        "commands": [(app, command) for app in look.workspace.apps.values() for command in app.commands],
        "people": looks.people(look.workspace),
        "every_channel": [channel for channel in look.workspace.channels.values() if channel.kind is Kind.PUBLIC],
        "global_shortcuts": shortcuts(look, "global"),
    }


def messages(look: Look) -> Facts:
    lines, earlier = ([], 0) if look.tab == "home" else timeline.timeline(look)
    return {
        **heading(look),
        "lines": lines,
        "drawn_lines": [message(line, in_thread=False) for line in lines],
        "earlier": earlier,
        "in_thread": False,
    }


def replies(look: Look) -> Facts:
    lines = timeline.thread(look)
    drawn = [message(line, in_thread=True) for line in lines]
    return {**heading(look), "lines": lines, "drawn_lines": drawn, "in_thread": True}


def message(line: Line, *, in_thread: bool) -> Markup:
    """Draw one message."""

    def draw_it() -> Markup:
        facts = {"line": line, "me": line.look.user, "in_thread": in_thread}
        return Markup(  # noqa: S704 - drawn with autoescape
            MESSAGE.render(shortcuts=shortcuts(line.look, "message"), **facts)
        )

    return timeline.remembered(line, in_thread, draw_it)


def thread(look: Look) -> Facts:
    return {**completions(look), "commands": [], **replies(look)}  # commands do not work in threads


def shortcuts(look: Look, kind: str) -> list[tuple[App, Any]]:
    return [
        (app, shortcut) for app in look.workspace.apps.values() for shortcut in app.shortcuts if shortcut.kind == kind
    ]


def view_drawn(look: Look, view: View) -> Markup:
    scene = Scene(look.reader(), f"view:{view.id}", view.state, view.errors, looks.directory(look))
    return draw_blocks(view.blocks, scene)


def home(look: Look) -> Facts:
    app = look.workspace.apps[look.app]
    view = look.workspace.views.home(app.id, look.me)
    return {"app": app, "view": view, "drawn": view_drawn(look, view) if view else ""}


def modal(look: Look) -> Facts:
    stack = look.workspace.views.stack(look.me)
    view = stack[-1] if stack else None
    app = look.workspace.apps.get(view.app_id) if view else None
    return {"view": view, "depth": len(stack), "app": app, "drawn": view_drawn(look, view) if view else ""}


def inspector(look: Look) -> Facts:
    return {"traffic": traffic(look)}


def faults(look: Look) -> Facts:
    return {"plans": look.workspace.faults.plans(), "kinds": list(Fault)}


def clock(look: Look) -> Facts:
    reading = look.workspace.clock.read()
    now = look.workspace.clock.now()
    return {"reading": reading, "now": now.astimezone(look.zone), "zone": look.zone.key}


def window(look: Look) -> Facts:
    """Give what the whole page needs."""
    return {**side(look), **persona(look), **clock(look), **talk(look)}


FRAGMENTS: Final[Mapping[str, Callable[[Look], Facts]]] = {
    "sidebar": side,
    "persona": persona,
    "talk": talk,
    "messages": messages,
    "replies": replies,
    "thread": thread,
    "home": home,
    "modal": modal,
    "inspector": inspector,
    "faults": faults,
    "clock": clock,
    "window": window,
}


def draw(name: str, look: Look) -> str:
    """Draw one fragment; "window" is the page itself."""
    path = {"window": "window.html", "replies": "parts/messages.html"}.get(name, f"parts/{name}.html")
    return TEMPLATES.get_template(path).render(look=look, me=look.user, **FRAGMENTS[name](look))


def scene_of_menu(look: Look) -> Scene:
    """Give the scene for options that arrive later than their menu."""
    return Scene(look.reader())


def bar_of(tone: str) -> str:
    """Give the colour of an attachment's bar, if it is one."""
    named = {"good": "2eb886", "warning": "daa038", "danger": "a30200"}.get(tone, tone)
    return named if re.fullmatch(r"[0-9a-f]{6}|[0-9a-f]{3}", named) else "bbbbbb"


TEMPLATES.filters["hue"] = looks.hue
TEMPLATES.filters["initials"] = looks.initials
TEMPLATES.filters["bar"] = bar_of
TEMPLATES.filters["plain"] = plain_text
TEMPLATES.globals["pictures"] = PICTURES
TEMPLATES.globals["is_slackbot"] = timeline.is_slackbot
MESSAGE: Final = TEMPLATES.get_template("parts/message.html")
