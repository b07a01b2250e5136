"""The independent checker: reads the database and what Slack received, and says what is missing, double or wrong.

It shares no code with the bot: tables are read by plain SQL, and who is to be told what about a leave is written down
here a second time.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import create_engine, text

from rehearsal.model import Message
from rehearsal.workspace import Workspace

ENDS = {"asked": "requested", "approved": "approved", "declined": "declined", "withdrawn": "withdrawn"}
"""The state that each event leaves behind; no other events happen in the laboratory."""
SAYS = {"requested": "waiting for", "approved": "approved", "declined": "declined"}
DECISIONS = re.compile(r"leave:(approve|decline)")
Promise = tuple[str, date]
"""Whose leave, by Slack id, of which day."""
Received = Counter[tuple[str, str]]
"""How often who (a Slack id, a channel's name) holds which kind of message."""


@dataclass
class Findings:
    """What an inspection found; all three lists are empty when all is well."""

    requests: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        counted = f"{self.requests} requests, {self.messages} messages checked"
        told = [f"{name}: {len(found)}" for name, found in self._lists()]
        listed = [f"  {name}: {one}" for name, found in self._lists() for one in found[:20]]
        return "\n".join([f"{counted}, {', '.join(told)}", *listed])

    def _lists(self) -> list[tuple[str, list[str]]]:
        return [("lost", self.lost), ("doubled", self.doubled), ("wrong", self.wrong)]


@dataclass(frozen=True)
class Books:
    """What the database holds, as plain rows."""

    people: Mapping[int, str]
    """Slack ids."""
    requests: list[Any]
    audit: Mapping[int, list[Any]]
    asked: Mapping[int, list[int]]
    """Those who were asked about a request."""
    charged: Mapping[int, int]
    counted: Mapping[int, int]
    outbox: Mapping[str, Any]
    """By mark."""


class Checker:
    """Knows who hears of an absence besides: project managers and channels, by the absent person's Slack id."""

    def __init__(self, database: str, workspace: Workspace, away: Mapping[str, frozenset[str]]) -> None:
        self._database, self._workspace, self._away = database, workspace, away

    def settled(self) -> bool:
        """Whether nothing is on its way any more."""
        live = "select count(*) from outbox where state not in ('sent', 'dropped', 'dead')"
        return not self._rows(live)[0][0]

    def backlog(self) -> str:
        """What is on its way."""
        live = "select key, state, attempts, reason from outbox where state not in ('sent', 'dropped', 'dead')"
        return "\n".join(map(str, self._rows(live)))

    def inspect(self, promised: Iterable[Promise] = (), reminded: Collection[Promise] = ()) -> Findings:
        """Look at everything.

        `promised`: whose leave of which day was said to be asked for; `reminded`: of which the approver was to be
        reminded once.
        """
        books = self.books()
        found = Findings(requests=len(books.requests))
        received = self._received(books, found)
        for request in books.requests:
            _one_effect(books, request, found)
            expected = self._expected(books, request, reminded)
            _compare(f"request {request.id} ({request.state})", expected, received.get(request.id, Counter()), found)
        self._kept(books, promised, found)
        self._queue(books, found)
        return found

    def inspect_books(self) -> Findings:
        """Look at what is kept only: where nobody carries messages."""
        books = self.books()
        found = Findings(requests=len(books.requests))
        for request in books.requests:
            _one_effect(books, request, found)
        return found

    def _expected(self, books: Books, request: Any, reminded: Collection[Promise]) -> Received:
        """Who is to hold what, by what happened."""
        owner = books.people[request.person_id]
        due: Received = Counter({(owner, "mine"): 1})
        asked = [books.people[person] for person in books.asked[request.id]]
        due.update((person, "decide") for person in asked)
        if (owner, request.first) in reminded:
            due.update((person, "waiting") for person in asked)
        if request.state in {"approved", "declined"}:
            due[owner, f"told_{request.state}"] = 1
        if request.state == "approved":
            due.update((other, "away") for other in self._away.get(owner, ()))
        return due

    def _received(self, books: Books, found: Findings) -> dict[int, Received]:
        """What Slack received, by request; what nobody queued and what reads wrongly is noted."""
        states = {request.id: request for request in books.requests}
        received: dict[int, Received] = defaultdict(Counter)
        for message in self._posted():
            found.messages += 1
            row = books.outbox.get(_mark(message))
            if row is None:
                found.wrong.append(f"{message.channel} holds a message that nobody queued: {message.text[:60]}")
                continue
            received[row.subject][self._reader(message), row.kind] += 1
            found.wrong += self._reads_wrongly(message, row, states.get(row.subject))
        return received

    def _reads_wrongly(self, message: Message, row: Any, request: Any) -> Iterator[str]:
        if request is None:
            yield f"a message about request {row.subject}, which is not there"
            return
        laid_out = json.dumps(message.blocks)
        decided = request.state != "requested"
        if row.kind in {"mine", "decide"} and SAYS[request.state] not in message.text:
            yield f"the card “{row.kind}” of request {request.id} ({request.state}) reads: {message.text}"
        if row.kind == "decide" and bool(DECISIONS.search(laid_out)) == decided:
            yield f"the buttons of request {request.id} ({request.state}) are not what they should be"

    def _kept(self, books: Books, promised: Iterable[Promise], found: Findings) -> None:
        there = Counter((books.people[request.person_id], request.first) for request in books.requests)
        for who, day in promised:
            if not there[who, day]:
                found.lost.append(f"{who} was told that {day} is asked for, and it is not there")
        found.doubled += [f"{who} has {count} requests for {day}" for (who, day), count in there.items() if count > 1]

    def _queue(self, books: Books, found: Findings) -> None:
        for row in books.outbox.values():
            if row.state not in {"sent", "dropped"}:
                found.lost.append(f"{row.key} is {row.state}: {row.reason}")

    def _posted(self) -> list[Message]:
        with self._workspace.lock:
            kept = [message for place in self._workspace.messages.values() for message in place.values()]
        return [message for message in kept if message.app_id]

    def _reader(self, message: Message) -> str:
        channel = self._workspace.channels[message.channel]
        if not channel.is_direct:
            return f"#{channel.name}"
        return next(member for member in channel.members if member != message.user)

    def books(self) -> Books:
        """What the database holds now."""
        audit: dict[int, list[Any]] = defaultdict(list)
        for row in self._rows("select subject, event, version from audit where workflow = 'leave' order by id"):
            audit[row.subject].append(row)
        asked: dict[int, list[int]] = defaultdict(list)
        for row in self._rows("select request_id, person_id from leave_step where asked_at is not null"):
            asked[row.request_id].append(row.person_id)
        sums = "select request_id, sum({what}) as total from {table} where request_id is not null group by request_id"
        return Books(
            {row.id: row.slack_id for row in self._rows("select id, slack_id from person")},
            [_Request(row) for row in self._rows("select * from leave_request order by id")],
            audit,
            asked,
            {row.request_id: int(row.total) for row in self._rows(sums.format(what="amount", table="leave_ledger"))},
            {row.request_id: int(row.total) for row in self._rows(sums.format(what="cost", table="leave_day"))},
            {row.mark: row for row in self._rows("select key, mark, kind, subject, state, reason from outbox")},
        )

    def _rows(self, statement: str) -> list[Any]:
        engine = create_engine(self._database)
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(statement)))
        finally:
            engine.dispose()


