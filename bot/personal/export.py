"""One person's data as files: all that is kept about them, table by table, as JSON and as CSV, people by their names.

What would tell them another's secret is not in it (who reported them, what was written for others), and how much that
is, is said. Where they had a part in others' records, it is said in which, and not what stands there.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.folder.sheet import guarded
from bot.personal.decisions import DECISIONS, Decision
from bot.personal.rows import rows_about, rows_with_part
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.wording.kept import told

_T = SQLModel.metadata.tables
_NAMES = select(_T["person"].c.id, _T["person"].c.name)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one table holds about somebody."""

    table: str
    rows: tuple[Row, ...]
    withheld: int = 0
    """Rows written for others."""


@dataclass(frozen=True, slots=True)
class Data:
    """Everything about somebody."""

    sheets: tuple[Sheet, ...]
    parts: tuple[Row, ...]
    """Where they had a part in others' records: table, row, and what part."""


def gather(tx: Transaction, person: PersonId) -> Data:
    """All of it, as it is at this moment."""
    names = {row.id: row.name for row in tx.fetch(_NAMES)}
    sheets = (_sheet(tx, name, decision, person, names) for name, decision in DECISIONS.items())
    return Data(tuple(one for one in sheets if one.rows or one.withheld), tuple(_parts(tx, person)))


def write(data: Data, to: Path) -> list[str]:
    """Into a new folder, or a zip file if it is called so; the files' names. Raises OSError."""
    files = dict(_files(data))
    if to.suffix == ".zip":
        with zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        return list(files)
    to.mkdir(parents=True)
    for name, text in files.items():
        (to / name).write_text(text, encoding="utf-8")
    return list(files)


def _sheet(tx: Transaction, name: str, decision: Decision, person: PersonId, names: Mapping[int, str]) -> Sheet:
    statement = rows_about(name)
    if statement is None:
        return Sheet(name, ())
    found = tx.fetch(statement, who=person)
    shown = [row for row in found if all(getattr(row, key) in values for key, values in decision.only.items())]
    columns = [column for column in _T[name].columns if column.name not in decision.withheld]
    people = {
        column.name for column in columns if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    rows = tuple(
        {column.name: _said(getattr(row, column.name), names if column.name in people else None) for column in columns}
        for row in shown
    )
    return Sheet(name, rows, len(found) - len(shown))


def _said(value: Any, names: Mapping[int, str] | None) -> Any:
    if value is None or isinstance(value, bool | int | float | dict | list):
        return names.get(value, value) if names is not None and isinstance(value, int) else value
    return told(str(value))


def _parts(tx: Transaction, person: PersonId) -> Iterator[Row]:
    for name, decision in DECISIONS.items():
        statement = rows_with_part(name)
        if statement is None:
            continue
        key = next(iter(_T[name].primary_key)).name
        for row in tx.fetch(statement, who=person):
            played = [one for one in decision.parts if getattr(row, one) == person]
            yield {"table": name, "row": getattr(row, key), "part": ", ".join(played)}


def _files(data: Data) -> Iterator[tuple[str, str]]:
    everything = {one.table: list(one.rows) for one in data.sheets} | {"parts": list(data.parts)}
    yield "everything.json", json.dumps(everything, ensure_ascii=False, indent=1) + "\n"
    for one in data.sheets:
        if one.rows:
            yield f"{one.table}.csv", _csv(one.rows)
    if data.parts:
        yield "parts.csv", _csv(data.parts)
    yield "README.txt", _explained(data)


def _csv(rows: tuple[Row, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0])
    writer.writerows([guarded(value) if isinstance(value, str) else value for value in row.values()] for row in rows)
    return out.getvalue()


def _explained(data: Data) -> str:
    lines = ["What Dotted Line keeps about you: one file for each kind of record, and all of it in everything.json."]
    if data.parts:
        lines.append("parts.csv: records about others in which you had a part; what they say is others' own.")
    held = sum(one.withheld for one in data.sheets)
    if held:
        lines.append(f"{held} texts were written for others and are not here: ask your operations manager about them.")
    return "\n".join(lines) + "\n"
