"""The laboratories: one bot on SQLite, three on PostgreSQL, each laboratory kept for a file of tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rehearse import SAMPLE
from tests.faults.laboratory import Laboratory
from tests.postgres import KEEPING, Server


@pytest.fixture(scope="module")
def sqlite_laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """One bot on SQLite in the sample organisation."""
    folder = tmp_path_factory.mktemp("laboratory")
    with Laboratory(folder, SAMPLE, f"sqlite:///{folder / 'dotted-line.sqlite'}") as laboratory:
        yield laboratory


@pytest.fixture(scope="module")
def http_laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """The same, spoken to over signed HTTP."""
    folder = tmp_path_factory.mktemp("laboratory")
    with Laboratory(folder, SAMPLE, f"sqlite:///{folder / 'dotted-line.sqlite'}", over_http=True) as laboratory:
        yield laboratory


@pytest.fixture(scope="module")
def postgres_laboratory(tmp_path_factory: pytest.TempPathFactory, empty_postgres: Server) -> Iterator[Laboratory]:
    """Three bots on PostgreSQL in the sample organisation."""
    folder: Path = tmp_path_factory.mktemp("laboratory")
    with Laboratory(folder, SAMPLE, empty_postgres.new_database(), bots=3) as laboratory:
        yield laboratory


@pytest.fixture(scope="session")
def empty_postgres() -> Iterator[Server]:
    """A PostgreSQL for this session, without tables."""
    server = Server(KEEPING)
    server.start()
    yield server
    server.stop()
