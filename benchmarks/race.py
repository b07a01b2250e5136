"""The race: every contestant in turn, again and again, so that whatever else the machine does hits all alike."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from benchmarks.load import Order, Outcome
from benchmarks.process import Load, Server

CONNECTIONS = (16, 1)
OURS = ("leave_request", "inbox", "leave_note", "leave_step", "leave_consultation", "absence", "audit", "outbox")
ROWS = {
    "naive": ("naive.sqlite", ("leaverequest", "audit", "outbox")),
    "alike": ("naive.sqlite", ("leaverequest", "inbox", "note", "step", "consultation", "absence", "audit", "outbox")),
    "ours": ("dotted-line.sqlite", OURS),
    "delivering": ("dotted-line.sqlite", OURS),
}
"""Where each keeps what it acked: the first table holds a row for each ack."""


@dataclass
class Lane:
    """One contestant: its process, and what came of each of its bursts."""

    name: str
    server: Server
    folder: Path
    first: int = 0
    """The number of the next request."""
    bursts: dict[int, list[Outcome]] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)
    peak: int = 0

    @property
    def acks(self) -> int:
        """How many requests were accepted so far, warming up included."""
        return sum(burst.accepted for bursts in self.bursts.values() for burst in bursts)

    @property
    def refusals(self) -> list[str]:
        """Answers that were no acceptance: the first few."""
        return [each for bursts in self.bursts.values() for burst in bursts for each in burst.refusals]

    def rows(self) -> dict[str, int] | None:
        """What is in its database; None for one that has none."""
        if self.name not in ROWS:
            return None
        file, tables = ROWS[self.name]
        with closing(sqlite3.connect(self.folder / file)) as database:
            return {table: _count(database, table) for table in tables}


@dataclass(frozen=True)
class Plan:
    """How long the race takes, and for whom."""

    names: Sequence[str]
    rounds: int
    seconds: float
    today: str


def run(plan: Plan, lanes: Sequence[Lane], load: Load) -> Iterator[str]:
    """Run it; says each burst as it begins."""
    for lane in lanes:
        yield f"{lane.name}: warming up"
        _burst(lane, load, 2, min(0.5, plan.seconds), plan.today)
        if not lane.acks:
            raise RuntimeError(f"{lane.name} accepts nothing: {lane.refusals[:1]}\n{lane.server.logged()}")
    for number in range(plan.rounds):
        for connections in CONNECTIONS:
            for lane in lanes:
                yield f"{lane.name}: round {number + 1} of {plan.rounds}, {connections} connections"
                _burst(lane, load, connections, plan.seconds, plan.today)


def start(plan: Plan, folder: Path, slack: str, log: IO[bytes]) -> Iterator[Lane]:
    """The contestants, each on its own folder."""
    for name in plan.names:
        home = folder / name
        home.mkdir(exist_ok=True)
        yield Lane(name, Server(name, home, slack, log), home)


def _burst(lane: Lane, load: Load, connections: int, seconds: float, today: str) -> None:
    lane.server.resume()
    before, _ = lane.server.usage()
    outcome = load.carry_out(Order(lane.server.port, connections, seconds, lane.first, today))
    after, lane.peak = lane.server.usage()
    lane.server.halt()
    lane.first += outcome.sent if lane.name in ROWS else 0
    lane.bursts.setdefault(connections, []).append(outcome)
    lane.cpu[connections] = lane.cpu.get(connections, 0.0) + after - before


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(database.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608 - the names above
