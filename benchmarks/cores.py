"""Who used the machine's cores meanwhile: each part of the run, and whatever else goes on."""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PARTS = {"benchmarks.witness": "bots", "benchmarks.server": "Slack", "postgres": "database"}
TICKS = os.sysconf("SC_CLK_TCK")
BUSY = 3
"""The first columns of the machine's account: at work for users, nicely, and in the system."""


class Cores:
    """From now on. Only Linux tells."""

    def __init__(self) -> None:
        self._began, self._before = time.monotonic(), _account()

    def told(self) -> str:
        """How many cores each had on average."""
        seconds, after = time.monotonic() - self._began, _account()
        used = {part: max(0.0, after[part] - self._before[part]) / seconds for part in after}
        others = used.pop("machine", 0.0) - sum(used.values())
        words = [f"{part} {cores:.2f}" for part, cores in sorted(used.items())]
        return f"cores used ({os.cpu_count()} there are): {', '.join(words)}; by others {max(0.0, others):.2f}"


def _account() -> defaultdict[str, float]:
    """Seconds of cores so far, by part, and of all together."""
    account = defaultdict[str, float](float)
    with suppress(OSError):
        machine = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        account["machine"] = sum(map(int, machine[:BUSY])) / TICKS
    account["load"] = time.process_time()
    for number, part in _family(os.getpid()):
        account[part] += _seconds(number)
    return account


def _family(number: int) -> Iterator[tuple[int, str]]:
    with suppress(OSError):
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for child in map(int, children):
            words = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            yield child, next((part for mark, part in PARTS.items() if mark in words), "others of ours")
            yield from _family(child)


def _seconds(number: int) -> float:
    """Of one process, and of its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / TICKS
    return 0.0
