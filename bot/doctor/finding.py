"""One thing the doctor found."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How much it matters."""

    WELL = "well"
    CARE = "care"
    """Somebody will miss something until it is looked at."""
    ILL = "ill"
    """Something does not work until it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands, and what to do."""

    grade: Grade
    area: str
    sentence: str
    remedy: str = ""


def listed(names: list[str], most: int = 5) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
