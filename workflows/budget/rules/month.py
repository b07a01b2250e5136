"""Months as budgets count them: from the first day to the last, in order, and as people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale

from workflows.calendar.rules import Period
from workflows.kernel.errors import Refused
from workflows.language import speech, tr
from workflows.wording.phrases import quoted

EARLIEST, LATEST = 2000, 2099
_ISO = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_NAMED = re.compile(r"([^\W\d_]{3,12})\.?\s+([0-9]{4})")
_NEAR = {"last": -1, "this": 0, "next": 1}
_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month the day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.after(1).first - timedelta(days=1)

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.first, self.last)

    def after(self, count: int) -> "Month":
        """So many months later; earlier when negative."""
        whole = self.year * 12 + self.number - 1 + count
        return Month(whole // 12, whole % 12 + 1)

    def until(self, other: "Month") -> int:
        """How many months later the other one is."""
        return (other.year - self.year) * 12 + other.number - self.number

    def elapsed(self, day: date) -> Decimal:
        """How much of it is over at the end of that day: 0 to 1, by days."""
        if day < self.first:
            return Decimal(0)
        if day >= self.last:
            return Decimal(1)
        return Decimal(day.day) / Decimal(self.last.day)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def months(first: Month, last: Month) -> tuple[Month, ...]:
    """From the first to the last, both included; none when the last is earlier."""
    return tuple(first.after(count) for count in range(first.until(last) + 1))


def year(number: int) -> tuple[Month, ...]:
    """Its twelve months."""
    return months(Month(number, 1), Month(number, 12))


def read_month(text: str, today: date, field: str | None = None) -> Month:
    """`2026-12`, `dec 2026`, `this month`; raises Refused (`month`)."""
    words = " ".join(text.lower().split())
    near, _, unit = words.partition(" ")
    if unit == "month" and near in _NEAR:
        return Month.of(today).after(_NEAR[near])
    found = next(_read(words), None)
    if found is None or not EARLIEST <= found.year <= LATEST:
        unread = tr("I can't read “{text}” as a month. Write it like 2026-12 or dec 2026.", text=quoted(text))
        raise Refused(unread, field=field, reason="month")
    return found


def _read(words: str) -> Iterator[Month]:
    iso = _ISO.fullmatch(words)
    if iso and 1 <= int(iso[2]) <= 12:
        yield Month(int(iso[1]), int(iso[2]))
    named = _NAMED.fullmatch(words)
    if named:
        starts = [number for number, name in _names(speech().locale) if name.startswith(named[1])]
        yield from (Month(int(named[2]), number) for number in starts[:1])


def _names(where: Locale) -> Iterator[tuple[int, str]]:
    """The reader's own, and then the English ones, which everybody may type."""
    for width in ("wide", "abbreviated"):
        yield from ((number, name.lower().strip(".")) for number, name in where.months["format"][width].items())
    yield from enumerate(_NAMES, 1)
