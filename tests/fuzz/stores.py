"""The sample organisation on a store of either kind, for as long as it is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.clock import FollowedClock
from bot.demonstration import begin
from bot.folder.command import load_once
from bot.migrate import upgrade
from bot.rehearse import SAMPLE
from bot.store import Store
from tests.postgres import Server
from workflows import WORKFLOWS


@contextmanager
def opened(kind: str, folder: Path, server: Server | None = None) -> Iterator[Store]:
    """On Monday 23 November 2026, nine in London."""
    clock = FollowedClock()
    clock.follow(datetime(2026, 11, 23, 9, tzinfo=UTC), speed=0)
    own = Server() if kind == "postgresql" and server is None else None
    if own is not None:
        own.start()
    running = server or own
    url = f"sqlite:///{folder / 'fuzz.sqlite'}" if kind == "sqlite" or running is None else running.new_database()
    store = Store(url, clock, WORKFLOWS)
    try:
        upgrade(store)
        for workflow in WORKFLOWS:
            store.write(workflow.seed)
        load_once(store, SAMPLE)
        begin(store)
        yield store
    finally:
        store.close()
        if own is not None:
            own.stop()
