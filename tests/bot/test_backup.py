"""Backups as docs/running.md takes them, restored: nothing missing, and nothing said twice that was said since."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.carrier import Timings
from bot.clock import FollowedClock
from bot.courtesy import Courtesy
from bot.migrate import HEAD, current, upgrade
from bot.outbox import Outbox as Sender
from bot.store import Store
from tests.bot.stand_in import Lamp, Light, StandIn, a_lamp_workflow
from tests.postgres import Server, binaries
from workflows.kernel.access import PersonId, Relation
from workflows.kernel.flow import Notice, Ref

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
(DOUBT,) = [line.strip() for line in PAGE.splitlines() if line.strip().startswith("update outbox")]
"""What the page has one do after a restore."""
Backup = Callable[[], str]


def kept_apart(store: Store, clock: FollowedClock, slack: StandIn) -> Sender:
    """A sender on that store, in a Slack that remembers."""
    workflow = a_lamp_workflow(Lamp(PersonId(1), Light.RED), frozenset({Relation.OWN}), {"told": "Hello"})
    return Sender(store, slack, [workflow], Timings(quiet=0, pace=0), ThreadPoolExecutor(2), Courtesy())  # type: ignore[arg-type] # it quacks


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Backup]]:
    """A database's address, and how a backup of it is taken and restored: the address of the copy."""
    if request.param == "sqlite":
        file, copy = tmp_path / "dotted-line.sqlite", tmp_path / "copy.sqlite"
        yield f"sqlite:///{file}", lambda: _copied(file, copy)
        return
    server: Server = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url, lambda: _dumped(server, url, tmp_path / "dump")


def test_a_restored_backup_is_whole_and_says_nothing_twice(place: tuple[str, Backup], clock: FollowedClock) -> None:
    url, backup = place
    slack, store = StandIn(), Store(url, clock)
    upgrade(store)
    store.write(lambda tx: tx.queue(Notice("before", "C1", "told", Ref("lamp", 1))))
    store.write(lambda tx: tx.queue(Notice("never said", "C2", "told", Ref("lamp", 1))))
    copy = backup()
    store.write(lambda tx: tx.execute(text("delete from outbox where key = 'never said'")))
    kept_apart(store, clock, slack).deliver_all()
    assert len(slack.posted) == 1
    store.close()

    restored = Store(copy, clock)
    with restored.engine.begin() as connection:
        assert current(connection) == HEAD
        assert connection.execute(text(DOUBT)).rowcount == 2
    kept_apart(restored, clock, slack).deliver_all()
    assert sorted(one.channel for one in slack.posted) == ["C1", "C2"], "what was said since is found, not said again"
    with restored.engine.connect() as connection:
        assert connection.execute(text("select distinct state from outbox")).scalars().all() == ["sent"]
    restored.close()


def _copied(file: Path, copy: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return f"sqlite:///{copy}"


def _dumped(server: Server, url: str, dump: Path) -> str:
    plain, fresh = url.replace("+psycopg", ""), server.new_database()
    _run("pg_dump", "--format=custom", f"--file={dump}", plain)
    _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={fresh.replace('+psycopg', '')}", str(dump))
    return fresh


def _run(program: str, *arguments: str) -> None:
    subprocess.run([str(binaries() / program), *arguments], check=True, capture_output=True)  # noqa: S603 - PostgreSQL's own
