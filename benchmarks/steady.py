"""`make load`: so many commands a second for as long as you like, whoever answers how slowly; no ack over 2.5 seconds.

Fifty a second on SQLite, two hundred on PostgreSQL with three replicas, that receive, send and tick as they do at work.
One in four asks for leave, the others ask to see something. A command's time counts from the moment at which it was due
to be sent, so that a stall is seen by all who came meanwhile.
"""

import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from sqlalchemy import create_engine, text

from benchmarks import signed
from benchmarks.asking import filled
from benchmarks.cores import Cores
from benchmarks.lateness import Ack, Watch, Witnessed, told
from benchmarks.load import is_acceptance, is_whole
from benchmarks.process import Server as Contestant
from benchmarks.report import machine, quantile
from tests.postgres import SAFE, Server

STORES = {"sqlite": (50, 1), "postgresql": (200, 3)}
"""Commands a second, and how many bots share them."""
LATEST = 2.5
"""Seconds; Slack gives up after three."""
CONNECTIONS = 48
"""To each bot."""
FIRST_TICKS = 15.0
"""Seconds for what a bot does once in its life: two thousand people's leave is brought up to date."""
GIVE_UP = 15.0
"""Seconds after the last one."""
ASKS = 4
"""Each so many-th asks for leave."""
LOOKS = ("balance", "list", "who")
MOST_ASKS = signed.PEOPLE * signed.DAYS_EACH


@dataclass
class Outcome:
    """What came of it; `began` is of `time.perf_counter()`."""

    began: float = 0.0
    sent: int = 0
    asked: int = 0
    acks: list[Ack] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Line(asyncio.Protocol):
    """One connection: free, or waiting for an answer."""

    def __init__(self, bot: int, free: "asyncio.Queue[Line]", outcome: Outcome) -> None:
        self._bot, self._free, self._outcome = bot, free, outcome
        self._answer, self._due, self._written, self._trigger = b"", 0.0, 0.0, ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment] # a connection's is one
        self._free.put_nowait(self)

    def send(self, request: bytes, trigger: str, due: float) -> None:
        """Send what was due then."""
        self._answer, self._due, self._written, self._trigger = b"", due, time.perf_counter(), trigger
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if not is_whole(self._answer):
            return
        self._outcome.acks.append(Ack(self._trigger, self._bot, self._due, self._written, time.perf_counter()))
        if not is_acceptance(self._answer):
            self._outcome.refused.append(self._answer.decode(errors="replace")[-300:])
        self._free.put_nowait(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            self._outcome.refused.append(str(exc))


async def steadily(ports: Sequence[int], rate: float, seconds: float, seed: int, today: date) -> Outcome:
    """Send at that rate for so long, and wait for all answers."""
    outcome, free, chance = Outcome(), asyncio.Queue["Line"](), random.Random(seed)  # noqa: S311 - repeatable, not a secret
    loop, days = asyncio.get_running_loop(), signed.working_days(today)
    lines = CONNECTIONS * len(ports)
    for number in range(lines):
        bot = number % len(ports)
        await loop.create_connection(partial(Line, bot, free, outcome), "127.0.0.1", ports[bot])
    began = outcome.began = time.perf_counter()
    while (due := began + outcome.sent / rate) < began + seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        line = await free.get()
        line.send(*_next(outcome, chance, days), due)
        outcome.sent += 1
    with suppress(TimeoutError):  # who never answered is counted by whoever looks at the outcome
        async with asyncio.timeout(GIVE_UP):
            for _ in range(lines):
                await free.get()
    return outcome


def _next(outcome: Outcome, chance: random.Random, days: Sequence[date]) -> tuple[bytes, str]:
    """A request, and the trigger by which it is known."""
    stamp = str(int(time.time()))
    if outcome.sent % ASKS or outcome.asked == MOST_ASKS:
        number = outcome.sent * signed.PEOPLE + chance.randrange(signed.PEOPLE)
        return signed.command(number, chance.choice(LOOKS), stamp), f"2222222222.{number}"
    outcome.asked += 1
    number = outcome.asked - 1
    return signed.modal(number, days, stamp), f"1111111111.222222222.{number:08d}"


def main(
    *,
    seconds: Annotated[float, typer.Option(help="How long on each store.")] = 600,
    seed: Annotated[int, typer.Option(help="Who asks to see what.")] = 20261123,
    store: Annotated[list[str] | None, typer.Option(help="sqlite or postgresql; both otherwise.")] = None,
) -> None:
    """Run it, print what was seen, and end with 1 when an ack came late, was refused, or was not kept."""
    print("\n".join(machine()))
    good = [_show(name, seconds, seed) for name in store or STORES]
    sys.exit(0 if all(good) else 1)


def _show(store: str, seconds: float, seed: int) -> bool:
    rate, bots = STORES[store]
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="dotted-line-load-")))
        database = f"sqlite:///{folder / 'dotted-line.sqlite'}"
        if store == "postgresql":
            server = Server(SAFE)
            ends.callback(server.stop)
            server.start()
            database = server.new_database()
            (folder / "database-url").write_text(database)
        filled(database, signed.PEOPLE)
        slack = _started(folder, ends)
        log = ends.enter_context((folder / "log-bots").open("ab"))
        running = [Witnessed(folder, f"http://127.0.0.1:{slack.port}/api/", log) for _ in range(bots)]
        for bot in running:
            ends.callback(bot.end)
        time.sleep(FIRST_TICKS)
        cores = Cores()
        with Watch(database) as watch:
            ports, today = [bot.port for bot in running], datetime.now(UTC).date()
            outcome = uvloop.run(steadily(ports, rate, seconds, seed, today))
        good = _say(store, seconds, seed, outcome, _kept(database), watch)
        print(f"  {_sent(database, slack.port)}; {cores.told()}")
        print("  The latest acks, in milliseconds from one stage to the next:")
        print("\n".join(told(outcome.acks, running, watch, outcome.began)))
    return good