class _Request:
    """A row of leave_request; SQLite gives days as text."""

    def __init__(self, row: Any) -> None:
        self.id: int = row.id
        self.person_id: int = row.person_id
        self.state: str = row.state
        self.version: int = row.version
        self.days = int(Decimal(row.days))
        self.first = row.first if isinstance(row.first, date) else date.fromisoformat(row.first)


def _one_effect(books: Books, request: Any, found: Findings) -> None:
    """One history without gaps, one decision at the most, and the ledger to go with it."""
    name = f"request {request.id}"
    history = books.audit.get(request.id, [])
    versions = [row.version for row in history]
    if versions != list(range(1, request.version + 1)):
        found.wrong.append(f"{name}: version {request.version}, but audit entries of {versions}")
    if not history or history[0].event != "asked" or ENDS.get(history[-1].event) != request.state:
        found.wrong.append(f"{name}: it is {request.state}, but {[row.event for row in history]} happened")
    if sum(row.event != "asked" for row in history) > 1:
        found.doubled.append(f"{name} was decided more than once")
    due = request.days if request.state == "approved" else 0
    if -books.charged.get(request.id, 0) != due:
        found.wrong.append(f"{name}: {due} due, ledger {books.charged.get(request.id, 0)}")
    if books.counted.get(request.id, 0) != due:
        found.wrong.append(f"{name}: {due} due, days counted {books.counted.get(request.id, 0)}")


def _compare(name: str, expected: Received, received: Received, found: Findings) -> None:
    found.lost += [f"{name}: {to} has no “{kind}”" for to, kind in (expected - received).elements()]
    for (to, kind), count in (received - expected).items():
        known = found.doubled if expected[to, kind] else found.wrong
        known.append(f"{name}: {to} has {count} too many of “{kind}”")


def _mark(message: Message) -> str:
    return str(((message.metadata or {}).get("event_payload") or {}).get("key"))
