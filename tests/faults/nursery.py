"""A process that has imported the bot once and forks one each time it is asked to: a start costs no second of imports.

What a process finds out about the code and the world, and about no database, is found out before the first fork: how
tables and classes belong together, when Christmas is, whose source Bolt was called from, which authorities are trusted.

Each line on its input is an environment as JSON; it answers with the new process's id. When its input ends, it and all
its children end: a test run that is killed leaves nothing behind.
"""

import gc
import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from babel.dates import format_date
from slack_bolt import App
from sqlalchemy.orm import configure_mappers

from tests.faults import bot_process
from workflows.calendar.rules.holiday import public_holidays
from workflows.organisation.rules import Region

SOONER_OR_LATER = (
    *("apscheduler.triggers.interval", "babel.messages.pofile", "bot.app", "bot.bell", "bot.rehearse"),
    *("bot.retention.sweep", "dateutil.parser", "psycopg", "sqlalchemy.dialects.postgresql.psycopg"),
    *("uvicorn.lifespan.off", "uvicorn.loops.auto", "uvicorn.loops.uvloop", "uvicorn.protocols.http.auto"),
)
"""What a bot imports when it first needs it."""
YEARS = range(2025, 2030)
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _learn()
    children = []
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
        children.append(child)
        print(child, flush=True)  # noqa: T201 - the answer
    for child in children:
        _kill(child)


def _learn() -> None:
    for name in SOONER_OR_LATER:
        import_module(name)
    configure_mappers()
    for year in YEARS:
        public_holidays(Region("GB", "ENG"), year)
        format_date(date(year, 1, 1), locale="en_GB")
    "localhost".encode("idna")
    context = ssl.create_default_context()
    ssl.create_default_context = lambda *_, **__: context  # asked for each connection, encrypted or not
    App(token="xoxb-nobody", token_verification_enabled=False)
    gc.freeze()


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


def _kill(process: int) -> bool:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


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
        self._ready = False

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
        self._ready = self._ready or (self.log.exists() and "Ready" in self.log.read_text(errors="replace"))
        return self._ready

    @property
    def worked(self) -> float:
        """Seconds of a processor's time that it had; 0.0 once it is gone."""
        try:
            user, system = Path(f"/proc/{self._process}/stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            return 0.0
        return (int(user) + int(system)) / TICKS

    def kill(self) -> bool:
        """As `kill -9`, and wait until it is gone; False when it was before."""
        lived = _kill(self._process)
        while self.alive:
            time.sleep(0.005)
        return lived

    def freeze(self, *, frozen: bool) -> None:
        """Stop it in its tracks, or let it go on."""
        if self.alive:
            os.kill(self._process, signal.SIGSTOP if frozen else signal.SIGCONT)


if __name__ == "__main__":
    main()
