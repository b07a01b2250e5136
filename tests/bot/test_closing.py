"""A store that is closed while somebody works on it: their work is kept, and whoever comes later is told."""

import threading

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from bot.transaction import Transaction

ENDS_WITHIN = 60.0


def test_a_store_is_closed_after_whoever_is_at_work(
    clock: FollowedClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("closing") / "dotted-line.sqlite"
    store = Store(f"sqlite:///{path}", clock)
    at_work, may_end = threading.Event(), threading.Event()

    def work(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("CREATE TABLE kept (number INTEGER)")
        at_work.set()
        assert may_end.wait(ENDS_WITHIN)

    working = threading.Thread(target=lambda: store.write(work))
    working.start()
    assert at_work.wait(ENDS_WITHIN)
    closing = threading.Thread(target=store.close)
    closing.start()
    closing.join(0.2)
    assert closing.is_alive()
    may_end.set()
    working.join(ENDS_WITHIN)
    closing.join(ENDS_WITHIN)
    assert not closing.is_alive()
    with pytest.raises(RuntimeError, match="closed"):
        store.write(lambda _tx: None)
    later = Store(f"sqlite:///{path}", clock)
    assert later.read(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM kept").scalar()) == 0
    later.close()
