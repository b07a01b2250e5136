"""The chain's head: its last link's number and hash. Whoever has kept it finds out when the end was cut off."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Head:
    """Written `812:` and 72 hexadecimal digits."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def read(written: str) -> Head:
    """From how it is written. Raises ValueError."""
    number, _, link = written.strip().partition(":")
    if not number.isascii() or not number.isdigit() or len(link) != 72:
        raise ValueError(f"{written!r} is no head: it is a number, a colon and 72 hexadecimal digits")
    return Head(int(number), link)


def read_head(file: Path) -> Head | None:
    """What was kept in that file; None when there is none, or something else in it."""
    try:
        return read(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def write_head(file: Path, head: Head) -> None:
    """Whole or not at all. Raises OSError."""
    beside = file.with_name(f".{file.name}-{os.getpid()}")
    beside.write_text(f"{head}\n", encoding="ascii")
    beside.replace(file)
