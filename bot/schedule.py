"""The clock's work, and the only file that imports apscheduler: fixed ticks, no job store; the database knows what."""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, reduce

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.meters import METERS, TICK, TICK_FAILURES
from bot.points import POINTS
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.flow import Event, Notice, Piece, Round, Workflow, announce

log = structlog.get_logger()
PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds until a loop tries again what failed: a full disk stays full for longer than a moment."""
Queueing = Callable[[Sequence[Notice], Transaction], "Ticked"]
SLICE = 0.025
"""Seconds after which the clock's work is kept so far and whoever waits to write has their turn."""
MESSAGES = 1_500
"""So many are queued in one transaction."""
LEAP = timedelta(hours=1)
"""No tick lasts so long: the clock was moved, and what is due by then has the whole of the next tick."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did."""

    happened: int = 0
    """Events that the clock made happen."""
    queued: int = 0
    """Messages that are due now, or at their recipient's next morning, and were not before."""
    failed: tuple[str, ...] = ()
    """Workflows of which nothing was kept; the log says why."""
    written: int = 0
    """Rows that were added or changed: of much that is due, some is done on the next tick."""
    longest: float = 0.0
    """Seconds of the longest transaction: as long as that, whoever wants to write had to wait."""

    @property
    def changed(self) -> bool:
        """Whether there was anything to do."""
        return self.happened > 0 or self.queued > 0 or self.written > 0

    def and_then(self, other: "Ticked") -> "Ticked":
        """Both together."""
        failed = tuple(dict.fromkeys((*self.failed, *other.failed)))
        longest = max(self.longest, other.longest)
        written = self.written + other.written
        return Ticked(self.happened + other.happened, self.queued + other.queued, failed, written, longest)


class Ticks:
    """What every tick does: each workflow advances what the clock moves, and queues the reminders that are true now."""

    def __init__(self, store: Store, workflows: Iterable[Workflow]) -> None:
        self._store, self._workflows = store, tuple(workflows)

    def tick(self) -> Ticked:
        """Once; ten times, or on three replicas, is the same as once."""
        began, moment = time.perf_counter(), self._store.clock.now()
        with _unswept():
            done = reduce(Ticked.and_then, (self._attempt(one, moment) for one in self._workflows), Ticked())
        METERS.time(TICK, time.perf_counter() - began)
        return done

    def _attempt(self, workflow: Workflow, moment: datetime) -> Ticked:
        try:
            done = self._store.write(lambda tx: _advance(workflow, tx))
            for part in (self._piecemeal, self._remind, partial(self._take, moment=moment)):
                done = done.and_then(part(workflow))
        except Exception:
            log.exception("tick.failed", workflow=workflow.name)
            METERS.count(TICK_FAILURES, workflow.name)
            return Ticked(failed=(workflow.name,))
        POINTS.reach("schedule.committed", workflow.name)
        return done

    def _piecemeal(self, workflow: Workflow) -> Ticked:
        """Looking for what is due may take long in a large company: nobody waits for it who wants to write."""
        left, done = self._store.read(lambda tx: list(workflow.pieces(tx))), Ticked()
        while left:
            part, taken = self._store.write(partial(_some, workflow, left))
            left, done = left[taken:], done.and_then(part)
        return done

    def _remind(self, workflow: Workflow) -> Ticked:
        return self._queue(self._store.read(lambda tx: list(workflow.due(tx))), _queue_true)

    def _queue(self, notices: Sequence[Notice], queue: Queueing) -> Ticked:
        parts = (notices[first : first + MESSAGES] for first in range(0, len(notices), MESSAGES))
        return reduce(Ticked.and_then, (self._store.write(partial(queue, part)) for part in parts), Ticked())

    def _take(self, workflow: Workflow, moment: datetime) -> Ticked:
        """Each round by itself, its messages first: they are there once by their keys, whoever takes the round.

        A round says what is so after everything else that the clock moves, so by a clock that stood about as it does.
        """
        done = Ticked()
        for one in self._store.read(lambda tx: list(workflow.rounds(tx)) if tx.now - moment < LEAP else []):
            done = done.and_then(self._queue(one.notices, _queue_new))
            done = done.and_then(self._store.write(partial(_keep, one)))
        return done


