"""`make bench`: one leave request from signed HTTP request to committed row to ack, side by side in one run.

Then working days, reading in companies of several sizes, who takes which open place; and PostgreSQL: a request beside
bare psycopg, one replica beside two, and how ten thousand waiting messages drain.
"""

import json
import shutil
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated

import typer

from benchmarks import days, drain, money, ours, race, reading, replicas, report, staffing, start, ticking, wire
from benchmarks.process import Load, Server
from benchmarks.race import Lane, Plan
from benchmarks.report import NAMES

STANDARD = ("default", "inline", "naive", "alike", "ours", "delivering")
PARTS = {
    "days": days.show,
    "reading": reading.show,
    "money": money.show,
    "staffing": staffing.show,
    "ticking": ticking.show,
    "wire": wire.show,
    "replicas": replicas.show,
    "drain": drain.show,
}
"""What is measured apart from the race; each says whether what it compared was alike, and its figure reached."""


def main(
    *,
    seconds: Annotated[float, typer.Option(help="How long each burst lasts.")] = 2.5,
    rounds: Annotated[int, typer.Option(help="How often each contestant has its turn.")] = 3,
    only: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join([*STANDARD, *PARTS])}, start; repeatable.")
    ] = None,
) -> None:
    """Measure, print, and end with 1 when something acked was not committed, or counts differ."""
    wanted = only or [*STANDARD, "start", *PARTS]
    began = time.perf_counter()
    print("\n".join([*report.machine(), *report.conditions()]))
    plan = Plan([name for name in STANDARD if name in wanted], rounds, seconds, datetime.now(UTC).date().isoformat())
    with tempfile.TemporaryDirectory(prefix="dotted-line-bench-") as name, ExitStack() as ends:
        folder = Path(name)
        log = ends.enter_context((folder / "log").open("wb"))
        slack = Server("slack", folder, "-", log)
        ends.callback(slack.end)
        api = f"http://127.0.0.1:{slack.port}/api/"
        lanes = _race(plan, folder, api, log, ends) if plan.names else {}
        started = start.measure(folder / "start", api, log) if "start" in wanted else None
        _print(lanes, started)
        if "delivering" in lanes:
            print(f"\nThe stand-in for Slack took {_delivered(slack.port)} messages; the rest were still queued.")
        wrong = _verdict(list(lanes.values()))
    alike = [show() for name, show in PARTS.items() if name in wanted]
    print(f"\n{time.perf_counter() - began:.0f} s. To repeat: {report.command()}")
    sys.exit(wrong or not all(alike))


def _race(plan: Plan, folder: Path, slack: str, log: IO[bytes], ends: ExitStack) -> dict[str, Lane]:
    ours.prepare(folder / "organisation")
    for name in ("ours", "delivering"):
        shutil.copytree(folder / "organisation", folder / name)
    load = Load(log)
    ends.callback(load.end)
    lanes = {}
    for lane in race.start(plan, folder, slack, log):
        ends.callback(lane.server.end)
        lanes[lane.name] = lane
    for step in race.run(plan, list(lanes.values()), load):
        print(f"\r\033[K{step}", end="", file=sys.stderr, flush=True)
    print("\r\033[K", end="", file=sys.stderr, flush=True)
    return lanes


def _print(lanes: dict[str, Lane], started: start.Started | None) -> None:
    everyone = list(lanes.values())
    if everyone:
        for part in (report.table(everyone), report.ratios(lanes), report.memory(everyone), report.kept(everyone)):
            print("\n".join(part))
    if started is not None:
        print("\n".join(report.started(started)))
    print("\nFigures to reach")
    for sentence, reached in report.figures(lanes, started):
        print(f"  {'reached' if reached else 'MISSED '}  {sentence}")


def _verdict(lanes: Sequence[Lane]) -> int:
    wrong = 0
    for lane in lanes:
        rows = lane.rows()
        if rows is not None and next(iter(rows.values())) != lane.acks:
            print(f"WRONG: {NAMES[lane.name]} acked {lane.acks} and kept {next(iter(rows.values()))}")
            wrong = 1
        if lane.refusals and lane.name not in {"naive", "alike"}:
            print(f"WRONG: {NAMES[lane.name]} did not accept: {lane.refusals[0]}")
            wrong = 1
    return wrong


def _delivered(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=5) as answer:
        return int(json.load(answer))


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
