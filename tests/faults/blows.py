"""What a storm strikes with: each blow hits whoever runs at that moment."""

import random
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from rehearsal.delivery.postman import Postman
from tests.faults.cable import Cable
from tests.faults.laboratory import MONDAY, Laboratory
from tests.faults.points import EACH_TICK, IN_STORMS, OF_LEAVE
from tests.postgres import Server

LONGEST_FREEZE = 1.2
LONGEST_CUT = 1.0
SMALLEST_FILE = 1_000_000
"""Bytes: bots can go on writing their logs."""
OFFICE_HOURS = 6.0
"""Within so many hours after Monday's nine o'clock the clock jumps about: nobody is reminded of anything yet."""
Blow = Callable[[random.Random], None]


@dataclass(frozen=True)
class Blows:
    """On one laboratory; `cable` and `server` where it is on PostgreSQL."""

    laboratory: Laboratory
    database: str
    cable: Cable | None = None
    server: Server | None = None

    def kills(self) -> Mapping[str, Blow]:
        """Those that end a process."""
        return {"kills at random": self._kill, "kills at a point": self._arm}

    def others(self) -> Mapping[str, Blow]:
        """Those that are over after a second or two, for this database."""
        return {
            "freezes": self._freeze,
            "clock jumps": self._jump,
            "disconnects": self._hang_up,
            **(self._of_sqlite() if self.database.startswith("sqlite") else self._of_postgresql()),
        }

    def end(self) -> None:
        """Nothing is to strike any more."""
        self.laboratory.kill_list.put()
        self.laboratory.disk.clear()

    def _of_sqlite(self) -> Mapping[str, Blow]:
        return {"locks": self._lock_file, "full disks": self._fill_disk}

    def _of_postgresql(self) -> Mapping[str, Blow]:
        found: dict[str, Blow] = {"lost connections": self._end_backends, "refreshes": self._refresh}
        if self.cable is not None:
            found |= {"cut cables": self._cut, "slow cables": self._hold}
        if self.server is not None:
            found |= {"database crashes": self._crash}
        return found

    def _kill(self, chance: random.Random) -> None:
        self.laboratory.kill(chance.choice(self.laboratory.children))

    def _arm(self, chance: random.Random) -> None:
        self.laboratory.kill_list.put(chance.choice([*IN_STORMS, *OF_LEAVE, *EACH_TICK]))

    def _freeze(self, chance: random.Random) -> None:
        child = chance.choice(self.laboratory.children)
        child.freeze(frozen=True)
        time.sleep(chance.uniform(0.1, LONGEST_FREEZE))
        child.freeze(frozen=False)

    def _jump(self, chance: random.Random) -> None:
        """To and fro; leases and waiting go by the database's clock."""
        clock = self.laboratory.workspace.clock
        clock.jump(clock.jump(MONDAY) + timedelta(hours=chance.uniform(0, OFFICE_HOURS)))

    def _hang_up(self, _chance: random.Random) -> None:
        courier = self.laboratory.workspace.courier
        if isinstance(courier, Postman):
            courier.hang_up()

    def _refresh(self, _chance: random.Random) -> None:
        courier = self.laboratory.workspace.courier
        if isinstance(courier, Postman):
            courier.refresh()

    def _cut(self, chance: random.Random) -> None:
        if self.cable is not None:
            self.cable.cut(chance.uniform(0, LONGEST_CUT))

    def _hold(self, chance: random.Random) -> None:
        if self.cable is not None:
            self.cable.hold(chance.uniform(0.1, LONGEST_CUT))

    def _crash(self, _chance: random.Random) -> None:
        if self.server is not None:
            self.server.crash()

    def _end_backends(self, _chance: random.Random) -> None:
        engine = create_engine(self.database)
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
        with engine.connect() as connection:
            connection.execute(text(f"{others} and pid <> pg_backend_pid()"))
        engine.dispose()

    def _lock_file(self, chance: random.Random) -> None:
        connection = sqlite3.connect(self._file, timeout=10, isolation_level=None)
        connection.execute("begin immediate")
        time.sleep(chance.uniform(0.1, 0.8))
        connection.execute("rollback")
        connection.close()

    def _fill_disk(self, chance: random.Random) -> None:
        log = self._file.with_name(f"{self._file.name}-wal")
        self.laboratory.disk.fill(max(SMALLEST_FILE, log.stat().st_size if log.exists() else 0))
        time.sleep(chance.uniform(0.1, 0.8))
        self.laboratory.disk.clear()

    @property
    def _file(self) -> Path:
        return Path(self.database.removeprefix("sqlite:///"))
