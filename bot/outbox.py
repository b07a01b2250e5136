"""The only place that posts: carries queued notices to Slack, each exactly once as far as Slack lets anyone know.

Decided here: when a message is rendered and checked again (at sending time), what each failure means for it, when an
open outcome is looked up before anything is sent again, and when to give up and whom to tell. What is said to whom is
decided by the workflows.
"""

import math
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, wait
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as OutOfConnections

from bot import claims, notices
from bot.points import POINTS
from bot.slack import Ambiguous, Failure, Impossible, Slack, Stopped, Throttled, Unreached
from bot.store import Store
from bot.tables import Card
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Workflow
from workflows.kernel.replies import Message
from workflows.organisation import store as organisation

log = structlog.get_logger()
LOST_CARD = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
LOST_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
MOST_RENDERINGS = 5
LONGEST_WAIT = 60.0
"""Seconds between two tries at the most: whatever stands behind in its lane waits as well, also after Slack is back."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds. The lease must outlast the call, or two senders could hold one message."""

    lease: float = 60.0
    quiet: float = 60.0
    """How long Slack may take to show a message it took: only then is its history believed."""
    pace: float = 1.0
    """Between two posts in one lane."""
    call: float = 10.0
    """How long a call to Slack may take."""

    def __post_init__(self) -> None:
        if self.lease <= self.call:
            raise ValueError(f"the lease ({self.lease} s) must exceed a call's time-out ({self.call} s)")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice rendered for its recipient, and where it goes. `ts` is that of the card they hold.

    `thread` is the ts of the card under which it is posted.
    """

    slack_id: str | None
    channel: str | None
    ts: str | None
    message: Message
    thread: str | None = None


class Outbox:
    """One sender. Any number of them share a database."""

    def __init__(
        self, store: Store, slack: Slack, workflows: Iterable[Workflow], timings: Timings, carriers: Executor
    ) -> None:
        self.me = str(uuid.uuid4())
        self.stopped: str | None = None
        self._store, self._slack, self._timings, self._carriers = store, slack, timings, carriers
        self._workflows: Mapping[str, Workflow] = {workflow.name: workflow for workflow in workflows}
        self._silent_until = 0.0
        self.tally = Counter[str]()
        """What became of those that this one settled: `sent`, `dropped`, `dead`."""
        self._guard = threading.Lock()
        self._interruptions = _interruptions(store)

    def deliver(self, most: int = 32) -> int:
        """Send what is due, a message a lane; how many messages were taken up."""
        if self.stopped is not None or time.monotonic() < self._silent_until:
            return 0
        taken_at = time.monotonic()
        rows = self._store.write(lambda tx: self._claim(tx, most))
        if not rows:
            return 0
        POINTS.reach("outbox.claimed")
        carried = [self._carriers.submit(self._carry, row, taken_at) for row in rows]
        wait(carried)
        for one in carried:
            one.result()  # what went wrong with ourselves is the loop's to log, once all others are through
        return len(rows)

    def deliver_all(self, until: float = math.inf) -> int:
        """Send until nothing more is due at this moment, or a moment of `time.monotonic()` has come."""
        total = 0
        while time.monotonic() < until and (taken := self.deliver()):
            total += taken
        return total

    def waiting(self, tx: Transaction) -> dict[str, Any]:
        """How many messages are not out yet, and since when the oldest waits."""
        row = tx.first(claims.WAITING)
        return {"waiting": row.waiting, "since": None if row.since is None else row.since.isoformat()}

    def _claim(self, tx: Transaction, most: int) -> list[Any]:
        tx.execute(claims.DOUBT_ABANDONED, quiet=self._timings.quiet)
        tx.execute(claims.RECHECK_ABANDONED)
        return tx.fetch(claims.CLAIM, now=tx.now, most=most, me=self.me, lease=self._timings.lease)

    def _carry(self, row: Any, taken_at: float) -> None:
        try:
            if row.state == "checking":
                self._look(row)
            else:
                self._send(row, taken_at)
        except Throttled as wait:
            self._silent_until = max(self._silent_until, time.monotonic() + wait.seconds)
            self._postpone(row, wait, "queued" if row.state == "sending" else "unknown", wait.seconds)
        except Unreached as failure:
            self._postpone(row, failure, "queued" if row.state == "sending" else "unknown", _backoff(row.attempts))
        except Ambiguous as failure:
            looking = row.state == "checking"
            self._postpone(row, failure, "unknown", _backoff(row.attempts) if looking else self._timings.quiet)
        except Impossible as failure:
            self._give_up(row, failure)
        except Stopped as failure:
            self._stop(row, failure)

    def _send(self, row: Any, taken_at: float) -> None:
        letter = self._render(row)
        if letter is None:
            return
        POINTS.reach("outbox.rendered")
        channel = letter.channel or self._direct(letter.slack_id or "")
        POINTS.reach("outbox.addressed")
        if time.monotonic() - taken_at > self._timings.lease - self._timings.call:
            self._postpone(row, Unreached("lease_short"), "queued", 0)
            return
        POINTS.reach("outbox.before_post")
        if letter.ts is not None:
            self._update(row, channel, letter.ts, letter.message)
            return
        place, ts = self._slack.post(channel, letter.message, row.mark, letter.thread)
        POINTS.reach("outbox.after_post")
        self._conclude("sent", lambda tx: self._sent(tx, row, place, ts))
        POINTS.reach("outbox.sent")

    def _direct(self, slack_id: str) -> str:
        """Opening a conversation twice is opening it once: when that fails, no message is in doubt."""
        try:
            return self._slack.direct(slack_id)
        except Ambiguous as failure:
            raise Unreached(failure.reason) from failure

    def _update(self, row: Any, channel: str, ts: str, message: Message) -> None:
        try:
            self._slack.update(channel, ts, message)
        except Impossible as failure:
            if failure.reason not in LOST_CARD:
                raise
            self._store.write(lambda tx: tx.execute(claims.FORGET, in_lane=row.lane, of_card=row.card))
            self._postpone(row, failure, "queued", 0)
            return
        except Ambiguous as failure:
            self._postpone(row, failure, "queued", _backoff(row.attempts))
            return
        POINTS.reach("outbox.after_update")
        self._conclude("sent", lambda tx: self._settle(tx, row, "sent"))
        POINTS.reach("outbox.updated")

    def _look(self, row: Any) -> None:
        """Whether the message that may or may not have been posted is there; only if not is it sent again."""
        person = self._store.read(lambda tx: self._address(tx, row))
        channel = self._slack.channel(row.channel) if row.channel else self._slack.direct(person or "")
        above = self._store.read(lambda tx: _thread(tx, row))
        ts = self._slack.find(channel, row.mark, above.ts if above else None)
        POINTS.reach("outbox.looked")
        if ts is None:
            self._postpone(row, Ambiguous("not_found_in_history"), "queued", 0)
            return
        self._conclude("sent", lambda tx: self._sent(tx, row, channel, ts))
        POINTS.reach("outbox.found")

    def _render(self, row: Any) -> Letter | None:
        """The letter as it must read now; None when there is nothing to say any more (and the row says so)."""
        try:
            letter = self._store.read(lambda tx: self._compose(tx, row))
        except self._interruptions as error:
            raise Unreached("database") from error
        except Exception as error:
            log.exception("notice.unrenderable", key=row.key, error=type(error).__name__)
            if row.attempts >= MOST_RENDERINGS:
                self._give_up(row, Impossible("unrenderable"))
            else:
                self._postpone(row, Unreached("unrenderable"), "queued", _backoff(row.attempts))
            return None
        if letter is None:
            self._conclude("dropped", lambda tx: self._settle(tx, row, "dropped"))
        return letter

    def _compose(self, tx: Transaction, row: Any) -> Letter | None:
        held = tx.first(claims.HELD, lane=row.lane, card=row.card) if row.card else None
        if row.only_update and held is None:
            return None
        above = _thread(tx, row)
        if row.thread and above is None:
            return None  # what stands before it in its lane was settled first: the card will not come any more
        message = self._message(tx, row)
        if message is None:
            return None
        if held is not None:
            return Letter(None, held.channel, held.ts, message)
        if above is not None:
            return Letter(None, above.channel, None, message, above.ts)
        return Letter(self._address(tx, row), row.channel, None, message)

    def _message(self, tx: Transaction, row: Any) -> Message | None:
        notice = _notice(row)
        if row.workflow == notices.SHELL:
            return notices.render(tx, notice, self._workflows.values())
        return self._workflows[row.workflow].render(tx, notice)

    def _address(self, tx: Transaction, row: Any) -> str | None:
        person = None if row.person is None else organisation.person(tx, PersonId(row.person))
        return None if person is None else person.slack_id

    def _conclude(self, fate: str, work: Callable[[Transaction], bool]) -> None:
        if self._store.write(work):
            with self._guard:
                self.tally[fate] += 1

    def _sent(self, tx: Transaction, row: Any, channel: str, ts: str) -> bool:
        if not self._settle(tx, row, "sent"):
            return False
        if row.card:
            tx.insert_once(Card, lane=row.lane, card=row.card, channel=channel, ts=ts)
        if not tx.execute(claims.SLOW_DOWN, of_lane=row.lane, wait=self._timings.pace):
            tx.execute(claims.FIRST_PACE, of_lane=row.lane, wait=self._timings.pace)
        return True

    def _settle(self, tx: Transaction, row: Any, to: str, why: str | None = None) -> bool:
        sent_at = tx.now if to == "sent" else None
        return tx.execute(claims.SETTLE, row=row.id, me=self.me, to=to, why=why, at=sent_at) > 0

    def _postpone(self, row: Any, failure: Failure, to: str, wait: float) -> None:
        log.info("notice.postponed", key=row.key, reason=failure.reason, state=to, seconds=wait)
        self._store.write(
            lambda tx: tx.execute(claims.POSTPONE, row=row.id, me=self.me, to=to, why=failure.reason, wait=wait)
        )

    def _give_up(self, row: Any, failure: Failure) -> None:
        if row.thread and failure.reason in LOST_THREAD:  # somebody deleted the card: nothing is owed under it
            self._conclude("dropped", lambda tx: self._settle(tx, row, "dropped", failure.reason))
            return
        log.warning("notice.dead", key=row.key, reason=failure.reason)

        def bury(tx: Transaction) -> bool:
            settled = self._settle(tx, row, "dead", failure.reason)
            if settled and row.workflow != notices.SHELL:
                notices.tell_people_admins(tx, row, failure.reason)
                for notice in self._workflows[row.workflow].undelivered(tx, _notice(row), failure.reason):
                    tx.queue(notice)
            return settled

        self._conclude("dead", bury)

    def _stop(self, row: Any, failure: Failure) -> None:
        """Nothing can be sent until somebody mends the connection: keep the queue and say so outside Slack."""
        self.stopped = failure.reason
        log.critical("outbox.stopped", reason=failure.reason)
        self._postpone(row, failure, "queued" if row.state == "sending" else "unknown", 0)


def _notice(row: Any) -> Notice:
    return Notice(
        row.key,
        row.channel if row.person is None else PersonId(row.person),
        row.kind,
        Ref(row.workflow, row.subject),
        card=row.card,
        only_update=row.only_update,
        thread=row.thread,
    )


def _thread(tx: Transaction, row: Any) -> Any:
    """The card under which it is said; None when it is not said under one, or nobody holds it."""
    return tx.first(claims.HELD, lane=row.lane, card=row.thread) if row.thread else None


def _interruptions(store: Store) -> tuple[type[Exception], ...]:
    """What is raised while the database is out of reach, by SQLAlchemy or by the driver itself: no notice's fault."""
    driver: Any = store.engine.dialect.loaded_dbapi
    return OperationalError, InterfaceError, OutOfConnections, driver.OperationalError, driver.InterfaceError


def _backoff(attempts: int) -> float:
    return min(LONGEST_WAIT, 2.0 ** min(attempts, 10))
