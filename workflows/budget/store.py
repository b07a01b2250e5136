"""Budgets, as they are kept: settings, entries, and what was told about them. Rates stand in `pricing`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import SQLModel

from workflows.budget.rules.entry import Category, Entry, Kind, Owner
from workflows.budget.rules.level import AS_USUAL, Band, Level
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import Money
from workflows.budget.rules.month import Month
from workflows.budget.rules.value import Method
from workflows.budget.tables import BudgetEntryRow, BudgetRow, BudgetToldRow
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx

_TABLES = SQLModel.metadata.tables
_BUDGET, _ENTRY, _TOLD = _TABLES["budget"], _TABLES["budget_entry"], _TABLES["budget_told"]
_B, _E, _T = _BUDGET.c, _ENTRY.c, _TOLD.c

_ONE = select(*_B).where(_B.id == bindparam("budget"))
_OF = {
    Owner.PROJECT: select(*_B).where(_B.project_id.in_(bindparam("owners", expanding=True))),
    Owner.DEPARTMENT: select(*_B).where(_B.department_id.in_(bindparam("owners", expanding=True))),
}
_DUE = select(*_B).where(_B.check_at <= bindparam("moment", type_=_B.check_at.type)).order_by(_B.check_at, _B.id)
_NEXT = update(_BUDGET).where(_B.id == bindparam("budget")).values(check_at=bindparam("at", type_=_B.check_at.type))
_WAKE = (
    update(_BUDGET)
    .where(_B.check_at.is_not(None), _B.project_id.in_(bindparam("projects", expanding=True)))
    .values(check_at=bindparam("at", type_=_B.check_at.type))
)
_WAKE_ALL = update(_BUDGET).where(_B.check_at.is_not(None)).values(check_at=bindparam("at", type_=_B.check_at.type))
_SET = (
    update(_BUDGET)
    .where(_B.id == bindparam("budget"), _B.version == bindparam("seen"))
    .values(
        currency=bindparam("to_currency"),
        method=bindparam("to_method", type_=_B.method.type),
        low=bindparam("to_low", type_=_B.low.type),
        high=bindparam("to_high", type_=_B.high.type),
        version=_B.version + 1,
    )
)
_NEWEST = (
    select(func.max(_E.id))
    .where(_E.budget_id.in_(bindparam("budgets", expanding=True)))
    .group_by(_E.budget_id, _E.kind, _E.month, _E.category, _E.currency)
)
_ENTRIES = (
    select(*_E)
    .where(_E.id.in_(_NEWEST), _E.amount > 0, _E.category.in_(bindparam("categories", expanding=True)))
    .order_by(_E.month, _E.category, _E.kind, _E.currency)
)
_TOLD_OF = select(*_T).where(_T.budget_id == bindparam("budget"))
_STANDING = (
    select(*_B, _T.level).join(_TOLD, _T.budget_id == _B.id).where(_T.stands.is_(True)).order_by(_B.id, _T.level)
)
_TELL_AGAIN = (
    update(_TOLD).where(_T.id == bindparam("which"), _T.stands.is_(False)).values(stands=True, times=_T.times + 1)
)
_NO_MORE = update(_TOLD).where(_T.id == bindparam("which")).values(stands=False)


def budget(tx: Tx, budget_id: int) -> Budget | None:
    """One budget."""
    row = tx.first(_ONE, budget=budget_id)
    return _budget(row) if row else None


def budgets(tx: Tx, owner: Owner, of: Iterable[int]) -> dict[int, Budget]:
    """Those of these projects, or departments, that are there, by their owner's id."""
    asked = sorted(set(of))
    found = [_budget(row) for row in tx.fetch(_OF[owner], owners=asked)] if asked else []
    return {one.of: one for one in found}


def opened(tx: Tx, owner: Owner, of: int) -> Budget:
    """The budget of that project or department; opened empty, when nobody asked for it before."""
    found = budgets(tx, owner, [of]).get(of)
    if found is not None:
        return found
    tx.insert_once(
        BudgetRow,
        project_id=of if owner is Owner.PROJECT else None,
        department_id=of if owner is Owner.DEPARTMENT else None,
        currency=None,
        method=Method.CPI,
        low=AS_USUAL.low,
        high=AS_USUAL.high,
        version=1,
        check_at=None,
    )
    return budgets(tx, owner, [of])[of]


