"""Amounts as lines of CSV: every bad line is named, and nothing is taken while there is one; no formula gets out."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.budget.rules.entry import Category, Entry, Scope, check, read_category, read_kind
from workflows.budget.rules.money import Money, in_places, read_amount, read_currency
from workflows.budget.rules.month import read_month
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.wording.phrases import quoted

COLUMNS = ("kind", "month", "category", "amount", "currency")
MOST = 500
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,4})?", re.ASCII)
"""As this bot and other programs write one, whatever their reader's country."""
_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the text says, or what is wrong with it."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


def read(text: str, scope: Scope, currency: str | None, *, salaries: bool) -> Pasted:
    """The entries, or a sentence for each bad line."""
    try:
        rows = list(csv.reader(io.StringIO(text.strip(), newline=""), delimiter=_between(text), strict=True))
    except csv.Error as error:
        return Pasted(problems=(tr("It can't be taken apart ({error}); check the quotes.", error=error),))
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    wrong = _header_wrong(names)
    if wrong or len(rows) > MOST:
        many = tr("These are {count} lines; {most} is the most at once.", count=len(rows), most=MOST)
        return Pasted(problems=(wrong or many,))
    return _read_rows(names, rows[1:], _Reading(scope, currency, salaries))


@dataclass(frozen=True, slots=True)
class _Reading:
    scope: Scope
    currency: str | None
    salaries: bool

    def entry(self, row: Mapping[str, str]) -> Entry:
        month = read_month(row["month"], self.scope.today)
        category = read_category(row["category"], self.scope.owner)
        if category is Category.SALARIES and not self.salaries:
            raise Refused(tr("Salaries are between the operations manager and those above."), reason="salaries")
        entry = Entry(read_kind(row["kind"]), month, category, self._money(row))
        return check(entry, self.scope)

    def _money(self, row: Mapping[str, str]) -> Money:
        plain, named = row["amount"].strip(), row.get("currency", "")
        amount = Decimal(plain) if _NUMBER.fullmatch(plain) else read_amount(plain)
        if not named and self.currency is None:
            name = quoted(self.scope.name)
            raise Refused(tr("No currency is set for {name} yet, and none is written here.", name=name))
        return in_places(Money(amount, read_currency(named) if named else self.currency or ""))


def written(entries: Iterable[Entry]) -> str:
    """The same lines, header first, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in entries:
        cells = (one.kind.value, str(one.month), one.category.value, f"{one.money.amount:f}", one.money.currency)
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would compute it."""
    return f"'{cell}" if not _NUMBER.fullmatch(cell) and cell.lstrip("'").startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell without that apostrophe."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _between(text: str) -> str:
    """What stands between cells: a semicolon where spreadsheets keep the comma for decimals."""
    header = text.strip().partition("\n")[0]
    return ";" if ";" in header and "," not in header else ","


def _header_wrong(names: Sequence[str]) -> str | None:
    must = set(COLUMNS) - {"currency"}
    if len(set(names)) == len(names) and must <= set(names) <= set(COLUMNS):
        return None
    return tr("The first line has to name the columns: {columns}.", columns=",".join(COLUMNS))


def _read_rows(names: Sequence[str], rows: Iterable[Sequence[str]], reading: _Reading) -> Pasted:
    entries: dict[object, Entry] = {}
    problems = []
    for line, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            problems.append(_uneven(line, len(cells), len(names)))
            continue
        try:
            entry = reading.entry({name: unguarded(cell.strip()) for name, cell in zip(names, cells, strict=True)})
        except Refused as refused:
            problems.append(tr("Line {line}: {problem}", line=line, problem=refused.text))
            continue
        if entry.place in entries:
            problems.append(_twice(line, entry))
        entries[entry.place] = entry
    if not entries and not problems:
        problems.append(tr("There is nothing under the first line."))
    return Pasted(() if problems else tuple(entries.values()), tuple(problems))


def _uneven(line: int, cells: int, columns: int) -> str:
    return tr(
        "Line {line}: {cells} cells instead of {columns}; a comma in a cell needs quotes.",
        line=line,
        cells=cells,
        columns=columns,
    )


def _twice(line: int, entry: Entry) -> str:
    """In the words of the file."""
    return tr(
        "Line {line}: {kind} {category} of {month} stands there twice.",
        line=line,
        kind=entry.kind,
        category=entry.category,
        month=entry.month,
    )