@contextmanager
def _unswept() -> Iterator[None]:
    """What a tick makes falls away as a whole when it ends: looking for garbage in between is a quarter of its time."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _advance(workflow: Workflow, tx: Transaction) -> Ticked:
    began = time.perf_counter()
    for event in workflow.advance(tx):
        announce(workflow, tx, event)
    POINTS.reach("schedule.advanced", workflow.name)
    return _ticked(tx, began)


def _some(workflow: Workflow, pieces: Sequence[Piece], tx: Transaction) -> tuple[Ticked, int]:
    """As many of these as there is time for, and how many that were."""
    began, taken = time.perf_counter(), 0
    while taken < len(pieces) and (not taken or time.perf_counter() - began < SLICE):
        for one in pieces[taken](tx):
            _done(workflow, tx, one)
        taken += 1
    POINTS.reach("schedule.advanced", workflow.name)
    return _ticked(tx, began), taken


def _done(workflow: Workflow, tx: Transaction, one: Event | Notice) -> None:
    if isinstance(one, Notice):
        tx.queue(one)
        return
    announce(workflow, tx, one)


def _queue_true(notices: Sequence[Notice], tx: Transaction) -> Ticked:
    """What is true now: most of it was queued before."""
    began = time.perf_counter()
    tx.queue_all(notices)
    POINTS.reach("schedule.queued")
    return _ticked(tx, began)


def _queue_new(notices: Sequence[Notice], tx: Transaction) -> Ticked:
    began = time.perf_counter()
    tx.queue_together(notices)
    POINTS.reach("schedule.queued")
    return _ticked(tx, began)


def _keep(found: Round, tx: Transaction) -> Ticked:
    began = time.perf_counter()
    if not found.take(tx):
        return Ticked()
    for event in found.events:
        tx.record(event)
    return _ticked(tx, began)


def _ticked(tx: Transaction, began: float) -> Ticked:
    return Ticked(tx.recorded, tx.queued, written=tx.written, longest=time.perf_counter() - began)


class Loop:
    """A thread that does its work when nudged, and at least after so many seconds; how many is asked each time."""

    def __init__(
        self, name: str, work: Callable[[], object], nudge: threading.Event, every: Callable[[], float]
    ) -> None:
        self._work, self._nudge, self._every, self._name = work, nudge, every, name
        self._ending = threading.Event()
        self._failed = ""
        self._failures = 0
        """How it went wrong, and how often in a row."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the work in hand, then end."""
        self._ending.set()
        self._nudge.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._nudge.wait(self._every())
            self._nudge.clear()
            try:
                self._work()
            except Exception as error:
                if self._is_new(error):
                    log.exception("loop.failed", loop=self._name)
                self._rest()
            else:
                self._recover()

    def _is_new(self, error: Exception) -> bool:
        """Whether it goes wrong otherwise than before: it is said once, however often it happens."""
        before, self._failed = self._failed, f"{type(error).__name__}: {error}"
        return before != self._failed

    def _rest(self) -> None:
        """Before it is tried again, whoever nudges."""
        self._ending.wait(PAUSES[min(self._failures, len(PAUSES) - 1)])
        self._failures += 1

    def _recover(self) -> None:
        if self._failures:
            log.info("loop.recovered", loop=self._name, failures=self._failures)
        self._failed, self._failures = "", 0


def ticking(work: Callable[[], object], seconds: float) -> BackgroundScheduler:
    """A scheduler that calls `work` every so many seconds: late is once, never twice at a time, never given up."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(work, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    return scheduler
