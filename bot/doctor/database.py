"""The database: whether it opens, is of this version, can be written to, and has this machine's time."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import MachineClock
from bot.doctor.finding import Finding, Grade, listed
from bot.migrate import HEAD, MEND, current, missing_tables
from bot.settings import Settings, Unsettled
from bot.store import Store
from bot.tables import database_now

APART = 60.0
"""Seconds between this machine's clock and the database's from which leases and due times may be misjudged."""
AREA = "Database"


def examine(settings: Settings) -> Iterator[Finding]:
    """How it stands; nothing more is asked of one that does not open."""
    try:
        store = Store(settings.database, MachineClock())
    except Unsettled as unsettled:
        yield Finding(Grade.ILL, AREA, str(unsettled))
        return
    with closing(store):
        yield Finding(Grade.WELL, AREA, f"{store.engine.dialect.name} opens.")
        yield _version(store)
        yield _writable(store)
        yield _clock(store)


def _version(store: Store) -> Finding:
    with store.engine.connect() as connection:
        found = current(connection)
        missing = missing_tables(connection) if found == HEAD else []
    if missing:
        sentence = f"it says that it is of this version ({HEAD}), and lacks {listed(missing)}."
        return Finding(Grade.ILL, AREA, sentence, MEND)
    if found == HEAD:
        return Finding(Grade.WELL, AREA, f"its tables are of this version ({HEAD}).")
    if found is None:
        return Finding(Grade.CARE, AREA, "it is empty.", "The bot's first start makes the tables.")
    if found > HEAD:
        return Finding(Grade.ILL, AREA, f"it was written by a newer version ({found}; this one knows {HEAD}).", _NEWER)
    return Finding(Grade.CARE, AREA, f"its tables are of version {found}; this one needs {HEAD}.", _OLDER)


_NEWER = "Install the newer dotted-line again, or restore a backup."
_OLDER = "Take a backup; the bot's next start brings them up to date."


def _writable(store: Store) -> Finding:
    """Tried with a table that is never kept."""
    try:
        with store.engine.connect() as connection, connection.begin() as trying:
            connection.execute(text("CREATE TABLE doctor_was_here (id INTEGER)"))
            trying.rollback()
    except SQLAlchemyError as error:
        words = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return Finding(
            Grade.ILL, AREA, f"it can't be written to ({words}).", "Look at its rights and the disk's space."
        )
    return Finding(Grade.WELL, AREA, "it can be written to.")


def _clock(store: Store) -> Finding:
    with store.engine.connect() as connection:
        theirs = float(connection.execute(select(database_now())).scalar_one())
    apart = abs(theirs - datetime.now(UTC).timestamp())
    if apart > APART:
        return Finding(
            Grade.ILL,
            "Clock",
            f"this machine's is {apart:.0f} s from the database's.",
            "Set both by the network (NTP).",
        )
    return Finding(Grade.WELL, "Clock", "this machine and the database agree.")
