"""The clock's work, and the only file that imports apscheduler: fixed ticks, no job store; the database knows what."""

import threading
from collections.abc import Callable, Iterable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.points import POINTS
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.flow import Workflow, announce

log = structlog.get_logger()


class Ticks:
    """What every tick does: each workflow advances what the clock moves, and queues the reminders that are true now."""

    def __init__(self, store: Store, workflows: Iterable[Workflow]) -> None:
        self._store, self._workflows = store, tuple(workflows)

    def tick(self) -> None:
        """Once; ten times, or on three replicas, is the same as once."""
        for workflow in self._workflows:
            self._attempt(workflow)

    def _attempt(self, workflow: Workflow) -> None:
        try:
            self._store.write(lambda tx: _advance(workflow, tx))
            POINTS.reach("schedule.committed")
        except Exception:
            log.exception("tick.failed", workflow=workflow.name)


def _advance(workflow: Workflow, tx: Transaction) -> None:
    for event in workflow.advance(tx):
        announce(workflow, tx, event)
    for notice in workflow.due(tx):
        tx.queue(notice)
    POINTS.reach("schedule.advanced")


class Loop:
    """A thread that does its work when nudged, and at least every so many seconds."""

    def __init__(self, name: str, work: Callable[[], object], nudge: threading.Event, every: float) -> None:
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
            self._nudge.wait(self._every)
            self._nudge.clear()
            try:
                self._work()
            except Exception:
                log.exception("loop.failed", loop=self._name)


def ticking(work: Callable[[], None], seconds: float) -> BackgroundScheduler:
    """A scheduler that calls `work` every so many seconds: late is once, never twice at a time, never given up."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(work, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None)
    return scheduler
