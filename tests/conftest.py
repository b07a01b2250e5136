"""A database for each test, on SQLite and on PostgreSQL, and a clock that stands where the test puts it."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, groupby, zip_longest
from pathlib import Path

import pytest
from hypothesis import settings
from sqlmodel import SQLModel

from bot.audit.signing import Signer
from bot.clock import FollowedClock
from bot.keys.key import Key
from bot.keys.ring import Ring
from bot.store import Store
from tests.postgres import Server
from workflows import WORKFLOWS, private

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
"""The same examples in every run, so that a red build means a change; no deadline, because machines are shared."""

KEY = Key("dGVzdHMgbG9jayB3aXRoIHRoaXMga2V5LCAzMiBieXQ=")
MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


LONG = ("faults", "year", "mutants", "fuzz", "browser", "benchmarks", "conversations")
"""Folders of files that take long: a file that begins last keeps one worker busy, and the others waiting."""
ONCE_MORE = ("browser", "conversations")
"""Folders of tests with sockets and windows, which a busy machine can keep waiting: what fails there is tried once
more, and the run names it as rerun. Never tests/faults: what fails there once may have lost a message."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test has the same name in each of the workers that share a run: none holds where something lies in memory.

    They take files in this order: a long one and a quick one in turn, as long as there are any.
    """
    nameless = [item.nodeid for item in items if re.search(r" at 0x[0-9a-f]{6}", item.nodeid)]
    if nameless:
        raise pytest.UsageError(f"These need ids of their own: {', '.join(nameless)}.")
    for item in items:
        if set(item.path.parts) & set(ONCE_MORE):
            item.add_marker(pytest.mark.flaky(reruns=1))
    files = [list(tests) for _, tests in groupby(items, lambda item: item.path)]
    long = [tests for tests in files if set(tests[0].path.parts) & set(LONG)]
    quick = [tests for tests in files if not set(tests[0].path.parts) & set(LONG)]
    turns = chain.from_iterable(zip_longest(long, quick, fillvalue=[]))
    items[:] = chain.from_iterable(turns)


@pytest.fixture
def clock() -> FollowedClock:
    """It is Monday 23 November 2026, 09:00 UTC, and stays so."""
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    return clock


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL for this session, with a template that holds every table."""
    server = Server()
    server.start()
    template = Store(server.new_database(), FollowedClock())
    SQLModel.metadata.create_all(template.engine)
    template.close()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds every table: copying it is quicker than making it."""
    path = tmp_path_factory.mktemp("template") / "dotted-line.sqlite"
    store = Store(f"sqlite:///{path}", FollowedClock())
    SQLModel.metadata.create_all(store.engine)
    store.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with every table."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        url = server.borrow(template="test_1")
        yield url
        server.give_back(url)
        return
    path = tmp_path / "dotted-line.sqlite"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    yield f"sqlite:///{path}"


@pytest.fixture
def store(database_url: str, clock: FollowedClock) -> Iterator[Store]:
    """The store on that database."""
    store = Store(database_url, clock, WORKFLOWS)
    store.signer = Signer([KEY])
    private.give(store.engine.dialect, Ring([KEY]))
    yield store
    store.close()
