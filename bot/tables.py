"""The shell's own tables: inbox, audit, outbox, the cards people hold, and the database's clock."""

from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Float, Index, Integer, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import Field, SQLModel

from workflows.columns import Moment
from workflows.guards import append_only

LIVE = ("queued", "sending", "unknown", "checking")
FINAL = ("sent", "dropped", "dead")
HELD = ("sending", "checking")


class database_now(GenericFunction[float]):  # noqa: N801 - it reads as an SQL function where it is used
    """The database's own clock, in seconds: replicas whose clocks differ agree on leases by it."""

    type = Float()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite_now(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_now, "postgresql")
def _postgresql_now(*_: Any, **__: Any) -> str:
    return "extract(epoch from statement_timestamp())::float"  # one moment for all rows: an index can be asked for it


class Inbox(SQLModel, table=True):
    """Payloads already acted on: Slack's retries are recognised by their key."""

    key: str = Field(primary_key=True, max_length=255)
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class Audit(SQLModel, table=True):
    """What happened, who did it, to whose record: ids and codes only. Append-only."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    workflow: str = Field(max_length=40)
    event: str = Field(max_length=40)
    subject: int
    version: int
    about: int = Field(index=True)
    by: int | None
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    mac: str | None = Field(default=None, max_length=64)
    """Signed by the bot that wrote it; see `audit.signing`. None: written by a version before there were signatures."""


append_only("audit")


class AuditSeal(SQLModel, table=True):
    """A link of the chain over the audit log: one for each of its rows, in the order they were sealed."""

    __tablename__ = "audit_seal"

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    audit_id: int = Field(unique=True)
    hash: str = Field(max_length=72)
    """Over the row, its place and the hash before it."""
    sealed_at: datetime = Field(sa_column=Column(Moment, nullable=False))


append_only("audit_seal")


class AuditBase(SQLModel, table=True):
    """Where the chain begins since its oldest links went, their time being over: the last one wins."""

    __tablename__ = "audit_base"

    id: int | None = Field(default=None, primary_key=True)
    number: int
    hash: str = Field(max_length=72)
    """Of the last link that went."""
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    mac: str = Field(max_length=72)


append_only("audit_base")


class KeyName(SQLModel, table=True):
    """The names of the keys with which something in this database was locked or sealed; never a key."""

    __tablename__ = "key_name"

    purpose: str = Field(primary_key=True, max_length=10)
    name: str = Field(primary_key=True, max_length=8)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))
    through: bool
    """For words: whether everything was locked with it, so that none lies open or locked with another."""


class RetentionRun(SQLModel, table=True):
    """On which day the daily round was through with a kind of record."""

    __tablename__ = "retention_run"

    kind: str = Field(primary_key=True, max_length=40)
    day: date = Field(primary_key=True)


class Outbox(SQLModel, table=True):
    """What is to be said: one row a notice. What it says is rendered when it is sent and never kept."""

    __table_args__ = (
        CheckConstraint(f"state in {LIVE + FINAL}", name="outbox_state"),
        CheckConstraint("(person is null) <> (channel is null)", name="outbox_recipient"),
        Index(
            "outbox_live",
            "lane",
            "id",
            sqlite_where=text(f"state in {LIVE}"),
            postgresql_where=text(f"state in {LIVE}"),
        ),
        Index(
            "outbox_held",
            "next_at",
            sqlite_where=text(f"state in {HELD}"),
            postgresql_where=text(f"state in {HELD}"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=255)
    mark: str = Field(max_length=36)
    """An opaque id that travels with the message, by which it is found again in the channel's history."""
    workflow: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    subject: int
    person: int | None
    channel: str | None = Field(max_length=255)
    lane: str = Field(max_length=255)
    """Messages of one lane (one recipient) go out one after another, in order."""
    card: str | None = Field(max_length=255)
    thread: str | None = Field(default=None, max_length=255)
    """The card of the same lane under which it is posted."""
    only_update: bool
    not_before: datetime | None = Field(sa_column=Column(Moment))
    queued_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    state: str = Field(max_length=10)
    attempts: int
    next_at: float = Field(sa_column=Column(Float, nullable=False))
    """By the database's clock: not before this; while sending or checking, when the lease ends."""
    owner: str | None = Field(max_length=36)
    reason: str | None = Field(max_length=255)
    sent_at: datetime | None = Field(sa_column=Column(Moment))


class Card(SQLModel, table=True):
    """Where a recipient holds a card, so that it is updated in place."""

    lane: str = Field(primary_key=True, max_length=255)
    card: str = Field(primary_key=True, max_length=255)
    channel: str = Field(max_length=255)
    ts: str = Field(max_length=40)


class Pace(SQLModel, table=True):
    """When a lane may be posted to again, by the database's clock."""

    lane: str = Field(primary_key=True, max_length=255)
    next_at: float = Field(sa_column=Column(Float, nullable=False))


class LostLane(SQLModel, table=True):
    """A recipient whom messages no longer reach, with Slack's word for why: people admins were told, until one does."""

    __tablename__ = "lost_lane"

    lane: str = Field(primary_key=True, max_length=255)
    reason: str = Field(primary_key=True, max_length=80)
    since: datetime = Field(sa_column=Column(Moment, nullable=False))


class HomeView(SQLModel, table=True):
    """Who has opened App Home: theirs is published again when something on it changes."""

    person: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    shown: str = Field(max_length=64)
    """A digest of what was published last, so that the same is not published again under somebody's finger."""


def mark_of(key: str) -> str:
    """The opaque id of a notice's key."""
    return blake2b(key.encode(), digest_size=16).hexdigest()
