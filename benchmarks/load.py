"""The load: a process of its own that keeps so many connections busy for so many seconds and times every answer.

`python -m benchmarks.load`: an order per line on the standard input, its outcome as one line of JSON on the output.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import uvloop

from benchmarks.signed import requests

MOST_A_SECOND = 2500
"""For one connection, and twice as many for more: so many requests are signed beforehand; a burst ends with them."""
SHOWN = 3


@dataclass(frozen=True)
class Order:
    """What to send where."""

    port: int
    connections: int
    seconds: float
    first: int
    """The number of the first request: those before it were sent already."""
    today: str
    most_a_second: int = 0
    """So many are signed beforehand; 0: as many as ever are taken."""


@dataclass
class Outcome:
    """What came of it. `latencies` are seconds, of the accepted ones."""

    sent: int = 0
    accepted: int = 0
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """The first few answers that were no acceptance."""


class Caller(asyncio.Protocol):
    """One connection: sends a request, times the answer, sends the next."""

    def __init__(self, waiting: Iterator[bytes], until: float, outcome: Outcome) -> None:
        self._waiting, self._until, self._outcome = waiting, until, outcome
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answer, self._sent_at = b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if is_whole(self._answer):
            self._note(time.perf_counter() - self._sent_at)
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(exc or ConnectionResetError("the server hung up"))

    def _next(self) -> None:
        self._answer = b""
        request = next(self._waiting, None) if time.perf_counter() < self._until else None
        if request is None:
            self.ended.set_result(None)
            self._transport.close()
            return
        self._outcome.sent += 1
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def _note(self, took: float) -> None:
        if is_acceptance(self._answer):
            self._outcome.accepted += 1
            self._outcome.latencies.append(took)
        elif len(self._outcome.refusals) < SHOWN:
            self._outcome.refusals.append(self._answer.decode(errors="replace"))


def is_acceptance(answer: bytes) -> bool:
    """Whether this is how a modal is told that its request was taken: 200, and no errors under its fields."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return b" 200 " in head.partition(b"\r\n")[0] and b'"errors"' not in body


async def carry_out(order: Order) -> Outcome:
    """Send, wait, and say what came of it."""
    rate = order.most_a_second or MOST_A_SECOND * min(order.connections, 2)
    signed = requests(order.first, int(rate * order.seconds) + order.connections, date.fromisoformat(order.today))
    waiting, outcome, loop = iter(signed), Outcome(), asyncio.get_running_loop()
    began = time.perf_counter()

    def caller() -> Caller:
        return Caller(waiting, began + order.seconds, outcome)

    made = [await loop.create_connection(caller, "127.0.0.1", order.port) for _ in range(order.connections)]
    await asyncio.gather(*(one.ended for _, one in made))
    outcome.seconds = time.perf_counter() - began
    return outcome


def main() -> None:
    """Carry out each order on the standard input."""
    for line in sys.stdin:
        outcome = uvloop.run(carry_out(Order(**json.loads(line))))
        print(json.dumps(asdict(outcome)), flush=True)


def is_whole(answer: bytes) -> bool:
    """Whether an answer has come to its end. Raises ValueError for one that does not say how long it is."""
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    if not lengths:
        raise ValueError("an answer without a length")
    return len(body) >= int(lengths[0].partition(b":")[2])


if __name__ == "__main__":
    main()
