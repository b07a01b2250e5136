"""The bot is killed over calendar feeds and newcomers, and commands over what they remove, lock anew and erase."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.clock import FollowedClock
from bot.keys import key
from bot.keys.taking import take
from bot.migrate import upgrade
from bot.rehearse import SAMPLE
from bot.settings import Settings
from bot.store import Store
from rehearsal.model import User
from tests.faults.bot_process import KillList
from tests.faults.crashes import Desk
from tests.faults.laboratory import Laboratory, until
from tests.faults.points import OF_FEEDS, OF_NEWCOMERS, Point
from tests.postgres import Server
from tests.workflows.performance_office import PerformanceOffice
from workflows.feeds import store as feeds
from workflows.feeds.rules import Scope
from workflows.kernel.access import PersonId

STORES = ("sqlite", "postgresql")
PATIENCE = 120.0
OLD = 700
"""Payloads over their time: more than go in two transactions."""
INBOX = "insert into inbox (key, at) values ('old/{number}', '2020-01-01 00:00:00')"
GONE = "select facts from audit where workflow = 'retention' and event = 'gone'"
NOTES = "select text from leave_note union all select body from case_text"
HAPPENED = "select event from audit where workflow = 'directory'"
ERASED = "select subject from audit where workflow = 'person' and event = 'erased'"


pytestmark = pytest.mark.timeout(600)


@pytest.fixture(params=STORES)
def database(request: pytest.FixtureRequest, tmp_path: Path, empty_postgres: Server) -> str:
    """An empty one on each store."""
    return empty_postgres.new_database() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'house.sqlite'}"


@pytest.fixture
def laboratory(database: str, tmp_path: Path) -> Iterator[Laboratory]:
    """One bot, over HTTP."""
    with Laboratory(tmp_path, SAMPLE, database, over_http=True) as laboratory:
        yield laboratory


def test_a_calendar_reads_the_same_after_crashes(laboratory: Laboratory) -> None:
    feed = f"{laboratory.address}/feeds/{_opened(laboratory)}.ics"
    before = _read(feed)
    for number, point in enumerate(OF_FEEDS, start=1):
        laboratory.kill_list.put(point)
        with pytest.raises((OSError, HTTPException)):
            _read(feed)
        until(partial(_died, laboratory, number), "it was seen dead", laboratory.tail, patience=PATIENCE)
        until(lambda: laboratory.ready == 1, "the bot is back", laboratory.tail, patience=PATIENCE)
        assert _read(feed) == before


def test_a_newcomer_is_asked_about_and_put_to_the_people_admins_once(laboratory: Laboratory) -> None:
    workspace, desk = laboratory.workspace, Desk(laboratory)
    general = workspace.channel("general").id
    workspace.add_user(User("U0NEW", "new", "Newcomer", email="new@sample.example"))
    workspace.join(general, "U0NEW")
    laboratory.kill_list.put(*OF_NEWCOMERS)
    until(lambda: workspace.person("U0NEW").type(general, "/leave").ok, "the stranger is answered", patience=PATIENCE)
    until(lambda: not laboratory.kill_list.left(), "the bot died twice", laboratory.tail, patience=PATIENCE)
    desk.settles()
    assert laboratory.deaths == len(OF_NEWCOMERS)
    assert desk.checker.inspect().well, str(desk.checker.inspect())
    happened = Counter(row.event for row in _rows(laboratory.database, HAPPENED))
    assert happened
    assert set(happened.values()) == {1}


@dataclass(frozen=True)
class Deed:
    """A command, where it dies, and whether all of it is done and nothing of it twice once it was given again."""

    command: Sequence[str]
    points: Sequence[str]
    done: Callable[[str, str], bool]
    """Of the database, and of the new key's name."""


def _removed(database: str, _name: str) -> bool:
    gone = [facts for (facts,) in _rows(database, GONE)]
    counted = sum(_facts(one)["rows"] for one in gone if _facts(one)["table"] == "inbox")
    return counted == OLD and not _rows(database, "select key from inbox where key like 'old/%'")


def _locked(database: str, name: str) -> bool:
    words = [row.text for row in _rows(database, NOTES)]
    return len(words) > 1 and all(one.startswith(f"enc1:{name}:") for one in words)


def _erased(database: str, _name: str) -> bool:
    return len(_rows(database, ERASED)) == 1 and bool(_rows(database, "select 1 from person where slack_id is null"))


DEEDS = [
    Deed(["retention"], [Point.GONE, Point.GONE, Point.MARKED], _removed),
    Deed(["keys", "rotate"], [Point.LOCKED, Point.LOCKED, Point.SETTLED], _locked),
    Deed(["person", "erase", "liz@x.org", "--yes"], [Point.ERASED], _erased),
]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: "_".join(deed.command))
def test_a_command_that_is_killed_is_given_again_and_done_once(deed: Deed, database: str, tmp_path: Path) -> None:
    old, new = key.new(), key.new()
    audit = key.new().written
    _fill(database, Settings.model_validate({"data_dir": tmp_path, "data_key": old.written, "audit_key": audit}))
    keys = f"{new.written},{old.written}" if deed.done is _locked else old.written
    settings = {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "DATA_KEY": keys, "AUDIT_KEY": audit}
    killing = KillList(tmp_path / "kill-list")
    killing.put(*deed.points)
    for _ in deed.points:
        assert _given(deed.command, settings, tmp_path).returncode == -signal.SIGKILL
    finished = _given(deed.command, settings, tmp_path)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert not killing.left()
    assert deed.done(database, new.name)
    verified = _given(["audit", "verify"], settings, tmp_path)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _died(laboratory: Laboratory, number: int) -> bool:
    return laboratory.deaths == number


def _opened(laboratory: Laboratory) -> str:
    """The token of Ann's calendar."""
    store = Store(laboratory.database, FollowedClock())
    (ann,) = _rows(laboratory.database, "select id from person where slack_id = 'U0ANN0001'")
    token = store.write(lambda tx: feeds.open_feed(tx, PersonId(ann.id), Scope.MINE))
    store.close()
    return token


def _read(address: str) -> list[str]:
    """What the calendar holds; the moment at which it was written aside."""
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - this machine's
        return [line for line in answer.read().decode().splitlines() if not line.startswith("DTSTAMP")]


def _fill(database: str, settings: Settings) -> None:
    """People with reasons and cases, written under the old key; one who has left; payloads from years ago."""
    clock = FollowedClock()
    store = Store(database, clock)
    upgrade(store)
    take(store, settings)
    office = PerformanceOffice.opened(store, clock)
    office.asks("ann", "2026-12-07", "2026-12-11", reason="To see my mother")
    office.reports("dan", "ann")
    store.close()
    engine = create_engine(database)
    with engine.begin() as connection:
        for number in range(OLD):
            connection.execute(text(INBOX.format(number=number)))
    engine.dispose()


def _given(command: Sequence[str], settings: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the bot's own command
        [sys.executable, "-m", "tests.faults.bot_process", *command],
        env=os.environ | {"KILL_LIST": str(folder / "kill-list"), **settings},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def _rows(database: str, statement: str) -> list[Any]:
    engine = create_engine(database)
    with engine.connect() as connection:
        found = list(connection.execute(text(statement)))
    engine.dispose()
    return found


def _facts(kept: Any) -> dict[str, Any]:
    """SQLite gives them as text."""
    found: dict[str, Any] = json.loads(kept) if isinstance(kept, str) else kept
    return found
