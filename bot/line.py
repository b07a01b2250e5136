"""SQLite's writers: first come, first served, and those who came meanwhile share the next commit.

SQLite's own waiting is unfair (p99 of seconds). There is no writer thread: whoever is first in line leads, does the
work of all who wait behind it, commits once and lets the next one lead.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Engine

from bot.statements import Place
from bot.transaction import Transaction
from workflows.organisation.recent import Recent

T = TypeVar("T")
MOST_IN_A_COMMIT = 32
CACHE = 16_000
"""Kilobytes of pages: every writer's indexes in one place. SQLite's own 2,000 are for a reader."""


class Line:
    """The queue of units of work on one SQLite file."""

    def __init__(
        self,
        engine: Engine,
        begin: Callable[[Place], Transaction],
        tell: Callable[[Sequence[Transaction]], None],
    ) -> None:
        self._engine, self._begin, self._tell = engine, begin, tell
        self._guard = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._led = False
        self._busy = threading.Lock()
        self._ended = False
        self._place: Place | None = None
        self._common: dict[Any, Any] = {}
        """What one unit of work knows of the organisation, for the next in the same commit: nobody else can write."""
        self.wait: Callable[[Ticket], bool] = _as_a_thread
        """How one who brings work waits, unless as a thread does; see `crew`."""

    def run(self, work: Callable[[Transaction], T]) -> T:
        """Do the work in its turn; return once it is committed, or raise what it raised, undone."""
        ticket = Ticket(work)
        if not self.wait(ticket):
            self.serve([ticket])
        result: T = ticket.outcome()
        return result

    def serve(self, tickets: Sequence["Ticket"]) -> None:
        """Have all of these done, one after another, in as few commits as may be."""
        with self._guard:
            self._waiting.extend(tickets)
            leads, self._led = not self._led, True
        if leads:
            self._lead()
        for ticket in tickets:
            if not ticket.finished:
                ticket.turn.get()
            if not ticket.finished:
                self._lead()

    @property
    def taken(self) -> bool:
        """Whether somebody is at work, so that whoever comes now has to wait."""
        return self._led

    def close(self) -> None:
        """Give the connection back, once whoever is at work has finished: SQLite dies with one that is taken away."""
        with self._busy:
            self._ended = True
            if self._place is not None:
                self._place.connection.close()

    def _lead(self) -> None:
        with self._guard:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_IN_A_COMMIT))]
        done: list[Transaction] = []
        try:
            done = self._commit(batch)
        finally:
            self._pass_on(batch)
        self._tell(done)

    def _pass_on(self, batch: list["Ticket"]) -> None:
        with self._guard:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        for ticket in batch:
            ticket.finished = True
            ticket.turn.put(None)
        if following is not None:
            following.turn.put(None)

    def _commit(self, batch: list["Ticket"]) -> list[Transaction]:
        with self._busy:
            if not self._ended:
                return self._committed(batch)
        for ticket in batch:
            ticket.error = RuntimeError("The store is closed, nothing was kept.")
        return []

    def _committed(self, batch: list["Ticket"]) -> list[Transaction]:
        apart = len(batch) > 1
        try:
            place = self._place = self._place or _taken_up(self._engine)
            place.cursor.execute("BEGIN IMMEDIATE")
            self._common = {}
            done = [tx for ticket in batch if (tx := self._do(place, ticket, apart=apart))]
            place.cursor.execute("COMMIT" if done else "ROLLBACK")
        except BaseException as error:  # noqa: BLE001 - every waiting thread must learn that nothing was kept
            self._undo()
            for ticket in batch:
                ticket.error = ticket.error or error
            return []
        return done

    def _undo(self) -> None:
        if self._place is not None and self._place.cursor.connection.in_transaction:
            self._place.cursor.execute("ROLLBACK")

    def _do(self, place: Place, ticket: "Ticket", *, apart: bool) -> Transaction | None:
        """One unit of work; where several share a commit, behind a savepoint, so that a refusal undoes only itself."""
        tx = self._begin(place)
        tx.memory.update(self._common)
        if apart:
            place.cursor.execute("SAVEPOINT work")
        ticket.attempt(tx)
        if apart:
            place.cursor.execute("ROLLBACK TO work" if ticket.error else "RELEASE work")
        known = None if ticket.error else tx.memory.get(Recent)
        self._common = {} if known is None else {Recent: known}
        return None if ticket.error else tx


class Ticket:
    """One unit of work waiting for its turn."""

    def __init__(self, work: Callable[[Transaction], Any]) -> None:
        self._work = work
        self.turn: SimpleQueue[None] = SimpleQueue()
        self.finished = False
        self.error: BaseException | None = None
        self._result: Any = None

    def attempt(self, tx: Transaction) -> None:
        try:
            self._result = self._work(tx)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever brought the work, and is raised there
            self.error = error

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self._result


def _as_a_thread(_ticket: Ticket) -> bool:
    return False


def _taken_up(engine: Engine) -> Place:
    """The line's own connection. It begins and commits on the driver: SQLAlchemy takes as long as three inserts."""
    connection = engine.connect().execution_options(begun_by_line=True)
    connection.begin()
    place = Place.on(connection)
    place.cursor.execute(f"PRAGMA cache_size=-{CACHE}")
    place.cursor.execute("PRAGMA temp_store=MEMORY")  # what a savepoint may have to undo: else a file for each
    return place
