"""SQLite's writers: first come, first served, and those who came meanwhile share the next commit.

SQLite's own waiting is unfair (p99 of seconds). There is no writer thread: whoever is first in line leads, does the
work of all who wait behind it, commits once and lets the next one lead.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

from bot.transaction import Transaction

T = TypeVar("T")
MOST_IN_A_COMMIT = 32


class Line:
    """The queue of units of work on one SQLite file."""

    def __init__(
        self,
        engine: Engine,
        begin: Callable[[Connection], Transaction],
        tell: Callable[[Sequence[Transaction]], None],
    ) -> None:
        self._engine, self._begin, self._tell = engine, begin, tell
        self._guard = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._led = False
        self._connection: Connection | None = None
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
                ticket.turn.wait()
            if not ticket.finished:
                self._lead()

    @property
    def taken(self) -> bool:
        """Whether somebody is at work, so that whoever comes now has to wait."""
        return self._led

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()

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
            ticket.turn.set()
        if following is not None:
            following.turn.set()

    def _commit(self, batch: list["Ticket"]) -> list[Transaction]:
        connection = self._connection = self._connection or self._engine.connect()
        apart = len(batch) > 1
        try:
            with connection.begin() as whole:
                done = [tx for ticket in batch if (tx := self._do(connection, ticket, apart=apart))]
                if not done:
                    whole.rollback()
        except BaseException as error:  # noqa: BLE001 - every waiting thread must learn that nothing was kept
            for ticket in batch:
                ticket.error = ticket.error or error
            return []
        return done

    def _do(self, connection: Connection, ticket: "Ticket", *, apart: bool) -> Transaction | None:
        """One unit of work; where several share a commit, behind a savepoint, so that a refusal undoes only itself."""
        tx = self._begin(connection)
        if apart:
            _say(connection, "SAVEPOINT work")
        ticket.attempt(tx)
        if apart:
            _say(connection, "ROLLBACK TO work" if ticket.error else "RELEASE work")
        return None if ticket.error else tx


class Ticket:
    """One unit of work waiting for its turn."""

    def __init__(self, work: Callable[[Transaction], Any]) -> None:
        self._work = work
        self.turn = threading.Event()
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


def _say(connection: Connection, command: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(command)
    cursor.close()
