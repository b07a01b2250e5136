"""Tables that only grow: the database itself refuses to change or delete a row, on both stores."""

from sqlalchemy import DDL, event
from sqlmodel import SQLModel

_GUARDED: set[str] = set()


def statements(table: str) -> dict[str, tuple[str, ...]]:
    """What makes a table append-only, by dialect; to be run once it exists."""
    refusal = f"{table} is append-only"
    return {
        "sqlite": tuple(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for verb in ("update", "delete")
        ),
        "postgresql": (
            (
                f"CREATE OR REPLACE FUNCTION {table}_stands() RETURNS trigger LANGUAGE plpgsql "
                f"AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
            ),
            (
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_stands()"
            ),
            (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_stands()"
            ),
        ),
    }


def append_only(table: str) -> None:
    """Have the table guarded wherever it is created from the metadata; a migration runs `statements` itself."""
    _GUARDED.add(table)
    for dialect, lines in statements(table).items():
        for line in lines:
            ddl = DDL(line.replace("%", "%%"))  # type: ignore[no-untyped-call] # SQLAlchemy has not annotated it
            event.listen(SQLModel.metadata.tables[table], "after_create", ddl.execute_if(dialect=dialect))


def guarded(table: str) -> bool:
    """Whether that is so."""
    return table in _GUARDED
