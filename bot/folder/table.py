"""The rows of one file while they are being understood: values out of cells, and a problem for each that is none."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from bot.folder.columns import ALL
from bot.folder.sheet import Problem, Row, read_rows

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,4})?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
NO_DAY = date(_FIRST_YEAR, 1, 1)
"""Stands for a day that could not be read; what it becomes part of is never written."""


class Table:
    """One file's rows. Reading goes on after a problem, so that all are found at once."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.rows, self.problems = read_rows(path)
        self._must = {column.name for column in ALL[path.name] if column.must}

    def wrong(self, row: Row, reason: str) -> None:
        self.problems.append(Problem(self.file, row.line, reason))

    def take(self, row: Row, column: str, check: Callable[[str], T], instead: T) -> T:
        """What the check makes of the cell; `instead` if it is empty, or no good (and then that is noted)."""
        cell = row.cells[column]
        if not cell:
            if column in self._must:
                self.wrong(row, f"{column}: must not be empty")
            return instead
        try:
            return check(cell)
        except ValueError as error:
            self.wrong(row, f"{column}: {error}")
            return instead

    def known(self, row: Row, column: str, check: Callable[[str], str], among: Container[str], where: str) -> str:
        """A name that another file must have."""
        name = self.take(row, column, check, "")
        if name and name not in among:
            self.wrong(row, f"{column}: “{name}” is not in {where}")
        return name

    def groups(self, column: str, check: Callable[[str], str]) -> Iterator[tuple[str, list[Row]]]:
        """The rows by this column's value, in the order of the file."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            key = self.take(row, column, check, "")
            if key:
                found.setdefault(key, []).append(row)
        yield from found.items()

    def repeats(self, rows: Sequence[Row], columns: Iterable[str]) -> None:
        """Note each row that contradicts the first about what cannot change."""
        for row in rows[1:]:
            for column in columns:
                if row.cells[column] != rows[0].cells[column]:
                    self.wrong(row, f"{column}: differs from line {rows[0].line}, and only one can be right")

    def range(self, row: Row) -> tuple[date, date | None]:
        """The cells `starts` and `ends`."""
        starts, ends = self.take(row, "starts", day, NO_DAY), self.take(row, "ends", day, None)
        if ends is not None and ends < starts:
            self.wrong(row, f"ends: {ends} is before {starts}, when it starts")
            return starts, None
        return starts, ends

    def turns(self, rows: Sequence[Row], starts: date, ends: date | None) -> list[date]:
        """The cells `valid_from`, one for each row; they must begin at the start and not fall on one another."""
        days = [self.take(row, "valid_from", day, NO_DAY) if row.cells["valid_from"] else starts for row in rows]
        for number, (row, turn) in enumerate(zip(rows, days, strict=True)):
            self._check_turn(row, turn, starts, ends)
            if turn in days[:number] and turn != NO_DAY:
                other = rows[days.index(turn)].line
                self.wrong(row, f"valid_from: overlaps with line {other}, which holds from {turn} too")
        if starts not in days and NO_DAY not in {starts, *days}:
            self.wrong(rows[0], f"valid_from: no row says how things are from {starts} on; leave it empty in one")
        return days

    def _check_turn(self, row: Row, turn: date, starts: date, ends: date | None) -> None:
        if NO_DAY != turn < starts:
            self.wrong(row, f"valid_from: {turn} is before {starts}, when it starts")
        elif ends is not None and turn > ends:
            self.wrong(row, f"valid_from: {turn} is after {ends}, when it ends")


def day(cell: str) -> date:
    """A day written 2026-01-31."""
    try:
        found = date.fromisoformat(cell) if _DAY.fullmatch(cell) else None
    except ValueError:
        found = None
    if found is None or not _FIRST_YEAR < found.year <= _LAST_YEAR:
        raise ValueError(f"“{cell[:40]}” is no day; write it as 2026-01-31")
    return found


def number(cell: str) -> Decimal:
    """A number with at most four places."""
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"“{cell[:40]}” is no number; write it as 2.5")
    return Decimal(cell)


def year(cell: str) -> int:
    """A leave year."""
    if not (cell.isascii() and cell.isdigit() and _FIRST_YEAR < int(cell[:9]) <= _LAST_YEAR):
        raise ValueError(f"“{cell[:40]}” is no year")
    return int(cell)


def yes(cell: str) -> bool:
    """Yes or no."""
    if cell.lower() not in {"yes", "no"}:
        raise ValueError(f"“{cell[:40]}” is neither yes nor no")
    return cell.lower() == "yes"
