"""What a calendar feed may hold, and how an absence stands in it: pure.

A link can leak, so a feed says who is away and when; never why, and nothing that is not certain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from workflows.calendar.rules import Half, Span, merge
from workflows.kernel.access import PersonId, Policy, Relation, grants
from workflows.kernel.machine import Machine
from workflows.language import tr

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
"""How far a feed reaches to either side of its reader's today."""
MORNING, NOON, EVENING = time(8), time(12), time(18)
"""What a calendar shows of half a day; noon is what counts."""


class Scope(StrEnum):
    """Whose absences a feed holds."""

    MINE = "mine"
    """The reader's own."""
    TEAM = "team"
    """Those who are allocated to a project together with the reader, and its project manager."""
    DEPARTMENT = "department"
    """The reader's department, and those they manage."""
    COMPANY = "company"
    """Everybody."""


class State(StrEnum):
    """A link's life: it is there, or there is none."""

    OPEN = "open"


MACHINE = Machine(State, ())
POLICY = Policy(grants(own=(Relation.OWN,)))


@dataclass(frozen=True, slots=True)
class Reader:
    """The one whose links these are."""

    person: PersonId
    state: State | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """An absence as the calendar knows it. `source` is stable for ever, and says nothing of the kind of absence."""

    source: str
    person: PersonId
    name: str
    zone: str
    span: Span
    gone: bool
    sequence: int
    age: int = 0
    """The lower, the older."""


@dataclass(frozen=True, slots=True)
class Block:
    """One entry of the feed. Days are dates (`ends` is exclusive, as RFC 5545 has it); half days are moments."""

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    busy: bool
    gone: bool
    sequence: int


def as_seen(entries: Iterable[Entry], reader: PersonId) -> Iterator[Entry]:
    """The reader's own as they are; what joins on to each other of anybody else's as one, under its oldest name (R39).

    Who is off sick in the middle of a holiday is, in everybody else's calendar, simply away all the time; and what is
    gone while something else still keeps them away was never apart.
    """
    known = list(entries)
    yield from (entry for entry in known if entry.person == reader)
    others: dict[PersonId, list[Entry]] = {}
    for entry in known:
        if entry.person != reader:
            others.setdefault(entry.person, []).append(entry)
    for theirs in others.values():
        yield from _stretches(theirs)


def _stretches(entries: list[Entry]) -> Iterator[Entry]:
    """One person's: SEQUENCE counts every change of theirs, so that a stretch put together never goes back."""
    sequence = sum(entry.sequence + 1 for entry in entries) - 1
    standing = [entry for entry in entries if not entry.gone]
    whole = merge(entry.span for entry in standing)
    for span in whole:
        oldest = min((entry for entry in standing if entry.span.overlaps(span)), key=lambda entry: entry.age)
        yield replace(oldest, span=span, sequence=sequence)
    for entry in entries:
        if entry.gone and not any(entry.span.overlaps(span) for span in whole):
            yield replace(entry, sequence=sequence)


def blocks(entry: Entry, reader: PersonId) -> Iterator[Block]:
    """The feed's entries for an absence: whole days in one, a half day at either end as hours in its person's zone.

    UIDs depend on the record alone (T16), so that a change is recognised. The reader's own are busy; others' free.
    """
    span, own = entry.span, entry.person == reader
    title = tr("Away") if own else tr("{name}: away", name=entry.name)
    for part, starts, ends in _parts(span, ZoneInfo(entry.zone)):
        uid = f"{entry.source}-{part}@dotted-line"
        yield Block(uid, title, starts, ends, own, entry.gone, entry.sequence)


Part = tuple[str, date | datetime, date | datetime]


def _parts(span: Span, zone: ZoneInfo) -> Iterator[Part]:
    single = span.first == span.last
    late, early = span.first_half is Half.PM, span.last_half is Half.AM
    if single and (late or early or span.first_half is Half.AM or span.last_half is Half.PM):
        morning = early or span.first_half is Half.AM
        yield _half("first", span.first, zone, morning=morning)
        return
    if late:
        yield _half("first", span.first, zone, morning=False)
    first = span.first + timedelta(days=1) if late else span.first
    last = span.last - timedelta(days=1) if early else span.last
    if first <= last:
        yield "days", first, last + timedelta(days=1)
    if early:
        yield _half("last", span.last, zone, morning=True)


def _half(part: str, day: date, zone: ZoneInfo, *, morning: bool) -> Part:
    begins, ends = (MORNING, NOON) if morning else (NOON, EVENING)
    return part, datetime.combine(day, begins, zone), datetime.combine(day, ends, zone)
