"""What is kept in the process: the values used last, under the version they were read in."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.clock import MachineClock
from bot.line import Line, Ticket
from bot.migrate import upgrade
from bot.store import Store
from bot.transaction import Transaction
from workflows.organisation import recent
from workflows.organisation.recent import Recent


def numbers() -> Iterator[int]:
    return count(1)


def test_what_was_not_used_for_longest_makes_room() -> None:
    kept = Recent(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_a_value_is_loaded_once_until_something_changes(store: Store) -> None:
    loaded = numbers()

    def ask() -> int | None:
        return store.read(lambda tx: recent.of_person(tx, "key", lambda: next(loaded)))

    store.write(recent.changed)
    assert (ask(), ask()) == (1, 1)
    store.write(recent.changed)
    assert (ask(), ask()) == (2, 2)


def test_nothing_is_kept_before_anything_was_ever_written(store: Store) -> None:
    loaded = numbers()
    asked = [store.read(lambda tx: recent.of_person(tx, "key", lambda: next(loaded))) for _ in range(2)]
    assert asked == [1, 2]


def test_nothing_found_is_looked_for_again(store: Store) -> None:
    store.write(recent.changed)
    answers = iter([None, 7])
    asked = [store.read(lambda tx: recent.of_person(tx, "key", lambda: next(answers))) for _ in range(3)]
    assert asked == [None, 7, 7]


CHANGED_ELSEWHERE = """
import sys
from bot.clock import MachineClock
from bot.store import Store
from workflows.organisation import recent

store = Store(sys.argv[1], MachineClock())
store.write(recent.changed)
store.close()
"""


def change_in_another_process(url: str) -> None:
    subprocess.run([sys.executable, "-c", CHANGED_ELSEWHERE, url], check=True, timeout=120)  # noqa: S603 - our own module


def test_what_another_process_changed_is_never_decided_by_what_this_one_kept(database_url: str, store: Store) -> None:
    """The version is read in the transaction that decides, also on the connection whose statements are all cached."""
    loaded = numbers()

    def decide() -> int | None:
        return store.write(lambda tx: recent.of_person(tx, "key", lambda: next(loaded)))

    store.write(recent.changed)
    assert (decide(), decide()) == (1, 1)
    change_in_another_process(database_url)
    assert (decide(), decide()) == (2, 2)


def in_one_commit(store: Store, *works: object) -> list[Ticket]:
    tickets = [Ticket(work) for work in works]  # type: ignore[arg-type] # functions of a transaction
    line = Line(store.engine, store.transaction, store.tell)
    line.serve(tickets)
    line.close()
    return tickets


@pytest.fixture
def lined(tmp_path: Path) -> Iterator[Store]:
    """On SQLite, where writers stand in line."""
    store = Store(f"sqlite:///{tmp_path / 'dotted-line.sqlite'}", MachineClock())
    upgrade(store)
    yield store
    store.close()


def test_those_who_share_a_commit_see_what_the_one_before_changed(lined: Store) -> None:
    loaded, seen = numbers(), list[int | None]()

    def look(tx: Transaction) -> None:
        seen.append(recent.of_person(tx, "key", lambda: next(loaded)))

    def change_in_vain(tx: Transaction) -> None:
        recent.changed(tx)
        look(tx)
        raise ValueError("undone")

    lined.write(recent.changed)
    tickets = in_one_commit(lined, look, look, recent.changed, look, change_in_vain, look)
    assert [isinstance(ticket.error, ValueError) for ticket in tickets] == [False] * 4 + [True, False]
    assert seen == [1, 1, 2, 3, 2]
    assert in_one_commit(lined, look)[0].error is None
    assert seen[-1] == 2
