"""What `/calendar` shows: the links, a new one, a closed one."""

from collections.abc import Mapping
from datetime import datetime

from slackblocks import ActionsBlock, Confirm, Option, PlainText, StaticSelectMenu

from workflows.feeds.rules import Scope
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.wording import blocks
from workflows.wording.phrases import dated

NAMES = {
    Scope.MINE: "My own absences",
    Scope.TEAM: "My project teams",
    Scope.DEPARTMENT: "My department",
    Scope.COMPANY: "The whole company",
}


def links(known: Mapping[Scope, datetime], locale: str) -> Message:
    """Which links there are, and two menus: make one, close one."""
    lines = [f"• {NAMES[scope]}: since {dated(since.date(), locale_of(locale))}" for scope, since in known.items()]
    text = "\n".join(lines) if lines else "You have no calendar links yet."
    built = [
        blocks.header("Who is away, in your own calendar"),
        blocks.section(text),
        blocks.aside(
            "A link works in Google Calendar, Outlook, Apple Calendar and others (“subscribe by URL”). It says who is "
            "away and when, never why. Whoever has it can read it, so keep it to yourself; a new one replaces the old."
        ),
        ActionsBlock([_menu("link", "Make a new link for …", tuple(NAMES)), *_closing(tuple(known))]),
    ]
    return Message("Your calendar links", blocks.laid_out(built))


def made(scope: Scope, address: str) -> Message:
    """The link itself, shown once."""
    text = f"*{NAMES[scope]}*: subscribe to this address in your calendar. I show it only this once.\n{address}"
    return Message(f"Your calendar link: {address}", blocks.laid_out([blocks.section(text)]))


def closed(scope: Scope) -> Message:
    """That it is closed."""
    return Message(f"The link for “{NAMES[scope]}” is closed. Calendars that hold it find nothing any more.")


def _closing(scopes: tuple[Scope, ...]) -> list[StaticSelectMenu]:
    if not scopes:
        return []
    sure = Confirm("Close this link?", "Calendars that hold it will find nothing any more.", "Close link", "Keep it")
    return [_menu("close", "Close the link for …", scopes, sure)]


def _menu(verb: str, prompt: str, scopes: tuple[Scope, ...], confirm: Confirm | None = None) -> StaticSelectMenu:
    options = [Option(PlainText(NAMES[scope]), scope.value) for scope in scopes]
    return StaticSelectMenu(action_id=f"feeds:{verb}", options=options, placeholder=PlainText(prompt), confirm=confirm)
