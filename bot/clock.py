"""What time it is, for everything but leases: the machine's clock, or one that the rehearsal workspace moves."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Asked at the beginning of each transaction."""

    def now(self) -> datetime:
        """The moment it is: aware, UTC."""


class MachineClock:
    """The machine's own."""

    def now(self) -> datetime:
        """The moment it is: aware, UTC."""
        return datetime.now(UTC)


class FollowedClock:
    """A clock set from outside (`follow`), running at a given speed since; tells listeners when it was moved."""

    def __init__(self, machine: Clock | None = None) -> None:
        self._machine = machine or MachineClock()
        self._lock = threading.Lock()
        self._at = self._set_at = self._machine.now()
        self._speed = 1.0
        self._moved: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The moment it is: aware, UTC."""
        with self._lock:
            elapsed: timedelta = self._machine.now() - self._set_at
            return self._at + elapsed * self._speed

    def follow(self, at: datetime, speed: float = 1.0) -> None:
        """From now on it is `at`, and time passes `speed` times as fast (0: it stands still)."""
        with self._lock:
            self._at, self._set_at, self._speed = at, self._machine.now(), speed
        for tell in self._moved:
            tell()

    def when_moved(self, tell: Callable[[], None]) -> None:
        """Have `tell` called after each `follow`."""
        self._moved.append(tell)
