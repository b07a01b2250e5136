"""The lawful way past the guards of tables that only grow: for one transaction, on this table, nobody else beside it.

What takes it, keeps what the table is for: sums stay whole, and the audit log says that it was done.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from bot.transaction import Transaction
from workflows.guards import statements


@contextmanager
def past(tx: Transaction, table: str) -> Iterator[None]:
    """Rows of this table may be changed and removed until the end of the block."""
    before, afterwards = _ways(tx, table)
    for line in before:
        tx.connection.execute(text(line))
    yield
    for line in afterwards:
        tx.connection.execute(text(line))


def _ways(tx: Transaction, table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if tx.connection.dialect.name == "sqlite":
        return tuple(f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete")), statements(table)["sqlite"]
    switch = f"ALTER TABLE {table} {{}} TRIGGER {table}_append_only"
    return (switch.format("DISABLE"),), (switch.format("ENABLE"),)
