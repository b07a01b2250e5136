"""Whoever answers a person goes first: work that nobody waits for stands aside while a request is in hand.

Threads share one interpreter. A message that is being written up for Slack takes it for milliseconds at a time, and
would make a request wait as long after each of its statements; so the writer asks before each of its own.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.statements import Place

PATIENCE = 0.1
"""Seconds that one message waits in all: under steady load some still go out."""


class Courtesy:
    """Knows how many requests are in hand."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._in_hand = 0
        self._free = threading.Event()
        self._free.set()

    def begin(self) -> None:
        """A request is in hand."""
        with self._guard:
            self._in_hand += 1
            if self._in_hand == 1:
                self._free.clear()

    def end(self) -> None:
        """It is answered."""
        with self._guard:
            self._in_hand -= 1
            if not self._in_hand:
                self._free.set()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Around a request."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def wait(self, patience: float) -> float:
        """Until no request is in hand, or patience ends; what is left of it."""
        if not self._in_hand or patience <= 0:
            return patience
        began = time.monotonic()
        self._free.wait(patience)
        return patience - (time.monotonic() - began)


class Manners:
    """How one message stands aside: as often as asked to, and only for so long."""

    def __init__(self, courtesy: Courtesy, patience: float = PATIENCE) -> None:
        self._courtesy, self._patience = courtesy, patience

    def give_way(self) -> None:
        """Before each piece of work."""
        self._patience = self._courtesy.wait(self._patience)

    def at(self, place: Place) -> Place:
        """The same place, where each statement gives way first."""
        return place._replace(cursor=_PoliteCursor(place.cursor, self))


class _PoliteCursor:
    def __init__(self, cursor: Any, manners: Manners) -> None:
        self._cursor, self._manners = cursor, manners
        self.fetchall = cursor.fetchall

    def execute(self, statement: Any, values: Any = ()) -> Any:
        """As the driver's."""
        self._manners.give_way()
        return self._cursor.execute(statement, values)
