"""Requests that take turns on one thread: where one waits for its commit the next one begins, and they share it.

To give each request a thread costs more than the request itself: two changes of threads and, with sixteen of them, a
struggle for the interpreter. Here a thread is changed once for all the requests that came meanwhile.
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
    """One thread of hands, each a request, before one line of writers."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        line.wait = _wait
        threading.Thread(target=self._work, name="crew", daemon=True).start()

    async def do(self, job: Callable[[], T]) -> T:
        """What the job returns, or raise what it raises; jobs begin in the order in which they come."""
        order = _Order(job, asyncio.get_running_loop())
        self._orders.put(order)
        result: T = await order.outcome
        return result

    def end(self) -> None:
        """Finish what is in hand; what comes afterwards is never done."""
        self._orders.put(None)

    def _work(self) -> None:
        while orders := self._next():
            try:
                self._carry_out(orders)
            except Exception as error:
                log.exception("crew.failed")
                for order in orders:
                    order.fail(error)
            for loop in {order.loop for order in orders}:
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    loop.call_soon_threadsafe(_tell, [order for order in orders if order.loop is loop])

    def _next(self) -> list["_Order"]:
        """Whoever waits, at least one; nobody once the end has come."""
        orders = [self._orders.get()]
        with suppress(Empty):
            while orders[-1] is not None and len(orders) < MOST_AT_ONCE:
                orders.append(self._orders.get_nowait())
        if orders[-1] is None and len(orders) > 1:
            self._orders.put(None)
        return [order for order in orders if order is not None]

    def _carry_out(self, orders: list["_Order"]) -> None:
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
