"""What `/calendar` shows: the links, a new one, a closed one."""

from collections.abc import Mapping
from datetime import datetime

from slackblocks import ActionsBlock, Confirm, Option, PlainText, StaticSelectMenu

from workflows.feeds.rules import Scope
from workflows.kernel.replies import Message
from workflows.language import locale_of, marked, tr
from workflows.wording import blocks
from workflows.wording.phrases import dated

NAMES = {
    Scope.MINE: marked("My own absences"),
    Scope.TEAM: marked("My project teams"),
    Scope.DEPARTMENT: marked("My department"),
    Scope.COMPANY: marked("The whole company"),
}


def links(known: Mapping[Scope, datetime], locale: str) -> Message:
    """Which links there are, and two menus: make one, close one."""
    days = {scope: dated(since.date(), locale_of(locale)) for scope, since in known.items()}
    lines = [tr("• {calendar}: since {day}", calendar=tr(NAMES[scope]), day=day) for scope, day in days.items()]
    text = "\n".join(lines) if lines else tr("You have no calendar links yet.")
    built = [
        blocks.header(tr("Who is away, in your own calendar")),
        blocks.section(text),
        blocks.aside(
            tr(
                "A link works in Google Calendar, Outlook, Apple Calendar and others (“subscribe by URL”). It "
                "says who is away and when, never why. Whoever has it can read it, so keep it to yourself; a new "
                "one replaces the old."
            )
        ),
        ActionsBlock([_menu("link", tr("Make a new link for …"), tuple(NAMES)), *_closing(tuple(known))]),
    ]
    return Message(tr("Your calendar links"), blocks.laid_out(built))


def made(scope: Scope, address: str) -> Message:
    """The link itself, shown once."""
    text = tr(
        "*{calendar}*: subscribe to this address in your calendar. I show it only this once.\n{address}",
        calendar=tr(NAMES[scope]),
        address=address,
    )
    return Message(tr("Your calendar link: {address}", address=address), blocks.laid_out([blocks.section(text)]))


def closed(scope: Scope) -> Message:
    """That it is closed."""
    return Message(
        tr(
            "The link for “{calendar}” is closed. Calendars that hold it find nothing any more.",
            calendar=tr(NAMES[scope]),
        )
    )


def _closing(scopes: tuple[Scope, ...]) -> list[StaticSelectMenu]:
    if not scopes:
        return []
    sure = Confirm(
        tr("Close this link?"),
        tr("Calendars that hold it will find nothing any more."),
        tr("Close link"),
        tr("Keep it"),
    )
    return [_menu("close", tr("Close the link for …"), scopes, sure)]


def _menu(verb: str, prompt: str, scopes: tuple[Scope, ...], confirm: Confirm | None = None) -> StaticSelectMenu:
    options = [Option(PlainText(tr(NAMES[scope])), scope.value) for scope in scopes]
    return StaticSelectMenu(action_id=f"feeds:{verb}", options=options, placeholder=PlainText(prompt), confirm=confirm)
