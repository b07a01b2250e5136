"""How much one person can set off within an hour: nobody's messages are worth reading when somebody floods them.

Counted by each process for itself, and forgotten when it ends: it keeps people from being annoyed, and guards nothing.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot.transaction import Transaction
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.language import number, speech, tr

HOUR = timedelta(hours=1)
MOST_PEOPLE = 10_000
"""Of whom it is known what they did; whoever did nothing for longest is forgotten first."""


class Restraint:
    """Counts what people do that others get to read."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._done: OrderedDict[int, deque[float]] = OrderedDict()
        self._guard = threading.Lock()

    def heed(self, tx: Transaction, actor: Actor) -> None:
        """Count it if it queued messages; raise Refused (`too_often`), so that it is undone, when it is too much."""
        if not tx.queued:
            return
        wait = self._spend(actor.person)
        if wait is None:
            return
        moment = (tx.now + timedelta(seconds=wait)).astimezone(ZoneInfo(actor.time_zone))
        raise Refused(
            tr(
                "You have set off {count} things within an hour that others are told about, and I carry no more for "
                "one person. Nothing was done. It goes again from {time} on; for a lot at once, ask a people admin "
                "to import it.",
                count=number(self._most),
                time=format_time(moment, "short", locale=speech().locale),
            ),
            reason="too_often",
        )

    def _spend(self, person: int) -> float | None:
        """None when it is not too much; else in how many seconds it will not be."""
        now = self._clock()
        with self._guard:
            done = self._done.setdefault(person, deque())
            self._done.move_to_end(person)
            while len(self._done) > MOST_PEOPLE:
                self._done.popitem(last=False)
            while done and done[0] <= now - HOUR.total_seconds():
                done.popleft()
            if len(done) >= self._most:
                return done[0] + HOUR.total_seconds() - now
            done.append(now)
            return None
