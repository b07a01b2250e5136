"""SQLAlchemy Core statements, compiled once and run on the driver.

The ORM's and the result objects' time is saved; the types and both dialects are kept.
A statement that cannot be compiled ahead (an expanding IN list) runs through SQLAlchemy itself.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.engine import Connection
from sqlalchemy.sql.base import Executable

Processor = Callable[[Any], Any]
_named: Any = namedtuple  # noqa: PYI024 - a row's fields are its statement's, known only when it runs


class Prepared:
    """One statement in one dialect: its text, how values go in and how rows come out."""

    def __init__(self, statement: Any, dialect: Dialect, keys: Iterable[str] | None = None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=None if keys is None else list(keys))
        state = compiled.construct_expanded_state(dict.fromkeys(compiled.bind_names.values()) | _fixed(compiled))
        self.text = state.statement
        self._order: Sequence[str] | None = state.positiontup if dialect.positional else None
        self._fixed: dict[str, Any] = dict(state.parameters)
        self._in = {
            name: fit
            for bind, written in compiled.bind_names.items()
            for name in state.parameter_expansion.get(written, (written,))
            if (fit := _into(bind.type, dialect))
        }
        self._out = [_out_of(column.type, dialect) for column in _columns(statement)]
        self._row = _row_type([column.key for column in _columns(statement)])
        self._plain = not any(self._out)

    def values(self, given: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them."""
        merged = {**self._fixed, **given}
        for name, fit in self._in.items():
            merged[name] = fit(merged[name])
        return merged if self._order is None else [merged[name] for name in self._order]

    def rows(self, raw: Iterable[Sequence[Any]]) -> list[Any]:
        """The driver's rows as named tuples of Python values."""
        if self._plain:
            return [self._row(row) for row in raw]
        return [
            self._row([value if fit is None else fit(value) for value, fit in zip(row, self._out, strict=True)])
            for row in raw
        ]


class Statements:
    """All prepared statements of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._prepared: dict[Any, Prepared] = {}
        self._upsert = _conflict_aware(dialect)

    def fetch(self, connection: Connection, statement: Any, values: Mapping[str, Any]) -> list[Any]:
        """All rows."""
        if any(isinstance(value, list | tuple | set | frozenset) for value in values.values()):
            return list(connection.execute(statement, values))
        prepared = self._of(statement)
        cursor = _cursor(connection)
        try:
            cursor.execute(prepared.text, prepared.values(values))
            return prepared.rows(cursor.fetchall())
        finally:
            cursor.close()

    def execute(self, connection: Connection, statement: Executable, values: Mapping[str, Any]) -> int:
        """How many rows an UPDATE or DELETE touched."""
        if any(isinstance(value, list | tuple | set | frozenset) for value in values.values()):
            return int(connection.execute(statement, values).rowcount)
        prepared = self._of(statement)
        cursor = _cursor(connection)
        try:
            cursor.execute(prepared.text, prepared.values(values))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def insert(self, connection: Connection, table: Table, values: Mapping[str, Any], *, once: bool) -> int | None:
        """The new row's id; None when `once` and a unique key already holds."""
        keys = tuple(values)
        prepared = self._prepared.get((table, keys, once))
        if prepared is None:
            statement = self._upsert(table).on_conflict_do_nothing() if once else insert(table)
            prepared = Prepared(statement.returning(*table.primary_key), self._dialect, keys)
            self._prepared[table, keys, once] = prepared
        cursor = _cursor(connection)
        try:
            cursor.execute(prepared.text, prepared.values(values))
            rows = cursor.fetchall()
        finally:
            cursor.close()
        return rows[0][0] if rows else None

    def insert_many(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows that all have the same columns."""
        if not rows:
            return
        keys = tuple(rows[0])
        prepared = self._prepared.get((table, keys))
        if prepared is None:
            prepared = self._prepared[table, keys] = Prepared(insert(table), self._dialect, keys)
        cursor = _cursor(connection)
        try:
            cursor.executemany(prepared.text, [prepared.values(row) for row in rows])
        finally:
            cursor.close()

    def _of(self, statement: Any) -> Prepared:
        prepared = self._prepared.get(statement)
        if prepared is None:
            prepared = self._prepared[statement] = Prepared(statement, self._dialect)
        return prepared


def _fixed(compiled: Any) -> dict[str, Any]:
    """The values that stand in the statement itself."""
    return {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}


def _row_type(keys: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    kind = _named("Row", keys, rename=True)
    make: Callable[[Iterable[Any]], Any] = kind._make
    return make


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _columns(statement: Any) -> list[Any]:
    return list(getattr(statement, "exported_columns", ()))


def _into(kind: Any, dialect: Dialect) -> Processor | None:
    processor: Processor | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return processor


def _out_of(kind: Any, dialect: Dialect) -> Processor | None:
    processor: Processor | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return processor


def _conflict_aware(dialect: Dialect) -> Callable[[Table], Any]:
    if dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - one of the two is needed

        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - one of the two is needed

    return postgresql.insert
