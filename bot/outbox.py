"""Queued notices on their way to Slack, each exactly once as far as Slack lets anyone know.

Decided here: in which turn messages are taken up, by how many hands at once, and that what became of some is written
down together with the claim of the next: senders and requests share one database, and requests go first.
"""

import math
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from functools import partial
from typing import Any

from bot import claims
from bot.carrier import Carrier, Outcome, Timings
from bot.courtesy import Courtesy
from bot.meters import MESSAGES, METERS
from bot.points import POINTS
from bot.slack import Slack
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.flow import Workflow

HANDS = 8
"""How many messages one sender has under way at once."""
LANES = 256
"""How many lanes one look takes in."""
GATHER = 0.01
"""Seconds in which others may come home as well, before what became of one is written down."""
LOOK_EVERY = 1.0
"""Seconds between two looks when nothing nudges and nothing is due before: business's own hours come unannounced."""
REST = 3.0
"""As many times as long as a look took there is none: what waits for its pace must not keep the database busy."""
LONGEST_REST = 0.25


class Outbox:
    """One sender. Any number of them share a database."""

    def __init__(
        self,
        store: Store,
        slack: Slack,
        workflows: Iterable[Workflow],
        timings: Timings,
        carriers: Executor,
        courtesy: Courtesy,
        house_locale: str = "en-GB",
    ) -> None:
        self.me = str(uuid.uuid4())
        self.stopped: str | None = None
        self.tally = Counter[str]()
        """What became of those that this one settled: `sent`, `dropped`, `dead`."""
        self.carrier = Carrier(self.me, store, slack, workflows, timings, courtesy, house_locale)
        self._store, self._timings, self._carriers = store, timings, carriers
        self._silent_until = 0.0
        self._lane = ""
        """The last lane that was looked at; the next look begins behind it, and none is passed over."""
        self._soonest = LOOK_EVERY
        self._looked = 0.0

    def deliver_all(self, until: float = math.inf) -> int:
        """Send until nothing more is due at this moment, or a moment of `time.monotonic()` has come."""
        total, idle = 0, False
        while not idle and self._may_speak(until):
            whole = not self._lane
            taken = self._once_around(until)
            total, idle = total + taken, whole and not taken
        return total

    def pause(self) -> float:
        """Seconds until there may be something to send, if nobody queues anything."""
        return max(0.0, min(LOOK_EVERY, self._soonest))

    def deliver(self, until: float = math.inf) -> int:
        """Send what is due in the lanes whose turn it is, a message a lane; how many were taken up."""
        ready = self._look() if self._may_speak(until) else []
        taken = 0
        home: list[Outcome] = []
        carrying: set[Future[Outcome]] = set()
        trouble: list[BaseException] = []
        try:
            while ready or carrying or home:
                free = HANDS - len(carrying)
                taken_at = time.monotonic()  # the lease begins after it
                rows = self._keep_and_claim(home, ready[:free])
                taken, ready = taken + len(rows), ready[free:]
                carrying |= {self._carriers.submit(self.carrier.carry, row, taken_at) for row in rows}
                home, carrying = _come_home(carrying, trouble)
                ready = ready if self._may_speak(until) else []
        finally:
            wait(carrying)
        if trouble:
            raise trouble[0]  # what went wrong with ourselves is the loop's to log, once all others are through
        return taken

    def waiting(self, tx: Transaction) -> dict[str, Any]:
        """How many messages are not out yet, and since when the oldest waits."""
        row = tx.first(claims.WAITING)
        return {"waiting": row.waiting, "since": None if row.since is None else row.since.isoformat()}

    def _may_speak(self, until: float) -> bool:
        now = time.monotonic()
        return self.stopped is None and now >= self._silent_until and now < until

    def _once_around(self, until: float) -> int:
        """All lanes from where the last look ended; then rest from looking."""
        self._soonest, self._looked = LOOK_EVERY, 0.0
        taken = self.deliver(until)
        while self._lane and self._may_speak(until):
            taken += self.deliver(until)
        time.sleep(min(LONGEST_REST, REST * self._looked))
        return taken

    def _look(self) -> list[int]:
        """The messages that come next in the lanes that come next."""
        began = time.monotonic()
        abandoned, lanes = self._store.read(self._see)
        if abandoned:
            self._store.write(self._take_from_the_dead)
            POINTS.reach("outbox.doubted")
        self._looked += time.monotonic() - began
        self._lane = lanes[-1].lane if len(lanes) == LANES else ""
        waits = [lane.wait for lane in lanes if lane.id is not None and lane.wait > 0]
        self._soonest = min(self._soonest, *waits, LOOK_EVERY)
        return [lane.id for lane in lanes if lane.id is not None and lane.wait <= 0]

    def _see(self, tx: Transaction) -> tuple[bool, Sequence[Any]]:
        lanes = tx.fetch(claims.HEADS, after=self._lane, most=LANES, now=tx.now)
        return tx.first(claims.ABANDONED) is not None, lanes

    def _take_from_the_dead(self, tx: Transaction) -> None:
        tx.execute(claims.DOUBT_ABANDONED, quiet=self._timings.quiet)
        tx.execute(claims.RECHECK_ABANDONED)

    def _keep_and_claim(self, home: Sequence[Outcome], turn: Sequence[int]) -> list[Any]:
        """Write down what became of those that are through, and take up these."""
        for outcome in home:
            self._heed(outcome)
        shared = [outcome for outcome in home if not outcome.apart]
        rows: list[Any] = []
        if shared or turn:
            kept, rows = self._store.write(lambda tx: self._keep_shared(tx, shared, turn))
            self._note(kept)
        for outcome in home:
            if outcome.apart:
                self._note(self._store.write(partial(_keep, outcomes=[outcome])))
        if rows:
            POINTS.reach("outbox.claimed")
        return rows

    def _keep_shared(
        self, tx: Transaction, shared: Sequence[Outcome], turn: Sequence[int]
    ) -> tuple[list[Outcome], list[Any]]:
        kept, rows = _keep(tx, shared), self.claim(tx, turn)
        POINTS.reach("outbox.kept")
        return kept, rows

    def claim(self, tx: Transaction, ids: Sequence[int]) -> list[Any]:
        """Those of them that nobody else took meanwhile; they are this sender's for the time of its lease."""
        return tx.fetch(claims.CLAIM, ids=ids, now=tx.now, me=self.me, lease=self._timings.lease) if ids else []

    def _heed(self, outcome: Outcome) -> None:
        self._silent_until = max(self._silent_until, time.monotonic() + outcome.silence)
        self.stopped = self.stopped or outcome.stopped

    def _note(self, kept: Sequence[Outcome]) -> None:
        for outcome in kept:
            if outcome.fate is not None:
                self.tally[outcome.fate] += 1
                METERS.count(MESSAGES, outcome.fate)
            if outcome.point is not None:
                POINTS.reach(outcome.point)


def _keep(tx: Transaction, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those that were still this sender's to write down."""
    return [outcome for outcome in outcomes if outcome.keep(tx)]


def _come_home(
    carrying: set[Future[Outcome]], trouble: list[BaseException]
) -> tuple[list[Outcome], set[Future[Outcome]]]:
    """Wait for one, and a moment for others: what became of them, and those still under way."""
    wait(carrying, return_when=FIRST_COMPLETED)
    through, under_way = wait(carrying, timeout=GATHER)
    failed = [error for one in through if (error := one.exception()) is not None]
    trouble += failed
    return [one.result() for one in through if one.exception() is None], under_way
