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

GONE = {"not_found", "message_not_found"}


class DrivingError(ValueError):
    """What was asked for cannot be done; the text says why."""


class GoneError(DrivingError):
    """What was to be pressed is not there any more: it was drawn anew, or taken away, meanwhile."""


class Asked(dict[str, Any]):
    """What was asked for, read strictly: what is missing or of the wrong kind is an error with a sentence."""

    def word(self, name: str) -> str:
        if name not in self:
            raise DrivingError(f"This needs {name!r}.")
        return self.words(name, "")

    def words(self, name: str, default: str) -> str:
        """Read a text that may be left away."""
        value = self.get(name, default)
        if not isinstance(value, str):
            raise DrivingError(f"{name!r} is a text, not {value!r}.")
        return value

    def answers(self) -> dict[str, Any] | None:
        value = self.get("answers")
        if value is not None and not isinstance(value, dict):
            raise DrivingError("'answers' maps block ids to action ids to values.")
        return value

    def people(self) -> list[str]:
        value = self.get("with")
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise DrivingError("This needs 'with', a list of people.")
        return value

    def content(self) -> bytes:
        try:
            return bytes.fromhex(self.word("hex"))
        except ValueError as error:
            raise DrivingError(f"'hex' is the content in hexadecimal: {error}.") from error


def act(workspace: "Workspace", who: str, verb: str, asked: Mapping[str, Any]) -> Payload:
    """Do one thing as somebody. Raises `DrivingError` for an unknown verb, person or place, or a missing word."""
    deed = VERBS.get(verb)
    if deed is None:
        raise DrivingError(f"There is no verb {verb!r}; there are {', '.join(sorted(VERBS))}.")
    try:
        return deed(workspace.person(who), Asked(asked))
    except SlackError as error:
        raise (GoneError if error.error in GONE else DrivingError)(str(error)) from error
    except UnknownInputError as error:
        raise DrivingError(str(error)) from error


def place_of(asked: Asked) -> Place:
    if asked.get("view"):
        return OnView(asked.word("view"))
    return OnMessage(asked.word("channel"), asked.word("ts"))


def type_line(person: Person, asked: Asked) -> Payload:
    channel = person.workspace.channel(asked.word("channel")).id
    return asdict(person.type(channel, asked.word("text"), thread_ts=asked.words("thread_ts", "")))


def press(person: Person, asked: Asked) -> Payload:
    where = (place_of(asked), asked.word("block_id"), asked.word("action_id"))
    return asdict(person.press(*where, value=asked.get("value"), answers=asked.answers()))


def submit(person: Person, asked: Asked) -> Payload:
    return asdict(person.submit(asked.word("view"), asked.answers()))


def close(person: Person, asked: Asked) -> Payload:
    return asdict(person.close(asked.word("view"), everything=bool(asked.get("everything"))))


def options(person: Person, asked: Asked) -> Payload:
    where = (place_of(asked), asked.word("block_id"), asked.word("action_id"))
    return {"options": person.options(*where, asked.words("query", ""))}


def shortcut(person: Person, asked: Asked) -> Payload:
    on = OnMessage(asked.word("channel"), asked.word("ts")) if asked.get("ts") else None
    return asdict(person.shortcut(asked.word("callback_id"), on))


def open_home(person: Person, asked: Asked) -> Payload:
    return asdict(person.open_home(asked.word("app"), asked.words("tab", "home")))


def open_channel(person: Person, asked: Asked) -> Payload:
    return asdict(person.open_channel(asked.word("channel")))


def open_direct(person: Person, asked: Asked) -> Payload:
    return {"channel": person.open_direct(*asked.people()).id}


def react(person: Person, asked: Asked) -> Payload:
    return asdict(person.react(asked.word("channel"), asked.word("ts"), asked.word("name")))


def upload(person: Person, asked: Asked) -> Payload:
    mimetype = asked.words("mimetype", "application/octet-stream")
    said = asked.words("text", "")
    return asdict(person.upload(asked.word("channel"), asked.word("name"), asked.content(), mimetype, said))


def join(person: Person, asked: Asked) -> Payload:
    return asdict(person.join(asked.word("channel")))


def leave(person: Person, asked: Asked) -> Payload:
    return asdict(person.leave(asked.word("channel")))


def reload(person: Person, asked: Asked) -> Payload:
    del asked
    person.reload()
    return {"ok": True}


def sees(person: Person, asked: Asked) -> Payload:
    del asked
    return seen_by(person.workspace, person.id)


VERBS: Mapping[str, Callable[[Person, Asked], Payload]] = {
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
