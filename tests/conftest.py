"""A database for each test, and a clock that stands where the test puts it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store

MONDAY_NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FollowedClock:
    """It is Monday 23 November 2026, 09:00 UTC, and stays so."""
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    return clock


@pytest.fixture
def store(tmp_path: Path, clock: FollowedClock) -> Iterator[Store]:
    """An empty database with every table."""
    store = Store(f"sqlite:///{tmp_path / 'dotted-line.sqlite'}", clock)
    SQLModel.metadata.create_all(store.engine)
    yield store
    store.close()
