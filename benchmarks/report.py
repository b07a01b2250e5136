"""What is printed: a table, the ratios against the figures to reach, and what is needed to repeat it."""

import os
import platform
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.load import Outcome
from benchmarks.race import CONNECTIONS, Lane
from benchmarks.start import Started

NAMES = {
    "default": "bare Bolt, default mode",
    "inline": "bare Bolt, inline",
    "naive": "naive stack, least",
    "alike": "naive stack, same rows",
    "ours": "ours, outbox stopped",
    "delivering": "ours, outbox sending",
}
LIBRARIES = ("slack-bolt", "slack-sdk", "sqlalchemy", "sqlmodel", "starlette", "uvicorn", "uvloop", "httptools")


def machine() -> Iterator[str]:
    """The machine and what runs on it."""
    cores, busy = os.cpu_count(), os.getloadavg()[0]
    yield f"{platform.system()} {platform.machine()}, {cores} cores (load {busy:.1f}), {_processor()}"
    yield f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in LIBRARIES)}"


def table(lanes: Sequence[Lane]) -> Iterator[str]:
    """Each contestant at each number of connections."""
    for connections in CONNECTIONS:
        yield f"\n{connections} connection{'s' * (connections > 1)}"
        yield f"  {'':26}{'acks/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'CPU ms each':>13}{'refused':>9}"
        for lane in lanes:
            bursts = lane.bursts[connections]
            took = _latencies(bursts)
            accepted, sent = sum(burst.accepted for burst in bursts), sum(burst.sent for burst in bursts)
            yield (
                f"  {NAMES[lane.name]:26}{throughput(bursts):9.0f}{quantile(took, 0.5) * 1000:9.2f}"
                f"{quantile(took, 0.99) * 1000:9.2f}{max(took, default=0) * 1000:9.1f}"
                f"{1000 * lane.cpu[connections] / max(1, accepted):13.2f}{sent - accepted:9}"
            )


def memory(lanes: Sequence[Lane]) -> Iterator[str]:
    """The most memory each ever had, and its CPU seconds."""
    yield "\nWhole run"
    for lane in lanes:
        yield f"  {NAMES[lane.name]:26}peak memory {lane.peak / 1e6:6.1f} MB, CPU {sum(lane.cpu.values()):6.1f} s"


def kept(lanes: Sequence[Lane]) -> Iterator[str]:
    """Acks against committed rows."""
    yield "\nAcked and committed"
    for lane in lanes:
        rows = lane.rows()
        if rows is not None:
            counted = ", ".join(f"{table} {count}" for table, count in rows.items())
            yield f"  {NAMES[lane.name]:26}acks {lane.acks}; rows: {counted}"


def started(found: Started) -> Iterator[str]:
    """Start and rest."""
    yield "\nThe bot's process"
    yield f"  start to ready             {found.ready:.2f} s (median); with no database yet {found.first:.2f} s"
    yield f"  importing bot.app          {found.importing:.2f} s (median)"
    yield f"  memory at rest             {f'{found.idle / 1e6:.1f} MB' if found.idle else 'not told by this system'}"


def figures(lanes: Mapping[str, Lane], found: Started | None) -> Iterator[tuple[str, bool]]:
    """The figures to reach: a sentence each, and whether it was reached."""
    ours = lanes.get("ours")
    if ours and not ours.acks:
        yield "nothing was accepted", False
        return
    for name in ("naive", "alike"):
        if ours and name in lanes:
            yield from _against_naive(ours, lanes[name])
    if ours and "default" in lanes:
        own, bare = (quantile(_latencies(lane.bursts[1]), 0.5) for lane in (ours, lanes["default"]))
        yield f"one connection: our p50 is {own / bare:.3f} of Bolt's default (to reach: under 0.1)", own < bare / 10
    if ours and "delivering" in lanes:
        own, sending = (quantile(_latencies(lane.bursts[1]), 0.5) for lane in (ours, lanes["delivering"]))
        times = sending / own
        yield (
            f"one connection: while a backlog is sent our p50 is {times:.1f} times that at rest (to reach: 4)",
            times <= 4,
        )
    if found is not None:
        yield f"start to ready {found.ready:.2f} s (to reach: under 2)", found.ready < 2
        if found.idle is not None:
            yield f"memory at rest {found.idle / 1e6:.0f} MB (to reach: under 120)", found.idle < 120e6


def ratios(lanes: Mapping[str, Lane]) -> Iterator[str]:
    """Ours over each of the others, the median of the rounds with the least and the most."""
    yield "\nOurs, as a multiple of"
    for name, lane in lanes.items():
        if name in {"ours", "delivering"} or "ours" not in lanes:
            continue
        for connections in CONNECTIONS:
            pairs = zip(lanes["ours"].bursts[connections], lane.bursts[connections], strict=True)
            found = sorted(throughput([own]) / throughput([other]) for own, other in pairs)
            p99 = [quantile(_latencies(each.bursts[connections]), 0.99) for each in (lanes["ours"], lane)]
            yield (
                f"  {NAMES[name]:26}{connections:2} conn.: throughput {statistics.median(found):6.2f} "
                f"({found[0]:.2f} to {found[-1]:.2f}), p99 {p99[0] / p99[1]:.3f}"
            )


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def throughput(bursts: Sequence[Outcome]) -> float:
    """Acceptances a second."""
    return sum(burst.accepted for burst in bursts) / sum(burst.seconds for burst in bursts)


def conditions() -> Iterator[str]:
    """What each contestant is, so that the figures can be read."""
    yield "ours: SQLite in WAL mode, synchronous=FULL; naive: SQLite as it comes (rollback journal, synchronous=FULL)"
    yield "least: reads person, policy, balance, overlaps, adds request, audit, outbox; same rows: all that ours adds"
    yield "one contestant at a time, the others are halted; the load is a process of its own; every answer is checked"


def command() -> str:
    """How to repeat it."""
    return " ".join([".venv/bin/python -m benchmarks", *sys.argv[1:]])


def _against_naive(ours: Lane, naive: Lane) -> Iterator[tuple[str, bool]]:
    times = throughput(ours.bursts[16]) / throughput(naive.bursts[16])
    own, other = (quantile(_latencies(lane.bursts[16]), 0.99) for lane in (ours, naive))
    whose = NAMES[naive.name]
    yield f"16 connections: {times:.1f} times the throughput of the {whose} (to reach: 10)", times >= 10
    yield f"16 connections: our p99 is 1/{other / own:.0f} of that of the {whose} (to reach: 1/20)", own <= other / 20


def _latencies(bursts: Sequence[Outcome]) -> list[float]:
    return [each for burst in bursts for each in burst.latencies]


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name"))
    return next(names, platform.processor())
