"""A stretch of days that may begin in an afternoon and end at noon (R3). Dates only: no zone, no clock (R42)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from babel.dates import format_date

from workflows.kernel.errors import Refused
from workflows.language import SOURCE, marked, speech, tr


class Half(StrEnum):
    """Half of a day."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class Span:
    """From a day, or its afternoon, up to and including a day, or its morning.

    Kept in one normal form, so that equal stretches are equal: `first_half` is PM or None and `last_half` AM or None;
    but half of one single day has that half in both. Raises Refused (`reversed`) when it ends before it begins.
    """

    first: date
    last: date
    first_half: Half | None = None
    last_half: Half | None = None
    start: int = field(init=False, repr=False, compare=False)
    """The number of its first half day, where every day has two: twice the day's ordinal, plus one for PM."""
    stop: int = field(init=False, repr=False, compare=False)
    """The number of the half day after its last one."""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused(
                tr(
                    "The last day ({last}) is before the first ({first}).",
                    last=spoken(self.last),
                    first=spoken(self.first),
                ),
                field="last",
                reason="reversed",
            )
        if self.first_half or self.last_half:
            self._settle_halves()
        object.__setattr__(self, "start", self.first.toordinal() * 2 + (self.first_half is Half.PM))
        object.__setattr__(self, "stop", self.last.toordinal() * 2 + (1 if self.last_half is Half.AM else 2))

    def _settle_halves(self) -> None:
        first, last = _normal(self.first == self.last, self.first_half, self.last_half)
        object.__setattr__(self, "first_half", first)
        object.__setattr__(self, "last_half", last)

    @classmethod
    def of(cls, day: date, half: Half | None = None) -> "Span":
        """One day, or half of it."""
        return cls(day, day, half, half)

    @classmethod
    def between(cls, start: int, stop: int) -> "Span":
        """The span from one half day's number up to, not including, another's; see `start`."""
        return cls(
            date.fromordinal(start >> 1),
            date.fromordinal((stop - 1) >> 1),
            Half.PM if start & 1 else None if (stop - start) != 1 else Half.AM,
            Half.AM if stop & 1 else None if (stop - start) != 1 else Half.PM,
        )

    def days(self) -> Iterator[date]:
        """Its days, touched in whole or in half."""
        return map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))

    def halves(self) -> Iterator[tuple[date, Half]]:
        """Its half days, in order."""
        return (
            (date.fromordinal(slot >> 1), Half.PM if slot & 1 else Half.AM) for slot in range(self.start, self.stop)
        )

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a half day (R26): begun before the other's end and not ended before its beginning."""
        return self.start < other.stop and self.stop > other.start

    def meets(self, day: date) -> bool:
        """Whether any of that day is in it."""
        return self.first <= day <= self.last

    def common(self, other: "Span") -> "Span | None":
        """What both share."""
        start, stop = max(self.start, other.start), min(self.stop, other.stop)
        return Span.between(start, stop) if start < stop else None

    def without(self, other: "Span") -> tuple["Span", ...]:
        """What is left of it before and after the other (R38, R39)."""
        before = (self.start, min(self.stop, other.start))
        after = (max(self.start, other.stop), self.stop)
        return tuple(Span.between(start, stop) for start, stop in (before, after) if start < stop)

    def __str__(self) -> str:
        if self.first == self.last:
            return tr(_ONE_DAY[self.first_half], day=spoken(self.first))
        wording = _SEVERAL_DAYS[self.first_half is not None, self.last_half is not None]
        return tr(wording, first=spoken(self.first), last=spoken(self.last))


_ONE_DAY = {None: marked("{day}"), Half.AM: marked("{day} (morning)"), Half.PM: marked("{day} (afternoon)")}
_SEVERAL_DAYS = {
    (False, False): marked("{first} to {last}"),
    (True, False): marked("{first} (afternoon) to {last}"),
    (False, True): marked("{first} to {last} (morning)"),
    (True, True): marked("{first} (afternoon) to {last} (morning)"),
}


def spoken(day: date) -> str:
    """A date as a sentence says it: `Thu 24 December 2026`."""
    locale = speech().locale
    if speech().language == SOURCE:
        return f"{day:%a} {day.day} {day:%B %Y}"
    return f"{format_date(day, 'EEE', locale=locale)} {format_date(day, 'long', locale=locale)}"


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same half days in as few spans as can be, in order."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted((span.start, span.stop) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            continue
        merged.append((start, stop))
    return tuple(Span.between(start, stop) for start, stop in merged)


def _normal(one_day: bool, first: Half | None, last: Half | None) -> tuple[Half | None, Half | None]:  # noqa: FBT001 - reads as the question it is
    if not one_day:
        return (Half.PM if first is Half.PM else None, Half.AM if last is Half.AM else None)
    if first is Half.PM and last is Half.AM:
        raise Refused(
            tr("It would end in the morning and begin in the afternoon of the same day."),
            field="last",
            reason="reversed",
        )
    if first is Half.AM and last is Half.PM:
        return (None, None)
    half = first or last
    return (half, half)
