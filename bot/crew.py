"""Requests that take turns on the loop they come by: where one waits for its commit the next one begins and shares it.

Handing a request to a thread and back takes as long as a third of what it does (0.2 ms of 0.5 for a bare ack). All of
them wait for one writer anyway, so they are carried out where they are read, all that came meanwhile together. Only
while somebody else holds the line (a tick, a delivery) a thread waits in their place, and the loop stays free.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import structlog
from greenlet import getcurrent, greenlet  # type: ignore[import-untyped] # it publishes no types

from bot.line import Line, Ticket

log = structlog.get_logger()
T = TypeVar("T")
MOST_AT_ONCE = 32


class Crew:
    """Hands, each a request, before one line of writers; all of them come by one loop."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._new: list[_Order] = []
        self._aside: SimpleQueue[_Order | None] = SimpleQueue()
        self._left_aside = 0
        """How many the thread still has: what comes behind them stays behind them. Changed on the loop only."""
        line.wait = _wait
        threading.Thread(target=self._work_aside, name="crew", daemon=True).start()

    async def do(self, job: Callable[[], T]) -> T:
        """What the job returns, or raise what it raises; jobs begin in the order in which they come."""
        loop = asyncio.get_running_loop()
        order = _Order(job, loop)
        if not self._new:
            loop.call_soon(self._turn)
        self._new.append(order)
        result: T = await order.outcome
        return result

    def end(self) -> None:
        """Finish what is in hand; what comes afterwards is never done."""
        self._aside.put(None)

    def _turn(self) -> None:
        """On the loop: everything that came since the last turn."""
        orders, self._new = self._new, []
        if self._left_aside or self._line.taken:
            self._left_aside += len(orders)
            for order in orders:
                self._aside.put(order)
            return
        for first in range(0, len(orders), MOST_AT_ONCE):
            together = orders[first : first + MOST_AT_ONCE]
            self._attempt(together)
            _tell(together)

    def _work_aside(self) -> None:
        while orders := self._next():
            self._attempt(orders)
            for loop in {order.loop for order in orders}:
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    loop.call_soon_threadsafe(self._back, [order for order in orders if order.loop is loop])

    def _back(self, orders: Sequence["_Order"]) -> None:
        self._left_aside -= len(orders)
        _tell(orders)

    def _next(self) -> list["_Order"]:
        """Whoever waits, at least one; nobody once the end has come."""
        orders = [self._aside.get()]
        with suppress(Empty):
            while orders[-1] is not None and len(orders) < MOST_AT_ONCE:
                orders.append(self._aside.get_nowait())
        if orders[-1] is None and len(orders) > 1:
            self._aside.put(None)
        return [order for order in orders if order is not None]

    def _attempt(self, orders: Sequence["_Order"]) -> None:
        try:
            self._carry_out(orders)
        except Exception as error:
            log.exception("crew.failed")
            for order in orders:
                order.fail(error)

    def _carry_out(self, orders: Sequence["_Order"]) -> None:
        if len(orders) == 1:
            orders[0].carry_out()  # alone: it may as well wait where it stands
            return
        waiting = _go_on([_Hand(order.carry_out) for order in orders])
        while waiting:
            self._line.serve([ticket for _, ticket in waiting])
            waiting = _go_on([hand for hand, _ in waiting])


class _Hand(greenlet):  # type: ignore[misc] # the same
    """A job that can wait in the middle."""


def _go_on(hands: Sequence[_Hand]) -> list[tuple[_Hand, Ticket]]:
    """Let each work until it waits or is done; those who wait, and what for."""
    return [(hand, ticket) for hand in hands if (ticket := hand.switch()) is not None]


def _wait(ticket: Ticket) -> bool:
    """Give way until the ticket is finished; False at once for one who is not a hand and waits as threads do."""
    hand = getcurrent()
    if not isinstance(hand, _Hand) or hand.parent is None:
        return False
    hand.parent.switch(ticket)
    return True


class _Order:
    """A job, and whom to tell about it."""

    def __init__(self, job: Callable[[], Any], loop: asyncio.AbstractEventLoop) -> None:
        self._job, self.loop = job, loop
        self.outcome: asyncio.Future[Any] = loop.create_future()
        self._result: Any = None
        self._error: BaseException | None = None

    def carry_out(self) -> None:
        try:
            self._result = self._job()
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever ordered, and is raised there
            self._error = error

    def fail(self, error: Exception) -> None:
        self._error = self._error or error

    def tell(self) -> None:
        if self.outcome.done():
            return
        if self._error is not None:
            self.outcome.set_exception(self._error)
            return
        self.outcome.set_result(self._result)


def _tell(orders: Sequence[_Order]) -> None:
    for order in orders:
        order.tell()
