"""A bot that can say afterwards why an ack was late: `python -m benchmarks.witness FOLDER SLACK`.

It serves, sends and ticks as it does at work, and takes down when each request came to each of its stages, and what
else of the same process took long then. Asked for some requests by their triggers, as a line of JSON on the standard
input, it answers with their stages and with whatever went on beside them. All moments are of `time.perf_counter()`,
which is one clock for all processes of a machine.
"""

import asyncio
import gc
import json
import re
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.server import database_of
from bot.app import Bot, Running
from bot.http import Door
from bot.listeners import Listeners
from bot.logs import configure
from bot.schedule import Ticks
from bot.store import Store

LONG = 0.05
"""Seconds from which on something is worth taking down."""
LATE = 0.3
"""Seconds after which it is looked what all threads are doing, while a request still waits."""
LOOK_EVERY = 0.1
MOST = 5_000
"""Of what went on, the latest."""
MOST_PLACES = 8
IDLE = frozenset({"_run", "_hear", "_ring", "_next", "look"})
"""Where threads wait for work."""
TRIGGER = re.compile(rb"trigger_id(?:=|%22%3A\+?%22)([0-9.]+)")
"""In a form, and in a payload within one."""
OWN = ("/bot/", "/workflows/", "/benchmarks/slack.py")
Record = dict[str, float]


class Witness:
    """What was seen in this process."""

    def __init__(self) -> None:
        self.requests: dict[str, Record] = {}
        self.in_hand: dict[int, float] = {}
        self.spans: deque[tuple[float, float, str]] = deque(maxlen=MOST)
        self.looks: deque[tuple[float, list[str]]] = deque(maxlen=MOST)
        self.beat = time.perf_counter()
        self._swept = 0.0

    @contextmanager
    def seeing(self, what: str) -> Iterator[None]:
        """Take it down if it takes long."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.took(began, what)

    def took(self, began: float, what: str) -> None:
        """Something that ends now."""
        ended = time.perf_counter()
        if ended - began > LONG:
            self.spans.append((began, ended, what))

    def sweeping(self, phase: str, about: dict[str, int]) -> None:
        """The interpreter looks for garbage."""
        if phase == "start":
            self._swept = time.perf_counter()
            return
        self.took(self._swept, f"garbage, generation {about['generation']}")

    async def keep_beating(self) -> None:
        """On the loop: whoever is not heard for long was held up."""
        while True:
            self.beat = time.perf_counter()
            await asyncio.sleep(LONG)
            self.took(self.beat + LONG, "the loop hears nobody")

    def look(self) -> None:
        """Now and then: what all do while a request waits or the loop stands, and whether there was a core for them."""
        waited = _waited_for_a_core()
        while True:
            began = time.perf_counter()
            time.sleep(LOOK_EVERY)
            now = time.perf_counter()
            oldest = min(list(self.in_hand.values()), default=now)
            if now - min(oldest, self.beat) > LATE:
                self.looks.append((now, _doing()))
            before, waited = waited, _waited_for_a_core()
            if waited - before > LONG:
                words = f"its threads waited {(waited - before) * 1000:.0f} ms for a core"
                self.spans.append((began, time.perf_counter(), words))

    def about(self, triggers: list[str]) -> list[dict[str, Any]]:
        """What is known of these; nothing of one that never came here."""
        known = [trigger for trigger in triggers if trigger in self.requests]
        return [self._of(self.requests[trigger]) | {"trigger": trigger} for trigger in known]

    def _of(self, record: Record) -> dict[str, Any]:
        first, last = min(record.values()) - LATE, max(record.values())
        beside = [span for span in list(self.spans) if span[0] < last and span[1] > first]
        longest = {what: (began, ended, what) for began, ended, what in sorted(beside, key=_length)}
        return {
            "stages": record,
            "beside": sorted(longest.values(), key=_length, reverse=True)[:8],
            "looks": [look for look in list(self.looks) if first < look[0] < last + LOOK_EVERY][:3],
        }


def _length(span: tuple[float, float, str]) -> float:
    return span[1] - span[0]


def _waited_for_a_core() -> float:
    """Seconds in which threads of this process could have run and had to wait for others' processes, so far."""
    total = 0
    for task in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(OSError):  # it has ended meanwhile
            total += int(task.read_text().split()[1])
    return total / 1e9


WITNESS = Witness()
RECORD: ContextVar[Record | None] = ContextVar("RECORD", default=None)
TICKING: ContextVar[str] = ContextVar("TICKING", default="")


def main(folder: Path, slack: str) -> None:
    """Serve until the standard input ends."""
    configure("INFO")
    watch(bot := ours.bot(folder, slack, database_of(folder)))
    running = Running(bot)
    running.start()
    threading.Thread(target=WITNESS.look, name="witness", daemon=True).start()
    print(json.dumps({"port": running.server.port}), flush=True)
    for line in sys.stdin:
        print(json.dumps(WITNESS.about(json.loads(line))), flush=True)


