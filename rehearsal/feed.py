"""The feed of changes: whoever watches the workspace hears of each change once, in order."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from rehearsal.model import Message

Listener = Callable[["Change"], None]


@dataclass(frozen=True)
class Change:
    """Something changed: what kind of thing, what happened to it, where, and for whom ("" is all who can see it)."""

    kind: str
    """`message`, `channel`, `user`, `view`, `home`, `toast`, `read`, `reload`, `clock`, `faults`, `connection`,
    `traffic`, `end`."""
    verb: str = "changed"
    """`posted`, `changed`, `deleted`, `threaded`, `state`, `joined`, `left`, `reacted`, `unreacted`, `opened`,
    `closed`. `state` is what one person entered: no need to draw it again in their own window."""
    channel: str = ""
    user: str = ""
    subject: str = ""
    """The ts of a message; the id of a view, an app or a user; for a reaction `name ts`."""
    before: Message | None = None
    """The message as it was before it was changed or deleted."""


END = Change("end")


class Feed:
    """Calls its listeners in the thread of the change: they hand over and return at once."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()
        self._lock = Lock()
        self._closed = False

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` at each change until the returned function is called."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def publish(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)

    def close(self) -> None:
        """End all listening: whoever streams changes comes to an end."""
        self._closed = True
        self.publish(END)

    @contextmanager
    def listening(self) -> Iterator[AsyncIterator[Change]]:
        """Give each change from now on, in the running loop: from the first line of the block, not of its loop."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Queue[Change] = asyncio.Queue()
        unsubscribe = self.subscribe(lambda change: hand_over(loop, waiting, change))
        try:
            yield self._changes(waiting)
        finally:
            unsubscribe()

    async def _changes(self, waiting: "asyncio.Queue[Change]") -> AsyncIterator[Change]:
        while not self._closed and (change := await waiting.get()) != END:
            yield change


def hand_over(loop: asyncio.AbstractEventLoop, waiting: "asyncio.Queue[Change]", change: Change) -> None:
    """Put a change into a queue of a loop, from any thread."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(waiting.put_nowait, change)
