"""The independent checker: reads the database and what Slack received, and says what is missing, double or wrong.

It shares no code with the bot: tables are read by plain SQL, and who is to be told what about a leave is written down
here a second time. What other workflows say on the same clock is theirs to decide; here it counts that each row of the
outbox is at Slack exactly once, where it belongs, and that nothing is there without its row.
"""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from rehearsal.model import Message
from rehearsal.workspace import Workspace
from tests.faults.books import Archive, Books, later

ENDS = {"asked": "requested", "approved": "approved", "declined": "declined", "withdrawn": "withdrawn"}
"""The state that each event leaves behind; no other events happen in the laboratory."""
OVER = {"declined", "withdrawn"}
"""What ends a request so that the day may be asked for again."""
_CARD = {"requested": "waiting for", "approved": "approved", "declined": "declined"}
_QUESTION = {"requested": "asks to be away", "approved": "Decided: ", "declined": "Settled: "}
SAYS = {"mine": _CARD, "decide": _CARD, "consult": _QUESTION}
"""What each card reads, by the state of the request."""
BUTTONS = {"decide": re.compile(r"leave:(approve|decline)"), "consult": re.compile(r"leave:(no_)?concern")}
"""What each card offers while nothing is decided, and never after."""
OF_A_PERSON = {"unused", "expiring"}
"""What leave says that is about nobody's request."""
STILL = 20
"""How often to look again, a tenth of a second apart, while something is on its way."""
Promise = tuple[str, date]
"""Whose leave, by Slack id, of which day."""
Received = Counter[tuple[str, str]]
"""How often who (a Slack id, a channel's name) holds which kind of message."""


@dataclass
class Findings:
    """What an inspection found; all three lists are empty when all is well."""

    requests: int = 0
    messages: int = 0
    """About leave."""
    others: int = 0
    """Of other workflows."""
    anew: int = 0
    """Requests for a day for which an earlier one had been refused by then: who saw no answer asked once more."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        counted = f"{self.requests} requests, {self.anew} anew, {self.messages} + {self.others} messages checked"
        told = [f"{name}: {len(found)}" for name, found in self._lists()]
        listed = [f"  {name}: {one}" for name, found in self._lists() for one in found[:20]]
        return "\n".join([f"{counted}, {', '.join(told)}", *listed])

    def _lists(self) -> list[tuple[str, list[str]]]:
        return [("lost", self.lost), ("doubled", self.doubled), ("wrong", self.wrong)]


class Checker:
    """Knows who hears of an absence besides: project managers and channels, by the absent person's Slack id."""

    def __init__(self, database: str, workspace: Workspace, away: Mapping[str, frozenset[str]]) -> None:
        self._archive, self._workspace, self._away = Archive(database), workspace, away
        self.books = self._archive.books

    def settled(self) -> bool:
        """Whether nothing is on its way any more."""
        return not self._archive.live(self._now)

    @property
    def _now(self) -> datetime:
        return self._workspace.clock.now()

    def backlog(self) -> str:
        """What is on its way."""
        return "\n".join(map(str, self._archive.live(self._now)))

    def undecided(self) -> list[int]:
        """The requests that wait for somebody's decision."""
        return self._archive.undecided()

    def said(self, kind: str) -> int:
        """How many messages of this kind leave has sent."""
        rows = [row for row in self._archive.outbox().values() if row.workflow == "leave" and row.kind == kind]
        return sum(row.state == "sent" and not row.only_update for row in rows)

    def inspect(self, promised: Iterable[Promise] = (), reminded: Collection[Promise] = ()) -> Findings:
        """Look at everything.

        `promised`: whose leave of which day was said to be asked for; `reminded`: of which the approver was to be
        reminded once.
        """
        books, posted = self._at_rest()
        found = Findings(requests=len(books.requests))
        received = self._received(books, posted, found)
        for request in books.requests:
            one_effect(books, request, found)
            expected = self._expected(books, request, reminded)
            _compare(f"request {request.id} ({request.state})", expected, received.get(request.id, Counter()), found)
        self._others(books, posted, found)
        self._kept(books, promised, found)
        self._queue(books, found)
        return found

    def _at_rest(self) -> tuple[Books, list[Message]]:
        """Both sides at one moment: clocks tick while one looks, and other workflows speak when they do."""
        for _ in range(STILL):
            books, posted = self.books(), self._posted()
            if self.settled() and self._archive.outbox() == books.outbox:
                break
            time.sleep(0.1)
        return books, posted

    def inspect_books(self) -> Findings:
        """Look at what is kept only: where nobody carries messages."""
        books = self.books()
        found = Findings(requests=len(books.requests))
        for request in books.requests:
            one_effect(books, request, found)
        return found

    def _expected(self, books: Books, request: Any, reminded: Collection[Promise]) -> Received:
        """Who is to hold what, by what happened."""
        owner = books.people[request.person_id]
        due: Received = Counter({(owner, "mine"): 1})
        asked = [books.people[person] for person in books.asked[request.id]]
        due.update((person, "decide") for person in asked)
        due.update((books.people[person], "consult") for person in books.concerned[request.id])
        if (owner, request.first) in reminded:
            due.update((person, "waiting") for person in asked)
        if request.state in {"approved", "declined"}:
            due[owner, f"told_{request.state}"] = 1
        if request.state == "approved":
            due.update((other, "away") for other in self._away.get(owner, ()))
        return due

    def _received(self, books: Books, posted: Iterable[Message], found: Findings) -> dict[int, Received]:
        """What Slack received about leave, by request; what nobody queued and what reads wrongly is noted."""
        states = {request.id: request for request in books.requests}
        received: dict[int, Received] = defaultdict(Counter)
        for message in posted:
            row = books.outbox.get(_mark(message))
            if row is None:
                found.wrong.append(f"{message.channel} holds a message that nobody queued: {message.text[:60]}")
            elif not _of_a_request(row):
                found.others += 1
            else:
                found.messages += 1
                received[row.subject][self._reader(message), row.kind] += 1
                found.wrong += _reads_wrongly(message, row, states.get(row.subject))
        return received

    def _others(self, books: Books, posted: Iterable[Message], found: Findings) -> None:
        """Each row of other workflows is at Slack once: by itself, or all about one card in one message."""
        held: dict[str, list[Message]] = defaultdict(list)
        for message in posted:
            held[_mark(message)].append(message)
        for name, rows in _told_apart(books.outbox.values()).items():
            messages = [message for row in rows for message in held[row.mark]]
            due = int(any(row.state == "sent" for row in rows))
            if len(messages) < due:
                found.lost.append(f"{name} is sent, and Slack has no message of it")
            if len(messages) > due:
                known = found.doubled if due else found.wrong
                known.append(f"{name}: {len(messages) - due} too many at Slack")
            found.wrong += [fault for message in messages for fault in self._astray(books, message, rows[0])]

    def _astray(self, books: Books, message: Message, row: Any) -> Iterator[str]:
        wanted = books.people[row.person] if row.person is not None else row.channel
        if self._reader(message) != wanted:
            yield f"{row.key} is for {wanted}, and {self._reader(message)} has it"
        if message.is_reply != (row.thread is not None):
            yield f"{row.key} is {'not ' if row.thread else ''}in a thread"

    def _kept(self, books: Books, promised: Iterable[Promise], found: Findings) -> None:
        there = Counter((books.people[request.person_id], request.first) for request in books.requests)
        for who, day in promised:
            if not there[who, day]:
                found.lost.append(f"{who} was told that {day} is asked for, and it is not there")
        for (who, day), count in there.items():
            if count > 1:
                same = [one for one in books.requests if (books.people[one.person_id], one.first) == (who, day)]
                found.anew += anew(books, f"{who} has {count} requests for {day}", same, found)

    def _queue(self, books: Books, found: Findings) -> None:
        for row in books.outbox.values():
            if row.state not in {"sent", "dropped"} and not later(row, self._now):
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


