"""Storms one after another until so many kills and messages, or for as long as wanted; a seed can be replayed.

`python -m tests.faults --full` is the figure that the documentation names: three replicas on PostgreSQL, 5,000 kills
and 50,000 messages. Without it PostgreSQL and SQLite take turns.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.storm import Report, Storm, Weather
from tests.postgres import KEEPING, Server

STORES = ("postgresql", "sqlite")
PAUSE = 2.5
"""Seconds between two blows that end nobody: in most of the time bots live, work and are killed."""
FULL = {"store": "postgresql", "bots": 3, "kills": 5000, "messages": 50_000, "seconds": 0.0}
WORK_OF_ONE = 1.5
"""Seconds of a processor's time between two kills on SQLite: its only bot must live long enough to be of use."""


def main() -> int:
    """0 when nothing was lost, doubled or wrong; else 1, and the seeds to replay are printed."""
    asked = _arguments()
    reports: list[Report] = []
    failed: list[str] = []
    began = time.monotonic()
    with _postgres() as server:
        while not reports or not _enough(asked, reports, began):
            number = len(reports)
            store = asked.store or STORES[number % len(STORES)]
            report = _storm(_weather(asked, asked.seed + number, store), store, server)
            reports.append(report)
            _say(f"{store}, {report}")
            _say(f"so far, {time.monotonic() - began:.0f} s: {_total(reports)}")
            if not report.findings.well:
                failed.append(_replay(asked, report.seed, store))
    for point, count in sorted(_added(report.points for report in reports).items()):
        _say(f"  {count:5} at {point}")
    _say(f"seeds {asked.seed} to {reports[-1].seed}, {time.monotonic() - began:.0f} s: {_total(reports)}")
    for command in failed:
        _say(f"replay: {command}")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--full", action="store_true", help=" ".join(f"--{name} {value}" for name, value in _full()))
    parser.add_argument("--seconds", type=float, default=600, help="go on for so long; at least one storm")
    parser.add_argument("--kills", type=int, default=0, help="go on until there are so many")
    parser.add_argument("--messages", type=int, default=0, help="go on until so many were checked")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of the first storm")
    parser.add_argument("--store", choices=STORES, help="only this database; both in turn otherwise")
    parser.add_argument("--bots", type=int, help="processes on PostgreSQL, else two to eight; SQLite has one")
    parser.add_argument("--departments", type=int, default=40)
    parser.add_argument("--staff", type=int, default=4, help="people in each department")
    parser.add_argument("--requests", type=int, default=6, help="of each of them")
    asked = parser.parse_args()
    if asked.full:
        vars(asked).update(FULL)
    return asked


def _full() -> list[tuple[str, object]]:
    return [(name, value) for name, value in FULL.items() if value]


def _enough(asked: argparse.Namespace, reports: list[Report], began: float) -> bool:
    kills, messages = sum(report.kills for report in reports), sum(report.messages for report in reports)
    return bool(time.monotonic() - began >= asked.seconds and kills >= asked.kills and messages >= asked.messages)


def _weather(asked: argparse.Namespace, seed: int, store: str) -> Weather:
    if store == "sqlite":
        return Weather(seed, asked.departments, asked.staff, asked.requests, 1, PAUSE, WORK_OF_ONE)
    bots = asked.bots or random.Random(seed).randint(2, 8)  # noqa: S311 - repeatable, not a secret
    return Weather(seed, asked.departments, asked.staff, asked.requests, bots, PAUSE)


def _replay(asked: argparse.Namespace, seed: int, store: str) -> str:
    size = f"--departments {asked.departments} --staff {asked.staff} --requests {asked.requests}"
    bots = f" --bots {asked.bots}" if asked.bots else ""
    return f"python -m tests.faults --seconds 0 --seed {seed} --store {store} {size}{bots}"


def _storm(weather: Weather, store: str, server: Server) -> Report:
    with tempfile.TemporaryDirectory(prefix="dotted-line-storm-") as folder:
        sqlite = f"sqlite:///{Path(folder) / 'dotted-line.sqlite'}"
        if store == "sqlite":
            return Storm(weather, Path(folder), sqlite).rages()
        return Storm(weather, Path(folder), server.new_database(), server).rages()


def _total(reports: list[Report]) -> str:
    findings = [report.findings for report in reports]
    points = _added(report.points for report in reports)
    return (
        f"{len(reports)} storms, {sum(report.kills for report in reports)} kills "
        f"({points.total()} at {len(points)} named points), {_added(report.blows for report in reports).total()} other "
        f"blows, {_added(report.faults for report in reports).total()} faults of Slack, "
        f"{sum(one.requests for one in findings)} requests, {sum(one.messages + one.others for one in findings)} "
        f"messages checked: {sum(len(one.lost) for one in findings)} lost, "
        f"{sum(len(one.doubled) for one in findings)} doubled, {sum(len(one.wrong) for one in findings)} wrong"
    )


def _added(counters: Iterable[Counter[str]]) -> Counter[str]:
    found = Counter[str]()
    for one in counters:
        found.update(one)
    return found


@contextmanager
def _postgres() -> Iterator[Server]:
    server = Server(KEEPING)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - what was seen


if __name__ == "__main__":
    sys.exit(main())
