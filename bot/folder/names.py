"""What the files of one folder name each other's rows by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """The addresses and codes that the other files have."""

    people: frozenset[str]
    departments: frozenset[str]
    projects: frozenset[str]
