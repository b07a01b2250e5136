"""The outbox with ten thousand messages waiting, on both stores: how fast it drains, and how much Slack's limits allow.

Three times each. Against a Slack without limits, beside a bare loop of as many threads that posts one message again
and again: what rendering, claiming and keeping cost. Against a Slack that takes a message a second for each of forty
channels, and against one that takes what the rehearsal workspace takes of all channels together: how much of what is
allowed is used, and how often something was refused.
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

from benchmarks.asking import asker, filled
from benchmarks.process import Server as Contestant
from benchmarks.signed import TOKEN
from bot.outbox import HANDS
from bot.outbox import Outbox as Sender
from bot.slack import Slack
from bot.store import Store
from bot.tables import Outbox, mark_of
from rehearsal.limits import POSTS_PER_WORKSPACE, TIERS
from tests.postgres import SAFE, Server
from workflows.kernel.replies import Message

WAITING = 10_000
REQUESTS = 120
"""Leave requests whose messages are to be said again and again, each rendered anew."""
CHANNELS = 40
"""So many people hear about those against a Slack with limits: it allows as many messages a second."""
SECONDS = 10.0
WARM = 2.0
"""Seconds before: each channel has had its first ones, which may come at once."""
MINUTES = 2
NEARLY = 119.0
"""Seconds since the first message: just before the third minute's allowance, which may be used up in a moment."""
SHARE = 0.95
"""Of what Slack allows."""


@dataclass(frozen=True)
class Drained:
    """What happened in so many seconds."""

    sent: int
    refused: int
    seconds: float
    lanes: int = 1
    """To so many."""

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
        free, strict, rehearsed = (Contestant(kind, folder, "-", log) for kind in ("slack", "strict", "rehearsed"))
        for slack in (free, strict, rehearsed):
            ends.callback(slack.end)
        asking = asker(database, f"http://127.0.0.1:{free.port}/api/", ends, data=folder)
        for _ in range(REQUESTS):
            asking.ask()
        bare = _posted_by_threads(free.port)
        unlimited = _drained(database, free.port, folder, ends, channels=None, pace=0.0)
        print(f"  {store}, no limits: {unlimited.pace:6.0f} a second; a bare loop that only posts: {bare.pace:6.0f}")
        pace = asking.bot.settings.pace_seconds
        apart = _drained(database, strict.port, folder, ends, channels=CHANNELS, pace=pace)
        words = f"{CHANNELS} channels, a message a second each: {CHANNELS} x {SECONDS:g} s"
        good = _judged(f"{store}, {words}", apart, CHANNELS * apart.seconds)
        together = _drained(database, rehearsed.port, folder, ends, channels=None, pace=pace, warm=0.0, seconds=NEARLY)
        words = (
            f"{together.lanes} people; in any minute {POSTS_PER_WORKSPACE} messages and {TIERS[3]} conversations opened"
        )
        allowed = POSTS_PER_WORKSPACE * MINUTES
        return _judged(f"{store}, {words}: {POSTS_PER_WORKSPACE} x {MINUTES}", together, allowed) and good


def _judged(what: str, drained: Drained, allowed: float) -> bool:
    share = drained.sent / allowed
    print(f"  {what}: {allowed:.0f} allowed in {drained.seconds:.1f} s, {drained.sent} sent, {drained.refused} refused")
    print(f"  {'reached' if share >= SHARE else 'MISSED '}  {share:.0%} of what Slack allows (to reach: {SHARE:.0%})")
    return share >= SHARE


def _pile_up(store: Store, channels: int | None) -> int:
    """Ten thousand messages about the requests, nothing else; to so many people, or to all who heard of them.

    To how many that is.
    """
    table = Outbox.__table__  # type: ignore[attr-defined] # SQLModel's stubs
    with store.engine.begin() as connection:
        real: list[Any] = list(connection.execute(table.select().where(table.c.person.is_not(None))).mappings())
        connection.execute(table.delete())
    people = set(sorted({row["person"] for row in real})[:channels])
    about = [row for row in real if row["person"] in people]
    rows = [_again(about[number % len(about)], number) for number in range(WAITING)]
    store.write(lambda tx: tx.insert_many(Outbox, rows))
    return len(people)


def _again(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    key = f"again/{number}/{row['key']}"[:255]
    fresh = {"key": key, "mark": mark_of(key), "card": None, "thread": None, "only_update": False, "not_before": None}
    return {name: value for name, value in row.items() if name != "id"} | fresh | {"state": "queued", "next_at": 0.0}


def _drained(
    database: str,
    port: int,
    folder: Path,
    ends: ExitStack,
    *,
    channels: int | None,
    pace: float,
    warm: float = WARM,
    seconds: float = SECONDS,
) -> Drained:
    """In that many seconds after the first ones, by a bot that was just started: no conversation is open yet."""
    bot = asker(database, f"http://127.0.0.1:{port}/api/", ends, data=folder).bot
    lanes = _pile_up(bot.store, channels)
    bot.outbox.carrier.pace = pace
    _deliver_for(bot.outbox, warm)
    before, refused, began = _count(port, "count"), _count(port, "refused"), time.monotonic()
    _deliver_for(bot.outbox, seconds)
    took = time.monotonic() - began
    return Drained(_count(port, "count") - before, _count(port, "refused") - refused, took, lanes)


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
