"""Replicas wake one another: a commit on one is heard by the other at once, also after its connection was lost."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from bot.bell import Bell
from bot.clock import FollowedClock
from bot.store import Store
from tests.postgres import Server

SOON = 60.0
"""Seconds; a ring takes a hundredth, but machines are busy."""
LISTENERS = "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen dotted_line'"


@dataclass
class Replica:
    """A bell, and whether it woke anybody."""

    bell: Bell
    woken: threading.Event


@pytest.fixture
def replica(postgres: Server, clock: FollowedClock) -> Iterator[Callable[[], Replica]]:
    """Makes replicas on one database, which listen."""
    url = postgres.borrow(template="test_1")
    ends: list[Callable[[], None]] = []

    def begun() -> Replica:
        store, woken = Store(url, clock), threading.Event()
        made = Replica(Bell(store, woken.set), woken)
        made.bell.start()
        ends.extend((store.close, made.bell.stop))
        assert made.bell.listening.wait(SOON)
        assert woken.wait(SOON), "whoever begins to listen looks once"
        woken.clear()
        return made

    yield begun
    for end in reversed(ends):
        end()
    postgres.give_back(url)


def test_a_ring_wakes_the_others_and_not_the_one_who_rang(replica: Callable[[], Replica]) -> None:
    one, other, third = replica(), replica(), replica()
    one.bell.ring()
    assert other.woken.wait(SOON)
    assert third.woken.wait(SOON)
    assert not one.woken.wait(0.2)


def test_a_lost_connection_is_made_anew_and_whoever_lost_it_looks_at_once(
    replica: Callable[[], Replica], postgres: Server
) -> None:
    one, other = replica(), replica()
    other.bell.listening.clear()
    with other.bell._engine.begin() as connection:
        assert connection.execute(text(LISTENERS)).all()
    assert other.woken.wait(SOON)
    assert other.bell.listening.wait(SOON)
    other.woken.clear()
    one.bell.ring()
    assert other.woken.wait(SOON)
