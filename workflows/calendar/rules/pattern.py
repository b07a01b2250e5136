"""When a person works: a week, or several in turn, each day in two halves with a length in days and in hours (R5, R6).

Written as one line of text, which is also how it is kept:

    mon-fri                               five full days of eight hours
    mon tue thu fri                       four days
    mon-thu fri:am                        Friday mornings only (fri:0.5 says the same)
    mon-fri:0.8                           a shorter day, the same in both halves
    mon-thu 8h fri 5h                     hours per day; each is one day of leave
    mon-fri 5h+3h                         unequal halves: five hours before noon, three after
    mon-fri / mon-thu from 2026-01-05     A and B weeks; the week of that date is the first
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from workflows.kernel.errors import Refused
from workflows.language import tr

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NONE = Decimal(0)
_HALF = Decimal("0.5")
_PLACES = Decimal("0.0001")
_FULL_DAY = Decimal(8)
_ITEM = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?(?::(.+))?")
_HOURS = re.compile(r"(\d{1,2}(?:\.\d{1,4})?)h(?:\+(\d{1,2}(?:\.\d{1,4})?)h)?")
_LENGTH = re.compile(r"[01](?:\.\d{1,4})?")
_MOST_WEEKS = 53


@dataclass(frozen=True, slots=True)
class Shift:
    """A working day: how much of a day each half is, and its hours. All zero on a day off."""

    am: Decimal
    pm: Decimal
    am_hours: Decimal
    pm_hours: Decimal

    @property
    def length(self) -> Decimal:
        """In days."""
        return self.am + self.pm

    @property
    def hours(self) -> Decimal:
        """In hours (R8)."""
        return self.am_hours + self.pm_hours


OFF = Shift(_NONE, _NONE, _NONE, _NONE)
Week = tuple[Shift, Shift, Shift, Shift, Shift, Shift, Shift]


@dataclass(frozen=True)
class Pattern:
    """One week, or several that take turns beginning with the week of `anchor`."""

    weeks: tuple[Week, ...]
    anchor: date | None = None

    @cached_property
    def _hash(self) -> int:
        return hash((self.weeks, self.anchor))

    def __hash__(self) -> int:
        return self._hash

    def shift(self, day: date) -> Shift:
        """What is worked on that day by the pattern, public holidays aside."""
        return self.weeks[self._turn(day)][day.weekday()]

    def _turn(self, day: date) -> int:
        if self.anchor is None:
            return 0
        return (day.toordinal() - self.anchor.toordinal()) // 7 % len(self.weeks)

    @property
    def weekly(self) -> Decimal:
        """Days a week, on average."""
        return sum((shift.length for week in self.weeks for shift in week), _NONE) / len(self.weeks)

    @property
    def weekly_hours(self) -> Decimal:
        """Hours a week, on average."""
        return sum((shift.hours for week in self.weeks for shift in week), _NONE) / len(self.weeks)

    def __str__(self) -> str:
        text = " / ".join(map(_week_text, self.weeks))
        return text if self.anchor is None else f"{text} from {self.anchor.isoformat()}"


@lru_cache(maxsize=1024)
def parse_pattern(text: str) -> Pattern:
    """The pattern a line of text says; raises Refused (`pattern`) naming the part that makes no sense."""
    body, _, since = text.strip().lower().partition(" from ")
    weeks = tuple(_week(part.strip(), text) for part in body.split("/"))
    if len(weeks) > _MOST_WEEKS:
        raise _refused(text, tr("more than {most} weeks take turns", most=_MOST_WEEKS))
    if all(shift == OFF for week in weeks for shift in week):
        raise _refused(text, tr("it has no working day"))
    if len(weeks) == 1 and since:
        raise _refused(text, tr('"from" belongs to weeks that take turns, written "mon-fri / mon-thu from 2026-01-05"'))
    return Pattern(weeks, _anchor(since, text) if len(weeks) > 1 else None)


def _anchor(since: str, text: str) -> date:
    try:
        day = date.fromisoformat(since.strip())
    except ValueError:
        raise _refused(text, tr('weeks that take turns need a date to count from, such as "from 2026-01-05"')) from None
    return day - timedelta(days=day.weekday())


def _week(part: str, text: str) -> Week:
    if part == "off":
        return (OFF,) * 7
    found: dict[int, Shift] = {}
    waiting: list[tuple[int, str]] = []
    for token in part.split():
        hours = _HOURS.fullmatch(token)
        if not hours:
            waiting += _items(token, text)
            continue
        if not waiting:
            raise _refused(text, tr('"{token}" stands before any day', token=token))
        _place(found, waiting, hours, text)
        waiting = []
    _place(found, waiting, None, text)
    if not found:
        raise _refused(text, tr("a week is empty; write off for a week without work"))
    return tuple(found.get(number, OFF) for number in range(7))  # type: ignore[return-value]  # seven, by the range


def _items(token: str, text: str) -> list[tuple[int, str]]:
    match = _ITEM.fullmatch(token)
    if not match:
        raise _refused(text, tr('"{token}" is no day', token=token))
    first, last, length = match.groups()
    for name in filter(None, (first, last)):
        if name not in DAYS:
            raise _refused(text, tr('"{name}" is no day; days are {days}', name=name, days=", ".join(DAYS)))
    begin = DAYS.index(first)
    count = (DAYS.index(last or first) - begin) % 7 + 1
    return [((begin + step) % 7, length or "") for step in range(count)]


def _place(found: dict[int, Shift], items: list[tuple[int, str]], hours: re.Match[str] | None, text: str) -> None:
    for number, length in items:
        if number in found:
            raise _refused(text, tr("{day} is there twice", day=DAYS[number]))
        found[number] = _shift(length, hours, text)


def _shift(length: str, hours: re.Match[str] | None, text: str) -> Shift:
    before = Decimal(hours[1]) if hours else None
    after = Decimal(hours[2]) if hours and hours[2] else None
    if before is not None and after is not None:
        return _blocks(length, before, after, text)
    am, pm = _lengths(length, text)
    total = before if before is not None else _FULL_DAY * (am + pm)
    if not 0 < total <= 24:
        raise _refused(text, tr("a day of {hours} hours", hours=total))
    am_hours = (total * am / (am + pm)).quantize(_PLACES)
    return Shift(am, pm, am_hours, total - am_hours)


def _blocks(length: str, before: Decimal, after: Decimal, text: str) -> Shift:
    if not 0 < before + after <= 24:
        raise _refused(text, tr("a day of {hours} hours", hours=before + after))
    am, pm = _lengths(length, text) if length else _proportion(before, after)
    return Shift(am, pm, before, after)


def _lengths(length: str, text: str) -> tuple[Decimal, Decimal]:
    named = {"": (_HALF, _HALF), "am": (_HALF, _NONE), "pm": (_NONE, _HALF)}.get(length)
    if named:
        return named
    parts = length.split("+")
    if len(parts) > 2 or not all(map(_LENGTH.fullmatch, parts)):
        raise _refused(text, tr('"{length}" is no length of a day; write am, pm, 0.8 or 0.6+0.4', length=length))
    values = [Decimal(part) for part in parts]
    if not 0 < sum(values) <= 1:
        raise _refused(text, tr('"{length}" is not more than nothing and at most a day', length=length))
    if len(values) == 2:
        return values[0], values[1]
    if values[0] == _HALF:
        return _HALF, _NONE
    am = (values[0] / 2).quantize(_PLACES)
    return am, values[0] - am


def _refused(text: str, why: str) -> Refused:
    return Refused(
        tr('I can\'t read the working pattern "{text}": {why}.', text=text, why=why),
        field="pattern",
        reason="pattern",
    )


def _week_text(week: Week) -> str:
    runs = _runs(week)
    mixed = any(_hours_text(shift) for _, _, shift in runs)
    return " ".join(_run_text(run, mixed=mixed) for run in runs) or "off"


def _runs(week: Week) -> list[tuple[int, int, Shift]]:
    runs: list[tuple[int, int, Shift]] = []
    for number, shift in enumerate(week):
        if shift == OFF:
            continue
        if runs and runs[-1][1:] == (number - 1, shift):
            runs[-1] = (runs[-1][0], number, shift)
            continue
        runs.append((number, number, shift))
    return runs


def _run_text(run: tuple[int, int, Shift], *, mixed: bool) -> str:
    begin, end, shift = run
    days = DAYS[begin] if begin == end else f"{DAYS[begin]}-{DAYS[end]}"
    hours = _hours_text(shift) or (f" {_plain(shift.hours)}h" if mixed else "")
    derived = "+" in hours and (shift.am, shift.pm) == _proportion(shift.am_hours, shift.pm_hours)
    explicit = f":{_plain(shift.am)}+{_plain(shift.pm)}" if "+" in hours else _length_text(shift)
    return days + ("" if derived else explicit) + hours


def _hours_text(shift: Shift) -> str:
    if shift.am_hours != (shift.hours * shift.am / shift.length).quantize(_PLACES):
        return f" {_plain(shift.am_hours)}h+{_plain(shift.pm_hours)}h"
    return "" if shift.hours == _FULL_DAY * shift.length else f" {_plain(shift.hours)}h"


def _proportion(before: Decimal, after: Decimal) -> tuple[Decimal, Decimal]:
    am = (before / (before + after)).quantize(_PLACES)
    return am, 1 - am


def _length_text(shift: Shift) -> str:
    if (shift.am, shift.pm) == (_HALF, _HALF):
        return ""
    if (shift.am, shift.pm) == (_HALF, _NONE):
        return ":am"
    if (shift.am, shift.pm) == (_NONE, _HALF):
        return ":pm"
    return f":{_plain(shift.am)}+{_plain(shift.pm)}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
