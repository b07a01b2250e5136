"""Replicas: several begin on one empty database at once; one that stands still holds nobody up for long."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.clock import FollowedClock
from bot.migrate import HEAD
from bot.rehearse import APP_TOKEN, BOT_TOKEN, SAMPLE, scenario
from bot.store import Store
from rehearsal.scenario import build
from rehearsal.server import Serving
from tests.faults.laboratory import until
from tests.postgres import Server
from workflows import WORKFLOWS

BEGINNERS = 4


@pytest.fixture
def begun(tmp_path: Path, empty_postgres: Server) -> Iterator[Callable[[str], list[subprocess.Popen[bytes]]]]:
    """Starts bots on one database at the same moment."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(database: str) -> list[subprocess.Popen[bytes]]:
        settings = os.environ | {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": serving.api_url,
            "DATABASE_URL": database,
            "DATA_DIR": str(tmp_path),
            "HTTP_PORT": "0",
        }
        for number in range(BEGINNERS):
            log = (tmp_path / f"bot-{number}.log").open("wb")
            command = [sys.executable, "-m", "bot", "run"]
            started.append(subprocess.Popen(command, env=settings, stdout=log, stderr=log))  # noqa: S603 - the bot
            log.close()
        return started

    with Serving(build(scenario(SAMPLE, WORKFLOWS))) as serving:
        yield begin
        for bot in started:
            bot.terminate()
        for bot in started:
            bot.wait(timeout=60)


def test_several_begin_on_an_empty_database_at_once(
    begun: Callable[[str], list[subprocess.Popen[bytes]]], tmp_path: Path, empty_postgres: Server
) -> None:
    database = empty_postgres.new_database()
    bots = begun(database)
    logs = [tmp_path / f"bot-{number}.log" for number in range(BEGINNERS)]
    until(
        lambda: all("Ready" in log.read_text() for log in logs),
        "all of them are ready",
        lambda: "\n".join(log.read_text()[-800:] for log in logs),
        patience=300,
    )
    assert [bot.poll() for bot in bots] == [None] * BEGINNERS
    engine = create_engine(database)
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalars().all() == [HEAD]
        assert connection.execute(text("select code from leave_policy")).scalars().all() == ["standard"]
    engine.dispose()


def test_one_that_stands_still_in_a_transaction_holds_its_rows_no_longer_than_postgresql_lets_it(
    empty_postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.FROZEN", 1)
    database = empty_postgres.new_database()
    store = Store(database, FollowedClock())
    frozen = store.engine.connect()
    frozen.begin()
    frozen.execute(text("select pg_advisory_xact_lock(1, 1)"))
    other = create_engine(database)
    began = time.monotonic()
    with other.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(1, 1)"))
    assert 0.5 < time.monotonic() - began < 60
    frozen.invalidate()
    frozen.close()
    other.dispose()
    store.close()
