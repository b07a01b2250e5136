"""Requests that take turns: they share commits, and each is answered after its own, with its own outcome."""

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


def commits_of(store: Store) -> list[str]:
    """Filled as the store commits."""
    commits = list[str]()
    store.write(lambda tx: tx.recognise("opened"))
    line = store._line
    assert line is not None
    assert line._place is not None
    raw: sqlite3.Connection = line._place.cursor.connection
    raw.set_trace_callback(lambda said: commits.append(said) if said.startswith("COMMIT") else None)
    return commits


def test_requests_that_come_together_share_a_commit_on_the_loop_they_came_by(lined: Store) -> None:
    crew, commits, threads = crew_of(lined), commits_of(lined), set[str]()

    def job(key: str) -> bool:
        threads.add(threading.current_thread().name)
        return lined.write(lambda tx: tx.recognise(key))

    async def all_at_once() -> list[Any]:
        return await together(*(crew.do(lambda key=key: job(key)) for key in "abcdefgh"))  # type: ignore[misc] # mypy cannot infer it

    assert asyncio.run(all_at_once()) == [True] * 8
    assert kept(lined) == [*"abcdefgh", "opened"]
    assert threads == {threading.current_thread().name}
    assert len(commits) == 1


def test_while_somebody_holds_the_line_the_loop_stays_free_and_the_order_is_kept(lined: Store) -> None:
    crew, done = crew_of(lined), list[str]()
    begun, held = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> bool:
        begun.set()
        return tx.recognise("held") and held.wait(60)

    def job(key: str) -> bool:
        done.append(key)
        return lined.write(lambda tx: tx.recognise(key))

    async def meanwhile() -> list[Any]:
        asked = [asyncio.ensure_future(crew.do(lambda key=key: job(key))) for key in "abcd"]  # type: ignore[misc] # mypy cannot infer it
        await asyncio.sleep(0.05)  # the loop goes on
        waiting = not any(one.done() for one in asked)
        held.set()
        return [waiting, *await together(*asked, crew.do(lambda: job("e")))]

    holder = threading.Thread(target=lambda: lined.write(hold))
    holder.start()
    begun.wait(60)
    assert asyncio.run(meanwhile()) == [True] * 6
    holder.join(timeout=60)
    assert done == [*"abcde"]
    assert kept(lined) == [*"abcde", "held"]


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
