"""A tick with a thousand notices due, and the digests of managers, a tenth of all, in companies of several sizes.

Beside each stand its own set-based queries, bare: on the driver alone, looked at by nobody, and as many messages
written at once. How many statements a tick runs is counted, not believed. `least` is what somebody would ask who knew
it all beforehand, a query a table (`setwise`): it is printed, and no figure is measured by it.
`python -m benchmarks.ticking` runs this part alone, `--postgres` in a PostgreSQL of its own.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Dialect, text

from benchmarks import company, due
from benchmarks.report import machine
from benchmarks.setwise import DIGESTS, REMINDERS, Question
from bot.clock import FollowedClock
from bot.schedule import Ticked, Ticks
from bot.statements import Place, Statements
from bot.store import Store
from bot.tables import Outbox, mark_of
from bot.transaction import Transaction
from workflows.organisation import recent

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
MOST = 3.0
"""At most so many times what the bare queries take."""
HELD = 250
"""Milliseconds for which the one writer is kept from others at the longest."""
SPARE = 10
"""So many statements more in the largest company than in the smallest: lists that are cut, say."""
_MESSAGE = {
    "workflow": "bare",
    "kind": "bare",
    "subject": 1,
    "channel": None,
    "card": None,
    "thread": None,
    "only_update": False,
    "not_before": None,
    "state": "queued",
    "attempts": 0,
    "next_at": 0.0,
    "owner": None,
    "reason": None,
    "sent_at": None,
}
_UNHEARD = text("UPDATE person SET slack_id = NULL WHERE id % :team <> 1")
"""Of each department its manager is in Slack, and nobody else."""
_FORGET = text("DELETE FROM outbox")
_BACK = text("DELETE FROM digest_round")


class Counted(Statements):
    """Statements that are counted as they run."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__(dialect)
        self.ran = 0
        self.asked: list[tuple[Any, Any]] = []

    def fetch(self, at: Any, statement: Any, values: Any) -> list[Any]:
        self.ran += 1
        self.asked.append((statement, dict(values)))
        return super().fetch(at, statement, values)

    def again(self, at: Place) -> None:
        """Every question once more, on the driver alone; with a long list through SQLAlchemy, as it was."""
        for statement, values in self.asked:
            prepared = self._of(statement, values)
            if prepared is None:
                at.connection.execute(statement, values).fetchall()
                continue
            at.cursor.execute(prepared.text, prepared.values(values))
            at.cursor.fetchall()

    def execute(self, at: Any, statement: Any, values: Any) -> int:
        self.ran += 1
        return super().execute(at, statement, values)

    def insert(self, at: Any, table: Any, values: Any, *, once: bool) -> int | None:
        self.ran += 1
        return super().insert(at, table, values, once=once)

    def insert_many(self, at: Any, table: Any, rows: Any, *, once: bool = False) -> int:
        self.ran += 1
        return super().insert_many(at, table, rows, once=once)


@dataclass
class Run:
    """What ticks took in one company: milliseconds, statements, messages."""

    people: int
    what: str
    took: dict[str, list[float]] = field(default_factory=lambda: {"first": [], "again": [], "bare": [], "least": []})
    statements: dict[str, int] = field(default_factory=dict)
    queued: int = 0
    longest: float = 0.0
    """Milliseconds of the longest transaction that keeps others from writing."""
    failed: tuple[str, ...] = ()

    def median(self, name: str) -> float:
        return statistics.median(self.took[name])


def measure(
    sizes: Sequence[int] = SIZES, rounds: int = ROUNDS, address: Callable[[str], str] | None = None
) -> list[Run]:
    """Found the companies, in SQLite files unless `address` gives the empty databases, and let time pass in each."""
    found = []
    with tempfile.TemporaryDirectory(prefix="dotted-line-ticking-") as folder:
        places = address or (lambda name: f"sqlite:///{Path(folder) / name}.sqlite")
        for people in sizes:
            with ExitStack() as ends:
                store = company.found(places(f"company-{people}"), people, _more, due.TEAM)
                ends.callback(store.close)
                found += [_reminders(store, people, rounds), _digests(store, people, rounds)]
    return found


def report(found: Sequence[Run]) -> Iterator[str]:
    """A table: what a tick finds, asks and takes, beside the bare queries."""
    yield f"\nTicking: ms (median); {company.LEAVES} leaves each, about a thousand reminders due at any size"
    yield (
        f"  {'':11}{'people':>9}{'messages':>10}{'statements':>12}{'again':>7}{'ms':>10}{'again':>9}{'bare':>9}"
        f"{'times':>8}{'least':>9}{'longest write':>15}"
    )
    for run in found:
        first, again = (run.statements.get(name, 0) for name in ("first", "again"))
        yield (
            f"  {run.what:11}{run.people:9,}{run.queued:10,}{first:12}{again:7}{run.median('first'):10.1f}"
            f"{run.median('again'):9.1f}{run.median('bare'):9.1f}{run.median('first') / run.median('bare'):8.2f}"
            f"{run.median('least'):9.1f}"
            f"{run.longest:12.1f} ms"
        )
        if run.failed:
            yield f"  WRONG: {', '.join(run.failed)} failed"
    yield "  the first tick knows nothing yet, `again` is the next one; while a write goes on, nobody else writes"


