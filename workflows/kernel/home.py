"""What App Home asks of every workflow: sections, each with its place on the page and entries that can be left out.

A page takes only so many blocks. Decided here: which entries stay when there are more; what they say is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from workflows.kernel.replies import Block


class Place(IntEnum):
    """The order of the page: by how much it needs the reader."""

    WELCOME = 0
    """What the reader is new to."""
    NEEDS_ME = 1
    """What waits for the reader, with its buttons."""
    MINE = 2
    """Their own balances and requests."""
    TEAM = 3
    """Who of theirs is there today."""
    PROJECTS = 4
    """Their projects."""
    PEOPLE = 5
    """Their people's development."""
    COMPANY = 6
    """What they keep for others."""
    SETTINGS = 7
    """How they are told."""
    HELP = 8
    """What they can type."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, entries below it, and what stands at its foot in any case."""

    place: Place
    title: str = ""
    entries: Sequence[Sequence[Block]] = ()
    """Each is shown as a whole or not at all."""
    more: str = ""
    """`workflow:verb`: the press that lists them all; empty when there is no such list."""
    beyond: int = 0
    """How many there are besides these entries."""
    foot: Sequence[Block] = ()

    @property
    def size(self) -> int:
        """How many blocks it takes; one of them says how many more there are."""
        shown = sum(map(len, self.entries))
        return bool(self.title) + shown + bool(self.beyond) + len(self.foot)

    @property
    def shorter(self) -> "Section":
        """Without its last entry."""
        return replace(self, entries=self.entries[:-1], beyond=self.beyond + 1)


def arranged(sections: Iterable[Section], most: int) -> list[Section]:
    """By their place, and in at most so many blocks: the longest lists lose entries, what needs the reader last."""
    page = sorted(filled(sections), key=lambda one: one.place)
    while sum(one.size for one in page) > most:
        longest = max(page, key=_how_spare)
        if not _to_spare(longest):
            break
        page[page.index(longest)] = longest.shorter
    return page


def filled(sections: Iterable[Section]) -> list[Section]:
    """Those in which there is something."""
    return [one for one in sections if one.entries or one.beyond or one.foot]


def blocks_of(sections: Iterable[Section]) -> list[Block]:
    """All that stands below their headings."""
    return [block for one in sections for part in (*one.entries, one.foot) for block in part]


def waiting(sections: Iterable[Section]) -> int:
    """How many things wait for the reader."""
    return sum(len(one.entries) + one.beyond for one in sections if one.place is Place.NEEDS_ME)


def _how_spare(one: Section) -> tuple[bool, int, int]:
    """Whatever waits for the reader stays as long as anything else can go."""
    spare = _to_spare(one)
    return one.place is not Place.NEEDS_ME and spare > 0, spare, one.place


def _to_spare(one: Section) -> int:
    """How many blocks of it could go: a list keeps its first entry, and one of what waits for the reader its third."""
    kept = 3 if one.place is Place.NEEDS_ME else 1
    return sum(map(len, one.entries[kept:]))
