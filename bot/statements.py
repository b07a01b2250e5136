"""SQLAlchemy Core statements, compiled once and run on the driver.

The ORM's and the result objects' time is saved; the types and both dialects are kept.
A statement with a list in it (an expanding IN) is compiled once for each length; with a long one it runs through
SQLAlchemy itself.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Date, Dialect, Float, Table, insert
from sqlalchemy.engine import Connection
from sqlalchemy.sql.base import Executable

from workflows.columns import Code, Exact, Moment

Processor = Callable[[Any], Any]
LONGEST_LIST = 16
"""Lists up to this length are made ready for; longer ones take their time anyway."""
_named: Any = namedtuple  # noqa: PYI024 - a row's fields are its statement's, known only when it runs


class Place(NamedTuple):
    """Where statements are run: a connection in its transaction, and one cursor of the driver's for all of it."""

    connection: Connection
    cursor: Any

    @classmethod
    def on(cls, connection: Connection) -> "Place":
        """With a new cursor."""
        return cls(connection, connection.connection.cursor())


class Prepared:
    """One statement in one dialect: its text, how values go in and how rows come out."""

    def __init__(
        self,
        statement: Any,
        dialect: Dialect,
        keys: Iterable[str] | None = None,
        lists: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=None if keys is None else list(keys))
        self.lists = tuple(bind.key for bind in compiled.bind_names if bind.expanding and bind.required)
        """Where its text depends on its values: on how many there are."""
        if self.lists and lists is None:
            return
        given = dict.fromkeys(compiled.bind_names.values()) | _fixed(compiled) | dict(lists or {})
        state = compiled.construct_expanded_state(given)
        self._spread = [(name, state.parameter_expansion[name]) for name in self.lists]
        self.text = state.statement
        self._fixed: dict[str, Any] = dict(state.parameters) if _fixed(compiled) else {}
        fits = {
            name: fit
            for bind, written in compiled.bind_names.items()
            for name in state.parameter_expansion.get(written, (written,))
            if (fit := _into(bind.type, dialect))
        }
        self._positional = bool(dialect.positional)
        self._names = tuple(state.positiontup if self._positional else state.parameters)
        self._pick = _picking(self._names)
        self._in = [(at, fits[name]) for at, name in enumerate(self._names) if name in fits]
        columns = _columns(statement)
        self._out = [(at, fit) for at, column in enumerate(columns) if (fit := _out_of(column.type, dialect))]
        self._row = _row_type([column.key for column in columns])

    def values(self, given: Mapping[str, Any]) -> Any:
        """The parameters as the driver wants them."""
        if self._fixed:
            given = {**self._fixed, **given}
        for name, each in self._spread:
            given = {**given, **dict(zip(each, given[name], strict=True))}
        found = self._pick(given)
        if self._in:
            found = list(found)
            for at, fit in self._in:
                found[at] = fit(found[at])
        return found if self._positional else dict(zip(self._names, found, strict=True))

    def rows(self, raw: Sequence[Sequence[Any]]) -> list[Any]:
        """The driver's rows as named tuples of Python values."""
        if not raw or not self._out:
            return list(map(self._row, raw))
        fitted = list(map(list, raw))
        for row in fitted:
            for at, fit in self._out:
                if row[at] is not None:
                    row[at] = fit(row[at])
        return list(map(self._row, fitted))


