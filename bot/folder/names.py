"""What the files of one folder name each other's rows by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Names:
    """The addresses and codes that the other files have."""

    people: frozenset[str]
    departments: frozenset[str]
    projects: Mapping[str, tuple[date, date | None]]
    """Each with its first and its last day."""
