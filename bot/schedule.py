"""The clock's work, and the only file that imports apscheduler: fixed ticks, no job store; the database knows what."""

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial, reduce

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.meters import METERS, TICK, TICK_FAILURES
from bot.points import POINTS
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.flow import Notice, Round, Workflow, announce

log = structlog.get_logger()


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
        began = time.perf_counter()
        with _unswept():
            done = reduce(Ticked.and_then, map(self._attempt, self._workflows), Ticked())
        METERS.time(TICK, time.perf_counter() - began)
        return done

    def _attempt(self, workflow: Workflow) -> Ticked:
        try:
            done = self._store.write(lambda tx: _advance(workflow, tx))
            for part in (self._remind(workflow), self._take(workflow)):
                done = done.and_then(part)
        except Exception:
            log.exception("tick.failed", workflow=workflow.name)
            METERS.count(TICK_FAILURES, workflow.name)
            return Ticked(failed=(workflow.name,))
        POINTS.reach("schedule.committed", workflow.name)
        return done

    def _remind(self, workflow: Workflow) -> Ticked:
        """Looking for what is due may take long in a large company: nobody waits for it who wants to write."""
        if workflow.due_writes:
            return self._store.write(lambda tx: _queue(tx, workflow.due(tx)))
        found = self._store.read(lambda tx: list(workflow.due(tx)))
        return self._store.write(lambda tx: _queue(tx, found)) if found else Ticked()

    def _take(self, workflow: Workflow) -> Ticked:
        """Each round by itself: what is found for ten thousand readers is written in a moment."""
        found = self._store.read(lambda tx: list(workflow.rounds(tx)))
        taken = (self._store.write(partial(_keep, one)) for one in found)
        return reduce(Ticked.and_then, taken, Ticked())


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


def _queue(tx: Transaction, notices: Iterable[Notice]) -> Ticked:
    began = time.perf_counter()
    tx.queue_all(notices)
    POINTS.reach("schedule.queued")
    return _ticked(tx, began)


def _keep(found: Round, tx: Transaction) -> Ticked:
    began = time.perf_counter()
    if not found.take(tx):
        return Ticked()
    for event in found.events:
        tx.record(event)
    tx.queue_all(found.notices)
    POINTS.reach("schedule.queued")
    return _ticked(tx, began)


def _ticked(tx: Transaction, began: float) -> Ticked:
    return Ticked(tx.recorded, tx.queued, written=tx.written, longest=time.perf_counter() - began)


class Loop:
    """A thread that does its work when nudged, and at least after so many seconds; how many is asked each time."""

    def __init__(
        self, name: str, work: Callable[[], object], nudge: threading.Event, every: Callable[[], float]
    ) -> None:
        self._work, self._nudge, self._every, self._name = work, nudge, every, name
        self._ending = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the work in hand, then end."""
        self._ending = True
        self._nudge.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        while not self._ending:
            self._nudge.wait(self._every())
            self._nudge.clear()
            try:
                self._work()
            except Exception:
                log.exception("loop.failed", loop=self._name)


def ticking(work: Callable[[], object], seconds: float) -> BackgroundScheduler:
    """A scheduler that calls `work` every so many seconds: late is once, never twice at a time, never given up."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(work, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    return scheduler
