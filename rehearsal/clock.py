"""The workspace's clock: what time it is said to be, moved and understood in the words of people."""

import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from threading import Lock
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
MORNING = time_of_day(9)
AHEAD = re.compile(r"(?:\+|in )\s*(\d+)\s*(second|minute|hour|day|week)s?")
AT = re.compile(r"(?:(?:at )?(\d{1,2}:\d{2}(?::\d{2})?))?$")


class UnreadableTimeError(ValueError):
    """The clock was given words it does not understand; the text says which ones it does."""


@dataclass(frozen=True)
class Reading:
    """What the clock shows: seconds since 1970, how far it is from the real time, its speed (0 when paused)."""

    now: float
    offset: float
    speed: float
    paused: bool


class Clock:
    """Now, moved by an offset, running at a speed, or standing still. Thread-safe."""

    def __init__(self, *, tz: str = "UTC", real: Callable[[], float] = time.time) -> None:
        self.tz = tz
        self._real = real
        self._lock = Lock()
        self._anchor = real()
        self._shown = self._anchor
        self._speed = 1.0
        self._paused = False
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Give the workspace's time, aware and in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def timestamp(self) -> float:
        with self._lock:
            return self._timestamp()

    def read(self) -> Reading:
        with self._lock:
            now = self._timestamp()
            return Reading(now=now, offset=now - self._real(), speed=self._speed, paused=self._paused)

    def jump(self, to: str | datetime) -> datetime:
        """Go to a moment, given as such or in words: "tomorrow 09:00", "next monday", "2026-12-24 09:00 Asia/Tokyo"."""
        moment = to if isinstance(to, datetime) else spoken(to, self.now(), self.tz)
        self._set(shown=moment.timestamp())
        return moment

    def pause(self, *, paused: bool = True) -> None:
        self._set(paused=paused)

    def run_at(self, speed: float) -> None:
        """Run at so many workspace seconds a second; above 0, at most a day a second."""
        if not 0 < speed <= 86400:
            raise UnreadableTimeError("The speed is above 0 and at most 86400.")
        self._set(speed=speed)

    def reset(self) -> None:
        """Show the real time again."""
        self._set(shown=self._real(), speed=1.0, paused=False)

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def saved(self) -> dict[str, float | bool]:
        """Give what a restart needs to show the same time again."""
        return asdict(self.read())

    def restore(self, saved: dict[str, float | bool]) -> None:
        paused = bool(saved["paused"])
        shown = float(saved["now"]) if paused else self._real() + float(saved["offset"])
        self._set(shown=shown, speed=float(saved["speed"]), paused=paused)

    def _timestamp(self) -> float:
        if self._paused:
            return self._shown
        return self._shown + (self._real() - self._anchor) * self._speed

    def _set(self, *, shown: float | None = None, speed: float | None = None, paused: bool | None = None) -> None:
        with self._lock:
            self._shown = self._timestamp() if shown is None else shown
            self._anchor = self._real()
            self._speed = self._speed if speed is None else speed
            self._paused = self._paused if paused is None else paused
        for listener in self._listeners:
            listener()


def spoken(words: str, now: datetime, tz: str) -> datetime:
    """Understand a moment: a day and an hour (09:00 if none), "in 3 days", ISO 8601; in `tz` or a zone named last."""
    phrase, zone = split_zone(words.strip(), tz)
    lowered = phrase.lower()
    if ahead := AHEAD.fullmatch(lowered):
        return now + timedelta(seconds=int(ahead[1]) * UNITS[ahead[2]])
    if exact := iso(phrase, zone):
        return exact
    return day_and_hour(lowered, now.astimezone(zone)) or refuse(words)


def split_zone(words: str, tz: str) -> tuple[str, ZoneInfo]:
    head, _, last = words.rpartition(" ")
    if "/" not in last and last != "UTC":
        return words, ZoneInfo(tz)
    try:
        return head, ZoneInfo(last)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UnreadableTimeError(f"There is no time zone {last!r}.") from error


def iso(phrase: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(phrase)
    except ValueError:
        return None
    if len(phrase) <= 10:
        moment = datetime.combine(moment.date(), MORNING)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def day_and_hour(phrase: str, local: datetime) -> datetime | None:
    """Read "tomorrow 17:30", "next monday", "friday at 8:00" or "14:00"; a weekday is the next one, never today."""
    first, _, rest = phrase.removeprefix("next ").partition(" ")
    days = days_until(first, local)
    hours = AT.fullmatch(rest.strip() if days is not None else phrase)
    if hours is None or (days is None and not hours[1]):
        return None
    try:
        clock = time_of_day.fromisoformat(hours[1].rjust(5, "0")) if hours[1] else MORNING
    except ValueError:
        return None
    day = local.date() + timedelta(days=days or 0)
    moment = datetime.combine(day, clock, tzinfo=local.tzinfo).astimezone(UTC)
    today_is_over = days is None and moment <= local
    return moment + timedelta(days=1) if today_is_over else moment


def days_until(word: str, local: datetime) -> int | None:
    if word in {"today", "tomorrow"}:
        return int(word == "tomorrow")
    if word not in WEEKDAYS:
        return None
    return (WEEKDAYS.index(word) - local.weekday() - 1) % 7 + 1


def refuse(words: str) -> datetime:
    raise UnreadableTimeError(
        f"{words!r} is not a time I can go to. Say for instance “tomorrow 09:00”, “next monday”, “in 3 days”, "
        "“14:30”, “2026-12-24 09:00” or “2026-12-24 09:00 Asia/Tokyo”."
    )
