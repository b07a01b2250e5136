"""What lies ahead in the added company from its first day on: projects, who works on them until when, certificates.

Drawn once for each seed; written into the folder that is imported, and read by whoever calculates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.year.places import HIRED, PLACES, Soul

_SOONEST, _DAYS = timedelta(days=4), 370
REPORTED = date(2026, 11, 2)
"""When it was last said how milestones stand."""
CRAFTS = ("Navigation", "Rigging", "Signalling")
"""Skills that nobody else in the company has."""


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody works on their place's project from the first to the last day."""

    who: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate of somebody's, and the last day on which it holds."""

    who: str
    skill: str
    expires: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone of a place's project."""

    name: str
    place: str
    day: date

    @property
    def owner(self) -> str:
        return f"{self.place}.bo"

    @property
    def lead(self) -> str:
        return f"{self.place}.al"


@dataclass(frozen=True, slots=True)
class Plans:
    """All of it."""

    shares: tuple[Share, ...]
    papers: tuple[Paper, ...]
    marks: tuple[Mark, ...]

    def lasts(self, share: Share) -> bool:
        """Whether they go on with the same work on the day after its end."""
        following = (share.last or date.max - timedelta(days=1)) + timedelta(days=1)
        return any(one.who == share.who and one.first <= following <= (one.last or date.max) for one in self.shares)


def drawn(random: Random, people: Mapping[str, Soul], begins: date) -> Plans:
    """For everybody there is, in what is lived of the year from that day on."""
    shares = [share for place in PLACES for share in _shares(random, place.code)]
    workers = [one.name for one in people.values() if one.manager and not one.manages]
    papers = [Paper(one, skill, _day(random, begins)) for one in workers for skill in CRAFTS]
    marks = [Mark(f"{place.code} {n}", place.code, _day(random, begins)) for place in PLACES for n in range(5)]
    return Plans(tuple(shares), tuple(papers), tuple(marks))


def _shares(random: Random, place: str) -> Iterator[Share]:
    """Whoever answers for the place works on its project all year, somebody else in turns, with a pause or without."""
    yield Share(f"{place}.mo", HIRED, None)
    first = HIRED
    for _ in range(5):
        last = first + timedelta(days=random.randint(40, 90))
        yield Share(f"{place}.bo", first, last)
        first = last + timedelta(days=random.choice((1, 1, 8, 20)))


def _day(random: Random, begins: date) -> date:
    return begins + _SOONEST + timedelta(days=random.randrange(_DAYS))
