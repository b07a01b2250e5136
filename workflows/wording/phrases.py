"""How things are said: dates and spans in the reader's locale, days as numbers, other people's words made harmless."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from html import unescape

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from workflows.calendar.rules import Half, Span
from workflows.language import listed, marked, marked_many, number, speech, tr, trn

__all__ = [
    "aged",
    "counted",
    "dated",
    "dated_long",
    "dated_short",
    "day_of_month",
    "during",
    "exact",
    "figure",
    "labelled",
    "listed",
    "plain",
    "quoted",
    "signed",
    "spanned",
    "strung",
]
LONGEST_QUOTE = 60
COUNTED = {"day": marked_many("{count} day", "{count} days"), "hour": marked_many("{count} hour", "{count} hours")}
ONE_DAY = {
    None: marked("{day}"),
    Half.AM: marked("{day} (morning)"),
    Half.PM: marked("{day} (afternoon)"),
}
SEVERAL_DAYS = {
    (False, False): marked("{first} to {last}"),
    (True, False): marked("{first} (from noon) to {last}"),
    (False, True): marked("{first} to {last} (until noon)"),
    (True, True): marked("{first} (from noon) to {last} (until noon)"),
}
"""By whether the first day begins at noon, and whether the last one ends then."""


def dated(day: date, locale: Locale | None = None) -> str:
    """`Mon, 21 Dec 2026`, the way the locale writes it; without one, the reader's."""
    return str(format_skeleton("yMMMEd", day, locale=locale or speech().locale))


def dated_short(day: date, locale: Locale | None = None) -> str:
    """`Mon, 21 Dec`, for a day that is near."""
    return str(format_skeleton("MMMEd", day, locale=locale or speech().locale))


def day_of_month(day: date) -> str:
    """`23 Nov`, where there is little room."""
    return str(format_skeleton("MMMd", day, locale=speech().locale))


def dated_long(day: date) -> str:
    """`21 December 2026`, in the middle of a sentence."""
    return str(format_date(day, "long", locale=speech().locale))


def spanned(span: Span, locale: Locale | None = None) -> str:
    """`Mon, 21 Dec 2026 to Mon, 4 Jan 2027 (until noon)`."""
    first = dated(span.first, locale)
    if span.first == span.last:
        return tr(ONE_DAY[span.first_half], day=first)
    wording = SEVERAL_DAYS[span.first_half is not None, span.last_half is not None]
    return tr(wording, first=first, last=dated(span.last, locale))


def during(span: Span) -> str:
    """The same within a sentence: `on Mon, 21 Dec 2026`, `from Mon, 21 Dec 2026 to Mon, 4 Jan 2027 (until noon)`."""
    days = spanned(span)
    return tr("on {day}", day=days) if span.first == span.last else tr("from {days}", days=days)


def labelled(label: str, text: str) -> str:
    """`Ann Kowalski: 3 days`, with the signs that the reader's language puts between the two."""
    return tr("{label}: {text}", label=label, text=text)


def strung(parts: Iterable[str]) -> str:
    """`on track; 45 % complete`: parts that may have commas of their own, apart as the reader's language has it."""
    return tr("; ").join(parts)


def plain(amount: Decimal) -> str:
    """For people: without trailing zeros, never in scientific notation, with their own decimal sign."""
    return number(amount)


def figure(count: int) -> str:
    """A large number for people: `10,000`, with their own sign between thousands."""
    return str(format_decimal(count, locale=speech().locale))


def exact(amount: Decimal) -> str:
    """For what is read back by a machine, a form's first value or a fact of record: `0.5` in every language."""
    return f"{amount.normalize():f}" if amount else "0"


def signed(amount: Decimal) -> str:
    """With its sign: `+25`, `-1`."""
    return f"+{plain(amount)}" if amount > 0 else plain(amount)


def counted(amount: Decimal, unit: str = "day") -> str:
    """`1 day`, `0.5 days`, `9 hours`."""
    return trn(*COUNTED[unit], amount)


def aged(days: int) -> str:
    """`today`, `yesterday`, `12 days ago`."""
    if days == 0:
        return tr("today")
    return tr("yesterday") if days == 1 else trn("{count} day ago", "{count} days ago", days)


def quoted(text: str) -> str:
    """What somebody typed, short, on one line, without anything that Slack or a screen would act upon."""
    harmless = "".join(
        sign for sign in unescape(text) if sign not in "<>&`*_~" and unicodedata.category(sign)[0] != "C"
    )
    return harmless if len(harmless) <= LONGEST_QUOTE else f"{harmless[: LONGEST_QUOTE - 1]}…"
