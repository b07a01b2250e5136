"""The five levels and their words; what is no level is refused."""

from typing import Any

from workflows.kernel.errors import Refused
from workflows.language import marked, tr

NAMES = {
    1: marked("Learning"),
    2: marked("Basic"),
    3: marked("Independent"),
    4: marked("Advanced"),
    5: marked("Expert"),
}
MEANINGS = {
    1: marked("knows what it is about, works with guidance"),
    2: marked("does routine tasks, asks when it gets difficult"),
    3: marked("does the usual work alone"),
    4: marked("solves the hard cases and helps others"),
    5: marked("sets how it is done; others come for what nobody else can solve"),
}
"""What somebody at each level does; said wherever a level is chosen."""


def worded(level: int) -> str:
    """`4, Advanced`."""
    return f"{level}, {tr(NAMES[level])}"


def level_of(value: Any, field: str = "level") -> int:
    """The level somebody chose or wrote; raises Refused (`level`)."""
    text = str(value or "").strip()
    if text not in {"1", "2", "3", "4", "5"}:
        raise Refused(
            tr("A level is a whole number from 1 (Learning) to 5 (Expert). Pick one of the five."),
            field=field,
            reason="level",
        )
    return int(text)
