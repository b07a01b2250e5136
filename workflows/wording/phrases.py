"""How things are said: dates and spans in the reader's locale, days as numbers, other people's words made harmless."""

import unicodedata
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton

from workflows.calendar.rules import Half, Span

LONGEST_QUOTE = 60


def dated(day: date, locale: Locale) -> str:
    """`Mon, 21 Dec 2026`, the way the locale writes it."""
    return str(format_skeleton("yMMMEd", day, locale=locale))


def dated_short(day: date, locale: Locale) -> str:
    """`Mon, 21 Dec`, for a day that is near."""
    return str(format_skeleton("MMMEd", day, locale=locale))


def spanned(span: Span, locale: Locale) -> str:
    """`Mon, 21 Dec 2026 to Mon, 4 Jan 2027 (until noon)`."""
    if span.first == span.last:
        half = {None: "", Half.AM: " (morning)", Half.PM: " (afternoon)"}[span.first_half]
        return dated(span.first, locale) + half
    begins = " (from noon)" if span.first_half else ""
    ends = " (until noon)" if span.last_half else ""
    return f"{dated(span.first, locale)}{begins} to {dated(span.last, locale)}{ends}"


def plain(number: Decimal) -> str:
    """Without trailing zeros and never in scientific notation."""
    return f"{number.normalize():f}" if number else "0"


def signed(number: Decimal) -> str:
    """With its sign: `+25`, `-1`."""
    return f"+{plain(number)}" if number > 0 else plain(number)


def counted(number: Decimal, unit: str = "day") -> str:
    """`1 day`, `0.5 days`, `9 days`."""
    return f"{plain(number)} {unit}" if number == 1 else f"{plain(number)} {unit}s"


def aged(days: int) -> str:
    """`today`, `yesterday`, `12 days ago`."""
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def listed(parts: list[str], last: str = "and") -> str:
    """`Ann, Bob and Cem`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def quoted(text: str) -> str:
    """What somebody typed, short, on one line, without anything that Slack or a screen would act upon."""
    harmless = "".join(sign for sign in text if sign not in "<>&`*_~" and unicodedata.category(sign)[0] != "C")
    return harmless if len(harmless) <= LONGEST_QUOTE else f"{harmless[: LONGEST_QUOTE - 1]}…"
