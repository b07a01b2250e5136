"""A disk that is full: whoever wanted to write hears it, nothing of it is kept, and afterwards all is well."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import FollowedClock
from bot.migrate import upgrade
from bot.store import Store
from bot.tables import Inbox

KEYS = select(Inbox.key).order_by(Inbox.key)  # type: ignore[call-overload] # SQLModel's stubs


@contextmanager
def no_room(file: Path) -> Iterator[None]:
    """No file of this process grows beyond what that one's log has now."""
    size = file.with_name(f"{file.name}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_write_on_a_full_disk_is_an_error_and_undone_and_the_next_one_is_kept(
    tmp_path: Path, clock: FollowedClock
) -> None:
    file = tmp_path / "dotted-line.sqlite"
    store = Store(f"sqlite:///{file}", clock)
    upgrade(store)
    store.write(lambda tx: tx.recognise("before"))
    with no_room(file), pytest.raises(sqlite3.OperationalError, match=r"disk|full"):
        store.write(lambda tx: [tx.recognise(f"lost/{number}") for number in range(3000)])
    store.write(lambda tx: tx.recognise("after"))
    assert [row.key for row in store.read(lambda tx: tx.fetch(KEYS))] == ["after", "before"]
    store.close()
