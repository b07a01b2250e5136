"""A storm: people at work, a Slack that misbehaves, bots that die, freeze and lose their database; then the checker.

Everything is drawn from one seed. Threads keep a storm from being the same to the microsecond, but the company, what
people want, the mixture of faults and the order of the blows are the seed's.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Lock

from sqlalchemy.exc import OperationalError

from rehearsal.faults import Faults, Plan
from tests.faults.blows import Blows
from tests.faults.cable import Cable
from tests.faults.checker import Checker, Findings, Promise
from tests.faults.company import Company, found
from tests.faults.hands import DECIDING, Hands
from tests.faults.laboratory import Laboratory, until
from tests.postgres import Server

SETTINGS = {"CALL_SECONDS": "1", "LEASE_SECONDS": "3", "QUIET_SECONDS": "3", "TICK_SECONDS": "4"}
"""Short, with 4 s from the last look at a lease to the look for a message in doubt: the longest freeze and the latest
acceptance below fit in."""
RARE = frozenset({"database crashes"})
"""What strikes half as often as the rest: nobody can do anything for a while."""
LEFT_FOR_THE_CALM = 0.25
"""The share of requests that are decided when no blow falls any more: the last ones would keep all others waiting."""
LOOK = 0.02
"""Seconds between two looks at whether a kill is due."""
PATIENCE = 120.0
"""Seconds without any news until something is stuck; no message waits longer than half of it between two tries."""
CALLS = ("chat.postMessage", "chat.update", "conversations.open", "conversations.history", "views.*")
ANSWERS = {
    "accept_then_cut": (0.03, 0.0),
    "accept_then_timeout": (0.02, 1.5),
    "delay": (0.02, 1.2),
    "500": (0.03, 0.0),
    "429": (0.02, 1.0),
    "drop": (0.03, 0.0),
}
"""How often a call fails so, and for how many seconds."""
DELIVERIES = {
    "duplicate": (0.08, 0.0),
    "delay": (0.04, 0.4),
    "drop": (0.02, 0.0),
    "reorder": (0.03, 0.3),
}


@dataclass(frozen=True)
class Weather:
    """How large and how long: departments, people in each, requests of each of them, bots."""

    seed: int
    departments: int = 5
    staff: int = 4
    requests: int = 3
    bots: int = 3
    """One is spoken to over HTTP; several over Socket Mode, where each payload goes to one of them."""
    pause: float = 0.5
    """Seconds between two blows, on the average."""
    work: float = 0.6
    """Seconds of a processor's time that bots have between two kills, likewise: on a slow machine as on a quick one a
    life is as long as what is done in it."""


@dataclass
class Report:
    """What was done to it, and what became of it."""

    seed: int
    kills: int = 0
    points: Counter[str] = field(default_factory=Counter)
    """Where, of those that were killed at a point."""
    blows: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    seconds: float = 0.0

    @property
    def messages(self) -> int:
        """How many were checked."""
        return self.findings.messages + self.findings.others

    def __str__(self) -> str:
        return (
            f"seed {self.seed}, {self.seconds:.0f} s: {self.kills} kills, "
            f"{self.points.total()} of them at {len(self.points)} named points; "
            f"{', '.join(f'{count} {name}' for name, count in sorted(self.blows.items()))}; "
            f"{self.faults.total()} faults of Slack ({_listed(self.faults)})\n{self.findings}"
        )


class CountedFaults(Faults):
    """Faults that know how often they struck."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed=seed)
        self.struck: Counter[str] = Counter()

    def draw(self, name: str) -> Plan | None:
        plan = super().draw(name)
        if plan is not None:
            self.struck[plan.kind.value] += 1
        return plan


