"""One day as a person writes it, in their locale's order and language; unreadable is None, never today (T5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from workflows.kernel.errors import Refused
from workflows.language import speech, tr
from workflows.wording.vocabulary import Vocabulary, spoken_by

LOOK_BACK = timedelta(days=31)
"""A day without a year is the last one up to this long ago, else the next to come."""
FURTHEST = 3
"""Years from now beyond which a date is a slip of the finger."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?\.?")
_YEAR = re.compile(r"\b\d{4}\b|\d\D+\d{2}\b")
_NAMED = re.compile(r"[^\W\d_]{3,}|[^\u0000-\u024f]")
_JOINED = re.compile(r"\d\s*[-–—]|[-–—]\s*\d|\s[-–—]\s")
"""A dash that joins two days; dateparser would read through it."""


@dataclass(frozen=True)
class Reader:
    """Whose words they are: their locale, and their own today (R42)."""

    locale: Locale
    today: date

    @property
    def language(self) -> str:
        """The language of the locale."""
        return str(self.locale.language)

    @property
    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """The words they may use."""
        return tuple(spoken_by(self.language))

    @property
    def order(self) -> str:
        """In which order they write a date in figures: DMY, MDY or YMD."""
        pattern = self.locale.date_formats["short"].pattern.upper()
        return "".join(sorted("DMY", key=pattern.find))


def read_day(text: str, reader: Reader) -> date | None:
    """The day these words name, or None; raises Refused (`dates`) for a day that cannot be."""
    words = _without_fillers(text.strip(" ,."), reader)
    for understand in (_from_figures, _from_weekday, _from_words):
        found = understand(words, reader)
        if found:
            return _within_reach(found, reader)
    return None


def this_week(reader: Reader) -> tuple[date, date]:
    """From today to the last working day of the week, as the reader's country has its weekends."""
    first, last = _week(reader, 0)
    if last < reader.today:
        raise Refused(tr('This week is over. Did you mean "next week"?'), reason="dates")
    return max(first, reader.today), last


def next_week(reader: Reader) -> tuple[date, date]:
    """The first and the last working day of the week after this one."""
    return _week(reader, 1)


def _week(reader: Reader, ahead: int) -> tuple[date, date]:
    begins = (reader.locale.weekend_end + 1) % 7
    length = 7 - ((reader.locale.weekend_end - reader.locale.weekend_start) % 7 + 1)
    first = reader.today - timedelta(days=(reader.today.weekday() - begins) % 7) + timedelta(weeks=ahead)
    return first, first + timedelta(days=length - 1)


def _without_fillers(text: str, reader: Reader) -> str:
    for vocabulary in reader.vocabularies:
        for filler in vocabulary.begins:
            text = text.removeprefix(f"{filler} ")
    return text.strip(" ,")


def _from_figures(text: str, reader: Reader) -> date | None:
    iso, numeric = _ISO.fullmatch(text), _NUMERIC.fullmatch(text)
    if iso:
        return _day(text, int(iso[1]), int(iso[2]), int(iso[3]))
    if not numeric:
        return None
    two = (int(numeric[1]), int(numeric[2]))
    month, day = two if reader.order.index("M") < reader.order.index("D") else two[::-1]
    if not numeric[3]:
        return _nearest(text, month, day, reader)
    year = int(numeric[3])
    return _day(text, year if year > 99 else 2000 + year, month, day)


def _from_weekday(text: str, reader: Reader) -> date | None:
    aside = frozenset().union(*(vocabulary.beside_weekday for vocabulary in reader.vocabularies))
    rest = [word for word in text.split() if word not in aside]
    if len(rest) != 1:
        return None
    number = _weekdays(str(reader.locale)).get(rest[0].strip("."))
    if number is None:
        return None
    return reader.today + timedelta(days=(number - reader.today.weekday() - 1) % 7 + 1)


def _from_words(text: str, reader: Reader) -> date | None:
    """What dateparser makes of it; first as "in two weeks", then as a day and a month's name."""
    if not _NAMED.search(text) or _JOINED.search(text):
        return None
    relative = _parsed(text, reader, "relative-time")
    if relative:
        return relative
    if not re.search(r"\d", text):
        return None
    found = _parsed(text, reader, "absolute-time")
    if not found:
        return None
    day = found if _YEAR.search(text) else _nearest(text, found.month, found.day, reader)
    return _on_its_weekday(text, day, reader)


def _parsed(text: str, reader: Reader, parser: str) -> date | None:
    import dateparser  # noqa: PLC0415 - a tenth of a second, and most people pick their dates in the modal

    languages = list(dict.fromkeys((reader.language, "en")))
    try:
        found = dateparser.parse(
            text,
            languages=languages,
            settings={
                "RELATIVE_BASE": datetime.combine(reader.today, time(12)),
                "DATE_ORDER": reader.order,
                "PREFER_DATES_FROM": "future",
                "PREFER_LOCALE_DATE_ORDER": False,
                "REQUIRE_PARTS": ["day"],
                "PARSERS": [parser],
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
    except ValueError:  # a language that dateparser does not have
        return None
    return found.date() if found else None


def _on_its_weekday(text: str, day: date, reader: Reader) -> date:
    """The day, unless a weekday was named that it is not."""
    known = {name: number for name, number in _weekdays(str(reader.locale)).items() if name not in _months(reader)}
    named = [known[word] for word in re.findall(r"[^\W\d_]+", text) if word in known]
    if any(number != day.weekday() for number in named):
        raise Refused(
            tr(
                "{day} is a {weekday}. Which day did you mean?",
                day=_long(day),
                weekday=format_date(day, "EEEE", locale=speech().locale),
            ),
            reason="dates",
        )
    return day


def _long(day: date) -> str:
    return str(format_date(day, "long", locale=speech().locale))


def _months(reader: Reader) -> set[str]:
    """What is short for a month too: "mar" is Tuesday and March in Spanish."""
    return {name.lower().strip(".") for name in reader.locale.months["format"]["abbreviated"].values()}


@lru_cache(maxsize=64)
def _weekdays(locale: str) -> dict[str, int]:
    names: dict[str, int] = {}
    for language in ("en", locale):
        for width in ("wide", "abbreviated"):
            days = Locale.parse(language).days["format"][width]
            names |= {name.lower().strip("."): number for number, name in days.items()}
    return names


def _nearest(text: str, month: int, day: int, reader: Reader) -> date:
    earliest = reader.today - LOOK_BACK
    return next((found for found in _each_year(month, day, reader) if found >= earliest), None) or _day(text, 0, 0, 0)


def _each_year(month: int, day: int, reader: Reader) -> Iterator[date]:
    for year in range(reader.today.year - 1, reader.today.year + FURTHEST + 1):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(
            tr("There is no {text} in the calendar, the way you write dates.", text=text), reason="dates"
        ) from None


def _within_reach(day: date, reader: Reader) -> date:
    if abs(day.year - reader.today.year) > FURTHEST:
        raise Refused(tr("{year} is too far away. Which year did you mean?", year=day.year), reason="dates")
    return day
