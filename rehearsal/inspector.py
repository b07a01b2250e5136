"""The inspector: the last few thousand exchanges between the workspace and its apps, each with a verdict."""

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from rehearsal.clock import Clock


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `direction` is `in` (an app calls Slack) or `out` (Slack calls an app)."""

    id: int
    at: float
    """When, by the workspace's clock, in seconds since 1970."""
    direction: str
    kind: str
    """`api`, `response_url`, `upload`, `slash_commands`, `interactive`, `events_api`, `socket`."""
    name: str
    """The method, the command, the payload's or the event's type."""
    app: str
    request: Any
    response: Any = None
    status: str = "waiting"
    """`ok`, `refused` (our or the app's no), `late`, `lost`, `waiting`."""
    verdict: str = ""
    """Empty when all is well, else one plain sentence."""
    ms: float | None = None
    """How long the answer, or the ack, took."""


class Inspector:
    """A ring of exchanges. Thread-safe."""

    def __init__(self, clock: Clock, *, size: int = 2000, on_change: Callable[[], None] | None = None) -> None:
        self._clock = clock
        self._on_change = on_change
        self._ring: deque[int] = deque()
        self._size = size
        self._entries: dict[int, Exchange] = {}
        self._numbers = itertools.count(1)
        self._lock = Lock()

    def begin(self, direction: str, kind: str, name: str, app: str, request: Any) -> int:
        """Enter a request and give its number."""
        with self._lock:
            number = next(self._numbers)
            self._entries[number] = Exchange(number, self._clock.timestamp(), direction, kind, name, app, request)
            self._ring.append(number)
            if len(self._ring) > self._size:
                self._entries.pop(self._ring.popleft())
            return number

    def finish(self, number: int, **fields: Any) -> None:
        """Complete an entry: `response`, `status`, `verdict`, `ms`."""
        with self._lock:
            if number in self._entries:
                self._entries[number] = replace(self._entries[number], **fields)
        if self._on_change:
            self._on_change()

    def exchanges(self, *, since: int = 0, limit: int = 200, name: str = "") -> list[Exchange]:
        """Give the newest entries after number `since`, oldest first."""
        with self._lock:
            chosen = [entry for entry in self._entries.values() if entry.id > since and name in {"", entry.name}]
        return chosen[-limit:]
