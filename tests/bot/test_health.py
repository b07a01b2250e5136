"""Whoever watches is told that the database does not answer, and whatever else is known without it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.requests import Request

from bot.app import Bot, Running, build
from bot.exposition import Exposition
from bot.rehearse import BOT_TOKEN, SECRET
from bot.settings import Settings
from tests.postgres import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL of this test's own, which it may take away."""
    server = Server()
    server.start()
    yield server
    server.stop()


def numbers(bot: Bot) -> str:
    page = Exposition(bot.store, dict, "", alone=True)
    return bytes(asyncio.run(page.answer(Request({"type": "http", "headers": []}))).body).decode()


def test_a_database_that_went_away_is_said_on_every_page(server: Server, tmp_path: Path) -> None:
    bot = build(
        Settings(
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_signing_secret=SecretStr(SECRET),
            database_url=server.new_database(),
            data_dir=tmp_path,
        )
    )
    running = Running(bot)
    assert (bot.healthy()["ok"], running.ready()["ok"]) == (True, True)
    assert "dotted_line_database_up 1.0" in numbers(bot)
    assert "dotted_line_outbox_waiting 0.0" in numbers(bot)
    server.stop()
    assert bot.healthy() == {"ok": False, "outbox": None, "stopped": None}
    assert running.ready() == {"ok": False, "database": False, "socket_connections": None}
    assert "dotted_line_database_up 0.0" in numbers(bot)
    assert "dotted_line_outbox_waiting 0.0" not in numbers(bot)
    running.stop()
