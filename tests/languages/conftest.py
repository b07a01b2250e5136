"""The sample organisation, in a store that is walked through and left as it was."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import FollowedClock
from bot.demonstration import begin
from bot.store import Store
from tests.conversations.conftest import DATABASE, sample_database
from workflows import WORKFLOWS

__all__ = ["sample", "sample_database"]


@pytest.fixture
def sample(tmp_path: Path, sample_database: Path, clock: FollowedClock) -> Iterator[Store]:
    """The sample organisation on Monday 23 November 2026, with what a rehearsal begins with."""
    shutil.copy(sample_database, tmp_path / DATABASE)
    store = Store(f"sqlite:///{tmp_path / DATABASE}", clock, WORKFLOWS)
    begin(store)
    yield store
    store.close()
