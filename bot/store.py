"""The database: the engine and the unit of work.

Decided here: that a unit of work is kept whole or not at all, and that state and the messages announcing it commit
together. How SQLite's writers take turns is decided in `line`.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from select import POLLIN, poll
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError

from bot.audit.signing import Signer
from bot.clock import Clock
from bot.courtesy import Manners
from bot.line import Line
from bot.settings import Unsettled
from bot.statements import Place, Statements
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Workflow

if TYPE_CHECKING:
    from bot.crew import Crew

FROZEN = 30
"""Seconds that a process may hold a transaction open without doing anything in it: one that stands still keeps others
from its rows no longer than that, which is less than a lease."""
LOCKED = 10
"""Seconds to wait for what somebody else holds: Slack has given up by then, and threads are few."""
GONE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds after which a database that can't be reached is known to be gone."""
CONNECTIONS, MORE_CONNECTIONS = 20, 4
"""Kept, and made for a moment at a peak: one made anew takes as long as ten statements, and prepares all of its own."""
AGAIN = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for two transactions that stood in each other's way: one was undone, and may be tried again."""
TRIES = 3
T = TypeVar("T")
Work = Callable[[Transaction], T]


class Watcher(Protocol):
    """Told after a commit what it may be worth waking up for."""

    def __call__(self, *, queued: bool, touched: frozenset[PersonId]) -> None: ...


class Store:
    """Units of work on one database. `write` returns after the commit; what raises is undone and raised on."""

    def __init__(self, url: str, clock: Clock, workflows: Iterable[Workflow] = (), site: str = "") -> None:
        self.clock = clock
        self.site = site
        self.workflows = tuple(workflows)
        self.engine = _opened(url)
        self.statements = Statements(self.engine.dialect)
        self.signer: Signer | None = None
        """Signs what is put on record; None before the keys are taken up (`keys.taking`)."""
        self._watchers: list[Watcher] = []
        self._crew: Crew | None = None
        self._line = Line(self.engine, self.transaction, self.tell) if self.engine.dialect.name == "sqlite" else None

    def write(self, work: Work[T]) -> T:
        """Do a unit of work and commit it; then tell the watchers."""
        if self._line is not None:
            return self._line.run(work)
        for _ in range(TRIES - 1):
            try:
                return self._write(work)
            except Exception as error:
                if getattr(getattr(error, "orig", error), "sqlstate", None) not in AGAIN:
                    raise
        return self._write(work)

    def _write(self, work: Work[T]) -> T:
        with self.engine.connect() as connection:
            tx = self.transaction(Place.on(connection))
            with connection.begin():
                result = work(tx)
        self.tell([tx])
        return result

    def read(self, work: Work[T], manners: Manners | None = None) -> T:
        """Look at one moment of the database, beside the writers; nothing is kept.

        `manners`: how it gives way to those who are served.
        """
        with self.engine.connect() as connection:
            connection.execution_options(read_only=True)
            place = Place.on(connection)
            tx = self.transaction(place if manners is None else manners.at(place))
            with connection.begin() as reading:
                result = work(tx)
                reading.rollback()
        return result

    def transaction(self, place: Place) -> Transaction:
        """A unit of work there, now."""
        return Transaction(place, self.statements, self.clock.now(), self.workflows, self.site, self.signer)

    def watch(self, watcher: Watcher) -> None:
        """Have `watcher` called after each commit that queued a message or touched somebody's records."""
        self._watchers.append(watcher)

    def tell(self, done: Sequence[Transaction]) -> None:
        """Wake the watchers, if there is something to wake them for."""
        queued = any(tx.queued for tx in done)
        touched = frozenset[PersonId]().union(*(tx.touched for tx in done))
        if not queued and not touched:
            return
        for watcher in self._watchers:
            watcher(queued=queued, touched=touched)

    def crew(self) -> "Crew | None":
        """One thread for all requests, where writers stand in line anyway; None where each is to have its own."""
        if self._line is None or find_spec("greenlet") is None:
            return None
        from bot.crew import Crew  # noqa: PLC0415 - it needs greenlet, which is not there for every machine

        self._crew = self._crew or Crew(self._line)
        return self._crew

    def close(self) -> None:
        """Give the connections back."""
        if self._crew is not None:
            self._crew.end()
        if self._line is not None:
            self._line.close()
        self.engine.dispose()


def _opened(url: str) -> Engine:
    """The engine, tried once. Raises Unsettled when there is no database to work with at this address."""
    try:
        engine = _engine(url)
        engine.connect().close()
    except (SQLAlchemyError, OSError, ValueError) as error:
        words = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise Unsettled(f"The database can't be opened ({words}): look at DATABASE_URL, or DATA_DIR.") from None
    return engine


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return _postgresql_engine(parsed.set(drivername="postgresql+psycopg"))


def _postgresql_engine(url: URL) -> Engine:
    limits = f"-c idle_in_transaction_session_timeout={FROZEN}s -c lock_timeout={LOCKED}s"
    engine = create_engine(
        url,
        connect_args=GONE | {"options": " ".join([str(url.query.get("options", "")), limits]).strip()},
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        hide_parameters=True,
    )
    event.listen(engine, "checkout", _refuse_dead)
    return engine


def _refuse_dead(connection: Any, _record: Any, _borrowed: Any) -> None:
    """A connection that says something unasked says that it ends; looking costs no round trip."""
    looking = poll()
    looking.register(connection.fileno(), POLLIN)
    if looking.poll(0):
        raise DisconnectionError


def _sqlite_engine(url: str) -> Engine:
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "isolation_level": None, "cached_statements": 512},
        pool_size=8,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "page_size=2048",  # of a new file: a request touches thirty pages, and pays for each in full
        "journal_mode=WAL",
        "synchronous=FULL",
        "wal_autocheckpoint=8000",  # pages, 16 MB: the commit that brings them home pays for all before it, once
        "foreign_keys=ON",
        "secure_delete=ON",  # what was erased, or lay open before it was locked, is nowhere in the file any more
        "recursive_triggers=ON",  # else INSERT OR REPLACE walks past the append-only triggers
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("begun_by_line"):
        return
    reads = options.get("read_only", False)
    cursor = connection.connection.cursor()  # SQLAlchemy's own way takes as long as an insert
    cursor.execute("BEGIN" if reads else "BEGIN IMMEDIATE")
    cursor.close()
