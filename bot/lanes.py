"""Whose turn it is: the lanes that hold messages, looked through in their order, a part of them at a time.

None is passed over, however many there are and whatever interrupts; and looking rests in between, so that what waits
for its pace does not keep the database busy.
"""

import time
from collections.abc import Sequence
from typing import Any

from bot import claims
from bot.points import POINTS
from bot.store import Store
from bot.transaction import Transaction

LANES = 256
"""How many one look takes in."""
LOOK_EVERY = 1.0
"""Seconds between two looks when nothing nudges and nothing is due before: business's own hours come unannounced."""
REST = 3.0
"""As many times as long as a look took there is none."""
LONGEST_REST = 0.25


class Lanes:
    """One sender's view of them. `quiet`: seconds before a message that somebody died over is looked for."""

    def __init__(self, store: Store, quiet: float) -> None:
        self._store, self._quiet = store, quiet
        self._last = ""
        """The last lane that was looked at; the next look begins behind it."""
        self._fruitless = False
        """Whether nothing was found since the first lane, and nothing changed."""
        self._soonest = self._pause = LOOK_EVERY
        self._rested_at = self._next_at = 0.0
        self.barren = False
        """Whether all of them have nothing to send now."""

    def disturb(self) -> None:
        """Something may have become due."""
        self._fruitless = self.barren = False
        self._next_at = self._rested_at

    @property
    def wait(self) -> float:
        """Seconds until the next look is worth it."""
        return max(0.0, self._next_at - time.monotonic())

    @property
    def pause(self) -> float:
        """Seconds until the first of them is due, as it was seen; a look is due after some in any case."""
        return max(0.0, self._pause)

    def look(self) -> list[int]:
        """The messages that come next in the lanes that come next."""
        began = time.monotonic()
        if not self._last:
            self._fruitless, self._soonest = True, LOOK_EVERY
        abandoned, lanes = self._store.read(self._see)
        if abandoned:
            self._store.write(self._take_from_the_dead)
            POINTS.reach("outbox.doubted")
        self._last = lanes[-1].lane if len(lanes) == LANES else ""
        ready = [lane.id for lane in lanes if lane.id is not None and lane.wait <= 0]
        self._fruitless = self._fruitless and not ready
        self._soonest = min(self._soonest, *(lane.wait for lane in lanes if lane.id is not None), LOOK_EVERY)
        self._rest(time.monotonic() - began)
        return ready

    def _rest(self, took: float) -> None:
        self._rested_at = self._next_at = time.monotonic() + min(LONGEST_REST, REST * took)
        if self._last:
            return
        self.barren = self._fruitless
        self._pause = self._soonest
        if self.barren:
            self._next_at = max(self._rested_at, time.monotonic() + self._soonest)

    def _see(self, tx: Transaction) -> tuple[bool, Sequence[Any]]:
        lanes = tx.fetch(claims.HEADS, after=self._last, most=LANES, now=tx.now)
        return tx.first(claims.ABANDONED) is not None, lanes

    def _take_from_the_dead(self, tx: Transaction) -> None:
        tx.execute(claims.DOUBT_ABANDONED, quiet=self._quiet)
        tx.execute(claims.RECHECK_ABANDONED)
