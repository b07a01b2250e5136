"""The outbox with ten thousand messages waiting, on both stores: how fast it drains, and how much Slack's limits allow.

Twice each. Against a Slack without limits, beside a bare loop of as many threads that posts one message again and
again: what rendering, claiming and keeping cost. Against a Slack that takes a message a second for each channel and
refuses the rest: how much of what it allows is used, and how often it has to refuse.
"""

import json
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slack_sdk.web import WebClient

from benchmarks.asking import Asker, asker, filled
from benchmarks.process import Server as Contestant
from benchmarks.signed import TOKEN
from bot.outbox import HANDS
from bot.outbox import Outbox as Sender
from bot.slack import Slack
from bot.tables import Outbox, mark_of
from tests.postgres import SAFE, Server
from workflows.kernel.replies import Message

WAITING = 10_000
REQUESTS = 120
"""Leave requests whose messages are to be said again and again, each rendered anew."""
CHANNELS = 40
"""So many people hear about those against a Slack with limits: it allows as many messages a second."""
SECONDS = 10.0
WARM = 2.0
"""Seconds before: each channel has had its first, which may come at once."""
SHARE = 0.9
"""Of what Slack allows."""


@dataclass(frozen=True)
class Drained:
    """What happened in so many seconds."""

    sent: int
    refused: int
    seconds: float

    @property
    def pace(self) -> float:
        """Messages a second."""
        return self.sent / self.seconds


def show() -> bool:
    """Measure and print; whether the figure was reached on both stores."""
    print(f"\nThe outbox with {WAITING} messages waiting, {SECONDS:g} s each, {HANDS} hands")
    reached = []
    with ExitStack() as ends:
        server = Server(SAFE)
        ends.callback(server.stop)
        server.start()
        for store in ("sqlite", "postgresql"):
            folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="dotted-line-bench-")))
            database = server.new_database() if store == "postgresql" else f"sqlite:///{folder / 'dotted-line.sqlite'}"
            reached.append(_show(store, folder, database))
    return all(reached)


def _show(store: str, folder: Path, database: str) -> bool:
    filled(database)
    with ExitStack() as ends:
        log = ends.enter_context((folder / "log").open("wb"))
        free, strict = (Contestant(kind, folder, "-", log) for kind in ("slack", "strict"))
        ends.callback(free.end)
        ends.callback(strict.end)
        asking = asker(database, f"http://127.0.0.1:{free.port}/api/", ends)
        for _ in range(REQUESTS):
            asking.ask()
        bare = _posted_by_threads(free.port)
        _pile_up(asking, None)
        unlimited = _drained(asking, free.port, pace=0.0)
        _pile_up(asking, CHANNELS)
        asking.bot.slack.client.base_url = f"http://127.0.0.1:{strict.port}/api/"
        limited = _drained(asking, strict.port, pace=asking.bot.settings.pace_seconds)
    share = limited.pace / CHANNELS
    print(f"  {store}, no limits: {unlimited.pace:6.0f} a second; a bare loop that only posts: {bare.pace:6.0f}")
    print(f"  {store}, a second apart in {CHANNELS} channels: {limited.pace:.1f} a second, {limited.refused} refused")
    good = share >= SHARE and not limited.refused
    print(f"  {'reached' if good else 'MISSED '}  {share:.0%} of what Slack's limits allow (to reach: {SHARE:.0%})")
    return good


def _pile_up(asking: Asker, channels: int | None) -> None:
    """Ten thousand messages about the requests, nothing else; to so many people, or to all who heard of them."""
    store = asking.bot.store
    table = Outbox.__table__  # type: ignore[attr-defined] # SQLModel's stubs
    with store.engine.begin() as connection:
        real: list[Any] = list(connection.execute(table.select().where(table.c.person.is_not(None))).mappings())
        connection.execute(table.delete())
    people = set(sorted({row["person"] for row in real})[:channels])
    about = [row for row in real if row["person"] in people]
    rows = [_again(about[number % len(about)], number) for number in range(WAITING)]
    store.write(lambda tx: tx.insert_many(Outbox, rows))


def _again(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    key = f"again/{number}/{row['key']}"[:255]
    fresh = {"key": key, "mark": mark_of(key), "card": None, "thread": None, "only_update": False, "not_before": None}
    return {name: value for name, value in row.items() if name != "id"} | fresh | {"state": "queued", "next_at": 0.0}


def _drained(asking: Asker, port: int, *, pace: float) -> Drained:
    outbox = asking.bot.outbox
    outbox.carrier.pace = pace
    _deliver_for(outbox, WARM)
    before, refused, began = _count(port, "count"), _count(port, "refused"), time.monotonic()
    _deliver_for(outbox, SECONDS)
    took = time.monotonic() - began
    return Drained(_count(port, "count") - before, _count(port, "refused") - refused, took)


def _deliver_for(outbox: Sender, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        outbox.deliver_all(ends)
        time.sleep(min(outbox.pause(), left))


def _posted_by_threads(port: int) -> Drained:
    """What posting alone can do: the same client, as many threads, one message."""
    slack = Slack(WebClient(TOKEN, base_url=f"http://127.0.0.1:{port}/api/", retry_handlers=[]))
    message = Message("A message of usual length: somebody asks to be away from Monday to Wednesday.")
    before, began = _count(port, "count"), time.monotonic()
    _together(lambda: _post_until(slack, message, began + SECONDS / 3))
    return Drained(_count(port, "count") - before, 0, time.monotonic() - began)


def _post_until(slack: Slack, message: Message, ends: float) -> None:
    while time.monotonic() < ends:
        slack.post("C00000001", message, "0" * 32)


def _together(work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for _ in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _count(port: int, what: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{what}", timeout=5) as answer:
        return int(json.load(answer))
