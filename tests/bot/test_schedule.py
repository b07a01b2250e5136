"""What the clock does in pieces: kept a few at a time, so that whoever wants to write waits for one of them at most."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import schedule
from bot.clock import FollowedClock
from bot.schedule import Ticks
from bot.store import Store
from bot.transaction import Transaction
from tests.bot.stand_in import Lamp, Light, a_lamp_workflow
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Piece, Ref, Round, Tx


def _piece(number: int) -> Piece:
    def work(tx: Tx) -> Iterator[Event | Notice]:
        tx.memory.setdefault("together", []).append(number)
        yield Event("lit", Ref("lamp", number), 1, PersonId(1), None, {"with": len(tx.memory["together"])})

    return work


@pytest.mark.parametrize(("slice_", "together"), [(0.0, [1, 1, 1, 1, 1]), (60.0, [1, 2, 3, 4, 5])])
def test_pieces_share_a_transaction_as_long_as_there_is_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, slice_: float, together: list[int]
) -> None:
    monkeypatch.setattr(schedule, "SLICE", slice_)
    lamp = a_lamp_workflow(Lamp(PersonId(1), Light.RED), frozenset(), {})
    pieces = [_piece(number) for number in range(5)]
    flow = replace(lamp, notices=lambda _tx, _event: (), pieces=lambda _tx: pieces)
    done = Ticks(store, [flow]).tick()
    assert (done.happened, done.failed) == (5, ())

    def kept(tx: Transaction) -> list[int]:
        rows = tx.connection.exec_driver_sql("SELECT facts FROM audit WHERE event = 'lit' ORDER BY id").fetchall()
        return [int("".join(filter(str.isdigit, str(row.facts)))) for row in rows]

    assert store.read(kept) == together


def test_a_clock_that_is_moved_during_a_tick_has_the_next_tick_for_itself(store: Store, clock: FollowedClock) -> None:
    taken: list[datetime] = []
    moved = iter([clock.now() + timedelta(hours=12)])

    def moves(tx: Tx) -> Iterator[Event]:
        for moment in moved:
            clock.follow(moment, speed=0)
        yield from ()

    def take(tx: Tx) -> bool:
        taken.append(tx.now)
        return True

    lamp = a_lamp_workflow(Lamp(PersonId(1), Light.RED), frozenset(), {})
    ticks = Ticks(store, [replace(lamp, advance=moves, rounds=lambda _tx: [Round(take)])])
    assert (ticks.tick().failed, taken) == ((), [])
    assert (ticks.tick().failed, taken) == ((), [clock.now()])
