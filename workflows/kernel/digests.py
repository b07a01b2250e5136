"""What a digest asks of every workflow, and what each answers: lines for many readers at once, never one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property

from workflows.kernel.access import Actor, PersonId


class Kind(StrEnum):
    """What a digest is about, in the words that follow `/digest`."""

    DAILY = "daily"
    """An operations manager's day."""
    WEEKLY = "weekly"
    """An operations manager's week: on its first working day in place of the daily one."""
    PROJECT = "project"
    """A project manager's day."""
    MINE = "mine"
    """One's own week."""
    CHANNEL = "channel"
    """Who of a project is away today, in its channel."""


OPERATIONS = frozenset({Kind.DAILY, Kind.WEEKLY})


class Weight(IntEnum):
    """What comes first."""

    DECIDE = 3
    """Somebody waits for the reader."""
    HEED = 2
    """Something goes wrong unless somebody does something."""
    KNOW = 1


@dataclass(frozen=True, slots=True)
class Press:
    """A button that acts: `workflow:verb`, with the id and the version it is about."""

    label: str
    action: str
    value: str = ""
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing worth saying, as a whole sentence; what people typed is harmless in it."""

    weight: Weight
    sentence: str
    press: Callable[[], Press | None] = lambda: None
    """Asked only for a line that is shown, so that finding the lines of many readers stays cheap."""
    since: date | None = None
    """Since when it is so, or when it came nearer: an older one is not said again. None: worth saying each day."""


def nearing(day: date, today: date, *before: int) -> date:
    """The last of the days so many days before one that has come: what draws near is said again on each of these."""
    return max((one for n in before if (one := day - timedelta(days=n)) <= today), default=date.min)


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour shows: a whole number for each category."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a picture says faster than words."""

    title: str
    unit: str
    """What is counted, on the axis."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    rank: int = 0
    """Where there is room for a few, the lowest stay."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a digest, and what is theirs on that day."""

    actor: Actor
    last: date
    """The last day of their week."""
    departments: frozenset[int] = frozenset()
    """Those they are the operations manager of."""
    projects: frozenset[int] = frozenset()
    """Those they manage."""
    people: frozenset[PersonId] = frozenset()
    """Those it is about: whose operations manager they are, who works on their projects, or themselves."""
    before: date | None = None
    """The day of the digest before this one, in the same week; None: nothing of it was said yet."""

    def hears(self, line: Line) -> bool:
        """What waits for them, until it is settled; of the rest, what was not so already when they last heard."""
        told = line.weight is not Weight.DECIDE and line.since is not None and self.before is not None
        return not told or (line.since or date.max) >= (self.before or date.min)


@dataclass(frozen=True)
class Edition:
    """One kind of digest for all who get it now."""

    kind: Kind
    readers: Mapping[PersonId, Reader]
    brief: bool = False
    """Only who has something to read matters now, not what: a line may be left empty where finding it takes long."""

    @cached_property
    def people(self) -> frozenset[PersonId]:
        """Everybody whom it is about."""
        return frozenset(one for reader in self.readers.values() for one in reader.people)

    @cached_property
    def projects(self) -> frozenset[int]:
        """All projects it is about."""
        return frozenset(one for reader in self.readers.values() for one in reader.projects)

    @cached_property
    def departments(self) -> frozenset[int]:
        """All departments it is about."""
        return frozenset(one for reader in self.readers.values() for one in reader.departments)

    @cached_property
    def about(self) -> Mapping[PersonId, tuple[PersonId, ...]]:
        """By whom it is about: whoever reads of them."""
        found: dict[PersonId, list[PersonId]] = {}
        for number, reader in self.readers.items():
            for person in reader.people:
                found.setdefault(person, []).append(number)
        return {person: tuple(numbers) for person, numbers in found.items()}

    @cached_property
    def leading(self) -> Mapping[int, tuple[PersonId, ...]]:
        """By project: whoever reads as its manager."""
        found: dict[int, list[PersonId]] = {}
        for number, reader in self.readers.items():
            for project in reader.projects:
                found.setdefault(project, []).append(number)
        return {project: tuple(numbers) for project, numbers in found.items()}

    @cached_property
    def first(self) -> date:
        """The earliest today of any reader."""
        return min(reader.actor.today for reader in self.readers.values())

    @cached_property
    def last(self) -> date:
        """The latest last day of any reader's week."""
        return max(reader.last for reader in self.readers.values())
