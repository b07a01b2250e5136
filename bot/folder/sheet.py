"""How a CSV file is read and written: text that is safe to open in a spreadsheet and comes back as it was."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.folder.columns import ALL, Column

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula."""
_LONGEST_FIELD = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row. Line 1 is the header; line 0 means the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]


class Unreadable(Exception):  # noqa: N818 - it is a finding, told to the person who gave the file
    """The file cannot be read any further."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def read_rows(path: Path) -> tuple[list[Row], list[Problem]]:
    """The rows that have the right cells, unguarded and trimmed, and a problem for each that does not."""
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for line, cells in _records(_text(path), ALL[path.name]):
            if isinstance(cells, str):
                problems.append(Problem(path.name, line, cells))
            else:
                rows.append(Row(line, cells))
    except Unreadable as found:
        problems.append(Problem(path.name, found.line, found.reason))
    return rows, problems


def write_rows(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The file, header first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in ALL[path.name])
        writer.writerows([guarded(cell) for cell in row] for row in rows)


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{cell}" if not _NUMBER.fullmatch(cell) and cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that `guarded` put there."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(0, "the file is missing; if there is nothing to say, leave the header alone in it") from None
    except OSError as error:
        raise Unreadable(0, f"cannot be read: {error.strerror}") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(1, "is UTF-16; save it as UTF-8")
    if b"\0" in raw:
        raise Unreadable(_line_of(raw, raw.index(b"\0")), "has a NUL character in it; take it out")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_line_of(raw, error.start), "is not UTF-8 here; save the file as UTF-8") from None


def _line_of(raw: bytes, place: int) -> int:
    return raw.count(b"\n", 0, place) + 1


def _records(text: str, columns: Sequence[Column]) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    """Each record with its first line: its cells, or what is wrong with it."""
    lines = _lines(text)
    header = next(lines, None)
    names = _names(header[1] if header else [], columns)
    lacking = {column.name: "" for column in columns if column.late}
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            yield line, f"has {len(cells)} cells instead of {len(names)}; a cell with a comma in it needs quotes"
            continue
        if any(len(cell) > _LONGEST_FIELD for cell in cells):
            yield line, f"has a cell of more than {_LONGEST_FIELD} characters"
            continue
        yield line, lacking | {name: unguarded(cell.strip(" ")) for name, cell in zip(names, cells, strict=True)}


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(line, f"cannot be taken apart ({error}); check the quotes") from None


def _names(found: Sequence[str], columns: Sequence[Column]) -> list[str]:
    names, wanted = [name.strip().lower() for name in found], [column.name for column in columns]
    late = [column.name for column in columns if column.late and column.name not in names]
    if sorted([*names, *late]) == sorted(wanted):
        return names
    missing = [name for name in wanted if name not in (*names, *late)]
    unknown = [name for name in names if name not in wanted]
    said = [f"lacks {', '.join(missing)}"] if missing else []
    said += [f"has unknown {', '.join(unknown)!r}"] if unknown else []
    said += [] if said else ["names a column twice"]
    raise Unreadable(1, f"the first line {' and '.join(said)}; it must read {','.join(wanted)}")