def watch(bot: Bot) -> None:
    """Look over the shoulders of everybody in this process."""
    gc.callbacks.append(WITNESS.sweeping)
    Door.__call__ = _received(Door.__call__)  # type: ignore[method-assign] # here and below: for this bench alone
    Listeners._answer = _answering(Listeners._answer)  # type: ignore[method-assign] # noqa: SLF001 - the same
    Ticks._attempt = _ticking(Ticks._attempt)  # type: ignore[method-assign] # noqa: SLF001 - the same
    Store.read = _reading(Store.read)  # type: ignore[method-assign]
    Store.write = _writing(Store.write)  # type: ignore[method-assign]
    for loop in bot.loops:
        loop._work = _looping(loop._name, loop._work)  # noqa: SLF001 - the same


def _received(plain: Callable[..., Any]) -> Any:
    beating: list[asyncio.Task[None]] = []

    async def call(door: Door, scope: Any, receive: Any, send: Any) -> None:
        if not beating:
            beating.append(asyncio.create_task(WITNESS.keep_beating()))
        came = time.perf_counter()
        WITNESS.in_hand[id(scope)] = came
        try:
            await plain(door, scope, _noting(receive, came), send)
        finally:
            del WITNESS.in_hand[id(scope)]

    return call


def _noting(receive: Callable[[], Any], came: float) -> Callable[[], Any]:
    """Knows a request by its trigger, as it is read."""

    async def read() -> Any:
        message = await receive()
        found = TRIGGER.search(message.get("body", b""))
        if found is not None:
            WITNESS.requests[found[1].decode()] = {"received": came}
        return message

    return read


def _answering(plain: Callable[..., Any]) -> Any:
    def answer(listeners: Listeners, kind: str, what: str, body: dict[str, Any], *more: Any) -> Any:
        record = WITNESS.requests.setdefault(str(body.get("trigger_id")), {})
        token = RECORD.set(record)
        try:
            _stamp(record, "taken up")
            return plain(listeners, kind, what, body, *more)
        finally:
            _stamp(record, "answered")
            RECORD.reset(token)

    return answer


def _ticking(plain: Callable[..., Any]) -> Any:
    def attempt(ticks: Ticks, workflow: Any) -> Any:
        token = TICKING.set(f"tick of {workflow.name}: ")
        try:
            return plain(ticks, workflow)
        finally:
            TICKING.reset(token)

    return attempt


def _reading(plain: Callable[..., Any]) -> Any:
    def read(store: Store, work: Callable[..., Any], *more: Any) -> Any:
        with WITNESS.seeing(f"{TICKING.get()}reads, {_name(work)}"):
            return plain(store, work, *more)

    return read


def _writing(plain: Callable[..., Any]) -> Any:
    def write(store: Store, work: Callable[..., Any]) -> Any:
        record, what = RECORD.get(), f"{TICKING.get()}{_name(work)}"

        def stamped(tx: Any) -> Any:
            _stamp(record, "begun")
            try:
                with WITNESS.seeing(f"{what} at work"):
                    return work(tx)
            finally:
                _stamp(record, "worked")

        _stamp(record, "at the line")
        with WITNESS.seeing(f"{what} with its waiting and commit"):
            result = plain(store, stamped)
        _stamp(record, "kept")
        return result

    return write


def _looping(name: str, plain: Callable[[], object]) -> Callable[[], object]:
    def work() -> object:
        token = TICKING.set(f"{name}: ")
        try:
            return plain()
        finally:
            TICKING.reset(token)

    return work


def _stamp(record: Record | None, stage: str) -> None:
    if record is not None:
        record[stage] = time.perf_counter()


def _name(work: Any) -> str:
    named = work.func if isinstance(work, partial) else work
    return str(getattr(named, "__qualname__", named)).replace(".<locals>", "").replace(".<lambda>", "")


def _doing() -> list[str]:
    """Where all threads are that are at work, the busiest places first."""
    found = Counter(words for frame in sys._current_frames().values() if (words := _where(frame)))  # noqa: SLF001 - the documented way to look
    return [f"{many}x {words}" if many > 1 else words for words, many in found.most_common(MOST_PLACES)]


def _where(frame: Any) -> str:
    """The innermost line of ours, and what it is waiting in; nothing for who waits to be told to begin."""
    leaf = frame
    while frame is not None and not any(part in frame.f_code.co_filename for part in OWN):
        frame = frame.f_back
    if frame is None or frame.f_code.co_name in IDLE:
        return ""
    code = frame.f_code
    return f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name} > {leaf.f_code.co_name}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
