"""One message on its way: the only place that posts.

Decided here: when a message is rendered and checked again (at sending time), what each failure means for it, when an
open outcome is looked up before anything is sent again, and when to give up and whom to tell. What is said to whom is
decided by the workflows; who carries what when, and how the outcome is kept, by the outbox.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as OutOfConnections

from bot import claims, notices
from bot.courtesy import Courtesy, Manners
from bot.gathered import follow
from bot.meters import LATE, METERS, RETRIES
from bot.points import POINTS
from bot.reminders import reminding
from bot.slack import Ambiguous, Failure, Impossible, Slack, Stopped, Throttled, Unreached
from bot.store import Store
from bot.tables import Card
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Workflow
from workflows.kernel.replies import Message
from workflows.language import speak, speaking
from workflows.organisation import store as organisation

log = structlog.get_logger()
LOST_CARD = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
LOST_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
MOST_RENDERINGS = 5
PENS = 3
"""How many messages are written up at once where the database is somewhere else: some wait for its answers."""
WAITS = (2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds after the first try, the second and so on; after any later one as many as after the last of them.

No longer: whatever stands behind in its lane waits as well, also after Slack is back.
"""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message."""

    keep: Callable[[Transaction], bool]
    """Writes it down; False when it was not this sender's any more."""
    fate: str | None = None
    """`sent`, `dropped` or `dead`; None: it waits again."""
    point: str | None = None
    """What is passed once it is written down."""
    apart: bool = False
    """Whether workflows have a part in writing it down: what they break must not undo others'."""
    silence: float = 0.0
    """Seconds in which Slack wants to hear nothing."""
    stopped: str | None = None
    """Why no call will succeed until somebody mends the connection."""


