"""Bringing the database's tables to this version's: asked at every start, Alembic is loaded only when there is work."""

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from bot.settings import Unsettled
from bot.store import Store

HEAD = "0003"
FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_346_201


MEND = "If an upgrade was interrupted, or done by hand, restore the backup from before it."


class NewerDatabase(Exception):  # noqa: N818 - it is what was found
    """The database was written by a newer version than this one; nothing was touched."""


def upgrade(store: Store) -> None:
    """Run the migrations that are missing; one process at a time.

    Raises NewerDatabase; and Unsettled when the tables are not what the version beside them says. Nothing is changed.
    """
    with store.engine.connect() as connection:
        if current(connection) == HEAD:
            _refuse_gaps(connection)
            return
    _migrate(store)


def current(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def configuration(connection: Connection | None = None) -> Any:
    """Alembic's configuration for this project."""
    from alembic.config import Config  # noqa: PLC0415 - half a second to import, and rarely needed

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _migrate(store: Store) -> None:
    from alembic import command  # noqa: PLC0415 - half a second to import, and rarely needed
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - the same

    with store.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set local lock_timeout = 0"))  # others may be at it for as long as it takes
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = current(connection)
        config = configuration(connection)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if found is not None and found not in known:
            raise NewerDatabase(
                f"The database is at version {found}, which this version of dotted-line (it knows up to {HEAD}) "
                "does not know. Nothing was changed. Install the newer dotted-line again, or restore a backup."
            )
        try:
            command.upgrade(config, "head")
        except SQLAlchemyError as error:
            words = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise Unsettled(
                f"The database's tables could not be brought from version {found} to {HEAD} ({words}). Nothing was "
                f"changed. {MEND}"
            ) from None


def missing_tables(connection: Connection) -> list[str]:
    """Tables of this version that are not there."""
    return sorted(set(SQLModel.metadata.tables) - set(inspect(connection).get_table_names()))


def _refuse_gaps(connection: Connection) -> None:
    missing = missing_tables(connection)
    if missing:
        raise Unsettled(
            f"The database says that it is at version {HEAD}, and lacks the table {missing[0]}. "
            f"Nothing was changed. {MEND}"
        )
