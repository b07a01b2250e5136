"""The migrations make exactly the tables the code knows, undo them, and leave a newer database alone."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.migrate import HEAD, NewerDatabase, configuration, current, upgrade
from bot.store import Store

A_PERSON = """
    INSERT INTO person (id, name, email, locale, starts) VALUES (1, 'Ann', 'ann@example.com', 'en_GB', '2026-01-01')
"""
AN_AUDIT_ROW = """
    INSERT INTO audit (at, workflow, event, subject, version, about, facts)
    VALUES ('2026-01-01', 'leave', 'asked', 1, 1, 1, '{}')
"""
A_LEDGER_ROW = """
    INSERT INTO leave_ledger (person_id, leave_type, pot, kind, day, amount, reason, written_at)
    VALUES (1, 'annual', '2026', 'grant', '2026-01-01', 10000, 'opening', '2026-01-01')
"""
ROWS = {"audit": [AN_AUDIT_ROW], "leave_ledger": [A_PERSON, A_LEDGER_ROW]}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A store on a database without any table."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database(template="template0")
    else:
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    store = Store(url, FollowedClock())
    yield store
    store.close()


def test_they_make_the_tables_that_the_code_knows(empty: Store) -> None:
    upgrade(empty)
    upgrade(empty)
    with empty.engine.connect() as connection:
        assert current(connection) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_the_newest_is_the_one_the_code_expects() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_they_can_be_undone(empty: Store) -> None:
    upgrade(empty)
    with empty.engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    with empty.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize("table", ["audit", "leave_ledger"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_only_grows_refuses_to_be_changed(empty: Store, table: str, change: str) -> None:
    upgrade(empty)
    for statement in ROWS[table]:
        with empty.engine.begin() as connection:
            connection.execute(text(statement))
    with empty.engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text(change.format(table)))


def test_a_database_from_a_newer_version_is_left_alone(empty: Store) -> None:
    upgrade(empty)
    with empty.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        upgrade(empty)
