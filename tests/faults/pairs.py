"""Ten thousand pairs who decide about one request at the same moment: one decision each, no balance below its floor.

`python -m tests.faults.pairs --pairs 10000`. In one process, through Bolt, on both stores: of manager, deputy and
whoever asked, two drawn from the seed approve, decline or withdraw at once; then the database is read by plain SQL.
"""

import argparse
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any

from slack_bolt import BoltRequest

from benchmarks.asking import PEOPLE, Asker, asker, filled
from benchmarks.organisation import DEPARTMENTS, OPENING, PROJECTS
from benchmarks.process import Server as Contestant
from benchmarks.signed import slack_id
from bot.logs import configure
from tests.faults.books import Archive
from tests.faults.checker import Findings, one_effect
from tests.faults.payloads import press, submission
from tests.postgres import KEEPING, Server

STORES = ("sqlite", "postgresql")
STAFF = 2 * DEPARTMENTS + PROJECTS
"""The number of the first who manages nothing."""
MOST = PEOPLE * OPENING
BELOW = """
select person_id, leave_type, sum(amount) from leave_ledger group by person_id, leave_type having sum(amount) < 0
"""
"""Nobody here may owe days: they have twenty, and ask for as many. A pot by itself may: this year's rest, which is
carried over at its end, pays for next spring already."""
REQUESTS = "select id, version, person_id from leave_request where id > {after} order by id"


class Table:
    """A bot, and two who sit at it."""

    def __init__(self, asking: Asker, database: str, chance: random.Random) -> None:
        self._asking, self._archive, self._chance = asking, Archive(database), chance
        self._threads = ThreadPoolExecutor(2)
        self._people: dict[int, int] = {}
        self._seen = 0

    def decide(self, pairs: int) -> None:
        """Have so many requests asked, and each decided by two at once."""
        for _ in range(pairs):
            self._asking.ask()
        for request in self._archive.rows(REQUESTS.format(after=self._seen)):
            self._seen = request.id
            self._at_once(self._chance.sample(self._deeds(request), 2))

    def findings(self) -> Findings:
        """What the books say."""
        books = self._archive.books()
        found = Findings(requests=len(books.requests))
        for request in books.requests:
            one_effect(books, request, found)
            if request.version != 2:
                found.doubled.append(f"request {request.id} has version {request.version}")
        found.wrong += [f"below its floor: {tuple(row)}" for row in self._archive.rows(BELOW)]
        return found

    def close(self) -> None:
        """Nobody sits there any more."""
        self._threads.shutdown()

    def _deeds(self, request: Any) -> list[dict[str, Any]]:
        """All that can be done about it: by those who decide, and by who asked."""
        value, owner = f"{request.id}.{request.version}", self._number(request.person_id)
        bosses = [slack_id(number) for number in _bosses(owner)]
        return [
            *(press(who, "leave:approve", value) for who in bosses),
            *(submission(who, "leave:decline", value, "We are too few then.") for who in bosses),
            press(slack_id(owner), "leave:withdraw", value),
        ]

    def _number(self, person: int) -> int:
        if not self._people:
            rows = self._archive.rows("select id, slack_id from person")
            self._people = {row.id: int(row.slack_id[1:]) for row in rows}
        return self._people[person]

    def _at_once(self, payloads: list[dict[str, Any]]) -> None:
        barrier = Barrier(len(payloads))

        def send(payload: dict[str, Any]) -> int:
            barrier.wait()
            answer = self._asking.bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
            return int(answer.status)

        if set(self._threads.map(send, payloads)) != {200}:
            raise RuntimeError("the bot failed: its log says why")


def _bosses(owner: int) -> list[int]:
    """Who decides about them: their department's manager and deputy."""
    return [owner % DEPARTMENTS, owner % DEPARTMENTS + DEPARTMENTS]


def main() -> int:
    """0 when each request was decided once and no balance is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.pairs", description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_000, help=f"on each store; {MOST} at the most")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--store", choices=STORES, help="only this one; both otherwise")
    asked = parser.parse_args()
    configure("ERROR")
    good = [_show(store, asked.pairs, asked.seed) for store in ([asked.store] if asked.store else STORES)]
    return 0 if all(good) else 1


def _show(store: str, pairs: int, seed: int) -> bool:
    began = time.monotonic()
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="dotted-line-pairs-")))
        database = f"sqlite:///{folder / 'dotted-line.sqlite'}"
        if store == "postgresql":
            server = Server(KEEPING)
            ends.callback(server.stop)
            server.start()
            database = server.new_database()
        filled(database, STAFF + PEOPLE)
        slack = Contestant("slack", folder, "-", ends.enter_context((folder / "log").open("wb")))
        ends.callback(slack.end)
        asking = asker(database, f"http://127.0.0.1:{slack.port}/api/", ends, first=STAFF)
        table = Table(asking, database, _chance(seed, store))
        ends.callback(table.close)
        left = pairs
        while left:
            some = min(left, PEOPLE)
            table.decide(some)
            left -= some
        found = table.findings()
    seconds = time.monotonic() - began
    _say(
        f"{store}, seed {seed}, {seconds:.0f} s: {pairs} pairs decided about {found.requests} requests: "
        f"{len(found.doubled)} decided twice, {len(found.lost)} lost, {len(found.wrong)} wrong (floors, ledger, audit)"
    )
    for one in (*found.doubled, *found.lost, *found.wrong)[:10]:
        _say(f"  {one}")
    return found.well and found.requests == pairs


def _chance(seed: int, store: str) -> random.Random:
    return random.Random(f"{seed}/{store}")  # noqa: S311 - repeatable, not a secret


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - what was seen


if __name__ == "__main__":
    sys.exit(main())
