"""How the bot's process starts and rests: seconds to ready, memory at rest, seconds to import."""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import URLError

from benchmarks.signed import SECRET, TOKEN

TIMES = 5
REST = 5.0
_IMPORT = "import time; began = time.perf_counter(); import bot.app; print(time.perf_counter() - began)"


@dataclass(frozen=True)
class Started:
    """Seconds, and bytes; `idle` is None where the system does not say."""

    first: float
    """The first start, which makes the database."""
    ready: float
    """Each start after it, the median."""
    importing: float
    idle: int | None


def measure(folder: Path, slack: str, log: IO[bytes]) -> Started:
    """Start it again and again on one data directory."""
    first, _ = _start(folder, slack, log)
    again = [_start(folder, slack, log)[0] for _ in range(TIMES)]
    importing = [_import() for _ in range(TIMES)]
    _, idle = _start(folder, slack, log, rest=REST)
    return Started(first, statistics.median(again), statistics.median(importing), idle)


def _start(folder: Path, slack: str, log: IO[bytes], rest: float = 0.0) -> tuple[float, int | None]:
    port = _free_port()
    with _running(_environment(folder, slack, port), log) as (process, began):
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError("dotted-line run did not start; its log says why")
            time.sleep(0.005)
        took = time.perf_counter() - began
        time.sleep(rest)
        return took, _memory(process.pid)


@contextmanager
def _running(environment: dict[str, str], log: IO[bytes]) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "run"]
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own module
    try:
        yield process, began
    finally:
        process.terminate()
        process.wait(timeout=20)


def _environment(folder: Path, slack: str, port: int) -> dict[str, str]:
    return os.environ | {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": "",
        "SLACK_API_URL": slack,
        "DATABASE_URL": "",
        "DATA_DIR": str(folder),
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(port),
    }


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _memory(pid: int) -> int | None:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def _import() -> float:
    done = subprocess.run([sys.executable, "-c", _IMPORT], check=True, capture_output=True)  # noqa: S603 - our own module
    return float(done.stdout)
