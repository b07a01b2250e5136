"""What a verb can answer to the one who used it: a closed set, carried out by `bot.replies`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = Mapping[str, Any]
View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that says something faster than words. `draw` is called after the transaction: it may take its time."""

    draw: Callable[[], bytes]
    title: str
    alt: str
    """The same in words, for whoever cannot see it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: `text` stands alone (notifications, screen readers), `blocks` show the same better."""

    text: str
    blocks: Sequence[Block] = ()
    picture: Picture | None = None
    """Shown below the blocks."""
    plain: Sequence[Block] = ()
    """The same blocks without charts, for where Slack does not take those yet; empty when there are none."""


@dataclass(frozen=True, slots=True)
class Say:
    """Answer privately, where the person is; `replace` swaps the private message a button was pressed in."""

    message: Message
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """Open a modal."""

    view: View


@dataclass(frozen=True, slots=True)
class Push:
    """Put a modal on top of the one that is open."""

    view: View


@dataclass(frozen=True, slots=True)
class Update:
    """Change the modal the person is looking at."""

    view: View


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """Keep the modal open and say under each field what is wrong with it."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """Close the modal, or leave the message: what happened is told by the notices."""


Reply = Say | Open | Push | Update | FieldErrors | Done
