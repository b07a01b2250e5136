"""The words in which Slack's reference is written down: what a field may hold. Data only; `interpreter` reads it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from rehearsal.validation.violations import EVERYWHERE, Surface

PLAIN = "plain_text"
MRKDWN = "mrkdwn"
LONGEST_TEXT = 3000


@dataclass(frozen=True, slots=True)
class Format:
    """A form that a string must have, and how it is named to whoever got it wrong."""

    name: str
    fits: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class String:
    max: int | None = None
    min: int = 0
    format: Format | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text object of one of `kinds`, never empty."""

    kinds: tuple[str, ...]
    max: int


@dataclass(frozen=True, slots=True)
class OneOf:
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Whole:
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """Any number, or only those above `above`."""

    above: int | None = None


@dataclass(frozen=True, slots=True)
class Anything:
    """Judged elsewhere, by a rule of its own."""


@dataclass(frozen=True, slots=True)
class Many:
    item: "Shape"
    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Kinds:
    """An object of one of several specs, told apart by its `type`; or, where `text` is given, a text object."""

    specs: Mapping[str, "Spec"]
    text: Text | None = None

    def names(self) -> str:
        return ", ".join([*self.specs, *(self.text.kinds if self.text else ())])


@dataclass(frozen=True, slots=True)
class Required:
    shape: "Shape"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule objects to: the place below what it judged, the reason, and the limit if there is one."""

    at: tuple[str | int, ...]
    message: str
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule between the fields of one object; it is asked only when each field by itself is in order."""

    name: str
    judge: Callable[[Mapping[str, Any]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Spec:
    """One object of Slack's reference: its `type` if it has one, its fields, where it may be shown, its own rules."""

    name: str
    fields: Mapping[str, "Shape | Required"]
    type: str | None = None
    surfaces: frozenset[Surface] = EVERYWHERE
    rules: tuple[Rule, ...] = ()
    required: tuple[str, ...] = field(init=False)
    shapes: Mapping[str, tuple["Shape", str]] = field(init=False)

    def __post_init__(self) -> None:
        required = tuple(key for key, shape in self.fields.items() if isinstance(shape, Required))
        object.__setattr__(self, "required", required)
        object.__setattr__(self, "shapes", {key: (_bare(shape), f"{self.name}.{key}") for key, shape in self._typed()})

    def _typed(self) -> Iterator[tuple[str, "Shape | Required"]]:
        if self.type is not None:
            yield "type", Anything()
        yield from self.fields.items()


Shape = String | Text | OneOf | Flag | Whole | Number | Anything | Many | Kinds | Spec
Fields = Mapping[str, Shape | Required]


def _bare(shape: Shape | Required) -> Shape:
    return shape.shape if isinstance(shape, Required) else shape


def required(shape: Shape) -> Required:
    return Required(shape)


def string(most: int | None = None, *, least: int = 0, form: Format | None = None) -> String:
    return String(most, least, form)


def ident(most: int = 255) -> String:
    return String(most, 1)


def plain_text(most: int = LONGEST_TEXT) -> Text:
    return Text((PLAIN,), most)


def mrkdwn(most: int = LONGEST_TEXT) -> Text:
    return Text((MRKDWN,), most)


def any_text(most: int = LONGEST_TEXT) -> Text:
    return Text((PLAIN, MRKDWN), most)


def one_of(*values: str) -> OneOf:
    return OneOf(values)


def many(item: Shape, *, least: int = 0, most: int | None = None) -> Many:
    return Many(item, least, most)


def kinds(*specs: Spec, text: Text | None = None) -> Kinds:
    return Kinds({spec.type: spec for spec in specs if spec.type is not None}, text)


def rule(name: str) -> Callable[[Callable[[Mapping[str, Any]], Iterable[Finding]]], Rule]:
    """Name a rule between the fields of one object."""
    return lambda judge: Rule(name, judge)


def matching(name: str, pattern: str) -> Format:
    compiled = re.compile(pattern)
    return Format(name, lambda value: compiled.fullmatch(value) is not None)


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_time(value: str) -> bool:
    if not re.fullmatch(r"\d{2}:\d{2}", value, re.ASCII):
        return False
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


DATE = Format("a date as YYYY-MM-DD", _is_date)
TIME = Format("a time as HH:mm", _is_time)
ZONE = Format("a time zone's IANA name", lambda value: value in _zones())
WEB = matching("an http or https address", r"https?://[^\s]+")
LINK = matching("an address with its scheme", r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+")
HTTPS = matching("an https address", r"https://[^\s]+")
DECIMAL = matching("a decimal number", r"-?[0-9]+(\.[0-9]+)?")
USER = matching("a user's id", r"[UW][A-Z0-9]+")
PUBLIC = matching("a channel's id", r"C[A-Z0-9]+")
CONVERSATION = matching("a conversation's id", r"[CDG][A-Z0-9]+")
USERGROUP = matching("a user group's id", r"S[A-Z0-9]+")
TEAM = matching("a workspace's id", r"[TE][A-Z0-9]+")
FILE = matching("a file's id", r"F[A-Z0-9]{8,}")
COLOUR = matching("a colour as #rrggbb", r"#[0-9a-fA-F]{6}")
EMOJI = matching("an emoji's name without colons", r"[^:\s]+")