class Carrier:
    """Carries messages that `me` has claimed, on any number of threads."""

    def __init__(
        self,
        me: str,
        store: Store,
        slack: Slack,
        workflows: Iterable[Workflow],
        timings: Timings,
        courtesy: Courtesy,
        house_locale: str = "en-GB",
    ) -> None:
        self._me, self._store, self._slack, self._timings = me, store, slack, timings
        self.pace = timings.pace
        self._workflows: Mapping[str, Workflow] = {workflow.name: workflow for workflow in workflows}
        self._house_locale, self._courtesy = house_locale, courtesy
        """In which channels are written, which have many readers; and whom statements give way to."""
        self._interruptions = _interruptions(store)
        self._pens = threading.Semaphore(1 if store.engine.dialect.name == "sqlite" else PENS)
        """Few write at a time: while one computes, others would only take the interpreter from it."""

    def carry(self, row: Any, taken_at: float) -> Outcome:
        """Say it, or find out whether it was said; what came of it. `taken_at` is of `time.monotonic()`."""
        with speaking(self._house_locale):
            return self._attempt(row, taken_at)

    def _attempt(self, row: Any, taken_at: float) -> Outcome:
        again = "queued" if row.state == "sending" else "unknown"
        try:
            return self._look(row) if row.state == "checking" else self._send(row, taken_at)
        except Throttled as wait:
            silence = wait.seconds if wait.before_all else 0.0
            return self._later(row, wait, again, wait.seconds, silence=silence)
        except Unreached as failure:
            return self._later(row, failure, again, _backoff(row.attempts))
        except Ambiguous as failure:
            looking = row.state == "checking"
            return self._later(row, failure, "unknown", _backoff(row.attempts) if looking else self._timings.quiet)
        except Impossible as failure:
            return self._give_up(row, failure)
        except Stopped as failure:  # the queue is kept, and somebody told outside Slack
            return self._later(row, failure, again, 0, stopped=failure.reason)

    def _send(self, row: Any, taken_at: float) -> Outcome:
        manners = Manners(self._courtesy)
        letter = self._render(row, manners)
        if isinstance(letter, Outcome):
            return letter
        POINTS.reach("outbox.rendered", row.workflow)
        manners.give_way()
        channel = letter.channel or self._direct(letter.slack_id or "")
        POINTS.reach("outbox.addressed")
        manners.give_way()
        if time.monotonic() - taken_at > self._timings.lease - self._timings.call:
            return self._later(row, Unreached("lease_short"), "queued", 0)
        POINTS.reach("outbox.before_post")
        if letter.ts is not None:
            return self._update(row, channel, letter.ts, letter.message)
        place, ts = self._slack.post(channel, letter.message, row.mark, letter.thread)
        POINTS.reach("outbox.after_post", row.workflow)
        return Outcome(lambda tx: self._sent(tx, row, place, ts), "sent", "outbox.sent")

    def _direct(self, slack_id: str) -> str:
        """Opening a conversation twice is opening it once: when that fails, no message is in doubt."""
        try:
            return self._slack.direct(slack_id)
        except Ambiguous as failure:
            raise Unreached(failure.reason) from failure

    def _update(self, row: Any, channel: str, ts: str, message: Message) -> Outcome:
        POINTS.reach("outbox.before_update")
        try:
            self._slack.update(channel, ts, message)
        except Impossible as failure:
            if failure.reason not in LOST_CARD:
                raise
            return self._anew(row, failure)
        except Ambiguous as failure:
            return self._later(row, failure, "queued", _backoff(row.attempts))
        POINTS.reach("outbox.after_update")
        return Outcome(lambda tx: self._updated(tx, row), "sent", "outbox.updated")

    def _look(self, row: Any) -> Outcome:
        """Whether the message that may or may not have been posted is there; only if not is it sent again."""
        person = self._store.read(lambda tx: _address(tx, row))
        channel = self._slack.channel(row.channel) if row.channel else self._slack.direct(person or "")
        above = self._store.read(lambda tx: _thread(tx, row))
        POINTS.reach("outbox.before_look")
        ts = self._slack.find(channel, row.mark, above.ts if above else None)
        POINTS.reach("outbox.looked")
        if ts is None:
            return self._later(row, Ambiguous("not_found_in_history"), "queued", 0)
        return Outcome(lambda tx: self._sent(tx, row, channel, ts), "sent", "outbox.found")

    def _render(self, row: Any, manners: Manners) -> Letter | Outcome:
        """The letter as it must read now; an outcome when there is nothing to say any more, or no words for it."""
        try:
            with self._pens:
                letter = self._store.read(lambda tx: self._compose(tx, row), manners)
        except self._interruptions as error:
            raise Unreached("database") from error
        except Exception as error:
            log.exception("notice.unrenderable", key=row.key, error=type(error).__name__)
            if row.attempts >= MOST_RENDERINGS:
                return self._give_up(row, Impossible("unrenderable"))
            return self._later(row, Unreached("unrenderable"), "queued", _backoff(row.attempts))
        return letter or Outcome(lambda tx: self._settle(tx, row, "dropped"), "dropped", "outbox.dropped")

    def _compose(self, tx: Transaction, row: Any) -> Letter | None:
        held = tx.first(claims.CARD, lane=row.lane, card=row.card) if row.card else None
        if row.only_update and held is None:
            return None
        above = _thread(tx, row)
        if row.thread and above is None:
            return None  # what stands before it in its lane was settled first: the card will not come any more
        reader = None if row.person is None else organisation.person(tx, PersonId(row.person))
        if reader is not None:
            speak(reader.reading)
        message = self._message(tx, row)
        if message is None:
            return None
        if held is not None:
            return Letter(None, held.channel, held.ts, message)
        if above is not None:
            return Letter(None, above.channel, None, message, above.ts)
        return Letter(reader.slack_id if reader else None, row.channel, None, message)

    def _message(self, tx: Transaction, row: Any) -> Message | None:
        notice = _notice(row)
        if row.workflow == notices.SHELL:
            return notices.render(tx, notice, self._workflows.values())
        return reminding(tx, self._workflows[row.workflow], notice, row.id)

    def _sent(self, tx: Transaction, row: Any, channel: str, ts: str) -> bool:
        if not self._settle(tx, row, "sent"):
            return False
        METERS.time(LATE, max(0.0, (tx.now - row.due).total_seconds()))
        if row.card:
            tx.insert_once(Card, lane=row.lane, card=row.card, channel=channel, ts=ts)
        tx.execute(claims.REACHED_AGAIN, of_lane=row.lane)
        if not tx.execute(claims.SLOW_DOWN, of_lane=row.lane, wait=self.pace):
            tx.execute(claims.FIRST_PACE, of_lane=row.lane, wait=self.pace)
        return True

    def _updated(self, tx: Transaction, row: Any) -> bool:
        settled = self._settle(tx, row, "sent")
        if settled:
            follow(tx, row)
        return settled

    def _settle(self, tx: Transaction, row: Any, to: str, why: str | None = None) -> bool:
        sent_at = tx.now if to == "sent" else None
        return tx.execute(claims.SETTLE, row=row.id, me=self._me, to=to, why=why, at=sent_at) > 0

    def _later(self, row: Any, failure: Failure, to: str, wait: float, **more: Any) -> Outcome:
        METERS.count(RETRIES, failure.reason)
        log.info("notice.postponed", key=row.key, reason=failure.reason, state=to, seconds=wait)
        return Outcome(lambda tx: self._postpone(tx, row, failure, to, wait), point="outbox.postponed", **more)

    def _postpone(self, tx: Transaction, row: Any, failure: Failure, to: str, wait: float) -> bool:
        return tx.execute(claims.POSTPONE, row=row.id, me=self._me, to=to, why=failure.reason, wait=wait) > 0

    def _anew(self, row: Any, failure: Failure) -> Outcome:
        """The card they held is gone: it is posted as if there had been none."""

        def forget(tx: Transaction) -> bool:
            tx.execute(claims.FORGET, in_lane=row.lane, of_card=row.card)
            return self._postpone(tx, row, failure, "queued", 0)

        return Outcome(forget)

    def _give_up(self, row: Any, failure: Failure) -> Outcome:
        if row.thread and failure.reason in LOST_THREAD:  # somebody deleted the card: nothing is owed under it
            return Outcome(lambda tx: self._settle(tx, row, "dropped", failure.reason), "dropped")
        log.warning("notice.dead", key=row.key, reason=failure.reason)
        return Outcome(lambda tx: self._bury(tx, row, failure.reason), "dead", "outbox.buried", apart=True)

    def _bury(self, tx: Transaction, row: Any, reason: str) -> bool:
        settled = self._settle(tx, row, "dead", reason)
        if settled and row.workflow != notices.SHELL:
            notices.tell_people_admins(tx, row, reason)
            for notice in self._workflows[row.workflow].undelivered(tx, _notice(row), reason):
                tx.queue(notice)
        return settled


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


def _address(tx: Transaction, row: Any) -> str | None:
    person = None if row.person is None else organisation.person(tx, PersonId(row.person))
    return None if person is None else person.slack_id


def _thread(tx: Transaction, row: Any) -> Any:
    """The card under which it is said; None when it is not said under one, or nobody holds it."""
    return tx.first(claims.CARD, lane=row.lane, card=row.thread) if row.thread else None


def _interruptions(store: Store) -> tuple[type[Exception], ...]:
    """What is raised while the database is out of reach, by SQLAlchemy or by the driver itself: no notice's fault."""
    driver: Any = store.engine.dialect.loaded_dbapi
    return OperationalError, InterfaceError, OutOfConnections, driver.OperationalError, driver.InterfaceError


def _backoff(attempts: int) -> float:
    return WAITS[min(attempts, len(WAITS)) - 1]
