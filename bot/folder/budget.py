"""budget.csv: what projects and departments plan and have spent, month by month."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.folder.amounts import amount, choice, currency, refusing
from bot.folder.names import Names
from bot.folder.sheet import Row
from bot.folder.table import Table
from workflows.budget import store as budgets
from workflows.budget.rules.entry import Category, Entry, Kind, Owner, Scope, check, read_category
from workflows.budget.rules.money import Money, in_places
from workflows.budget.rules.month import EARLIEST, LATEST, Month, read_month
from workflows.kernel.flow import Tx
from workflows.organisation.rules import Chart
from workflows.organisation.store import chart

NOW = date(EARLIEST, 1, 1)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of a project's or a department's."""

    owner: Owner
    code: str
    entry: Entry

    @property
    def key(self) -> Hashable:
        return self.owner, self.code, self.entry.place

    def __str__(self) -> str:
        one = self.entry
        return f"{self.code} {one.kind} {one.month} {one.category} {one.money.currency}"


def read(table: Table, names: Names) -> Mapping[Hashable, Amount]:
    """The amounts, each once."""
    found: dict[Hashable, Amount] = {}
    lines: dict[Hashable, int] = {}
    for row in table.rows:
        before = len(table.problems)
        one = _amount(table, row, names)
        if len(table.problems) > before or one is None:
            continue
        if one.key in found:
            table.wrong(row, f"is told in line {lines[one.key]} already")
        lines.setdefault(one.key, row.line)
        found[one.key] = one
    return found


def differences(tx: Tx, entries: Mapping[Hashable, Any]) -> Sequence[tuple[str, bool, tuple[str, ...]]]:
    """Those that are new or different; amounts themselves are not shown on a terminal."""
    known = {one.key: one for one in _known(tx)}
    return [
        (str(one), key not in known, ("amount",) if key in known else ())
        for key, one in entries.items()
        if known.get(key) != one
    ]


def write(tx: Tx, entries: Mapping[Hashable, Any]) -> None:
    """Enter them; the first currency of a budget becomes its own."""
    known = {one.key: one for one in _known(tx)}
    changed: dict[tuple[Owner, str], list[Entry]] = {}
    for key, one in entries.items():
        if known.get(key) != one:
            changed.setdefault((one.owner, one.code), []).append(one.entry)
    ids = _ids(chart(tx))
    for (owner, code), new in changed.items():
        budgets.take_in(tx, budgets.opened(tx, owner, ids[owner, code]), new)


def rows(tx: Tx) -> Iterator[Sequence[str]]:
    """All of it, salaries too: whoever exports reads the database."""
    for one in _known(tx):
        entry = one.entry
        codes = (one.code, "") if one.owner is Owner.PROJECT else ("", one.code)
        money = (f"{entry.money.amount:f}", entry.money.currency)
        yield (*codes, entry.kind.value, str(entry.month), entry.category.value, *money)


def _amount(table: Table, row: Row, names: Names) -> Amount | None:
    project = table.known(row, "project", str, names.projects, "projects.csv")
    department = table.known(row, "department", str, names.departments, "departments.csv")
    if bool(project) == bool(department):
        table.wrong(row, "project: give either a project or a department")
        return None
    owner = Owner.PROJECT if project else Owner.DEPARTMENT
    month = table.take(row, "month", lambda cell: refusing(lambda: read_month(cell, NOW)), Month(EARLIEST, 1))
    kind = table.take(row, "kind", lambda cell: choice(cell, Kind), Kind.PLANNED)
    category = table.take(row, "category", lambda cell: refusing(lambda: read_category(cell, owner)), Category.OTHER)
    code = table.take(row, "currency", currency, "EUR")
    number = table.take(row, "amount", amount, Decimal(1))
    entry = Entry(kind, month, category, Money(number, code))
    anywhere = Scope(owner, project or department, NOW, None, date(LATEST, 12, 31))
    table.take(row, "amount", lambda _cell: refusing(lambda: check(entry, anywhere) and in_places(entry.money)), None)
    return Amount(owner, project or department, entry)


def _known(tx: Tx) -> Iterator[Amount]:
    known = chart(tx)
    codes = {(owner, number): code for (owner, code), number in _ids(known).items()}
    found = [
        one
        for owner, owners in ((Owner.PROJECT, known.projects), (Owner.DEPARTMENT, known.departments))
        for one in budgets.budgets(tx, owner, owners).values()
    ]
    entries = budgets.entries(tx, [one.id for one in found], salaries=True)
    for one in sorted(found, key=lambda one: one.id):
        for entry in entries[one.id]:
            yield Amount(one.owner, codes[one.owner, one.of], entry)


def _ids(known: Chart) -> dict[tuple[Owner, str], int]:
    projects = {(Owner.PROJECT, one.code): one.id for one in known.projects.values()}
    return projects | {(Owner.DEPARTMENT, one.code): one.id for one in known.departments.values()}
