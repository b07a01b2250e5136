"""What is held and read about a newcomer: the card with its buttons, a line on App Home, and how it was closed."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from slackblocks import Button

from workflows.directory.offers import may, offered
from workflows.directory.reading import name_of
from workflows.directory.rules import BUTTON, HOME, Newcomer, Obstacle, State
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of, marked, tr
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import Built, bold, escaped
from workflows.wording.phrases import dated

_WHY = {
    Obstacle.APP: marked("That is an app; only people go into the directory."),
    Obstacle.DEACTIVATED: marked("That account is deactivated in Slack."),
}
_BACK = marked(
    "The directory says that they have left. If they are back, take their last day out of `people.csv` "
    "and `dotted-line import` it."
)
_DID = {
    HOME: marked("{name} (Slack) opened my Home tab, and I don't know them yet."),
    BUTTON: marked("{name} (Slack) pressed one of my buttons, and I don't know them yet."),
    "": marked("{name} (Slack) used `{used}`, and I don't know them yet."),
}
_DID_AS_ONE_WHO_LEFT = {
    HOME: marked("{name} (Slack) opened my Home tab, and is not with us any more."),
    BUTTON: marked("{name} (Slack) pressed one of my buttons, and is not with us any more."),
    "": marked("{name} (Slack) used `{used}`, and is not with us any more."),
}
"""By what they used; `""` for a command."""
_ADDED = {
    (False, False): marked("Added by {by} on {day}."),
    (True, False): marked("Added by {by} on {day}, as {name}."),
    (True, True): marked("Added by {by} on {day}, as {name} in {department}."),
}
_ADDED_BY_YOU = {
    (False, False): marked("Added by you on {day}."),
    (True, False): marked("Added by you on {day}, as {name}."),
    (True, True): marked("Added by you on {day}, as {name} in {department}."),
}
_THERE = {
    (False, False): marked("In the directory since {day}."),
    (True, False): marked("In the directory since {day}, as {name}."),
    (True, True): marked("In the directory since {day}, as {name} in {department}."),
}
"""By whether it is known as whom, and in which department."""


def card(tx: Tx, reader: Actor, one: Newcomer) -> Message:
    """The newcomer as this reader may know them: their address only for those who may add them."""
    what = happened(one)
    knows = may(tx, reader, one, "add")
    known = [
        tr("Slack account <@{slack_id}>", slack_id=one.slack_id),
        escaped(one.profile.email, 254) if knows else "",
        escaped(one.profile.time_zone, 254),
    ]
    built: list[Built] = [
        blocks.section(what),
        blocks.aside(", ".join(part for part in known if part)),
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
        return tr("{name} (Slack) can't go into the directory.", name=name)
    if not one.used:
        return tr("{name} (Slack) is not in the directory yet.", name=name)
    wording = _DID_AS_ONE_WHO_LEFT if one.obstacle is Obstacle.LEFT else _DID
    return tr(wording.get(one.used, wording[""]), name=name, used=one.used)


def closed(tx: Tx, reader: Actor, one: Newcomer) -> str:
    """How it ended: `Added by Nora Fitzgerald on Mon, 23 Nov 2026`."""
    day = one.closed_at.astimezone(ZoneInfo(reader.time_zone)).date() if one.closed_at else reader.today
    by = "" if one.closed_by == reader.person else escaped(name_of(tx, one.closed_by) or "")
    parts = {"by": by, "day": dated(day, locale_of(reader.locale))}
    if one.state is not State.SET_ASIDE:
        return _as(tx, one, parts, yours=one.closed_by == reader.person)
    if one.closed_by == reader.person:
        return tr("Set aside by you on {day}.", **parts)
    return tr("Set aside by {by} on {day}.", **parts) if by else tr(_WHY[one.obstacle or Obstacle.APP])


def _as(tx: Tx, one: Newcomer, parts: Mapping[str, str], *, yours: bool) -> str:
    """Who added them, and as whom."""
    person = organisation.person(tx, one.known_as) if one.known_as else None
    department = organisation.department_of(tx, person.id, person.starts) if person else None
    known = {**parts, "name": bold(person.name) if person else ""}
    known["department"] = escaped(department.name) if department else ""
    wording = _ADDED_BY_YOU if yours else _ADDED if parts["by"] else _THERE
    return tr(wording[person is not None, department is not None], **known)


def _state_line(tx: Tx, reader: Actor, one: Newcomer) -> list[Built]:
    if one.state is not State.WAITING:
        return [blocks.aside(closed(tx, reader, one))]
    return [blocks.aside(tr(_BACK))] if one.obstacle is Obstacle.LEFT else []


def _button(one: Newcomer, verb: str) -> Button:
    value = f"{one.id}.{one.version}"
    if verb == "form":
        return blocks.button(tr("Add to the directory…"), "directory:form", value, style="primary")
    asked = blocks.confirmation(
        tr("Not one of us?"),
        tr("Nobody is asked about them again. /people add can still add them."),
        tr("Not one of us"),
        tr("Keep waiting"),
    )
    return blocks.button(tr("Not one of us"), "directory:set_aside", value, confirm=asked)


def _plain(text: str) -> str:
    return text.replace("*", "").replace("`", "")
