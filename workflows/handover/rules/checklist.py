"""A handover and its items as values, what is missing of it, and which dates, texts and people an item may have."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.numbers import format_decimal

from workflows.handover.rules.life import PENDING, State
from workflows.handover.rules.template import Kind
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Ref
from workflows.language import speech, tr

NAME = "handover"
TITLE, PLACE, WHY, DAY, GIVER, RECEIVER = "title", "place", "why", "day", "giver", "receiver"
"""The fields, by block id; refusals name the same ones."""
LONGEST_TITLE, LONGEST_TEXT = 150, 1000
FURTHEST = timedelta(days=2 * 366)
STAYS = timedelta(days=30)
"""A receiver must be with the company at least so long after they were given something."""
STRETCH = 15
"""Days in a row without a working day beyond which nothing is moved."""
LONG = 10
"""Working days in a row from which an absence is a long one: it asks for a handover, and for "while you were away"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be passed on, between two people."""

    id: int
    handover: int
    title: str
    giver: PersonId
    receiver: PersonId
    due: date
    state: State
    version: int
    place: str = ""
    """Where the knowledge is, in the giver's words."""
    said: str = ""
    """What the receiver is missing, or why it was dropped."""
    since: datetime | None = None
    """When it came to stand as it does."""

    @property
    def person(self) -> PersonId:
        """Whom it waits for now, or waited for last."""
        return self.receiver if self.state is State.GIVEN else self.giver

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"

    @property
    def ref(self) -> Ref:
        """Its name in the audit."""
        return Ref("handover_item", self.id)


@dataclass(frozen=True, slots=True)
class Handover:
    """A list of items at an intersection of a project, or before somebody's long leave."""

    id: int
    kind: Kind
    project: int | None
    away: PersonId | None
    """Whose long leave it is for."""
    operations: PersonId
    """The operations manager who agreed on it, or whose person it is."""
    started_by: PersonId
    day: date
    """By when all of it should be passed on."""
    state: State
    version: int
    items: tuple[Item, ...] = ()

    @property
    def person(self) -> PersonId:
        """Whom it is about: who will be away, else the operations manager who takes part."""
        return self.away or self.operations

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref(NAME, self.id)

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is still to be passed on or acknowledged."""
        return tuple(one for one in self.items if one.state in PENDING)

    @property
    def kept(self) -> tuple[Item, ...]:
        """What counts: all but what was dropped."""
        return tuple(one for one in self.items if one.state is not State.DROPPED)

    @property
    def named(self) -> frozenset[PersonId]:
        """Everybody who gives or receives something."""
        return frozenset(one for item in self.items for one in (item.giver, item.receiver))


def progress(handover: Handover) -> tuple[int, int]:
    """How many items are acknowledged, of how many."""
    return sum(one.state is State.ACKNOWLEDGED for one in handover.kept), len(handover.kept)


def over(items: Iterable[Item]) -> bool:
    """Whether nothing is left to be passed on."""
    return all(one.state not in PENDING for one in items)


def due_day(day: date, days_before: int, works: Callable[[date], bool], today: date) -> date:
    """So many days before, moved back to a working day of the giver; never before today, then the next one from it."""
    wanted = day - timedelta(days=days_before)
    back = working_by(wanted, works)
    if back >= today:
        return back
    return next((one for one in (today + timedelta(days=n) for n in range(STRETCH)) if works(one)), today)


def working_by(day: date, works: Callable[[date], bool]) -> date:
    """That day, or the last working day before it; itself for one who works on none for a long stretch."""
    return next((one for one in (day - timedelta(days=n) for n in range(STRETCH)) if works(one)), day)


def title(text: str) -> str:
    """What is to be passed on; raises Refused (`title`)."""
    said = " ".join(text.split())
    if not said:
        raise Refused(tr("Please say what is to be passed on."), field=TITLE, reason="no_title")
    if len(said) > LONGEST_TITLE:
        raise Refused(_too_long(said, LONGEST_TITLE), field=TITLE, reason="length")
    return said


def sentence(text: str, field: str, wanted: str) -> str:
    """A sentence that must be there; raises Refused under its field."""
    said = text.strip()
    if not said:
        raise Refused(wanted, field=field, reason="no_text")
    if len(said) > LONGEST_TEXT:
        raise Refused(_too_long(said, LONGEST_TEXT), field=field, reason="length")
    return said


def _too_long(text: str, most: int) -> str:
    return tr(
        "That is {count} characters; please keep it under {most}.",
        count=format_decimal(len(text), locale=speech().locale),
        most=format_decimal(most, locale=speech().locale),
    )


def day(chosen: date, today: date) -> date:
    """A day from today on that somebody will live to see; raises Refused (`past`, `too_far`)."""
    if chosen < today:
        raise Refused(tr("That day is over. Please pick today or a later one."), field=DAY, reason="past")
    if chosen - today > FURTHEST:
        raise Refused(tr("That is more than two years away. Please pick an earlier day."), field=DAY, reason="too_far")
    return chosen


def two(giver: PersonId, receiver: PersonId) -> None:
    """Nobody hands over to themselves; raises Refused (`same_person`)."""
    if giver == receiver:
        raise Refused(
            tr("That is the same person twice. Please choose somebody else to receive it."),
            field=RECEIVER,
            reason="same_person",
        )


def leaves_too_soon(ends: date | None, due: date) -> bool:
    """Whether somebody's last day comes before what they were given could be of any use."""
    return ends is not None and ends < due + STAYS


def is_long(days: Decimal) -> bool:
    """Whether so many working days away in a row ask for a handover."""
    return days >= LONG


def overdue(handovers: Sequence[Handover], today: date) -> list[Item]:
    """Items whose day is over, the oldest first."""
    late = [one for handover in handovers for one in handover.missing if one.due < today]
    return sorted(late, key=lambda one: (one.due, one.id))