def entries(tx: Tx, budget_ids: Iterable[int], *, salaries: bool) -> dict[int, list[Entry]]:
    """What counts in each of these budgets; salaries are not even read for whoever may not see them."""
    asked = sorted(set(budget_ids))
    found: dict[int, list[Entry]] = {number: [] for number in asked}
    wanted = [one for one in Category if salaries or one is not Category.SALARIES]
    for row in tx.fetch(_ENTRIES, budgets=asked, categories=wanted) if asked else []:
        found[row.budget_id].append(_entry(row))
    return found


def enter(tx: Tx, whose: Budget, new: Sequence[Entry], by: PersonId | None) -> None:
    """Put them in, each in place of what stood there; the clock looks at the budget soon."""
    tx.insert_many(
        BudgetEntryRow,
        [
            {
                "budget_id": whose.id,
                "kind": one.kind,
                "month": one.month.first,
                "category": one.category,
                "currency": one.money.currency,
                "amount": one.money.amount,
                "entered_by": by,
                "entered_at": tx.now,
            }
            for one in new
        ],
    )
    look_at(tx, whose.id, tx.now)


def take_in(tx: Tx, whose: Budget, new: Sequence[Entry]) -> None:
    """Entries that come from a file: nobody is told, and the first currency of the budget becomes its own."""
    enter(tx, whose, new, None)
    adjust(tx, replace(whose, currency=whose.currency or new[0].money.currency), whose.version)


def adjust(tx: Tx, after: Budget, seen: int) -> bool:
    """Keep new settings; False when somebody else changed them since version `seen`."""
    changed = tx.execute(
        _SET,
        budget=after.id,
        seen=seen,
        to_currency=after.currency,
        to_method=after.method,
        to_low=after.band.low,
        to_high=after.band.high,
    )
    return changed == 1


def due(tx: Tx) -> list[Budget]:
    """Those the clock is to look at, the longest waiting first."""
    return [_budget(row) for row in tx.fetch(_DUE, moment=tx.now)]


def look_at(tx: Tx, budget_id: int, moment: datetime) -> None:
    """When the clock looks at it next."""
    tx.execute(_NEXT, budget=budget_id, at=moment)


def wake(tx: Tx, projects: Iterable[int]) -> None:
    """The clock looks at these projects' budgets soon, as far as anything stands in them."""
    asked = sorted(set(projects))
    if asked:
        tx.execute(_WAKE, projects=asked, at=tx.now)


def wake_all(tx: Tx) -> None:
    """The clock looks at every budget soon: rates have changed."""
    tx.execute(_WAKE_ALL, at=tx.now)


def tell(tx: Tx, budget_id: int, scope: str, levels: Iterable[Level]) -> dict[Level, int]:
    """What is so now about that scope. Which of it is news, and how often that was news by now."""
    wanted = set(levels)
    known = {row.level: row for row in tx.fetch(_TOLD_OF, budget=budget_id) if row.scope == scope}
    for level, row in known.items():
        if level not in wanted and row.stands:
            tx.execute(_NO_MORE, which=row.id)
    news = {}
    for level in sorted(wanted):
        times = _news(tx, budget_id, scope, level, known.get(level))
        if times:
            news[level] = times
    return news


def standing(tx: Tx) -> dict[int, tuple[Budget, frozenset[Level]]]:
    """What is so now about every budget of which anything was told, as far as the clock has looked; one query."""
    found: dict[int, tuple[Budget, frozenset[Level]]] = {}
    for row in tx.fetch(_STANDING):
        _, levels = found.get(row.id, (None, frozenset[Level]()))
        found[row.id] = (_budget(row), levels | {Level(row.level)})
    return found


def _news(tx: Tx, budget_id: int, scope: str, level: Level, row: Any) -> int:
    if row is None:
        added = tx.insert_once(BudgetToldRow, budget_id=budget_id, scope=scope, level=level, stands=True, times=1)
        return 1 if added else 0
    if row.stands:
        return 0
    return row.times + 1 if tx.execute(_TELL_AGAIN, which=row.id) else 0


def _budget(row: Any) -> Budget:
    owner = Owner.DEPARTMENT if row.project_id is None else Owner.PROJECT
    of = row.department_id if row.project_id is None else row.project_id
    return Budget(row.id, owner, of, row.currency, Method(row.method), Band(row.low, row.high), row.version)


def _entry(row: Any) -> Entry:
    money = Money(row.amount, row.currency)
    return Entry(Kind(row.kind), Month.of(row.month), Category(row.category), money)