class Storm:
    """One storm over one database."""

    def __init__(self, weather: Weather, folder: Path, database: str, server: Server | None = None) -> None:
        self._weather, self._database, self._server = weather, database, server
        self._cable = None if database.startswith("sqlite") else Cable(database)
        """Bots reach PostgreSQL by it, and the checker does not."""
        self._ends = ExitStack()
        through = self._ends.enter_context(self._cable).url if self._cable else database
        self._company: Company = found(folder / "company", weather.departments, weather.staff)
        self._laboratory = Laboratory(
            folder,
            folder / "company",
            through,
            bots=weather.bots,
            settings=SETTINGS | {"PACE_SECONDS": "0.02"},
            over_http=weather.bots == 1,
        )
        self._blows = Blows(self._laboratory, database, self._cable, server)
        self._faults = CountedFaults(weather.seed)
        self._laboratory.workspace.faults = self._faults
        self._checker = Checker(database, self._laboratory.workspace, self._company.away)
        self._promised: list[Promise] = []
        self._guard = Lock()
        self._calm, self._done = Event(), Event()
        self._report = Report(weather.seed)

    def rages(self) -> Report:
        """Let it rage until everybody has what they wanted, let everything settle, and look."""
        began = time.monotonic()
        with self._ends, self._laboratory as laboratory:
            stuck = self._stuck()
            findings = self._checker.inspect(self._promised)
            findings.wrong[:0] = [*stuck, *self._audited()]
        seconds = time.monotonic() - began
        return replace(
            self._report,
            kills=laboratory.kills,
            points=Counter(laboratory.kill_list.struck()),
            faults=self._faults.struck,
            findings=findings,
            seconds=seconds,
        )

    def _stuck(self) -> list[str]:
        """Let people work; who could not get what they wanted, and what was on its way then."""
        self._misbehave()
        try:
            self._people_work()
            self._settles()
        except AssertionError as error:
            return [f"{error}\n{self._checker.backlog()}", *self._unsettled()]
        return []

    def _unsettled(self) -> list[str]:
        """Somebody gave up; what was on its way then still has to arrive."""
        self._faults.clear()
        try:
            self._settles()
        except AssertionError as error:
            return [str(error)]
        return []

    def _misbehave(self) -> None:
        for kind, (rate, seconds) in ANSWERS.items():
            for method in CALLS:
                self._faults.add(method=method, kind=kind, rate=rate, seconds=seconds)
        for kind, (rate, seconds) in DELIVERIES.items():
            self._faults.add(method="to:*", kind=kind, rate=rate, seconds=seconds)

    def _people_work(self) -> None:
        people = len(self._company.staff) + len(self._company.managers)
        with ThreadPoolExecutor(people + 2, "person") as threads:
            blows = [threads.submit(self._kill), threads.submit(self._strike)]
            deciding = [threads.submit(self._decides, who) for who in self._company.managers]
            asking = [threads.submit(self._asks, who) for who in self._company.staff]
            try:
                for one in asking:
                    one.result()
                self._wait(self._decided, "nearly everything is decided")
                self._calm.set()
                for one in blows:
                    one.result()
                self._blows.end()
                self._faults.clear()
                self._settles()
            finally:
                self._calm.set()
                self._blows.end()
                self._done.set()
            for one in deciding:
                one.result()

    def _settles(self) -> None:
        self._wait(self._checker.settled, "everything is said")

    def _wait(self, true: Callable[[], bool], what: str) -> None:
        """For as long as there is news: a machine may be slow. Looking takes the processor from those who work."""
        news = -1
        while news != (news := self._news()):
            with suppress(AssertionError):
                until(true, what, patience=PATIENCE, pause=0.5)
                return
        raise AssertionError(f"nothing happens any more, and it is not so that {what}\n{self._checker.backlog()}")

    def _news(self) -> int:
        """How many messages Slack received so far."""
        workspace = self._laboratory.workspace
        with workspace.lock:
            return sum(map(len, workspace.messages.values()))

    def _decided(self) -> bool:
        try:
            return len(self._checker.undecided()) <= len(self._promised) * LEFT_FOR_THE_CALM
        except OperationalError:  # the database is down just now
            return False

    def _asks(self, who: str) -> None:
        hands, chance = Hands(self._laboratory.workspace, who), self._chance(who)
        for week in range(self._weather.requests):
            day = date(2027, 1, 13) + timedelta(weeks=week)
            hands.asks(day)
            with self._guard:
                self._promised.append((who, day))
            time.sleep(chance.random())

    def _decides(self, who: str) -> None:
        """Decide whatever comes, until nothing comes any more."""
        hands = Hands(self._laboratory.workspace, who)
        while not self._done.is_set() or hands.buttons():
            for button in hands.buttons():
                chance = self._chance(f"{who}/{button.value}")
                if button.action_id == chance.choice(DECIDING):
                    hands.decides(button)
            time.sleep(0.2)

    def _chance(self, what: str) -> random.Random:
        """A generator for one purpose: one thread's draws do not change another's."""
        return random.Random(f"{self._weather.seed}/{what}")  # noqa: S311 - repeatable, not a secret

    def _kill(self) -> None:
        """At once for the first time: no storm without one."""
        chance, kills, due = self._chance("kills"), self._blows.kills(), 0.0
        while not self._calm.wait(LOOK):
            if self._laboratory.worked < due:
                continue
            due = self._laboratory.worked + chance.expovariate(1 / self._weather.work)
            kills[chance.choice(list(kills))](chance)

    def _strike(self) -> None:
        chance, blows = self._chance("blows"), self._blows.others()
        names = [name for name in blows for _ in range(1 if name in RARE else 2)]
        while not self._calm.wait(chance.expovariate(1 / self._weather.pause)):
            name = chance.choice(names)
            blows[name](chance)
            self._report.blows[name] += 1

    def _audited(self) -> list[str]:
        """What is wrong with the audit log, by the command that finds out."""
        verified = subprocess.run(
            [sys.executable, "-m", "bot", "audit", "verify"],
            env=os.environ | {"DATABASE_URL": self._database, "DATA_DIR": str(self._laboratory.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        return [f"audit: {verified.stdout}{verified.stderr}"] if verified.returncode else []


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
