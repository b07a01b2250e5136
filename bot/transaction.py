"""One unit of work on one connection: what `workflows.kernel.flow.Tx` promises, kept by SQLAlchemy Core."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy import bindparam, delete, select, text

from bot.audit.signing import Signer, words_of
from bot.points import POINTS
from bot.statements import Place, Statements
from bot.tables import Audit, Card, Inbox, LostLane, Outbox, mark_of
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Workflow

log = structlog.get_logger()
MOST_KEYS = 10_000
"""Of a statement; SQLite and PostgreSQL take far more, and compile each length anew."""
_rows, _cards = Outbox.__table__.c, Card.__table__.c  # type: ignore[attr-defined] # SQLModel's stubs
QUEUED = select(_rows.key).where(_rows.key.in_(bindparam("keys", expanding=True)))
MESSAGE = select(
    _rows.key, _rows.person, _rows.channel, _rows.workflow, _rows.kind, _rows.subject, _rows.card, _rows.thread
).where(_rows.id == bindparam("number"))
GONE = ("user_disabled", "user_not_found", "user_not_visible")
"""Slack's words for an account that is deactivated, or none."""
_lost = LostLane.__table__.c  # type: ignore[attr-defined] # SQLModel's stubs
UNREACHABLE = select(_lost.lane).where(_lost.reason.in_(GONE))
LET_GO = delete(_cards.lane.table).where(_cards.lane == bindparam("in_lane"), _cards.card == bindparam("of_card"))


