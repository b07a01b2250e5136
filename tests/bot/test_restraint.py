"""Nobody floods others; what is refused is undone, and goes again an hour later."""

import pytest
from sqlalchemy import select

from bot.claims import outbox
from bot.restraint import MOST_PEOPLE, Restraint
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Notice, Ref

ALL = select(outbox.c.key)


class Watch:
    """A monotonic clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def actor(store: Store, person: int) -> Actor:
    today = store.clock.now().date()
    return Actor(PersonId(person), f"U{person}", "Ann", "Europe/Berlin", "de-DE", today)


def do(store: Store, restraint: Restraint, person: int, key: str, *, tells: bool = True) -> None:
    def work(tx: Transaction) -> None:
        if tells:
            tx.queue(Notice(key, "C1", "x", Ref("leave", 1)))
        restraint.heed(tx, actor(store, person))

    store.write(work)


def test_what_is_too_much_is_undone_and_says_when_it_goes_again(store: Store) -> None:
    watch = Watch()
    restraint = Restraint(2, watch)
    do(store, restraint, 1, "a")
    watch.now += 60
    do(store, restraint, 1, "b")
    with pytest.raises(Refused, match="2 things within an hour") as refused:
        do(store, restraint, 1, "c")
    assert refused.value.reason == "too_often"
    assert "10:59" in refused.value.text  # Berlin, an hour after the first
    do(store, restraint, 2, "d")
    watch.now += 3540
    do(store, restraint, 1, "e")
    kept = store.read(lambda tx: {row.key for row in tx.fetch(ALL)})
    assert kept == {"a", "b", "d", "e"}


def test_what_nobody_else_is_told_is_not_counted(store: Store) -> None:
    restraint = Restraint(1, Watch())
    for number in range(5):
        do(store, restraint, 1, str(number), tells=False)
    do(store, restraint, 1, "told")
    with pytest.raises(Refused):
        do(store, restraint, 1, "told again")


def test_it_remembers_no_more_people_than_it_must() -> None:
    restraint = Restraint(1, Watch())
    for person in range(MOST_PEOPLE + 10):
        restraint._spend(person)
    assert len(restraint._done) == MOST_PEOPLE
    assert restraint._spend(0) is None
    assert restraint._spend(MOST_PEOPLE + 5) == 3600
