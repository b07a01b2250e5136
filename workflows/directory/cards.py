"""What is held and read about a newcomer: the card with its buttons, a line on App Home, and how it was closed."""

from zoneinfo import ZoneInfo

from slackblocks import Button

from workflows.directory.offers import may, offered
from workflows.directory.reading import name_of
from workflows.directory.rules import BUTTON, HOME, Newcomer, Obstacle, State
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import Built, bold, escaped
from workflows.wording.phrases import dated

_WHY = {
    Obstacle.APP: "That is an app; only people go into the directory.",
    Obstacle.DEACTIVATED: "That account is deactivated in Slack.",
}
_BACK = (
    "The directory says that they have left. If they are back, take their last day out of `people.csv` "
    "and `dotted-line import` it."
)


def card(tx: Tx, reader: Actor, one: Newcomer) -> Message:
    """The newcomer as this reader may know them: their address only for those who may add them."""
    what = happened(one)
    knows = may(tx, reader, one, "add")
    known = [f"Slack account <@{one.slack_id}>", one.profile.email if knows else "", one.profile.time_zone]
    built: list[Built] = [
        blocks.section(what),
        blocks.aside(", ".join(escaped(part, 254) if part[:1] != "S" else part for part in known if part)),
        *_state_line(tx, reader, one),
        *blocks.actions([_button(one, verb) for verb in offered(tx, reader, one)]),
    ]
    return Message(_plain(what), blocks.laid_out(built))


def entry(tx: Tx, reader: Actor, one: Newcomer) -> list[Built]:
    """The newcomer on App Home."""
    buttons = [_button(one, verb) for verb in offered(tx, reader, one)]
    return [blocks.section(happened(one)), *blocks.actions(buttons)]


def happened(one: Newcomer) -> str:
    """Who did what."""
    name = bold(one.name)
    if one.obstacle in _WHY:
        return f"{name} (Slack) can't go into the directory."
    if not one.used:
        return f"{name} (Slack) is not in the directory yet."
    did = {HOME: "opened my Home tab", BUTTON: "pressed one of my buttons"}.get(one.used, f"used `{one.used}`")
    if one.obstacle is Obstacle.LEFT:
        return f"{name} (Slack) {did}, and is not with us any more."
    return f"{name} (Slack) {did}, and I don't know them yet."


def closed(tx: Tx, reader: Actor, one: Newcomer) -> str:
    """How it ended: `Added by Nora Fitzgerald on Mon, 23 Nov 2026`."""
    day = one.closed_at.astimezone(ZoneInfo(reader.time_zone)).date() if one.closed_at else reader.today
    when = f"on {dated(day, locale_of(reader.locale))}"
    by = "you" if one.closed_by == reader.person else escaped(name_of(tx, one.closed_by) or "")
    if one.state is State.SET_ASIDE:
        return f"Set aside by {by} {when}." if by else _WHY.get(one.obstacle or Obstacle.APP, "Set aside.")
    return f"Added by {by} {when}{_as(tx, one)}." if by else f"In the directory since {when[3:]}{_as(tx, one)}."


def _as(tx: Tx, one: Newcomer) -> str:
    person = organisation.person(tx, one.known_as) if one.known_as else None
    department = organisation.department_of(tx, person.id, person.starts) if person else None
    return f", as {bold(person.name)}{f' in {escaped(department.name)}' if department else ''}" if person else ""


def _state_line(tx: Tx, reader: Actor, one: Newcomer) -> list[Built]:
    if one.state is not State.WAITING:
        return [blocks.aside(closed(tx, reader, one))]
    return [blocks.aside(_BACK)] if one.obstacle is Obstacle.LEFT else []


def _button(one: Newcomer, verb: str) -> Button:
    value = f"{one.id}.{one.version}"
    if verb == "form":
        return blocks.button("Add to the directory…", "directory:form", value, style="primary")
    asked = blocks.confirmation(
        "Not one of us?",
        "Nobody is asked about them again. `/people add` can still add them.".replace("`", ""),
        "Not one of us",
        "Keep waiting",
    )
    return blocks.button("Not one of us", "directory:set_aside", value, confirm=asked)


def _plain(text: str) -> str:
    return text.replace("*", "").replace("`", "")
