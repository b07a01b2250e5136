"""The real bot in a rehearsal workspace, over Socket Mode and over signed HTTP, on the sample organisation."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zlib import crc32

import pytest
from pydantic import SecretStr

from bot.app import Running
from bot.app import build as build_bot
from bot.clock import FollowedClock
from bot.folder.command import load_once
from bot.migrate import upgrade
from bot.rehearse import APP_TOKEN, BOT_TOKEN, SAMPLE, SECRET, ClockFollower, scenario
from bot.settings import Settings
from bot.store import Store
from rehearsal.actor import Actor
from rehearsal.client import RehearsalClient
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from rehearsal.tickets import Timing
from tests.ports import free_port
from tests.waiting import until
from workflows import WORKFLOWS
from workflows.digest import store

DATABASE = "dotted-line.sqlite"
MONDAY = "2026-11-23 09:00 UTC"
ACKED_WITHIN = 60.0
"""Seconds. Slack's own three are tried elsewhere: here a busy machine would fail what it has nothing to do with."""


class Office:
    """A workspace in which the bot runs; people by their first names."""

    def __init__(self, slack: RehearsalClient, running: Running) -> None:
        self.slack, self.running = slack, running

    def person(self, name: str) -> Actor:
        return self.slack.as_user(name).in_channel("general")

    def goes_to(self, moment: str) -> None:
        """Move the clock; the bot follows, and does what is due then.

        Not before the bot has looked once: what comes due before its first look was none of its business.
        """
        until(lambda: self.running.bot.store.read(store.rounds))
        self.slack.clock.jump(moment)


TRANSPORTS = ("socket", "http")
OVER_BOTH = {"test_leave", "test_directory", "test_home", "test_performance"}
"""Every kind of payload is in these; whatever else is talked about comes over the one or the other, by its name."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Over which transports a conversation is held, where it does not say so itself."""
    said = any("transport" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "transport" not in metafunc.fixturenames or said:
        return
    both = metafunc.module.__name__.rpartition(".")[2] in OVER_BOTH
    one = TRANSPORTS[crc32(metafunc.definition.name.encode()) % 2]
    metafunc.parametrize("transport", TRANSPORTS if both else [one], indirect=True)


@pytest.fixture
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample organisation as the bot's first start leaves it: copying it is quicker than loading it."""
    path = tmp_path_factory.mktemp("sample") / DATABASE
    clock = FollowedClock()
    clock.follow(datetime.strptime(MONDAY, "%Y-%m-%d %H:%M %Z").replace(tzinfo=UTC), speed=0)
    store = Store(f"sqlite:///{path}", clock, WORKFLOWS)
    upgrade(store)
    load_once(store, SAMPLE)
    store.close()
    with closing(sqlite3.connect(path)) as sample, sample:  # who reads which language is tried elsewhere
        sample.execute("UPDATE person SET language = 'en'")
    return path


@pytest.fixture
def office(tmp_path: Path, transport: str, sample_database: Path) -> Iterator[Office]:
    """Monday 23 November 2026, nine in London."""
    with at_work(tmp_path, sample_database, transport) as office:
        yield office


@contextmanager
def at_work(folder: Path, sample: Path, transport: str) -> Iterator[Office]:
    """A workspace with a bot in this process, on a copy of the sample in this folder."""
    shutil.copy(sample, folder / DATABASE)
    with closing(sqlite3.connect(folder / DATABASE)) as copy, copy:  # memory keeps what each token stands for
        copy.execute("UPDATE organisation_version SET token = ?", (uuid4().hex,))
    port = free_port()
    request_url = f"http://127.0.0.1:{port}/slack/events" if transport == "http" else None
    patient = Timing(ack=ACKED_WITHIN, trigger=ACKED_WITHIN)
    workspace = build_workspace(scenario(SAMPLE, WORKFLOWS, request_url), timing=patient)
    with Serving(workspace) as serving:
        slack = RehearsalClient(serving.url)
        slack.clock.jump(MONDAY)
        clock = FollowedClock()
        follower = ClockFollower(f"{serving.url}/rehearsal/clock", clock)
        follower.start()
        running = Running(build_bot(_settings(folder, serving, transport, port), clock=clock))
        running.start()
        yield Office(slack, running)
        follower.stop()
        running.stop()


def _settings(folder: Path, serving: Serving, transport: str, port: int) -> Settings:
    over_http = transport == "http"
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr("" if over_http else APP_TOKEN),
        slack_signing_secret=SecretStr(SECRET if over_http else ""),
        slack_api_url=serving.api_url,
        rehearsal_clock=f"{serving.url}/rehearsal/clock",
        data_dir=folder,
        http_port=port,
        pace_seconds=0.0,
        tick_seconds=1.0,
    )