class Statements:
    """All prepared statements of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._prepared: dict[Any, Prepared] = {}
        self._upsert = _conflict_aware(dialect)
        self._returns = dialect.name != "sqlite"
        """Whether an INSERT must say itself what it did; SQLite's driver knows, and takes half the time without."""

    def fetch(self, at: Place, statement: Any, values: Mapping[str, Any]) -> list[Any]:
        """All rows."""
        prepared = self._of(statement, values)
        if prepared is None:
            return list(at.connection.execute(statement, values))
        at.cursor.execute(prepared.text, prepared.values(values))
        return prepared.rows(at.cursor.fetchall())

    def execute(self, at: Place, statement: Executable, values: Mapping[str, Any]) -> int:
        """How many rows an UPDATE or DELETE touched."""
        prepared = self._of(statement, values)
        if prepared is None:
            return int(at.connection.execute(statement, values).rowcount)
        at.cursor.execute(prepared.text, prepared.values(values))
        return int(at.cursor.rowcount)

    def insert(self, at: Place, table: Table, values: Mapping[str, Any], *, once: bool) -> int | None:
        """The new row's id; None when `once` and a unique key already holds."""
        known = (table, once, *values)
        prepared = self._prepared.get(known)
        if prepared is None:
            statement = self._upsert(table).on_conflict_do_nothing() if once else insert(table)
            statement = statement.returning(*table.primary_key) if self._returns else statement.inline()
            prepared = self._prepared[known] = Prepared(statement, self._dialect, values)
        at.cursor.execute(prepared.text, prepared.values(values))
        if not self._returns:
            return at.cursor.lastrowid if at.cursor.rowcount else None
        rows = at.cursor.fetchall()
        return rows[0][0] if rows else None

    def insert_many(self, at: Place, table: Table, rows: Sequence[Mapping[str, Any]], *, once: bool = False) -> int:
        """Add rows that all have the same columns; with `once`, but those for which a unique key already holds.

        How many were added: drivers sum that up over all rows.
        """
        if not rows:
            return 0
        known = ("many", table, once, *rows[0])
        prepared = self._prepared.get(known)
        if prepared is None:
            statement = self._upsert(table).on_conflict_do_nothing() if once else insert(table)
            prepared = self._prepared[known] = Prepared(statement, self._dialect, rows[0])
        at.cursor.executemany(prepared.text, [prepared.values(row) for row in rows])
        return int(at.cursor.rowcount)

    def _of(self, statement: Any, values: Mapping[str, Any]) -> Prepared | None:
        """The statement made ready; None for one that is not worth it: its list has a length that won't come again."""
        prepared = self._prepared.get(statement)
        if prepared is None:
            prepared = self._prepared[statement] = Prepared(statement, self._dialect)
        return self._with_lists(prepared.lists, statement, values) if prepared.lists else prepared

    def _with_lists(self, names: Sequence[str], statement: Any, values: Mapping[str, Any]) -> Prepared | None:
        lists = {name: list(values[name]) for name in names}
        lengths = tuple(map(len, lists.values()))
        if max(lengths) > LONGEST_LIST or not min(lengths):
            return None
        known = (statement, *lengths)
        prepared = self._prepared.get(known)
        if prepared is None:
            prepared = self._prepared[known] = Prepared(statement, self._dialect, lists=lists)
        return prepared


def _fixed(compiled: Any) -> dict[str, Any]:
    """The values that stand in the statement itself."""
    return {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}


def _row_type(keys: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    kind = _named("Row", keys, rename=True)
    return partial(tuple.__new__, kind)  # as `_make` does it, without a call more for each row


def _columns(statement: Any) -> list[Any]:
    return list(getattr(statement, "exported_columns", ()))


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """What takes the values of these names out of a mapping, in their order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: [given[name] for name in names]


def _into(kind: Any, dialect: Dialect) -> Processor | None:
    if dialect.name == "sqlite":
        for known, fit in _TO_SQLITE:
            if isinstance(kind, known):
                return fit
    processor: Processor | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return _remembered(processor) if processor and isinstance(kind, Exact | Code) else processor


@lru_cache(maxsize=256)
def _written(value: datetime | None) -> str | None:
    """A moment as SQLAlchemy writes it for SQLite; a transaction writes its own a dozen times."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _iso(value: date | None) -> str | None:
    """A date, likewise."""
    return None if value is None else value.isoformat()


_TO_SQLITE: Sequence[tuple[Any, Processor]] = (
    (Moment, _written),
    (Date, _iso),
    (Boolean, {True: 1, False: 0, None: None}.__getitem__),
)
"""What passes on the way of nearly every request, in a fraction of the time."""


def _out_of(kind: Any, dialect: Dialect) -> Processor | None:
    if dialect.name == "sqlite" and isinstance(kind, Moment):
        return _read
    if isinstance(kind, Float):
        return None  # both drivers give floats; SQLAlchemy would want to know the driver's code for the column
    processor: Processor | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return _remembered(processor) if processor and isinstance(kind, Exact | Code) else processor


def _remembered(fit: Processor) -> Processor:
    """For amounts and codes: nearly all that pass are among the few that passed before."""
    return lru_cache(maxsize=1024)(fit)


def _read(value: str) -> datetime:
    """A moment as it was written, in a fifth of the time that SQLAlchemy takes."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def _conflict_aware(dialect: Dialect) -> Callable[[Table], Any]:
    if dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - one of the two is needed

        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - one of the two is needed

    return postgresql.insert
