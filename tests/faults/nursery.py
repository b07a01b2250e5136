"""A process that has imported the bot once and forks one each time it is asked to: a start costs no second of imports.

Each line on its input is an environment as JSON; it answers with the new process's id. When its input ends, it and all
its children end: a test run that is killed leaves nothing behind.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import bot.app
import bot.rehearse  # noqa: F401 - imported for the children
from tests.faults import bot_process


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    children = []
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
        children.append(child)
        print(child, flush=True)  # noqa: T201 - the answer
    for child in children:
        _kill(child)


def _live(environment: dict[str, str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(environment)
    log = os.open(environment["LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        bot_process.run()
    finally:
        os._exit(1)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


class Nursery:
    """The process that forks, seen from the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        self._guard = threading.Lock()

    def bear(self, environment: Mapping[str, str]) -> "Child":
        """Start a bot with these settings."""
        with self._guard:
            self._pipe("stdin").write(json.dumps(dict(environment)) + "\n")
            self._pipe("stdin").flush()
            return Child(int(self._pipe("stdout").readline()), Path(environment["LOG"]))

    def close(self) -> None:
        """End it and all its children."""
        self._pipe("stdin").close()
        self._process.wait(timeout=10)
        self._pipe("stdout").close()

    def _pipe(self, name: str) -> IO[Any]:
        pipe: IO[Any] = getattr(self._process, name)
        return pipe


class Child:
    """One bot."""

    def __init__(self, process: int, log: Path) -> None:
        self._process, self.log = process, log

    @property
    def alive(self) -> bool:
        try:
            os.kill(self._process, 0)
        except ProcessLookupError:
            return False
        return True

    @property
    def ready(self) -> bool:
        """Whether it said so."""
        return self.log.exists() and "Ready" in self.log.read_text(errors="replace")

    def kill(self) -> None:
        """As `kill -9`, and wait until it is gone."""
        _kill(self._process)
        while self.alive:
            time.sleep(0.005)

    def freeze(self, *, frozen: bool) -> None:
        """Stop it in its tracks, or let it go on."""
        if self.alive:
            os.kill(self._process, signal.SIGSTOP if frozen else signal.SIGCONT)


if __name__ == "__main__":
    main()