def anew(books: Books, what: str, same: Sequence[Any], found: Findings) -> int:
    """How many of the requests for one day were asked when the one before was over already; any other is double.

    By the order of the audit: both moves hold the lock on the person, so it is the order in which they happened.
    """
    count = 0
    for former, latter in pairwise(same):
        over = [row.id for row in books.audit[former.id] if row.event in OVER]
        asked = [row.id for row in books.audit[latter.id] if row.event == "asked"]
        if over and asked and min(over) < min(asked):
            count += 1
            continue
        moves = {one.id: [(row.id, row.event) for row in books.audit[one.id]] for one in same}
        found.doubled.append(f"{what}: {moves}")
    return count


def one_effect(books: Books, request: Any, found: Findings) -> None:
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
    if sorted(books.consulted.get(request.id, ())) != sorted(books.concerned.get(request.id, ())):
        found.wrong.append(f"{name}: other people are consulted than lead what it falls into")
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


def _reads_wrongly(message: Message, row: Any, request: Any) -> Iterator[str]:
    if request is None:
        yield f"a message about request {row.subject}, which is not there"
        return
    if row.kind in SAYS and SAYS[row.kind][request.state] not in message.text:
        yield f"the card “{row.kind}” of request {request.id} ({request.state}) reads: {message.text}"
    offers = row.kind in BUTTONS and bool(BUTTONS[row.kind].search(json.dumps(message.blocks)))
    if row.kind in BUTTONS and offers != (request.state == "requested"):
        yield f"the buttons of the card “{row.kind}” of request {request.id} ({request.state}) are not right"


def _told_apart(rows: Iterable[Any]) -> dict[str, Sequence[Any]]:
    """What other workflows queued, by the message it belongs to: rows about one card share one."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if not _of_a_request(row):
            found[f"{row.card} in {row.lane}" if row.card else row.key].append(row)
    return dict(found)


def _of_a_request(row: Any) -> bool:
    return row.workflow == "leave" and row.kind not in OF_A_PERSON


def _mark(message: Message) -> str:
    return str(((message.metadata or {}).get("event_payload") or {}).get("key"))
