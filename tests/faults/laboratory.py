"""A workspace, a database, and bots that are processes: started, killed, and started again as a service manager would.

The workspace lives in the test's own process, so that what Slack received is read where it was received.
"""

import itertools
import socket
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.clock import FollowedClock
from bot.folder.command import load_once
from bot.migrate import upgrade
from bot.rehearse import APP_TOKEN, BOT_TOKEN, SECRET, scenario
from bot.store import Store
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.tickets import Timing
from rehearsal.workspace import Workspace
from tests.faults.bot_process import Disk, KillList
from tests.faults.nursery import Child, Nursery
from workflows import WORKFLOWS

MONDAY = "2026-11-23 09:00 UTC"
PATIENCE = 40.0
ACK = 1.5
"""Seconds after which a person is told that the bot did not answer: half of Slack's, so that tests are quicker."""
QUICK = {"CALL_SECONDS": "1", "LEASE_SECONDS": "1.5", "QUIET_SECONDS": "1"}
"""For a Slack that answers at once, or at least within its time."""


class Laboratory:
    """Bots on one database in one workspace."""

    def __init__(
        self,
        folder: Path,
        organisation: Path,
        database: str,
        *,
        bots: int = 1,
        settings: Mapping[str, str] = QUICK,
        over_http: bool = False,
    ) -> None:
        self.folder, self.database = folder, database
        self._port = _free_port() if over_http else 0
        request_url = f"http://127.0.0.1:{self._port}/slack/events" if over_http else None
        self.workspace: Workspace = build(scenario(organisation, WORKFLOWS, request_url), timing=Timing(ack=ACK))
        self.workspace.limits.enforced = False
        self.serving = Serving(self.workspace)
        self.kill_list = KillList(folder / "kill-list")
        self.disk = Disk(folder / "disk-full")
        self.deaths = 0
        """How many ended, for whatever reason; whoever finds no database when it begins, ends by itself."""
        self._shot = 0
        self._worked: dict[Path, float] = {}
        self._organisation, self._settings = organisation, dict(settings)
        self._nursery = Nursery()
        self._wanted = bots
        self._children: list[Child] = []
        self._logs = itertools.count(1)
        self._guard = threading.Lock()
        self._ending = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, name="supervisor", daemon=True)

    def __enter__(self) -> Self:
        self.serving.start()
        self.workspace.clock.jump(MONDAY)
        self._fill()
        with self._guard:
            self._children = [self._start() for _ in range(self._wanted)]
        until(lambda: all(child.ready for child in self.children), "the bots are ready", self.tail)
        self._supervisor.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        if self._supervisor.is_alive():
            self._supervisor.join()
        self._nursery.close()
        self.serving.stop()

    @property
    def address(self) -> str:
        """Where the bot that is spoken to over HTTP listens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def children(self) -> list[Child]:
        """The bots as they are now."""
        with self._guard:
            return list(self._children)

    def tail(self) -> str:
        """The last words of each bot."""
        return "\n".join(child.log.read_text(errors="replace")[-1500:] for child in self.children if child.log.exists())

    def kill(self, child: Child) -> None:
        """As `kill -9`."""
        self._shot += child.kill()

    @property
    def kills(self) -> int:
        """How many were killed: at random, and where they were told to die."""
        return self._shot + len(self.kill_list.struck())

    @property
    def worked(self) -> float:
        """Seconds of a processor's time that bots had so far, as far as it was looked at while they lived."""
        for child in self.children:
            self._worked[child.log] = max(child.worked, self._worked.get(child.log, 0.0))
        return sum(self._worked.values())

    @property
    def ready(self) -> int:
        """How many can be spoken to."""
        return sum(child.alive and child.ready for child in self.children)

    def revive(self) -> int:
        """Start again whoever is dead; how many that were."""
        with self._guard:
            dead = [place for place, child in enumerate(self._children) if not child.alive]
            for place in dead:
                self._children[place] = self._start()
            self.deaths += len(dead)
        return len(dead)

    def _supervise(self) -> None:
        while not self._ending.wait(0.03):
            self.revive()

    def _fill(self) -> None:
        store = Store(self.database, _standing_clock(self.workspace))
        upgrade(store)
        load_once(store, self._organisation)
        store.close()

    def _start(self) -> Child:
        at = self.serving.url
        return self._nursery.bear(
            {
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_APP_TOKEN": "" if self._port else APP_TOKEN,
                "SLACK_SIGNING_SECRET": SECRET if self._port else "",
                "SLACK_API_URL": self.serving.api_url,
                "REHEARSAL_CLOCK": f"{at}/rehearsal/clock",
                "DATABASE_URL": self.database,
                "DATA_DIR": str(self.folder),
                "HTTP_PORT": str(self._port),
                "PACE_SECONDS": "0.01",
                "TICK_SECONDS": "30",
                "LOG_LEVEL": "INFO",
                "KILL_LIST": str(self.folder / "kill-list"),
                "LOG": str(self.folder / f"bot-{next(self._logs)}.log"),
                **self._settings,
            }
        )


def until(
    true: Callable[[], Any],
    what: str,
    explain: Callable[[], str] = str,
    *,
    patience: float = PATIENCE,
    pause: float = 0.02,
) -> None:
    """Wait for something. Raises AssertionError with what was waited for, and an explanation.

    `patience` and `pause`: seconds in all, and between two looks.
    """
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {patience:.0f} s it is still not so that {what}\n{explain()}")
        time.sleep(pause)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _standing_clock(workspace: Workspace) -> FollowedClock:
    clock = FollowedClock()
    clock.follow(workspace.clock.now(), 0.0)
    return clock
