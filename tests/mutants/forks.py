"""Jobs side by side, each in a forked process of its own, with a folder of its own and so many seconds."""

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shutil import rmtree

Job = Callable[[Path], bool]
"""Whether all tests are green; the folder is the job's own."""


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class _Run:
    number: int
    folder: Path
    ends: float


def race(jobs: Sequence[Job], hands: int, seconds: float | Sequence[float]) -> list[Verdict]:
    """What became of each, in their order; all have so many seconds, or each its own."""
    limits = [seconds] * len(jobs) if isinstance(seconds, int | float) else seconds
    waiting, running = list(enumerate(jobs)), dict[int, _Run]()
    verdicts: dict[int, Verdict] = {}
    try:
        while waiting or running:
            while waiting and len(running) < hands:
                number, job = waiting.pop(0)
                folder = Path(tempfile.mkdtemp(prefix="mutant-"))
                running[_start(job, folder)] = _Run(number, folder, time.monotonic() + limits[number])
            time.sleep(0.02)
            verdicts |= _through(running)
    finally:
        for pid, run in running.items():
            _end(pid, run)
    return [verdicts[number] for number in range(len(jobs))]


def _through(running: dict[int, _Run]) -> dict[int, Verdict]:
    """Those that are through now, and no longer among the running."""
    through = {pid: verdict for pid, run in running.items() if (verdict := _verdict(pid, run)) is not None}
    runs = {pid: running.pop(pid) for pid in through}
    for run in runs.values():
        rmtree(run.folder, ignore_errors=True)
    return {runs[pid].number: verdict for pid, verdict in through.items()}


def _start(job: Job, folder: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    green = False
    try:
        _settle_in(folder)
        green = job(folder)
    except BaseException:  # noqa: BLE001 # whatever a changed module breaks, the change was noticed
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0 if green else 1)


def _settle_in(folder: Path) -> None:
    """A group of its own, so that it ends with all it started; quiet; its files where they are swept."""
    os.setsid()
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def _verdict(pid: int, run: _Run) -> Verdict | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        return Verdict.SURVIVED if status == 0 else Verdict.KILLED
    if time.monotonic() < run.ends:
        return None
    _end(pid, run)
    return Verdict.TIMED_OUT


def _end(pid: int, run: _Run) -> None:
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    rmtree(run.folder, ignore_errors=True)
