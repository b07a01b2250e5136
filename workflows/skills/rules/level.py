"""The five levels and their words; what is no level is refused."""

from typing import Any

from workflows.kernel.errors import Refused

NAMES = {1: "Learning", 2: "Basic", 3: "Independent", 4: "Advanced", 5: "Expert"}
MEANINGS = {
    1: "knows what it is about, works with guidance",
    2: "does routine tasks, asks when it gets difficult",
    3: "does the usual work alone",
    4: "solves the hard cases and helps others",
    5: "sets how it is done; others come for what nobody else can solve",
}
"""What somebody at each level does; said wherever a level is chosen."""


def worded(level: int) -> str:
    """`4, Advanced`."""
    return f"{level}, {NAMES[level]}"


def level_of(value: Any, field: str = "level") -> int:
    """The level somebody chose or wrote; raises Refused (`level`)."""
    text = str(value or "").strip()
    if text not in {"1", "2", "3", "4", "5"}:
        raise Refused(
            "A level is a whole number from 1 (Learning) to 5 (Expert). Pick one of the five.",
            field=field,
            reason="level",
        )
    return int(text)
