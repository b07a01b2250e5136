"""Storms one after another, on PostgreSQL and SQLite in turn, for as long as wanted; a seed can be replayed."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.storm import Report, Storm, Weather
from tests.postgres import KEEPING, Server

STORES = ("postgresql", "sqlite")


def main() -> int:
    """0 when nothing was lost, doubled or wrong; else 1, and the seeds to replay are printed."""
    asked = _arguments()
    reports: list[Report] = []
    failed: list[str] = []
    ending = time.monotonic() + asked.seconds
    with _postgres() as server:
        while not reports or time.monotonic() < ending:
            number = len(reports)
            store = asked.store or STORES[number % len(STORES)]
            report = _storm(_weather(asked, asked.seed + number, store), store, server)
            reports.append(report)
            _say(f"{store}, {report}")
            if not report.findings.well:
                failed.append(f"python -m tests.faults --seconds 0 --seed {report.seed} --store {store}")
    _say(_total(reports))
    for command in failed:
        _say(f"replay: {command}")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="go on for so long; at least one storm")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of the first storm")
    parser.add_argument("--store", choices=STORES, help="only this database; both in turn otherwise")
    parser.add_argument("--bots", type=int, help="processes on PostgreSQL, else two to eight; SQLite has one")
    parser.add_argument("--departments", type=int, default=8)
    parser.add_argument("--staff", type=int, default=4, help="people in each department")
    parser.add_argument("--requests", type=int, default=6, help="of each of them")
    return parser.parse_args()


def _weather(asked: argparse.Namespace, seed: int, store: str) -> Weather:
    if store == "sqlite":  # one bot: it must live long enough to be of use
        return Weather(seed, asked.departments, asked.staff, asked.requests, bots=1, pause=1.0)
    bots = asked.bots or random.Random(seed).randint(2, 8)  # noqa: S311 - repeatable, not a secret
    return Weather(seed, asked.departments, asked.staff, asked.requests, bots)


def _storm(weather: Weather, store: str, server: Server) -> Report:
    with tempfile.TemporaryDirectory(prefix="dotted-line-storm-") as folder:
        sqlite = f"sqlite:///{Path(folder) / 'dotted-line.sqlite'}"
        if store == "sqlite":
            return Storm(weather, Path(folder), sqlite).rages()
        return Storm(weather, Path(folder), server.new_database(), server).rages()


def _total(reports: list[Report]) -> str:
    findings = [report.findings for report in reports]
    return (
        f"{len(reports)} storms, {sum(report.kills for report in reports)} kills, "
        f"{sum(report.faults.total() for report in reports)} faults of Slack, "
        f"{sum(one.requests for one in findings)} requests, {sum(one.messages for one in findings)} messages checked: "
        f"{sum(len(one.lost) for one in findings)} lost, {sum(len(one.doubled) for one in findings)} doubled, "
        f"{sum(len(one.wrong) for one in findings)} wrong"
    )


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
