"""How much of each budget is planned by now, spent and, for a project, earned: in percent, never an amount."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.budget import offers, store
from workflows.budget.departmental import account, all_of
from workflows.budget.reading import standing
from workflows.budget.rules.entry import Kind as EntryKind
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.life import Budget
from workflows.budget.whose import name_of
from workflows.kernel.access import Actor
from workflows.kernel.digests import OPERATIONS, Chart, Kind, Reader, Series
from workflows.kernel.flow import Tx
from workflows.language import tr

MOST = 6


@dataclass(frozen=True, slots=True)
class Bars:
    """One budget, in percent of the whole of it."""

    name: str
    planned: int
    spent: int
    earned: int | None = None


def charts(tx: Tx, kind: Kind, reader: Reader) -> Sequence[Chart]:
    """Nothing while nothing is planned."""
    if kind is Kind.PROJECT:
        known = _shown(tx, Owner.PROJECT, reader.projects)
        return _chart([bars for one in known if (bars := _of_project(tx, reader.actor, one))])
    if kind in OPERATIONS:
        known = _shown(tx, Owner.DEPARTMENT, reader.departments)
        return _chart([bars for one in known if (bars := _of_department(tx, reader.actor, one))])
    return ()


def _shown(tx: Tx, owner: Owner, ids: Iterable[int]) -> list[Budget]:
    return list(store.budgets(tx, owner, sorted(ids)).values())[:MOST]


def _of_project(tx: Tx, actor: Actor, whose: Budget) -> Bars | None:
    value = standing(tx, whose, actor.today).value
    if value is None or not value.bac:
        return None
    planned, spent, earned = (_percent(amount, value.bac) for amount in (value.pv, value.ac, value.ev))
    return Bars(_short(name_of(tx, whose)), planned, spent, earned)


def _of_department(tx: Tx, actor: Actor, whose: Budget) -> Bars | None:
    """Of the year, as far as its reader sees it; only where all of it is in one currency."""
    known = account(tx, whose, actor.today.year, actor.today, salaries=offers.salaries(tx, actor, whose))
    planned, actual = all_of(known.planned), all_of(known.actual)
    currencies = planned.currencies | actual.currencies
    if len(currencies) != 1 or not planned:
        return None
    currency = next(iter(currencies))
    months = known.of_months(EntryKind.PLANNED)
    by_now = sum((found.of(currency) * month.elapsed(actor.today) for month, found in months.items()), Decimal(0))
    whole = planned.of(currency)
    return Bars(_short(name_of(tx, whose)), _percent(by_now, whole), _percent(actual.of(currency), whole))


def _short(name: str) -> str:
    """What stands before a colon: `Apollo` of `Apollo: the customer portal`."""
    return name.partition(":")[0]


def _percent(part: Decimal, whole: Decimal) -> int:
    return round(100 * part / whole) if whole else 0


def _chart(known: Sequence[Bars]) -> Sequence[Chart]:
    if not known:
        return ()
    series = [Series(tr("Planned by now"), tuple(one.planned for one in known))]
    if all(one.earned is not None for one in known):
        series.append(Series(tr("Earned"), tuple(one.earned or 0 for one in known)))
    series.append(Series(tr("Spent"), tuple(one.spent for one in known)))
    unit = tr("% of the whole budget")
    return [Chart(tr("Budgets"), unit, tuple(one.name for one in known), tuple(series), rank=1)]
