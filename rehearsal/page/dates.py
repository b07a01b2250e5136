"""How moments are written for one reader: `<!date>` formats, message times, day dividers."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

TOKEN: Final = re.compile(r"\{(\w+)\}")


def ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def clock_time(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M %p}"


def clock_time_seconds(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M:%S %p}"


def short(moment: date) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def plain(moment: date) -> str:
    return f"{moment:%B} {ordinal(moment.day)}, {moment.year}"


def long(moment: date) -> str:
    return f"{moment:%A}, {plain(moment)}"


def nearby(moment: date, now: date) -> str | None:
    """Name a day next to today, or None."""
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((moment - now).days)


def ago(moment: datetime, now: datetime) -> str:
    seconds = (now - moment).total_seconds()
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        count = int(abs(seconds) // size)
        if count:
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"


PLAIN_TOKENS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "date_num": lambda moment: f"{moment:%Y-%m-%d}",
    "date_slash": lambda moment: f"{moment:%Y/%m/%d}",
    "date": plain,
    "date_short": short,
    "date_long": long,
    "time": clock_time,
    "time_secs": clock_time_seconds,
}
PRETTY_TOKENS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "date_pretty": plain,
    "date_short_pretty": short,
    "date_long_pretty": long,
}


def write(timestamp: int, form: str, zone: ZoneInfo, now: datetime) -> str | None:
    """Write a `<!date>` for a reader in a zone; None if the moment or a token of the format is not Slack's."""
    try:
        moment = datetime.fromtimestamp(timestamp, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return None
    here = now.astimezone(zone)
    parts = {name: token(name, moment, here) for name in TOKEN.findall(form)}
    if not parts or None in parts.values():
        return None
    text = TOKEN.sub(lambda match: parts[match.group(1)] or "", form)
    return text[:1].upper() + text[1:]  # as Slack does; a zero-width space before it keeps "yesterday" small


def token(name: str, moment: datetime, now: datetime) -> str | None:
    if name == "ago":
        return ago(moment, now)
    if name in PRETTY_TOKENS:
        return nearby(moment.date(), now.date()) or PRETTY_TOKENS[name](moment)
    return PLAIN_TOKENS[name](moment) if name in PLAIN_TOKENS else None


def divider(day: date, today: date) -> str:
    """Write a day as the divider between messages has it."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    words = f"{day:%A}, {day:%B} {ordinal(day.day)}"
    return words if day.year == today.year else f"{words}, {day.year}"
