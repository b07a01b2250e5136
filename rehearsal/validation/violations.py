"""What is said of a payload that breaks a rule: Slack's error name, the place, the reason, the limit and the rule."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rehearsal.validation.stricter import STRICTER

Path = tuple[Any, str | int] | None
"""A place in a payload as a chain of (place above, key), so that nothing is spelt out unless a rule is broken."""


class Surface(StrEnum):
    MESSAGE = "messages"
    MODAL = "modals"
    HOME = "Home tabs"


EVERYWHERE = frozenset(Surface)
MESSAGE_ONLY = frozenset({Surface.MESSAGE})
MODAL_ONLY = frozenset({Surface.MODAL})
NOT_HOME = EVERYWHERE - {Surface.HOME}
NOT_MESSAGE = EVERYWHERE - {Surface.MESSAGE}
NOT_MODAL = EVERYWHERE - {Surface.MODAL}


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule; `str()` of it is the line Slack puts into `response_metadata.messages`."""

    error: str
    pointer: str
    message: str
    limit: int | None = None
    rule: str = ""

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


MOST_NAMED = 100
"""So many violations are named of one payload; a body of megabytes may hold any number of them."""


class EnoughError(Exception):
    """As many violations were found as are named of one payload; the rest of it is not looked at."""


class Inspection:
    """One payload under judgement: where it will be shown, what Slack calls its faults, and those found so far."""

    __slots__ = ("error", "found", "surface")

    def __init__(self, surface: Surface, error: str) -> None:
        self.surface = surface
        self.error = error
        self.found: list[Violation] = []

    def refuse(self, rule: str, path: Path, message: str, limit: int | None = None, error: str | None = None) -> None:
        why = f" ({STRICTER[rule]})" if rule in STRICTER else ""
        self.found.append(Violation(error or self.error, point_to(path), message + why, limit, rule))
        if len(self.found) == MOST_NAMED:
            raise EnoughError


def point_to(path: Path) -> str:
    """Spell a place as a JSON pointer (RFC 6901)."""
    keys: list[str] = []
    while path is not None:
        path, key = path
        keys.append(str(key).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{key}" for key in reversed(keys))


def below(path: Path, keys: tuple[str | int, ...]) -> Path:
    for key in keys:
        path = (path, key)
    return path
