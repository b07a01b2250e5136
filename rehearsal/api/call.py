"""One call of a Web API method: who makes it, and its arguments, read as Slack reads them."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from rehearsal.model import App, Payload, SlackError

if TYPE_CHECKING:  # calls act on it
    from rehearsal.workspace import Workspace

Item = TypeVar("Item")
DEEPEST = 60
TRUE = frozenset({"1", "true", "True", "t"})


@dataclass(frozen=True)
class Call:
    """A call by an app, past its token check."""

    workspace: "Workspace"
    app: App
    method: str
    arguments: Mapping[str, Any]
    address: str = ""
    """Where the caller reached us, for the URLs in the answer."""

    def given(self, name: str) -> bool:
        return self.arguments.get(name) not in {None, ""} if hashable(self.arguments.get(name)) else True

    def text(self, name: str, default: str = "") -> str:
        """Read a string. Raises `SlackError` invalid_arguments for what is none."""
        value = self.arguments.get(name)
        if value is None:
            return default
        if isinstance(value, dict | list):
            raise SlackError("invalid_arguments", f"[ERROR] must be a string [json-pointer:/{name}]")
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", f"[ERROR] missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.arguments.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value) in TRUE

    def number(self, name: str, default: int, most: int) -> int:
        """Read a whole number from 1 to `most`. Raises `SlackError` invalid_limit or invalid_arguments."""
        try:
            value = int(self.text(name) or default)
        except ValueError as error:
            raise SlackError("invalid_arguments", f"[ERROR] must be an integer [json-pointer:/{name}]") from error
        if not 1 <= value <= most:
            raise SlackError("invalid_limit", f"[ERROR] must be from 1 to {most} [json-pointer:/{name}]")
        return value

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """Read an argument that is JSON, sent as such or as text. Raises `SlackError` with `error`."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        return strict_json(value, error, f" [json-pointer:/{name}]")

    def names(self, name: str) -> list[str]:
        """Read a list given with commas or as a list."""
        value = self.arguments.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def page(self, items: Sequence[Item], *, default: int = 100, most: int = 1000) -> tuple[list[Item], str]:
        """Cut the page that `cursor` and `limit` ask for, and the cursor of the next. Raises invalid_cursor."""
        start = decoded_cursor(self.text("cursor"))
        if start > len(items):
            raise SlackError("invalid_cursor", "[ERROR] this cursor is not one of ours [json-pointer:/cursor]")
        end = start + self.number("limit", default, most)
        return list(items[start:end]), encoded_cursor(end) if end < len(items) else ""

    def needs_scope(self, *scopes: str) -> None:
        """Go on if the app has one of these scopes. Raises `SlackError` missing_scope with needed and provided."""
        if not self.app.scopes.intersection(scopes):
            provided = ",".join(sorted(self.app.scopes))
            raise SlackError("missing_scope", needed=",".join(scopes), provided=provided)


def strict_json(text: str, error: str, where: str = "") -> Any:
    """Read JSON without NaN and without nesting that nothing of Slack's has. Raises `SlackError` with `error`."""
    try:
        content = json.loads(text, parse_constant=float_refused)
    except (ValueError, RecursionError) as problem:
        raise SlackError(error, f"[ERROR] invalid JSON: {problem}{where}") from problem
    if deeper_than(content, DEEPEST):
        raise SlackError(error, f"[ERROR] nested deeper than {DEEPEST} levels{where}")
    return content


def float_refused(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def deeper_than(content: Any, levels: int) -> bool:
    """Say whether something is nested deeper than so many levels, without walking deeper than that."""
    layer = [content]
    for _ in range(levels):
        layer = [child for thing in layer for child in children(thing)]
        if not layer:
            return False
    return True


def children(thing: Any) -> Iterable[Any]:
    if isinstance(thing, dict):
        return thing.values()
    return thing if isinstance(thing, list) else ()


def hashable(value: Any) -> bool:
    return not isinstance(value, dict | list)


def encoded_cursor(start: int) -> str:
    return base64.b64encode(f"next_ts:{start}".encode()).decode()


def decoded_cursor(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next_ts:"))
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor", "[ERROR] this cursor is not one of ours [json-pointer:/cursor]") from error


@dataclass(frozen=True)
class Method:
    """One row of the table of methods: what runs, which scope it needs (one of), and how often it may be called."""

    run: Callable[[Call], Payload]
    scopes: tuple[str, ...] = ()
    per_minute: int | None = None
    token: str = "bot"  # noqa: S105 - a kind of token: `bot`, `app` or `any`


@dataclass(frozen=True)
class Result:
    """What goes back over HTTP."""

    body: Payload
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
