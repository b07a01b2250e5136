"""When a digest is due and who may change theirs: pure.

Everything is reckoned from the reader's local date: each has exactly one moment at which the chosen time has come, on
the night of a clock change too. A time that the clock leaps over comes when it has leapt; one that it shows twice
comes the first time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflows.kernel.access import PersonId, Policy, Relation, grants
from workflows.kernel.digests import Kind
from workflows.kernel.errors import Refused
from workflows.kernel.machine import Machine
from workflows.language import locale_of, marked, tr

USUAL = "08:30"
AGAIN = "again"
"""A digest that is brought up to date."""
LATEST = timedelta(hours=12)
"""Later than this a digest is no news any more: it is skipped, and that is recorded."""
LOOK_BACK = timedelta(days=14)
"""How many missed days are recorded after a long silence."""
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
NAMES: Mapping[Kind, str] = {
    Kind.DAILY: marked("My department's day (operations managers)"),
    Kind.WEEKLY: marked("My department's week (operations managers)"),
    Kind.PROJECT: marked("My projects' day (project managers)"),
    Kind.MINE: marked("My own week"),
    Kind.CHANNEL: marked("Who is away today, in my projects' channels"),
}


class State(StrEnum):
    """Somebody's settings: they are there, or as usual."""

    SET = "set"


MACHINE = Machine(State, ())
POLICY = Policy(grants(own=(Relation.OWN,), set_channel=(Relation.SOLID_LINE, Relation.DEPUTY)))


@dataclass(frozen=True, slots=True)
class Setting:
    """What somebody wants, and when."""

    person: PersonId
    at: str = USUAL
    former: str = USUAL
    changed: date = date.min
    off: frozenset[Kind] = field(default_factory=frozenset)
    state: State | None = None
    version: int = 1

    def time(self, day: date) -> str:
        """The time that counts on that day."""
        return self.at if day > self.changed else self.former

    def wants(self, kind: Kind) -> bool:
        """Whether it is on."""
        return kind not in self.off


@dataclass(frozen=True, slots=True)
class Team:
    """A department whose channel is settled; None while somebody says which of theirs."""

    person: PersonId
    department: int | None
    state: State | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Missed:
    """A local date whose moment has come: in time, or too late."""

    day: date
    late: bool


def key(kind: str, day: date, whose: int) -> str:
    """Unique for ever: one of a kind for each local date."""
    return f"digest/{kind}/{day}/{whose}"


def held_as(kind: str, day: date) -> str:
    """The card by which somebody holds a digest, and it is brought up to date."""
    return f"digest/{kind}/{day}"


def again_key(card: str, number: int, whose: int) -> str:
    """The number says how often it is brought up to date by then."""
    return f"{card}/{AGAIN}/{number}/{whose}"


def stopped_key(day: date, kind: str, whose: int, channel: str) -> str:
    """Once a day for each channel, at the most."""
    return f"digest/stopped/{day}/{whose}/{kind}/{channel}"


def moment(zone: str, day: date, at: str) -> datetime:
    """When that time has come there on that day."""
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone))


def come(zone: str, at: str, done: date, now: datetime) -> Iterator[Missed]:
    """The local dates after `done` whose moment has come by now, in turn."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = max(done + timedelta(days=1), today - LOOK_BACK)
    while day <= today:
        due = moment(zone, day, at)
        if due <= now:
            yield Missed(day, now - due > LATEST)
        day += timedelta(days=1)


def begun(zone: str, at: str, now: datetime) -> date:
    """The local date with which to begin: what had come before anybody looked is not made up for."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today if moment(zone, today, at) <= now else today - timedelta(days=1)


def read_time(text: str) -> str:
    """`7:15` as `07:15`; raises Refused (`time`)."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise Refused(tr("Write the time as hours and minutes, such as 08:30."), field="at", reason="time")
    return f"{int(found[1]):02}:{found[2]}"


def week(day: date, begins: int) -> tuple[date, date]:
    """The first and last day of the week around a day, for those whose weeks begin on that weekday (0 is Monday)."""
    first = day - timedelta(days=(day.weekday() - begins) % 7)
    return first, first + timedelta(days=6)


@lru_cache(maxsize=256)
def first_weekday(locale: str) -> int:
    """On which weekday weeks begin where somebody is, whatever language they read there; 0 is Monday."""
    where = next((part for part in re.split("[-_]", locale)[1:] if len(part) == 2), "")
    there = locale_of(f"und_{where}") if where else None
    return int((there if there and there.territory == where else locale_of(locale)).first_week_day)
