"""What is kept in the process: the values used last, under the version they were read in."""

from collections.abc import Iterator
from itertools import count

from bot.store import Store
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
