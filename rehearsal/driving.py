"""The workspace as tests and people drive it: each verb of a person as JSON in and JSON out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rehearsal.model import OnMessage, OnView, Payload, Place, SlackError
from rehearsal.page.forms import UnknownInputError
from rehearsal.people import Person
from rehearsal.sight import seen_by

if TYPE_CHECKING:  # they act on it
    from rehearsal.workspace import Workspace


class DrivingError(ValueError):
    """What was asked for cannot be done; the text says why."""


class Asked(dict[str, Any]):
    """What was asked for; a word that is missing is an error with a sentence."""

    def __missing__(self, name: str) -> Any:
        raise DrivingError(f"This needs {name!r}.")


def act(workspace: "Workspace", who: str, verb: str, asked: Mapping[str, Any]) -> Payload:
    """Do one thing as somebody. Raises `DrivingError` for an unknown verb, person or place, or a missing word."""
    deed = VERBS.get(verb)
    if deed is None:
        raise DrivingError(f"There is no verb {verb!r}; there are {', '.join(sorted(VERBS))}.")
    try:
        return deed(workspace.person(who), Asked(asked))
    except (SlackError, UnknownInputError) as error:
        raise DrivingError(str(error)) from error


def place_of(asked: Mapping[str, Any]) -> Place:
    if asked.get("view"):
        return OnView(asked["view"])
    return OnMessage(asked["channel"], asked["ts"])


def type_line(person: Person, asked: Mapping[str, Any]) -> Payload:
    channel = person.workspace.channel(str(asked["channel"])).id
    return asdict(person.type(channel, str(asked["text"]), thread_ts=str(asked.get("thread_ts", ""))))


def press(person: Person, asked: Mapping[str, Any]) -> Payload:
    sent = person.press(
        place_of(asked), asked["block_id"], asked["action_id"], value=asked.get("value"), answers=asked.get("answers")
    )
    return asdict(sent)


def submit(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.submit(asked["view"], asked.get("answers")))


def close(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.close(asked["view"], everything=bool(asked.get("everything"))))


def options(person: Person, asked: Mapping[str, Any]) -> Payload:
    query = str(asked.get("query", ""))
    return {"options": person.options(place_of(asked), asked["block_id"], asked["action_id"], query)}


def shortcut(person: Person, asked: Mapping[str, Any]) -> Payload:
    on = OnMessage(asked["channel"], asked["ts"]) if asked.get("ts") else None
    return asdict(person.shortcut(str(asked["callback_id"]), on))


def open_home(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.open_home(str(asked["app"]), str(asked.get("tab", "home"))))


def open_channel(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.open_channel(str(asked["channel"])))


def open_direct(person: Person, asked: Mapping[str, Any]) -> Payload:
    return {"channel": person.open_direct(*asked["with"]).id}


def react(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.react(asked["channel"], asked["ts"], asked["name"]))


def upload(person: Person, asked: Mapping[str, Any]) -> Payload:
    content = bytes.fromhex(asked["hex"])
    mimetype = str(asked.get("mimetype", "application/octet-stream"))
    return asdict(person.upload(asked["channel"], asked["name"], content, mimetype, str(asked.get("text", ""))))


def join(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.join(asked["channel"]))


def leave(person: Person, asked: Mapping[str, Any]) -> Payload:
    return asdict(person.leave(asked["channel"]))


def reload(person: Person, asked: Mapping[str, Any]) -> Payload:
    del asked
    person.reload()
    return {"ok": True}


def sees(person: Person, asked: Mapping[str, Any]) -> Payload:
    del asked
    return seen_by(person.workspace, person.id)


VERBS: Mapping[str, Callable[[Person, Mapping[str, Any]], Payload]] = {
    "type": type_line,
    "press": press,
    "change": press,
    "submit": submit,
    "close": close,
    "options": options,
    "shortcut": shortcut,
    "home": open_home,
    "channel": open_channel,
    "direct": open_direct,
    "react": react,
    "upload": upload,
    "join": join,
    "leave": leave,
    "reload": reload,
    "sees": sees,
}