def _say(store: str, seconds: float, seed: int, outcome: Outcome, kept: int, watch: Watch) -> bool:
    took = [ack.took for ack in outcome.acks]
    slowest = max(took, default=0.0)
    print(f"\n{store}, bots: {STORES[store][1]}, {outcome.sent / seconds:.0f} a second for {seconds:g} s (seed {seed})")
    print(f"  {outcome.sent} sent, {len(took)} acked, {len(outcome.refused)} refused; {watch.load}")
    print(f"  p50 {quantile(took, 0.5) * 1000:.1f} ms, p99 {quantile(took, 0.99) * 1000:.1f} ms, max {slowest:.2f} s")
    print(f"  {outcome.asked} asked for leave, {kept} are on record")
    good = slowest <= LATEST and not outcome.refused and len(took) == outcome.sent and kept == outcome.asked
    print(f"  {'reached' if good else 'MISSED '}  no ack over {LATEST} s")
    for words in outcome.refused[:3]:
        print(f"  refused: {words}")
    return good


def _kept(database: str) -> int:
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            return int(connection.execute("select count(*) from leave_request").fetchone()[0])
    engine = create_engine(database)
    with engine.connect() as connection:
        found = int(connection.execute(text("select count(*) from leave_request")).scalar_one())
    engine.dispose()
    return found


def _sent(database: str, port: int) -> str:
    """Messages, and what connections cost."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=5) as answer:
        words = f"{json.load(answer)} messages went out"
    if database.startswith("sqlite"):
        return words
    engine = create_engine(database)
    with engine.connect() as connection:
        sessions = connection.execute(text("select sessions from pg_stat_database where datname = current_database()"))
        made = int(sessions.scalar_one())
    engine.dispose()
    return f"{words}, {made} connections were made to the database"


def _started(folder: Path, ends: ExitStack) -> Contestant:
    slack = Contestant("slack", folder, "-", ends.enter_context((folder / "log-slack").open("ab")))
    ends.callback(slack.end)
    return slack


if __name__ == "__main__":
    typer.run(main)
