"""The bot as it is run: its own composition root, database and entrance, on a generated organisation."""

import tempfile
from pathlib import Path

from benchmarks import organisation
from benchmarks.signed import PEOPLE, SECRET, TOKEN
from bot.app import Bot, build
from bot.clock import MachineClock
from bot.folder.command import load_once
from bot.migrate import upgrade
from bot.settings import Settings
from bot.store import Store


def prepare(data: Path, people: int = PEOPLE) -> None:
    """A data directory with the generated organisation in it."""
    settings = settings_for(data, "http://127.0.0.1:1/")
    store = Store(settings.database, MachineClock())
    upgrade(store)
    with tempfile.TemporaryDirectory() as folder:
        organisation.write(Path(folder), store.clock.now().year, people)
        load_once(store, Path(folder))
    store.close()


def bot(data: Path, slack: str, database: str = "") -> Bot:
    """The bot on this data directory, or database. `slack` is the address of the stand-in's API."""
    return build(settings_for(data, slack, database))


def settings_for(data: Path, slack: str, database: str = "") -> Settings:
    """Settings as they stand in `.env` when Slack comes over HTTP."""
    return Settings.model_validate(
        {
            "slack_bot_token": TOKEN,
            "slack_app_token": "",
            "slack_signing_secret": SECRET,
            "slack_api_url": slack,
            "database_url": database,
            "data_dir": data,
            "http_port": 0,
        }
    )