class Transaction:
    """`workflows.kernel.flow.Tx` on one database connection."""

    def __init__(
        self,
        place: Place,
        statements: Statements,
        now: datetime,
        workflows: tuple[Workflow, ...] = (),
        site: str = "",
        signer: Signer | None = None,
    ) -> None:
        self.connection = place.connection
        self.now = now
        self.workflows = workflows
        self.site = site
        self.touched: set[PersonId] = set()
        self.queued = 0
        """How many messages it added to the outbox."""
        self.written = 0
        """How many rows it added or changed for a workflow."""
        self.recorded = 0
        """How many events it put on record."""
        self.memory: dict[Any, Any] = {}
        self._statements = statements
        self._place = place
        self._signer = signer

    def fetch(self, statement: Any, **values: Any) -> list[Any]:
        """All rows, as named tuples."""
        return self._statements.fetch(self._place, statement, values)

    def first(self, statement: Any, **values: Any) -> Any:
        """The first row or None."""
        rows = self._statements.fetch(self._place, statement, values)
        return rows[0] if rows else None

    def execute(self, statement: Any, **values: Any) -> int:
        """Run an UPDATE or DELETE; how many rows it touched."""
        touched = self._statements.execute(self._place, statement, values)
        self.written += max(0, touched)
        return touched

    def insert(self, table: Any, **values: Any) -> int:
        """Add a row; its id."""
        number = self._statements.insert(self._place, table.__table__, values, once=False)
        self.written += 1
        return number if number is not None else 0

    def insert_once(self, table: Any, **values: Any) -> bool:
        """Add a row unless a unique key already holds; whether it was added."""
        added = self._statements.insert(self._place, table.__table__, values, once=True) is not None
        self.written += added
        return added

    def insert_many(self, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows at once."""
        self._statements.insert_many(self._place, table.__table__, rows)
        self.written += len(rows)

    def lock(self, name: str, number: int) -> None:
        """Until the end of this transaction nobody else who locks the same goes on."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(
                text("select pg_advisory_xact_lock(hashtext(:name), :number)"), {"name": name, "number": number}
            )

    def attempt(self, what: str, work: Callable[[], None]) -> str | None:
        """Do a part behind a savepoint; None, or the id under which its failure is logged."""
        self._place.cursor.execute("SAVEPOINT part")
        try:
            work()
        except Exception:
            number = uuid4().hex[:8]
            log.exception("part.failed", what=what, id=number)
            self._place.cursor.execute("ROLLBACK TO SAVEPOINT part")
            self.memory.clear()  # it may hold what was undone
            return number
        finally:
            self._place.cursor.execute("RELEASE SAVEPOINT part")
        return None

    def recognise(self, key: str) -> bool:
        """Whether a payload with this key is new; from now on it is not."""
        new = self.insert_once(Inbox, key=key, at=self.now)
        POINTS.reach("transaction.recognised")
        return new

    def record(self, happened: Event) -> None:
        """Write the audit row."""
        self.recorded += 1
        self.touched.add(happened.about)
        if happened.by is not None:
            self.touched.add(happened.by)
        subject, facts = happened.subject, dict(happened.facts)
        self.insert(
            Audit,
            at=self.now,
            workflow=subject.workflow,
            event=happened.name,
            subject=subject.id,
            version=happened.version,
            about=happened.about,
            by=happened.by,
            facts=facts,
            mac=self._signer and self._signer.sign(_words(self.now, happened, facts)),
        )
        POINTS.reach("transaction.recorded", happened.subject.workflow)

    def queue(self, notice: Notice) -> None:
        """Write the outbox row, unless its key is already there."""
        if isinstance(notice.to, int):
            self.touched.add(notice.to)
        self.queued += self.insert_once(Outbox, **self._row(notice))
        POINTS.reach("transaction.queued")

    def queue_together(self, notices: Sequence[Notice]) -> None:
        """The same for several, in one statement: on PostgreSQL each is a way there and back."""
        if not notices:
            return
        rows = [self._row(notice) for notice in notices]
        self.touched.update(notice.to for notice in notices if isinstance(notice.to, int))
        self.queued += self._statements.insert_many(self._place, Outbox.__table__, rows, once=True)  # type: ignore[attr-defined] # SQLModel's stubs
        POINTS.reach("transaction.queued")

    def notice(self, number: int) -> Notice | None:
        """What was queued as the message of that number."""
        row = self.first(MESSAGE, number=number)
        if row is None:
            return None
        to = row.channel if row.person is None else PersonId(row.person)
        return Notice(row.key, to, row.kind, Ref(row.workflow, row.subject), card=row.card, thread=row.thread)

    def unreachable(self) -> frozenset[PersonId]:
        """Those of whom Slack said that their account is gone, until a message reaches them again."""
        found: frozenset[PersonId] | None = self.memory.get(UNREACHABLE)
        if found is None:
            lanes = (str(row.lane).partition("/") for row in self.fetch(UNREACHABLE))
            found = frozenset(PersonId(int(number)) for kind, _, number in lanes if kind == "person")
            self.memory[UNREACHABLE] = found
        return found

    def let_go(self, notice: Notice) -> None:
        """The message that its recipient holds is its card no more."""
        if notice.card is not None:
            self.execute(LET_GO, in_lane=_lane(notice), of_card=notice.card)

    def queue_all(self, notices: Iterable[Notice]) -> None:
        """Write the outbox rows whose keys are not there yet: two statements for some hundred notices."""
        wanted = {notice.key: notice for notice in notices}
        keys = list(wanted)
        for first in range(0, len(keys), MOST_KEYS):
            some = keys[first : first + MOST_KEYS]
            known = {row.key for row in self.fetch(QUEUED, keys=some)}
            self._queue_new([wanted[key] for key in some if key not in known])

    def _queue_new(self, notices: Sequence[Notice]) -> None:
        rows = [self._row(notice) for notice in notices]
        self._statements.insert_many(self._place, Outbox.__table__, rows, once=True)  # type: ignore[attr-defined] # SQLModel's stubs
        self.touched.update(notice.to for notice in notices if isinstance(notice.to, int))
        self.queued += len(rows)
        if rows:
            POINTS.reach("transaction.queued")

    def _row(self, notice: Notice) -> dict[str, Any]:
        person = None if isinstance(notice.to, str) else notice.to
        return {
            "key": notice.key,
            "mark": mark_of(notice.key),
            "workflow": notice.subject.workflow,
            "kind": notice.kind,
            "subject": notice.subject.id,
            "person": person,
            "channel": notice.to if isinstance(notice.to, str) else None,
            "lane": _lane(notice),
            "card": notice.card,
            "thread": notice.thread,
            "only_update": notice.only_update,
            "not_before": notice.not_before,
            "queued_at": self.now,
            "state": "queued",
            "attempts": 0,
            "next_at": 0.0,
            "owner": None,
            "reason": None,
            "sent_at": None,
        }


def _lane(notice: Notice) -> str:
    return f"channel/{notice.to}" if isinstance(notice.to, str) else f"person/{notice.to}"


def _words(at: datetime, happened: Event, facts: Mapping[str, Any]) -> str:
    """What of an event is signed; its facts as they are written into the row."""
    one = happened.subject
    written = json.dumps(facts)
    return words_of(at, one.workflow, happened.name, one.id, happened.version, happened.about, happened.by, written)
