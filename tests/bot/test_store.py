"""The unit of work: whole or not at all, one after another, and nothing said that was not kept."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, func, select, update

from bot.store import Store
from bot.tables import Audit, Outbox
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Notice, Ref


class Tally:
    """A number that many add to; in a metadata of its own, since it is no table of the product's."""

    __table__ = Table(
        "tally",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("name", String(40), unique=True),
        Column("count", Integer),
    )


tally = Tally.__table__.c
ONE = select(tally.count).where(tally.name == bindparam("name"))
ADD = update(Tally.__table__).where(tally.name == bindparam("tally")).values(count=bindparam("to"))
AUDITED = select(func.count()).select_from(Audit)
QUEUED = select(Outbox.key).order_by(Outbox.id)  # type: ignore[call-overload]


@pytest.fixture(autouse=True)
def _a_tally(store: Store) -> Iterator[None]:
    Tally.__table__.create(store.engine)
    yield
    Tally.__table__.drop(store.engine)


def read_then_add(tx: Transaction) -> int:
    tx.lock("tally", 1)
    count: int = tx.first(ONE, name="all").count
    tx.execute(ADD, tally="all", to=count + 1)
    return count + 1


def an_event(number: int) -> Event:
    return Event("asked", Ref("leave", number), 1, PersonId(1), PersonId(1), {"days": "3"})


def test_what_is_read_and_then_written_is_never_lost_to_another_thread(store: Store) -> None:
    store.write(lambda tx: tx.insert(Tally, name="all", count=0))
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda _: store.write(read_then_add), range(400)))
    assert sorted(results) == list(range(1, 401))


def test_a_refusal_undoes_only_its_own_work_though_others_share_the_commit(store: Store) -> None:
    store.write(lambda tx: tx.insert(Tally, name="all", count=0))
    gathered = threading.Barrier(8)

    def work(number: int) -> bool:
        gathered.wait()
        try:
            store.write(lambda tx: _add_or_refuse(tx, number))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        kept = [outcome for _ in range(10) for outcome in pool.map(work, range(8))]
    assert kept.count(True) == 40
    assert store.read(lambda tx: tx.first(ONE, name="all").count) == 40


def _add_or_refuse(tx: Transaction, number: int) -> None:
    read_then_add(tx)
    if number % 2:
        raise Refused("not today")


def test_an_event_and_its_notice_are_kept_together_or_not_at_all(store: Store) -> None:
    def announce(tx: Transaction) -> None:
        tx.record(an_event(1))
        tx.queue(Notice("leave/1/asked/1/to_2", PersonId(2), "decide", Ref("leave", 1)))

    def announce_then_fail(tx: Transaction) -> None:
        announce(tx)
        raise Refused("no")

    with pytest.raises(Refused):
        store.write(announce_then_fail)
    assert store.read(lambda tx: (tx.first(AUDITED)[0], tx.fetch(QUEUED))) == (0, [])
    store.write(announce)
    store.write(announce)
    assert store.read(lambda tx: tx.first(AUDITED)[0]) == 2
    assert [row.key for row in store.read(lambda tx: tx.fetch(QUEUED))] == ["leave/1/asked/1/to_2"]


def test_a_watcher_hears_of_what_was_kept_and_only_of_that(store: Store) -> None:
    heard: list[tuple[bool, frozenset[PersonId]]] = []
    store.watch(lambda *, queued, touched: heard.append((queued, touched)))
    store.write(lambda tx: tx.recognise("event/1"))
    with pytest.raises(Refused):
        store.write(_queue_and_refuse)
    assert heard == []
    store.write(lambda tx: tx.queue(Notice("k", PersonId(7), "told", Ref("leave", 1))))
    assert heard == [(True, frozenset({PersonId(7)}))]


def _queue_and_refuse(tx: Transaction) -> None:
    tx.queue(Notice("refused", PersonId(7), "told", Ref("leave", 1)))
    raise Refused("no")


def test_a_payload_is_recognised_the_second_time(store: Store) -> None:
    assert store.write(lambda tx: tx.recognise("Ev1")) is True
    assert store.write(lambda tx: tx.recognise("Ev1")) is False


def test_a_part_that_fails_undoes_only_itself(store: Store) -> None:
    store.write(lambda tx: tx.insert(Tally, name="all", count=0))

    def fails(tx: Transaction) -> None:
        read_then_add(tx)
        tx.insert(Tally, name="all", count=7)

    def added(tx: Transaction) -> None:
        read_then_add(tx)

    def work(tx: Transaction) -> list[str | None]:
        read_then_add(tx)
        outcomes = [tx.attempt("one", lambda: fails(tx)), tx.attempt("other", lambda: added(tx))]
        read_then_add(tx)
        return outcomes

    failed, done = store.write(work)
    assert failed is not None
    assert done is None
    assert store.read(lambda tx: tx.first(ONE, name="all").count) == 3
