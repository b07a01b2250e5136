"""Requests on one thread: they share commits, and each is answered after its own, with its own outcome."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MachineClock
from bot.crew import Crew
from bot.migrate import upgrade
from bot.store import Store
from bot.transaction import Transaction


@pytest.fixture
def lined(tmp_path: Path) -> Any:
    """A store on SQLite: the one kind whose writers stand in line."""
    store = Store(f"sqlite:///{tmp_path / 'dotted-line.sqlite'}", MachineClock())
    upgrade(store)
    yield store
    store.close()


def crew_of(store: Store) -> Crew:
    crew = store.crew()
    assert crew is not None
    return crew


async def together(*awaited: Awaitable[Any]) -> list[Any]:
    return list(await asyncio.gather(*awaited, return_exceptions=True))


def kept(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return [row[0] for row in connection.exec_driver_sql("select key from inbox order by key")]


def test_requests_that_come_together_share_a_commit_and_run_on_one_thread(lined: Store) -> None:
    crew, commits, threads = crew_of(lined), list[str](), set[str]()
    held = threading.Event()
    lined.write(lambda tx: tx.recognise("opened"))
    line = lined._line
    assert line is not None
    assert line._connection is not None
    raw: sqlite3.Connection = line._connection.connection.dbapi_connection  # type: ignore[assignment]
    raw.set_trace_callback(lambda said: commits.append(said) if said.startswith("COMMIT") else None)

    def job(key: str) -> bool:
        threads.add(threading.current_thread().name)
        return lined.write(lambda tx: tx.recognise(key))

    async def all_at_once() -> list[Any]:
        first = asyncio.ensure_future(crew.do(lambda: held.wait(10)))
        rest = [asyncio.ensure_future(crew.do(lambda key=key: job(key))) for key in "abcdefgh"]  # type: ignore[misc] # mypy cannot infer it
        await asyncio.sleep(0.05)
        held.set()
        return await together(first, *rest)

    assert asyncio.run(all_at_once()) == [True] * 9
    assert kept(lined) == [*"abcdefgh", "opened"]
    assert threads == {"crew"}
    assert len(commits) == 1


def test_one_that_is_refused_undoes_only_itself_and_hears_why(lined: Store) -> None:
    crew = crew_of(lined)

    def refuse(tx: Transaction) -> None:
        tx.recognise("refused")
        raise ValueError("no")

    async def all_at_once() -> list[Any]:
        return await together(
            crew.do(lambda: lined.write(lambda tx: tx.recognise("before"))),
            crew.do(lambda: lined.write(refuse)),
            crew.do(lambda: lined.write(lambda tx: tx.recognise("after"))),
        )

    before, refused, after = asyncio.run(all_at_once())
    assert (before, after) == (True, True)
    assert isinstance(refused, ValueError)
    assert kept(lined) == ["after", "before"]


def test_a_request_goes_on_only_once_its_work_is_committed(lined: Store) -> None:
    crew = crew_of(lined)

    def job(key: str) -> bool:
        lined.write(lambda tx: tx.recognise(key))
        return key in kept(lined)

    async def all_at_once() -> list[Any]:
        return await together(*(crew.do(lambda key=key: job(key)) for key in "abcd"))  # type: ignore[misc] # mypy cannot infer it

    assert asyncio.run(all_at_once()) == [True] * 4


def test_threads_write_beside_the_crew(lined: Store) -> None:
    crew = crew_of(lined)
    writers = [
        threading.Thread(target=lambda n=n: [lined.write(lambda tx, i=i: tx.recognise(f"t{n}/{i}")) for i in range(20)])  # type: ignore[misc] # mypy cannot infer it
        for n in range(4)
    ]

    async def requests() -> list[Any]:
        return await together(
            *(crew.do(lambda n=n: lined.write(lambda tx: tx.recognise(f"c/{n}"))) for n in range(80))  # type: ignore[misc] # mypy cannot infer it
        )

    for writer in writers:
        writer.start()
    assert asyncio.run(requests()) == [True] * 80
    for writer in writers:
        writer.join(timeout=30)
    assert len(kept(lined)) == 160


def test_a_job_that_writes_twice_or_not_at_all_is_answered_too(lined: Store) -> None:
    crew = crew_of(lined)

    def twice() -> tuple[bool, bool]:
        return lined.write(lambda tx: tx.recognise("one")), lined.write(lambda tx: tx.recognise("one"))

    async def all_at_once() -> list[Any]:
        return await together(crew.do(twice), crew.do(lambda: 7))

    assert asyncio.run(all_at_once()) == [(True, False), 7]
