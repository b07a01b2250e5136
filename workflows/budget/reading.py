"""A project's budget as it stands on a day: plan, actual, labour by rates, and earned value, all read set by set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.budget import pricing, store
from workflows.budget.rules.curve import Curve, draw_up, planned_by
from workflows.budget.rules.entry import CATEGORIES, COST, Category, Entry, Kind, Owner, by_month, sums
from workflows.budget.rules.labour import Labour, Prices, Worked, priced, split
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import Sum, rounded, total
from workflows.budget.rules.month import Month, months
from workflows.budget.rules.value import Part, Value, earned_share, weights_wrong
from workflows.calendar import load
from workflows.kernel.flow import Tx
from workflows.language import listed, marked, tr
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.rules import Project

NO_PLAN = marked("Nothing is planned yet, so there is nothing to earn. Enter the plan first.")


@dataclass(frozen=True)
class Standing:
    """A project's budget on a day."""

    budget: Budget
    project: Project
    today: date
    entries: tuple[Entry, ...]
    labour: Labour
    planned: Mapping[Category, Sum]
    actual: Mapping[Category, Sum]
    curve: Curve | None
    """None: earned value is not available."""
    why: str = ""
    """Why it is not."""

    @property
    def value(self) -> Value | None:
        """Earned value."""
        return self.curve.value if self.curve else None

    @property
    def cost_planned(self) -> Sum:
        return _cost(self.planned)

    @property
    def cost_actual(self) -> Sum:
        return _cost(self.actual)

    @property
    def spent(self) -> dict[Month, Sum]:
        """What was spent, month by month, labour with it."""
        typed = by_month(one for one in self.entries if one.kind is Kind.ACTUAL and one.category in COST)
        return _together(typed, self.labour.cost)

    @property
    def to_spend(self) -> dict[Month, Sum]:
        """What was to be spent, month by month."""
        return by_month(one for one in self.entries if one.kind is Kind.PLANNED and one.category in COST)


def standing(tx: Tx, whose: Budget, today: date) -> Standing:
    """How a project's budget stands at the end of that day."""
    project = organisation.chart(tx).projects[whose.of]
    entries = tuple(store.entries(tx, [whose.id], salaries=False)[whose.id])
    labour = labour_of(tx, project, today)
    planned = sums(entries, Kind.PLANNED, CATEGORIES[Owner.PROJECT])
    actual = sums(entries, Kind.ACTUAL, CATEGORIES[Owner.PROJECT]) | {Category.LABOUR: labour.total}
    bare = Standing(whose, project, today, entries, labour, planned, actual, None)
    parts = parts_of(tx, whose.of)
    why = _unavailable(bare, parts)
    curve = None if why else _curve(bare, parts)
    return Standing(whose, project, today, entries, labour, planned, actual, curve, why or "")


def labour_of(tx: Tx, project: Project, today: date) -> Labour:
    """What its people's hours have cost up to that day."""
    last = min(today, project.ends or today)
    shares = load.shares_on(tx, [project.id], project.starts, last) if project.starts <= last else []
    people = sorted({one.person for one in shares})
    if not people:
        return Labour()
    holdings, rates = pricing.holdings(tx, people), pricing.rates(tx)
    periods = split(project.starts, last, [*holdings, *rates])
    loads = load.loads(tx, periods, people)
    worked = (Worked(person, known.of(project.id)) for person, known in loads.items())
    return priced(worked, Prices(periods, holdings, rates))


def parts_of(tx: Tx, project: int) -> tuple[Part, ...]:
    """The project's milestones as earned value sees them: two queries."""
    steps: dict[int, list[tuple[date, Decimal]]] = {}
    for one in plan.reports(tx, [project]):
        steps.setdefault(one.milestone, []).append((one.on, one.percent))
    return tuple(Part(one.name, one.weight, tuple(steps.get(one.id, ()))) for one in plan.milestones(tx, project))


def months_of(known: Standing) -> tuple[Month, ...]:
    """From the project's beginning to its end, and to today or the last plan where that is later or there is none."""
    latest = [Month.of(known.project.ends)] if known.project.ends else [Month.of(known.today)]
    begin = Month.of(known.project.starts)
    return months(begin, max([begin, *latest, *known.to_spend]))


def _unavailable(known: Standing, parts: tuple[Part, ...]) -> str | None:
    currencies = known.cost_planned.currencies
    if not currencies:
        return tr(NO_PLAN)
    everything = sorted(currencies | known.cost_actual.currencies)
    if len(everything) > 1:
        return tr(
            "This budget is in {currencies}. Earned value adds amounts up, and currencies are never added, so it is "
            "not available.",
            currencies=listed(everything),
        )
    return weights_wrong(parts)


def _curve(known: Standing, parts: tuple[Part, ...]) -> Curve:
    currency = next(iter(known.cost_planned.currencies))
    planned = {month: found.only(currency) for month, found in known.to_spend.items()}
    spent = {month: found.only(currency) for month, found in known.spent.items()}
    bac = known.cost_planned.only(currency)
    value = Value(
        currency,
        bac,
        rounded(planned_by(known.today, planned), currency),
        rounded(bac * earned_share(parts, known.today), currency),
        known.cost_actual.only(currency),
        known.budget.method,
    )
    return draw_up(months_of(known), planned, spent, parts, known.today, value)


def _cost(by_category: Mapping[Category, Sum]) -> Sum:
    return total(one for category, found in by_category.items() if category in COST for one in found)


def _together(*parts: Mapping[Month, Sum]) -> dict[Month, Sum]:
    keys: Iterable[Month] = sorted({month for part in parts for month in part})
    return {month: sum((part.get(month, Sum()) for part in parts), Sum()) for month in keys}
