"""A leave request on PostgreSQL, beside the very same statements by bare psycopg in the same run.

The statements of each request are taken down on one copy of the database; on a second the bot is asked, on a third
psycopg sends them as they were, in a transaction each. They take turns, so that whatever else the machine does hits
both alike; at the end both copies hold as many rows.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.asking import Asker, asker, filled
from benchmarks.process import Server as Contestant
from bot.statements import Place
from tests.postgres import SAFE, Server

REQUESTS = 300
WARM = 60
"""Of them: statements are prepared, caches filled."""
MOST = 2.0
"""At most so many times what bare psycopg takes."""
TABLES = ("leave_request", "inbox", "leave_note", "leave_step", "leave_consultation", "absence", "audit", "outbox")
Statement = tuple[str, Any, bool]


class Recorder:
    """A driver's cursor that takes down what runs on it."""

    def __init__(self, cursor: Any, written: list[Statement]) -> None:
        self._cursor, self._written = cursor, written

    def execute(self, statement: str, values: Any = None) -> Any:
        """As the driver's."""
        self._written.append((statement, values, False))
        return self._cursor.execute(statement, values)

    def executemany(self, statement: str, values: Sequence[Any]) -> Any:
        """As the driver's."""
        self._written.append((statement, values, True))
        return self._cursor.executemany(statement, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def show() -> bool:
    """Measure and print; whether the figure was reached and both did the same."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="dotted-line-bench-")))
        slack = Contestant("slack", folder, "-", ends.enter_context((folder / "log").open("wb")))
        ends.callback(slack.end)
        server = Server(SAFE)
        ends.callback(server.stop)
        server.start()
        return _measure(server, f"http://127.0.0.1:{slack.port}/api/", ends)


def _measure(server: Server, slack: str, ends: ExitStack) -> bool:
    original = server.new_database()
    filled(original)
    name = original.partition("?")[0].rpartition("/")[2]
    listening, asked, bare = (server.new_database(template=name) for _ in range(3))
    requests = _taken_down(asker(listening, slack, ends))
    ours = asker(asked, slack, ends)
    connection = ends.enter_context(psycopg.connect(bare.replace("+psycopg", "")))
    times = [(_timed(ours.ask), _timed(lambda one=one: _replay(connection, one))) for one in requests]
    alike = _counts(connection) == _counts(ends.enter_context(psycopg.connect(asked.replace("+psycopg", ""))))
    own, other = (statistics.median(each) * 1000 for each in zip(*times[WARM:], strict=True))
    print(f"\nA leave request on PostgreSQL ({len(requests[-1])} statements; fsync on), {len(times) - WARM} of them")
    print(f"  ours, from payload to ack  p50 {own:6.2f} ms")
    print(f"  bare psycopg               p50 {other:6.2f} ms")
    reached = own <= MOST * other
    print(f"  {'reached' if reached else 'MISSED '}  {own / other:.2f} times the same statements (to reach: {MOST:g})")
    if not alike:
        print("WRONG: they did not leave the same rows")
    return alike and reached


def _taken_down(asking: Asker) -> list[list[Statement]]:
    return [list(written) for written in _listening(asking)]


def _listening(asking: Asker) -> Iterator[list[Statement]]:
    store, written = asking.bot.store, list[Statement]()
    plain = store.transaction
    store.transaction = lambda place: plain(Place(place.connection, Recorder(place.cursor, written)))  # type: ignore[method-assign] # for this bench alone
    for _ in range(REQUESTS):
        written.clear()
        asking.ask()
        yield written


def _replay(connection: Any, request: Sequence[Statement]) -> None:
    cursor = connection.cursor()
    for statement, values, many in request:
        if many:
            cursor.executemany(statement, values)
            continue
        cursor.execute(statement, values)
        if cursor.description:
            cursor.fetchall()
    connection.commit()


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _counts(connection: Any) -> list[int]:
    return [connection.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES]  # noqa: S608 - the names above
