"""What a window asks for in a person's name: each deed takes the window's JSON and says what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rehearsal.delivery.payloads import file_payload
from rehearsal.model import OnMessage, OnView, Payload, Place, SlackError
from rehearsal.page import forms
from rehearsal.people import Person, Sent

Body = Mapping[str, Any]


def type_line(person: Person, body: Body) -> Sent:
    return person.type(str(body["channel"]), str(body["text"]), thread_ts=str(body.get("thread", "")))


def press(person: Person, body: Body) -> Sent:
    place = place_of(str(body["place"]))
    block_id, action_id = str(body["block"]), str(body["action"])
    blocks = blocks_at(person, place)
    block_id = meant_block(blocks, block_id, action_id, body.get("value"))
    answers = understood(person, blocks, body.get("answers", {}))
    value = understood(person, blocks, {block_id: {action_id: body.get("value")}})
    return person.press(
        place, block_id, action_id, value=value.get(block_id, {}).get(action_id, body.get("value")), answers=answers
    )


def submit(person: Person, body: Body) -> Payload:
    view_id = str(body["view"])
    answers = understood(person, blocks_at(person, OnView(view_id)), body.get("answers", {}))
    return asdict(person.submit(view_id, answers))


def close(person: Person, body: Body) -> Sent:
    return person.close(str(body["view"]), everything=bool(body.get("everything")))


def shortcut(person: Person, body: Body) -> Sent:
    on = place_of(str(body["place"])) if body.get("place") else None
    return person.shortcut(str(body["callback"]), on if isinstance(on, OnMessage) else None)


def react(person: Person, body: Body) -> Sent:
    return person.react(str(body["channel"]), str(body["ts"]), str(body["name"]))


def join(person: Person, body: Body) -> Sent:
    return person.join(str(body["channel"]))


DEEDS: Final[Mapping[str, Callable[[Person, Body], Sent | Payload]]] = {
    "type": type_line,
    "press": press,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "react": react,
    "join": join,
}


def do(person: Person, verb: str, body: Body) -> Payload:
    """Do it; a refusal is an answer too."""
    try:
        done = DEEDS[verb](person, body)
    except (SlackError, forms.UnknownInputError) as error:
        return {"ok": False, "refused": True, "explanation": str(error)}
    except KeyError as error:
        return {"ok": False, "refused": True, "explanation": f"To {verb}, the window has to say more: {error}."}
    return done if isinstance(done, dict) else asdict(done)


def place_of(name: str) -> Place:
    """Read the name that a drawn message or view gives to its elements."""
    kind, _, rest = name.partition(":")
    if kind == "view":
        return OnView(rest)
    channel, _, ts = rest.partition(":")
    return OnMessage(channel, ts)


def blocks_at(person: Person, place: Place) -> Sequence[Payload]:
    if isinstance(place, OnView):
        return person.workspace.views.get(place.view_id).blocks
    message = person.workspace.message(place.channel, place.ts)
    return [*message.blocks, *(block for part in message.attachments for block in part.get("blocks", []))]


def meant_block(blocks: Sequence[Payload], block_id: str, action_id: str, value: Any) -> str:
    """Find what a finger was on that was quicker than the window: a card drawn anew has new ids for its blocks.

    Only what would do the same is taken for it: the same action with the same value. Else it stays what it was.
    """
    if any(block.get("block_id") == block_id for block in blocks):
        return block_id
    for block in blocks:
        for element in forms.elements(block):
            if element.get("action_id") == action_id and value in choices(element):
                return str(block["block_id"])
    return block_id


def choices(element: Mapping[str, Any]) -> list[Any]:
    """List what pressing it, or choosing in it, can say."""
    if element["type"] == "button":
        return [element.get("value")]
    return [option.get("value") for option in forms.options_of(element)] if "options" in element else []


def understood(person: Person, blocks: Sequence[Payload], answers: Any) -> dict[str, dict[str, Any]]:
    """Take the answers that these blocks ask for, in the words of `forms`; a window may be a step behind the view."""
    found: dict[str, dict[str, Any]] = {}
    if not isinstance(answers, Mapping):
        raise forms.UnknownInputError("The answers are a mapping of block_id to action_id to value.")
    for field in forms.fields(blocks):
        given = answers.get(field.block_id, {})
        if isinstance(given, Mapping) and field.action_id in given:
            found.setdefault(field.block_id, {})[field.action_id] = meant(person, field.kind, given[field.action_id])
    return found


def meant(person: Person, kind: str, value: Any) -> Any:
    """Turn what a browser's field holds into what the state holds: an instant in the person's zone, whole files."""
    if kind == "datetimepicker" and isinstance(value, str) and value:
        return instant(value, ZoneInfo(person.user.tz))
    if kind == "file_input":
        return [file_payload(person.workspace, file_id) for file_id in value or []]
    return value


def instant(value: str, zone: ZoneInfo) -> int:
    try:
        return int(datetime.fromisoformat(value).replace(tzinfo=zone).timestamp())
    except ValueError as error:
        raise forms.UnknownInputError(f"{value!r} is no date with a time.") from error


def enter(person: Person, view_id: str, answers: Any) -> None:
    """Keep what stands in a modal's fields, so that drawing it again loses nothing; what no longer fits is dropped."""
    view = person.workspace.views.get(view_id)
    state = view.state
    for block_id, actions in understood(person, view.blocks, answers).items():
        for action_id, value in actions.items():
            state = entered(view.blocks, state, block_id, action_id, value)
    if state != view.state:
        person.workspace.views.enter(view, state)


def entered(blocks: Sequence[Payload], state: Payload, block_id: str, action_id: str, value: Any) -> Payload:
    try:
        return forms.state_values(blocks, {block_id: {action_id: value}}, before=state)
    except forms.UnknownInputError:
        return state
