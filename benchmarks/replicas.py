"""One bot and two on one PostgreSQL: how many leave requests a second they take over HTTP, in the same run.

The same load, from two processes, goes to one of them or is shared by both; they take turns. The database's and the
load's own work is on this machine, too: what two replicas can be worth here is a matter of its cores.
"""

import os
import statistics
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.asking import filled
from benchmarks.load import Order, Outcome
from benchmarks.process import Load
from benchmarks.process import Server as Contestant
from benchmarks.signed import PEOPLE
from tests.postgres import SAFE, Server

ROUNDS = 3
SECONDS = 3.0
CONNECTIONS = 8
"""Of each of the two loads."""
TIMES = 1.6
CORES = 6
"""Two replicas, the database's processes for both, and two loads are all busy at once."""


class Ring:
    """Two bots, and two loads that ask them."""

    def __init__(self, bots: list[Contestant], loads: list[Load]) -> None:
        self._bots, self._loads = bots, loads
        self._first = 0
        self._today = datetime.now(UTC).date().isoformat()

    def burst(self, replicas: int, seconds: float) -> float:
        """Acceptances a second of so many of the bots. Raises RuntimeError when one refuses."""
        orders = [self._order(self._bots[number % replicas], seconds) for number in range(len(self._loads))]
        with ThreadPoolExecutor(len(orders)) as pool:
            outcomes: list[Outcome] = list(pool.map(Load.carry_out, self._loads, orders))
        refused = [words for outcome in outcomes for words in outcome.refusals]
        if refused:
            raise RuntimeError(refused[0])
        return sum(outcome.accepted / outcome.seconds for outcome in outcomes)

    def _order(self, bot: Contestant, seconds: float) -> Order:
        """Each asks for days of its own."""
        first = self._first
        self._first += int(600 * seconds)
        return Order(bot.port, CONNECTIONS, seconds, first, self._today, most_a_second=300)


def show() -> bool:
    """Measure and print; whether the figure was reached, where the machine has the cores for it."""
    with ExitStack() as ends:
        one, two = _measured(ends)
    times, cores = two / one, os.cpu_count() or 1
    print(f"\nReplicas on one PostgreSQL (fsync on), {2 * CONNECTIONS} connections, {cores} cores for all")
    print(f"  one replica   {one:6.0f} requests a second")
    print(f"  two replicas  {two:6.0f} requests a second")
    enough = cores >= CORES
    verdict = "reached" if times >= TIMES else "MISSED " if enough else "not to be told"
    lacking = "" if enough else f"; here are {cores} cores, and {CORES} are needed to tell"
    print(f"  {verdict}  {times:.2f} times one (to reach: {TIMES:g}{lacking})")
    return times >= TIMES or not enough


def _measured(ends: ExitStack) -> tuple[float, float]:
    server = Server(SAFE)
    ends.callback(server.stop)
    server.start()
    database = server.new_database()
    filled(database, PEOPLE)
    folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="dotted-line-bench-")))
    (folder / "database-url").write_text(database)
    log = ends.enter_context((folder / "log").open("wb"))
    slack = _started("slack", folder, "-", ends)
    bots = [_started("replica", folder, f"http://127.0.0.1:{slack.port}/api/", ends) for _ in range(2)]
    loads = [Load(log) for _ in range(2)]
    for load in loads:
        ends.callback(load.end)
    ring = Ring(bots, loads)
    ring.burst(2, 0.5)
    rounds = [(ring.burst(1, SECONDS), ring.burst(2, SECONDS)) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in rounds), statistics.median(two for _, two in rounds)


def _started(kind: str, folder: Path, slack: str, ends: ExitStack) -> Contestant:
    contestant = Contestant(kind, folder, slack, ends.enter_context((folder / f"log-{kind}").open("ab")))
    ends.callback(contestant.end)
    return contestant
