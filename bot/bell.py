"""Replicas on one PostgreSQL wake one another: whoever queues a message rings, and the others look at once.

A ring is no promise. It is sent after the commit it is about, by a thread of its own and for many commits at once
(PostgreSQL lets only one notifying transaction commit at a time); whoever misses it finds the message at the next look.
"""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.points import POINTS
from bot.store import Store

log = structlog.get_logger()
CHANNEL = "dotted_line"
RING = text("select set_config('synchronous_commit', 'off', true), pg_notify(:channel, :me)")
"""Nobody needs to find a ring again after a crash: its commit need not wait for a disk."""
BETWEEN = 0.05
"""Seconds between two rings."""
LISTEN = 1.0
"""Seconds between two looks at whether to go on."""
PAUSE = 1.0
"""Seconds before a lost connection is made anew."""


class Bell:
    """Rings for the others, and calls `wake` when one of them has rung."""

    def __init__(self, store: Store, wake: Callable[[], None]) -> None:
        self.me = str(uuid4())
        self._engine, self._wake = store.engine, wake
        self._queued, self._ending = threading.Event(), threading.Event()
        self.listening = threading.Event()
        """Set while the connection stands."""
        self._threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("ring", self._ring), ("listen", self._listen))
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End."""
        self._ending.set()
        self._queued.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=5)

    def ring(self) -> None:
        """Something is queued and committed."""
        self._queued.set()

    def _ring(self) -> None:
        while not self._ending.wait(BETWEEN):
            self._queued.wait()
            self._queued.clear()
            try:
                with self._engine.begin() as connection:
                    connection.execute(RING, {"channel": CHANNEL, "me": self.me})
                POINTS.reach("bell.rung")
            except SQLAlchemyError as error:  # they will look by themselves
                log.warning("bell.silent", error=type(error).__name__, exc_info=True)

    def _listen(self) -> None:
        while not self._ending.is_set():
            try:
                self._hear()
            except (SQLAlchemyError, psycopg.Error) as error:
                log.warning("bell.deaf", error=type(error).__name__, exc_info=True)
            self.listening.clear()
            self._ending.wait(PAUSE)

    def _hear(self) -> None:
        """Until the connection is lost, or the end."""
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # it is not given back
        try:
            connection.autocommit = True
            connection.execute(f"listen {CHANNEL}")
            self.listening.set()
            self._wake()  # for what was rung before it stood
            while not self._ending.is_set():
                for heard in connection.notifies(timeout=LISTEN, stop_after=1):
                    if heard.payload != self.me:
                        self._wake()
        finally:
            connection.close()
