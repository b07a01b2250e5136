"""Databases as released versions left them, with people, leave and messages in them, go on living in this version.

`released/` holds, for each released schema, the rows its own code wrote for the sample organisation.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Boolean, Connection, MetaData, Table, func, inspect, select, text
from sqlmodel import SQLModel

from bot.audit.sealing import Sealer
from bot.audit.verifying import Verification
from bot.clock import FollowedClock
from bot.keys.rotation import lock_all, open_all
from bot.keys.taking import take
from bot.migrate import HEAD, configuration, current, upgrade
from bot.settings import Settings
from bot.store import Store
from bot.transaction import Transaction
from workflows import WORKFLOWS, leave, private
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx, run
from workflows.leave import desk
from workflows.leave import store as leaves
from workflows.leave.rules.balance import balance
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.life import State
from workflows.organisation import lines
from workflows.organisation import store as organisation

RELEASED = sorted((Path(__file__).parent / "released").glob("*.json"))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A store on a database without any table."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database(template="template0")
    else:
        url = f"sqlite:///{tmp_path / 'released.sqlite'}"
    clock = FollowedClock()
    clock.follow(NOW, speed=0)
    store = Store(url, clock, WORKFLOWS)
    yield store
    store.close()


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest) -> Path:
    """The rows of a released version."""
    path: Path = request.param
    return path


def write(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    """The rows as that version wrote them: its tables and columns, nothing of this version's."""
    known = MetaData()
    for name, found in rows.items():
        table = Table(name, known, autoload_with=connection)
        truths = {column.name for column in table.columns if isinstance(column.type, Boolean)}
        for row in found:
            values = {key: bool(value) if key in truths else value for key, value in row.items()}
            columns, marks = ", ".join(f'"{key}"' for key in row), ", ".join(f":{key}" for key in row)
            connection.execute(text(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})'), values)  # noqa: S608 - ours
        if connection.dialect.name == "postgresql" and "id" in table.columns:
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM \"{name}\"")  # noqa: S608
            )


def counts(store: Store, names: list[str]) -> dict[str, int]:
    with store.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(text(f'"{name}"'))).scalar_one() for name in names
        }


def to(store: Store, revision: str) -> None:
    with store.engine.begin() as connection:
        alembic = configuration(connection)
        found = current(connection)
        (command.upgrade if found is None or found < revision else command.downgrade)(alembic, revision)


def test_everything_in_it_is_still_there_and_its_open_request_can_be_decided(store: Store, released: Path) -> None:
    rows = json.loads(released.read_text(encoding="utf-8"))
    to(store, released.stem)
    with store.engine.begin() as connection:
        write(connection, rows)
    upgrade(store)
    assert counts(store, list(rows)) == {name: len(found) for name, found in rows.items()}
    ann = store.read(lambda tx: organisation.person_by_email(tx, "ann.kowalski@northwind.example"))
    assert ann is not None
    assert free(store, ann.id) == Decimal(24)
    store.write(approve_zoe)
    zoes = store.read(lambda tx: leaves.leave(tx, 2))
    assert zoes is not None
    assert zoes.state == State.APPROVED


def test_it_can_go_back_and_forth_without_losing_a_row(store: Store, released: Path) -> None:
    rows = json.loads(released.read_text(encoding="utf-8"))
    to(store, released.stem)
    with store.engine.begin() as connection:
        write(connection, rows)
        before = set(inspect(connection).get_table_names())
    upgrade(store)
    to(store, released.stem)
    with store.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == before
    assert counts(store, list(rows)) == {name: len(found) for name, found in rows.items()}
    upgrade(store)
    with store.engine.connect() as connection:
        assert current(connection) == HEAD


def test_the_released_version_may_go_on_writing_while_this_one_has_brought_the_tables_up_to_date(
    store: Store, released: Path
) -> None:
    rows = json.loads(released.read_text(encoding="utf-8"))
    upgrade(store)
    with store.engine.begin() as connection:
        write(connection, rows)
    assert counts(store, list(rows)) == {name: len(found) for name, found in rows.items()}
    store.write(approve_zoe)


def test_what_people_wrote_in_confidence_lies_open_no_longer_and_is_read_as_before(
    store: Store, released: Path, tmp_path: Path
) -> None:
    rows = json.loads(released.read_text(encoding="utf-8"))
    upgrade(store)
    with store.engine.begin() as connection:
        write(connection, rows)
    before = store.read(words)
    assert len(before) >= len(rows["leave_note"])
    ring = take(store, Settings(data_dir=tmp_path))
    assert lock_all(store, ring) >= len(before)
    assert lock_all(store, ring) == 0
    assert store.read(words) == before
    lying = everything(store, tmp_path)
    assert [one for one in before.values() if one.encode() in lying] == []
    open_all(store, ring)
    assert store.read(words) == before


def test_its_audit_log_is_sealed_as_it_was_found(store: Store, released: Path, tmp_path: Path) -> None:
    rows = json.loads(released.read_text(encoding="utf-8"))
    upgrade(store)
    with store.engine.begin() as connection:
        write(connection, rows)
    take(store, Settings(data_dir=tmp_path))
    store.write(approve_zoe)
    Sealer(store, tmp_path).work()
    signer = store.signer
    assert signer is not None
    report = store.read(lambda tx: Verification(tx, signer).report())
    assert report.faults == ()
    assert report.unsigned == len(rows["audit"]) < report.sealed


def words(tx: Transaction) -> dict[tuple[str, str, int], str]:
    """Everything private, opened; the ledger's reasons wherever they stand."""
    found = {
        (column.table.name, column.name, row.id): row.words
        for column in private.columns(SQLModel.metadata)
        for row in tx.fetch(select(column.table.c.id, column.label("words")))
        if row.words
    }
    ledger = SQLModel.metadata.tables["leave_ledger"].c
    for row in tx.fetch(select(ledger.id, ledger.reason, ledger.words).where(ledger.kind == Kind.ADJUSTMENT)):
        found["leave_ledger", "words", row.id] = row.words or row.reason
    return found


def everything(store: Store, folder: Path) -> bytes:
    """What somebody sees who has the database and not the keys."""
    if store.engine.dialect.name == "sqlite":
        return b"".join(path.read_bytes() for path in folder.glob("released.sqlite*"))
    with store.engine.connect() as connection:
        return repr(
            [
                connection.execute(text(f'SELECT * FROM "{one}"')).all()  # noqa: S608 - ours
                for one in inspect(connection).get_table_names()
            ]
        ).encode()


def free(store: Store, person: PersonId) -> Decimal:
    def work(tx: Tx) -> Decimal:
        context = desk.context_of(tx, person)
        return balance(context, "annual", context.today).free

    return store.read(work)


def approve_zoe(tx: Tx) -> None:
    bea = lines.actor(tx, "U0BEA0004", tx.now)
    assert bea is not None
    run(leave.WORKFLOW, "approve", tx, bea, 2)
