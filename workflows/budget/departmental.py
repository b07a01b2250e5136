"""A department's budget in a year, with all below it: planned, actual, and committed beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.budget import store
from workflows.budget.rules.entry import CATEGORIES, Category, Entry, Kind, Owner, sums
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import Money, Sum, total
from workflows.budget.rules.month import Month, year
from workflows.kernel.flow import Tx
from workflows.organisation import commitments
from workflows.organisation import store as organisation
from workflows.organisation.commitments import Commitment, Promise
from workflows.organisation.rules import Department


@dataclass(frozen=True)
class Account:
    """A department's year."""

    budget: Budget
    department: Department
    below: tuple[Department, ...]
    """The departments below it, whose amounts are among these."""
    year: int
    today: date
    salaries: bool
    """Whether salaries are among these; otherwise they were never read."""
    entries: tuple[Entry, ...]
    promised: tuple[Commitment, ...]

    @property
    def categories(self) -> tuple[Category, ...]:
        """What its reader sees."""
        everything = CATEGORIES[Owner.DEPARTMENT]
        return tuple(one for one in everything if self.salaries or one is not Category.SALARIES)

    @property
    def planned(self) -> Mapping[Category, Sum]:
        return sums(self.entries, Kind.PLANNED, self.categories)

    @property
    def actual(self) -> Mapping[Category, Sum]:
        return sums(self.entries, Kind.ACTUAL, self.categories)

    @property
    def committed(self) -> Mapping[Category, Sum]:
        """Promised and not spent: openings, approved training."""
        return self._promises(Promise.AGREED)

    @property
    def asked_for(self) -> Mapping[Category, Sum]:
        """Not promised yet."""
        return self._promises(Promise.PROPOSED)

    def of_months(self, kind: Kind) -> dict[Month, Sum]:
        """Month by month."""
        return _monthly((one.month, one.money) for one in self.entries if one.kind is kind)

    @property
    def committed_by_month(self) -> dict[Month, Sum]:
        return _monthly((Month.of(one.month), _money(one)) for one in self.promised if one.state is Promise.AGREED)

    def _promises(self, state: Promise) -> dict[Category, Sum]:
        known = [one for one in self.promised if one.state is state]
        return {
            category: total(_money(one) for one in known if one.category.value == category.value)
            for category in self.categories
        }


def account(tx: Tx, whose: Budget, number: int, today: date, *, salaries: bool) -> Account:
    """The department's year; three queries, however many departments are below it."""
    months = year(number)
    tree = organisation.department_tree(tx, whose.of, _within(number, today)) or (
        organisation.chart(tx).departments[whose.of],
    )
    found = store.budgets(tx, Owner.DEPARTMENT, [one.id for one in tree])
    entries = store.entries(tx, [one.id for one in found.values()], salaries=salaries)
    return Account(
        whose,
        tree[0],
        tuple(tree[1:]),
        number,
        today,
        salaries,
        tuple(one for known in entries.values() for one in known if one.month.year == number),
        tuple(commitments.commitments(tx, [one.id for one in tree], months[0].first, months[-1].first)),
    )


def all_of(known: Mapping[Category, Sum]) -> Sum:
    """All categories together."""
    return total(one for found in known.values() for one in found)


def own_entries(tx: Tx, whose: Budget, *, salaries: bool) -> Sequence[Entry]:
    """What stands in this department's budget alone."""
    return store.entries(tx, [whose.id], salaries=salaries)[whose.id]


def _within(number: int, today: date) -> date:
    """Today, or the end of the year that is nearest to it: the tree as it was, or will be."""
    return min(max(today, date(number, 1, 1)), date(number, 12, 31))


def _money(one: Commitment) -> Money:
    return Money(one.amount, one.currency)


def _monthly(amounts: Iterable[tuple[Month, Money]]) -> dict[Month, Sum]:
    found: dict[Month, list[Money]] = {}
    for month, money in amounts:
        found.setdefault(month, []).append(money)
    return {month: total(known) for month, known in sorted(found.items())}
