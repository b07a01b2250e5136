"""What is passed on at each intersection: the lists that a handover begins with, as data.

An item is due so many calendar days before the handover's own day, moved back to a working day of whoever gives it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.language import marked, tr


class Kind(StrEnum):
    """The intersections at which knowledge is handed over (rules/workflows.md), and a long leave."""

    PRODUCT = "product"
    OPERATIONS = "operations"
    END_OF_LIFE = "end_of_life"
    CLOSEOUT = "closeout"
    LONG_LEAVE = "long_leave"


class Part(StrEnum):
    """Who gives or receives, by what they are to the handover."""

    PROJECT = "project"
    """The project's manager."""
    OPERATIONS = "operations"
    """The operations manager."""
    PERSON = "person"
    """Who will be away."""
    REPLACEMENT = "replacement"
    """Who stands in for them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a template."""

    title: str
    giver: Part
    receiver: Part
    days_before: int


NAMES: Mapping[Kind, str] = {
    Kind.PRODUCT: marked("Developing a new product"),
    Kind.OPERATIONS: marked("Improving operations"),
    Kind.END_OF_LIFE: marked("End of a product's life"),
    Kind.CLOSEOUT: marked("Closing out the project"),
    Kind.LONG_LEAVE: marked("A long leave"),
}
ABOUT: Mapping[Kind, str] = {
    Kind.PRODUCT: marked("developing a new product"),
    Kind.OPERATIONS: marked("improving operations"),
    Kind.END_OF_LIFE: marked("end of a product's life"),
    Kind.CLOSEOUT: marked("closing out the project"),
    Kind.LONG_LEAVE: marked("a long leave"),
}
"""The same in the middle of a line."""
_P, _O, _AWAY, _INSTEAD = Part.PROJECT, Part.OPERATIONS, Part.PERSON, Part.REPLACEMENT
TEMPLATES: Mapping[Kind, tuple[Entry, ...]] = {
    Kind.PRODUCT: (
        Entry(marked("What the product must do, and for whom"), _P, _O, 14),
        Entry(marked("How it is run day to day: rota, tools, alarms"), _O, _P, 14),
        Entry(marked("Known faults, and how to work around them"), _P, _O, 7),
        Entry(marked("Training of those who will support it"), _P, _O, 7),
        Entry(marked("Whom to call for what"), _P, _O, 3),
    ),
    Kind.OPERATIONS: (
        Entry(marked("How it works today, and where it hurts"), _O, _P, 14),
        Entry(marked("What changes for whom, and from when"), _P, _O, 7),
        Entry(marked("New instructions and checklists"), _P, _O, 3),
        Entry(marked("How we will see that it is better"), _O, _P, 0),
    ),
    Kind.END_OF_LIFE: (
        Entry(marked("Who still uses it, and what they are told"), _P, _O, 21),
        Entry(marked("Data and contracts: kept, moved or ended"), _O, _P, 14),
        Entry(marked("What the people who ran it do next"), _O, _P, 14),
        Entry(marked("Where its history is kept"), _P, _O, 0),
    ),
    Kind.CLOSEOUT: (
        Entry(marked("What was delivered, and where it is"), _P, _O, 14),
        Entry(marked("Open points, and who takes each"), _P, _O, 7),
        Entry(marked("Contracts and access: ended or passed on"), _O, _P, 7),
        Entry(marked("What we would do again, and what not"), _P, _O, 0),
    ),
    Kind.LONG_LEAVE: (
        Entry(marked("Work in hand: how it stands, the next step, by when"), _AWAY, _INSTEAD, 5),
        Entry(marked("Appointments and deadlines meanwhile"), _AWAY, _INSTEAD, 3),
        Entry(marked("Whom to call for what"), _AWAY, _INSTEAD, 3),
        Entry(marked("Access and documents: where they are"), _AWAY, _INSTEAD, 1),
    ),
}
_TITLES = frozenset(entry.title for entries in TEMPLATES.values() for entry in entries)


def said(title: str) -> str:
    """An item's title for whoever reads it: one that came from a template in their language, any other as written."""
    return tr(title) if title in _TITLES else title
