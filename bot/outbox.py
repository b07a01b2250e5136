"""Queued notices on their way to Slack, each exactly once as far as Slack lets anyone know.

Decided here: in which turn messages are taken up, by how many hands at once, and that what became of some is written
down together with the claim of the next: senders and requests share one database, and requests go first.
"""

import math
import time
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from functools import partial
from typing import Any

from bot import claims
from bot.carrier import Carrier, Outcome, Timings
from bot.courtesy import Courtesy
from bot.lanes import LOOK_EVERY, Lanes
from bot.meters import MESSAGES, METERS
from bot.points import POINTS
from bot.slack import Slack
from bot.standing import Standing
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.flow import Workflow

HANDS = 8
"""How many messages one sender has under way at once."""
GATHER = 0.01
"""Seconds in which others may come home as well, before what became of one is written down."""


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
        self.standing = Standing(slack.let_in)
        self.tally = Counter[str]()
        """What became of those that this one settled: `sent`, `dropped`, `dead`."""
        self.carrier = Carrier(self.me, store, slack, workflows, timings, courtesy, house_locale)
        self._store, self._timings, self._carriers = store, timings, carriers
        self._silent_until = -math.inf
        self._lanes = Lanes(store, timings.quiet)

    def deliver_all(self, until: float = math.inf) -> int:
        """Send until nothing more is due at this moment, or a moment of `time.monotonic()` has come."""
        self.standing.ask_again()
        self._lanes.disturb()
        taken, ready = 0, list[int]()
        home: list[Outcome] = []
        carrying: set[Future[Outcome]] = set()
        trouble: list[BaseException] = []
        try:
            while ready or carrying or home or self._searches(until):
                ready = self._found(ready, [*carrying, *home], until)
                free = HANDS - len(carrying)
                taken_at = time.monotonic()  # the lease begins after it
                rows = self._keep_and_claim(home, ready[:free])
                if home:
                    self._lanes.disturb()  # what comes behind them may go now
                taken, ready = taken + len(rows), ready[free:]
                carrying |= {self._carriers.submit(self.carrier.carry, row, taken_at) for row in rows}
                home, carrying = self._come_home(carrying, trouble, self._patience(ready, carrying, until))
        finally:
            wait(carrying)
        if trouble:
            raise trouble[0]  # what went wrong with ourselves is the loop's to log, once all others are through
        return taken

    def pause(self) -> float:
        """Seconds until there may be something to send, if nobody queues anything."""
        if self.stopped is not None:
            return LOOK_EVERY
        silence = self._silent_until - time.monotonic()
        return silence if silence > 0 else self._lanes.pause

    @property
    def stopped(self) -> str | None:
        """Why Slack does not let the bot in; None while it does."""
        return self.standing.stopped

    def waiting(self, tx: Transaction) -> dict[str, Any]:
        """How many messages are not out yet, and since when the oldest waits."""
        row = tx.first(claims.WAITING)
        return {"waiting": row.waiting, "since": None if row.since is None else row.since.isoformat()}

    def _may_speak(self, until: float) -> bool:
        now = time.monotonic()
        return self.stopped is None and now >= self._silent_until and now < until

    def _searches(self, until: float) -> bool:
        return self._may_speak(until) and not self._lanes.barren

    def _found(self, ready: list[int], in_hand: Collection[Any], until: float) -> list[int]:
        """What may be taken up now; when there is none, and a hand for it, it is looked for.

        Nobody sleeps over what is in hand: what became of it is written down first.
        """
        if not self._may_speak(until):
            return []
        if ready or len(in_hand) == HANDS or (in_hand and self._lanes.wait):
            return ready
        time.sleep(self._lanes.wait)
        return self._lanes.look()

    def _patience(self, ready: Collection[int], carrying: Collection[Any], until: float) -> float | None:
        """Seconds until idle hands have something to do, if nobody comes home before; None: not before."""
        now = time.monotonic()
        if len(carrying) == HANDS or self.stopped is not None or now >= until:
            return None
        return max(self._silent_until - now, 0 if ready else self._lanes.wait)

    def _come_home(
        self, carrying: set[Future[Outcome]], trouble: list[BaseException], patience: float | None
    ) -> tuple[list[Outcome], set[Future[Outcome]]]:
        """Wait for one, and a moment for others: what became of those who are back, and those still under way."""
        wait(carrying, patience, return_when=FIRST_COMPLETED)
        through, under_way = wait(carrying, timeout=GATHER)
        trouble += [error for one in through if (error := one.exception()) is not None]
        home = [one.result() for one in through if one.exception() is None]
        for outcome in home:
            self._heed(outcome)
        return home, under_way

    def _keep_and_claim(self, home: Sequence[Outcome], turn: Sequence[int]) -> list[Any]:
        """Write down what became of those that are through, and take up these."""
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
        if outcome.stopped is not None:
            self.standing.lose(outcome.stopped)

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
