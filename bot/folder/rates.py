"""rates.csv: roles, and what an hour or a day of each costs a project."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.folder.amounts import amount, choice, currency
from bot.folder.names import Names
from bot.folder.sheet import Row
from bot.folder.table import Table
from workflows.budget import pricing
from workflows.budget import store as budgets
from workflows.budget.rules.money import Money
from workflows.budget.rules.rate import Rate, Unit, overlapping
from workflows.kernel.flow import Tx
from workflows.organisation import checks

NOTHING = Money(amount("0"), "EUR")


@dataclass(frozen=True, slots=True)
class Price:
    """A rate, before its role has an id."""

    unit: Unit
    money: Money
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A role with all its rates."""

    code: str
    name: str
    prices: tuple[Price, ...]


def read(table: Table, _names: Names) -> Mapping[Hashable, RoleEntry]:
    """The entries by role; the rows of one role are all its rates."""
    return {code.casefold(): _entry(table, code, rows) for code, rows in table.groups("role", checks.code)}


def differences(tx: Tx, entries: Mapping[Hashable, Any]) -> Sequence[tuple[str, bool, tuple[str, ...]]]:
    """Roles that are new or have other rates."""
    known = _known(tx)
    found = []
    for key, entry in entries.items():
        before = known.get(key)
        if before != entry:
            found.append((entry.code, before is None, _different(before, entry)))
    return found


def write(tx: Tx, entries: Mapping[Hashable, Any]) -> None:
    """These are the roles' rates, instead of what they were."""
    for entry in entries.values():
        role = pricing.find(tx, entry.code) or pricing.add_role(tx, entry.code, entry.name)
        pricing.rename(tx, role, entry.name)
        prices = [Rate(role.id, one.unit, one.money, one.starts, one.ends) for one in entry.prices]
        pricing.replace_rates(tx, role, prices)
    budgets.wake_all(tx)


def rows(tx: Tx) -> Iterator[Sequence[str]]:
    """All of it, by role."""
    for entry in _known(tx).values():
        for one in entry.prices:
            ends = one.ends.isoformat() if one.ends else ""
            cells = (one.unit.value, f"{one.money.amount:f}", one.money.currency, one.starts.isoformat(), ends)
            yield (entry.code, entry.name, *cells)


def _entry(table: Table, code: str, found: Sequence[Row]) -> RoleEntry:
    table.repeats(found, ("name",))
    prices = sorted((_price(table, row) for row in found), key=lambda one: one.starts)
    if overlapping(prices) is not None:
        table.wrong(found[0], f"starts: two rates of {code} hold on the same day")
    return RoleEntry(code, table.take(found[0], "name", checks.label, ""), tuple(prices))


def _price(table: Table, row: Row) -> Price:
    unit = table.take(row, "unit", lambda cell: choice(cell, Unit), Unit.HOUR)
    code = table.take(row, "currency", currency, "EUR")
    money = table.take(row, "amount", lambda cell: Money(amount(cell), code), NOTHING)
    if row.cells["amount"] and money.amount <= 0:
        table.wrong(row, "amount: a rate is more than zero")
    return Price(unit, money, *table.range(row))


def _known(tx: Tx) -> dict[Hashable, RoleEntry]:
    prices: dict[int, list[Price]] = {}
    for one in pricing.rates(tx):
        prices.setdefault(one.role, []).append(Price(one.unit, one.money, one.starts, one.ends))
    return {
        role.code.casefold(): RoleEntry(role.code, role.name, tuple(prices.get(role.id, ())))
        for role in pricing.roles(tx)
    }


def _different(before: RoleEntry | None, entry: RoleEntry) -> tuple[str, ...]:
    if before is None:
        return ()
    said = [f"name: {before.name} → {entry.name}"] if before.name != entry.name else []
    return (*said, *([f"rates: {len(before.prices)} → {len(entry.prices)}"] if before.prices != entry.prices else []))
