"""What happened in a simulated year, as whoever drove it wrote it down: facts for a calculation, nothing of the bot's.

Moments are aware and UTC.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.year.plans import Mark


@dataclass
class Question:
    """Something put to somebody, who is reminded, and from whom it climbs."""

    kind: str
    """`leave`, `claim`, `case`, `worked`, `item` or `desk`: each has a ladder of its own."""
    number: int
    line: tuple[str, ...]
    """Whom to ask, in turn: as it was stored when the question was put."""
    asked_at: datetime
    closed_at: datetime | None = None
    days: tuple[str, date, date] | None = None
    """Of leave: whose, and from when to when."""
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away from the first to the last day, and since when that is certain."""

    who: str
    first: date
    last: date
    since: datetime
    cost: int
    """Working days."""
    leave: bool = True
    """Else sickness, which no balance pays for."""


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody said how a milestone stands, on a day of theirs."""

    mark: Mark
    at: datetime
    on: date
    done: bool


@dataclass
class Sick:
    """Somebody fell ill, and when that was settled."""

    number: int
    who: str
    first: date
    last: date
    at: datetime
    closed_at: datetime | None = None
    """When they said that they are back."""
    received_at: datetime | None = None
    """When somebody had their certificate."""


@dataclass
class Consulted:
    """A project manager who was asked about a leave."""

    number: int
    who: str
    question: Question
    at: datetime
    answered_at: datetime | None = None


@dataclass
class Diary:
    """Everything that was done, and when the clock was looked at."""

    ticks: list[datetime] = field(default_factory=list)
    """Every moment at which the bot looked for what is due, in order."""
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    restarts: int = 0
    set_back: int = 0
    questions: list[Question] = field(default_factory=list)
    absences: dict[str, list[Away]] = field(default_factory=dict)
    """By whom."""
    reports: list[Report] = field(default_factory=list)
    sick: list[Sick] = field(default_factory=list)
    consulted: list[Consulted] = field(default_factory=list)
    replaced: dict[int, tuple[str, date, datetime]] = field(default_factory=dict)
    """By granted leave: who replaces its owner, from when on, and when it was granted."""
    refused: Counter[str] = field(default_factory=Counter)
    """Deeds that the bot refused, by why: an overlap, say."""

    def first_tick(self, moment: datetime) -> datetime | None:
        """The first look at that moment or after it; None when the year was over."""
        at = bisect_left(self.ticks, moment)
        return self.ticks[at] if at < len(self.ticks) else None

    def ticks_between(self, first: datetime, end: datetime | None) -> Iterator[datetime]:
        """Every look from the one moment on until before the other."""
        for moment in self.ticks[bisect_left(self.ticks, first) :]:
            if end is not None and moment >= end:
                return
            yield moment

    def is_away(self, away: Away) -> None:
        """Write it down."""
        self.absences.setdefault(away.who, []).append(away)

    def gone(self, who: str, day: date, known_at: datetime) -> bool:
        """Whether somebody is away that day, as far as was certain by then."""
        return any(one.first <= day <= one.last and one.since <= known_at for one in self.absences.get(who, ()))
