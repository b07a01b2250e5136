"""What has to be done when somebody joins or leaves: the lists that each begins with, as data.

A step is due so many calendar days from the first or the last day (before it when negative), moved to a working day of
whoever owes it: back when it lies before that day, on when it lies after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflows.language import marked


class Way(StrEnum):
    """In or out."""

    JOINING = "joining"
    LEAVING = "leaving"


class Part(StrEnum):
    """Who owes a step, by what they are to the person."""

    MANAGER = "manager"
    """The operations manager."""
    BUDDY = "buddy"
    """A colleague who helps through the first weeks."""
    IT = "it"
    """Whoever looks after devices and accounts; people admins say who (`/onboard roles`)."""
    PERSON = "person"
    """Whoever joins or leaves."""


class Kind(StrEnum):
    """What a step does when it is taken."""

    PLAIN = "plain"
    """Somebody says that it is done."""
    PATTERN = "pattern"
    """Writes the working pattern from a day on."""
    REGION = "region"
    """Writes where the person's public holidays come from, and their time zone."""
    CONTRACT = "contract"
    """Writes the contract from a day on."""
    GRANT = "grant"
    """Says by which leave policy they go, and posts what it grants them now."""
    BALANCE = "balance"
    """Posts and says what is left of their leave, or owed, on the last day."""
    PROJECTS = "projects"
    """Says which allocations end with the last day."""
    WAITING = "waiting"
    """Says what becomes of the questions that wait for them, and of their calendar links."""
    RECORDS = "records"
    """Says what stays on record."""


WRITTEN = frozenset({Kind.PATTERN, Kind.REGION, Kind.CONTRACT})
"""These have fields of their own."""
SETTLED = frozenset(Kind) - {Kind.PLAIN}
"""These do something, and are for whoever manages the list, whoever owes them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a template."""

    title: str
    owner: Part
    days: int
    kind: Kind = Kind.PLAIN


_M, _B, _I, _P = Part.MANAGER, Part.BUDDY, Part.IT, Part.PERSON
TEMPLATES: Mapping[Way, tuple[Entry, ...]] = {
    Way.JOINING: (
        Entry(marked("Contract on record"), _M, -10, Kind.CONTRACT),
        Entry(marked("Computer and phone ordered"), _I, -10),
        Entry(marked("Working pattern on record"), _M, -5, Kind.PATTERN),
        Entry(marked("Where their public holidays come from"), _M, -5, Kind.REGION),
        Entry(marked("Accounts and access made"), _I, -3),
        Entry(marked("Desk and first week prepared"), _M, -2),
        Entry(marked("Welcomed and shown around"), _B, 0),
        Entry(marked("Leave policy and first grant"), _M, 0, Kind.GRANT),
        Entry(marked("Logged in everywhere, calendar link made (`/calendar`)"), _P, 1),
        Entry(marked("Skills and wishes written down (`/skills`)"), _P, 7),
        Entry(marked("Talk after the first month"), _M, 30),
    ),
    Way.LEAVING: (
        Entry(marked("Work in hand passed on (`/handover start`)"), _M, -10),
        Entry(marked("Allocations end, and project managers know"), _M, -10, Kind.PROJECTS),
        Entry(marked("Own notes and appointments passed on"), _P, -3),
        Entry(marked("Talk about what was good and what was not"), _M, -3),
        Entry(marked("Leave balance settled"), _M, -2, Kind.BALANCE),
        Entry(marked("Computer, phone and keys given back"), _P, 0),
        Entry(marked("Questions that wait for them pass on"), _M, 0, Kind.WAITING),
        Entry(marked("Accounts and access closed"), _I, 0),
        Entry(marked("What the law has us keep"), _M, 0, Kind.RECORDS),
    ),
}