def figures(found: Sequence[Run]) -> Iterator[tuple[str, bool]]:
    """The figures to reach."""
    for what in dict.fromkeys(run.what for run in found):
        runs = [run for run in found if run.what == what]
        few, many = runs[0].statements["first"], runs[-1].statements["first"]
        sizes = f"{many} statements for {runs[-1].people:,} people, {few} for {runs[0].people:,}"
        yield f"{what}: {sizes} (to reach: at most {SPARE} more)", many <= few + SPARE
        times = runs[-1].median("first") / runs[-1].median("bare")
        yield f"{what}: {times:.2f} times the bare queries (to reach: at most {MOST:g})", times <= MOST
        held = max(run.longest for run in runs)
        yield f"{what}: the writer was held {held:.0f} ms at the longest (to reach: at most {HELD})", held <= HELD


def agree(found: Sequence[Run]) -> bool:
    """Whether something was due in each company, and nothing failed."""
    return all(run.queued and not run.failed for run in found)


def show(sizes: Sequence[int] = SIZES, address: Callable[[str], str] | None = None) -> bool:
    """Measure and print; whether all went well."""
    found = measure(sizes, address=address)
    print("\n".join(report(found)))
    for sentence, reached in figures(found):
        print(f"  {'reached' if reached else 'MISSED '}  {sentence}")
    return agree(found)


def _more(tx: Transaction, people: int) -> None:
    for workflow in tx.workflows:
        workflow.seed(tx)
    due.fill(tx, people)
    tx.connection.execute(_UNHEARD, {"team": due.TEAM})


def _reminders(store: Store, people: int, rounds: int) -> Run:
    run = Run(people, "reminders")
    for _ in range(rounds):
        _at(store, due.AFTERNOON)
        _round(store, run, REMINDERS)
    return run


def _digests(store: Store, people: int, rounds: int) -> Run:
    """On a Monday afternoon, when the morning has come wherever anybody is; the day before, the clock began to look."""
    run = Run(people, "digests")
    for _ in range(rounds):
        store.write(lambda tx: tx.connection.execute(_BACK))
        _at(store, due.AFTERNOON - timedelta(days=1))
        Ticks(store, _only(store, "digest")).tick()
        _at(store, due.AFTERNOON)
        _round(store, run, DIGESTS, "digest")
    return run


def _round(store: Store, run: Run, questions: Sequence[Question], *names: str) -> None:
    """A tick of a bot that has just begun, the next one, and the bare queries; nothing is left of it."""
    ticks = Ticks(store, _only(store, *names) if names else [one for one in store.workflows if one.name != "digest"])
    store.write(recent.changed)
    asked = Counted(store.engine.dialect)
    for name in ("first", "again"):
        done, counted = _timed(store, run, name, ticks)
        asked = counted if name == "first" else asked
        run.queued = max(run.queued, done.queued)
        run.longest = max(run.longest, done.longest * 1000)
        run.failed = run.failed or done.failed
    for name, ask in (("bare", lambda tx: asked.again(Place.on(tx.connection))), ("least", partial(_least, questions))):
        store.write(lambda tx: tx.connection.execute(_FORGET))
        began = time.perf_counter()
        store.read(ask)
        store.write(lambda tx: _messages(tx, run.queued))
        run.took[name].append((time.perf_counter() - began) * 1000)
    store.write(lambda tx: tx.connection.execute(_FORGET))


def _timed(store: Store, run: Run, name: str, ticks: Ticks) -> tuple[Ticked, Counted]:
    counted = store.statements = Counted(store.engine.dialect)
    began = time.perf_counter()
    done = ticks.tick()
    run.took[name].append((time.perf_counter() - began) * 1000)
    run.statements[name] = max(run.statements.get(name, 0), counted.ran)
    return done, counted


def _least(questions: Sequence[Question], tx: Transaction) -> None:
    """The rows, by a query a table."""
    cursor: Any = tx.connection.connection.cursor()
    for question in questions:
        cursor.execute(question.written(tx.connection.dialect, tx.now))
        cursor.fetchall()
    cursor.close()


def _messages(tx: Transaction, messages: int) -> None:
    """So many in one go."""
    tx.insert_many(Outbox, [{**_MESSAGE, **_named(number), "queued_at": tx.now} for number in range(messages)])


def _named(number: int) -> dict[str, Any]:
    key = f"bare/{number}"
    return {"key": key, "mark": mark_of(key), "person": number % 100 + 1, "lane": f"person/{number % 100 + 1}"}


def _at(store: Store, moment: datetime) -> None:
    clock = store.clock
    assert isinstance(clock, FollowedClock)
    clock.follow(moment.astimezone(UTC), speed=0)


def _only(store: Store, *names: str) -> list[Any]:
    return [one for one in store.workflows if one.name in names]


def main(
    *,
    people: Annotated[list[int] | None, typer.Option(help="How many are in a company; repeatable.")] = None,
    postgres: Annotated[bool, typer.Option(help="In a PostgreSQL of its own.")] = False,
) -> None:
    """Measure and print."""
    print("\n".join(machine()))
    began = time.perf_counter()
    with ExitStack() as ends:
        right = show(people or SIZES, _postgres(ends) if postgres else None)
    asked = " ".join(sys.argv[1:])
    print(f"\n{time.perf_counter() - began:.0f} s. To repeat: .venv/bin/python -m benchmarks.ticking {asked}")
    sys.exit(not right)


def _postgres(ends: ExitStack) -> Callable[[str], str]:
    """Empty databases in a server that ends with `ends`."""
    from tests.postgres import Server  # noqa: PLC0415 - it needs PostgreSQL's programs, which only this way asks for

    server = Server()
    server.start()
    ends.callback(server.stop)
    return lambda _name: server.new_database()


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
