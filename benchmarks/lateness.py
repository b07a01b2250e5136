"""Why an ack was late: its stages, and what else went on in that bot and in the database meanwhile."""

import json
import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import psycopg

from benchmarks.process import Process

WORST = 10
APART = 1.0
"""Seconds: what was due closer together waited for the same, and the latest of it is told."""
LOOK_EVERY = 0.2
STUCK = """
select pid, extract(epoch from clock_timestamp() - xact_start), coalesce(wait_event_type || '/' || wait_event, 'runs'),
       pg_blocking_pids(pid), state, left(regexp_replace(query, '\\s+', ' ', 'g'), 70)
from pg_stat_activity
where xact_start < clock_timestamp() - interval '150 milliseconds' and pid <> pg_backend_pid()
  and backend_type = 'client backend'
"""
MOST_STUCK = 4


@dataclass(frozen=True, slots=True)
class Ack:
    """One request: when it was due, written to the bot and answered, by `time.perf_counter()`."""

    trigger: str
    bot: int
    due: float
    written: float
    heard: float

    @property
    def took(self) -> float:
        """Seconds, from when it was due."""
        return self.heard - self.due


class Watch:
    """Looks into PostgreSQL now and then for transactions that take long, and at how busy the machine is."""

    def __init__(self, database: str) -> None:
        self._url = "" if database.startswith("sqlite") else database.replace("+psycopg", "")
        self._seen: deque[tuple[float, str]] = deque(maxlen=5_000)
        self._busy: list[float] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    @property
    def load(self) -> str:
        """Load of the machine: at the beginning, at the end, and the most in between."""
        first, last = self._busy[0], self._busy[-1]
        return f"load of the machine {first:.1f} at first, {last:.1f} at last, {max(self._busy):.1f} at most"

    def stuck(self, first: float, last: float) -> list[str]:
        """Transactions of the database that took long then."""
        return [words for at, words in self._seen if first < at < last][:MOST_STUCK]

    def _look_on(self) -> None:
        if not self._url:
            while self._pause():
                pass
            return
        with psycopg.connect(self._url, autocommit=True) as connection:
            while self._pause():
                for row in connection.execute(STUCK).fetchall():
                    self._seen.append((time.perf_counter(), _transaction(*row)))

    def _pause(self) -> bool:
        self._busy.append(os.getloadavg()[0])
        return not self._ending.wait(LOOK_EVERY)


def _transaction(pid: int, age: float, waits: str, behind: Sequence[int], state: str, query: str) -> str:
    held = f" behind {', '.join(map(str, behind))}" if behind else ""
    return f"{pid} in a transaction for {float(age) * 1000:.0f} ms, {state}, {waits}{held}: {query}"


def told(acks: Sequence[Ack], bots: Sequence[Process], watch: Watch, began: float) -> Iterator[str]:
    """The worst ones of different moments, each with what is known of it."""
    worst = list(_worst(acks))
    known: dict[str, Any] = {}
    for number, bot in enumerate(bots):
        known |= {one["trigger"]: one for one in bot.ask([ack.trigger for ack in worst if ack.bot == number])}
    for ack in worst:
        yield f"  {ack.took:.2f} s, due {ack.due - began:.1f} s after the beginning, at bot {ack.bot + 1}"
        yield from _explained(ack, known.get(ack.trigger), watch)


def _worst(acks: Sequence[Ack]) -> Iterator[Ack]:
    found: list[Ack] = []
    for ack in sorted(acks, key=lambda ack: -ack.took):
        if all(abs(ack.due - other.due) > APART for other in found):
            found.append(ack)
            yield ack
        if len(found) == WORST:
            return


def _explained(ack: Ack, known: Any, watch: Watch) -> Iterator[str]:
    stages = {"due": ack.due, "written": ack.written, **(known or {"stages": {}})["stages"], "heard": ack.heard}
    ordered = sorted(stages.items(), key=lambda stage: stage[1])
    yield "      " + ", ".join(f"{name} +{(at - before) * 1000:.0f}" for (_, before), (name, at) in pairwise(ordered))
    for began, ended, what in (known or {"beside": []})["beside"]:
        yield f"      beside it, {(began - ack.due) * 1000:+.0f} to {(ended - ack.due) * 1000:+.0f} ms: {what}"
    for at, doing in (known or {"looks": []})["looks"]:
        yield f"      at {(at - ack.due) * 1000:+.0f} ms: {'; '.join(doing)}"
    for words in watch.stuck(ack.due, ack.heard):
        yield f"      database: {words}"


class Witnessed(Process):
    """A bot that knows afterwards why an ack was late."""

    def __init__(self, folder: Path, slack: str, log: Any) -> None:
        super().__init__("witness", str(folder), slack, log=log)
        self.port = int(self.hear()["port"])


def dump(acks: Sequence[Ack], path: Path) -> None:
    """All of them, for whoever wants to look closer."""
    path.write_text(json.dumps([(ack.due, ack.took, ack.bot, ack.trigger) for ack in acks]))
