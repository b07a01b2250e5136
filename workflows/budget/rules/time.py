"""Where a department's time went, what it was worth to projects, and what nobody paid for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from workflows.budget.rules.labour import Labour
from workflows.budget.rules.money import ZERO, Sum, total
from workflows.budget.rules.month import Month

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Spent:
    """A project's part of the department's time."""

    project: int
    labour: Labour
    """At the roles' rates."""
    planned: Mapping[Month, Sum]
    """What the project planned for labour, by month."""

    @property
    def hours(self) -> Decimal:
        return sum(self.labour.hours.values(), ZERO)

    @property
    def unplanned(self) -> Decimal:
        """Hours in months in which the project planned no labour."""
        return sum((hours for month, hours in self.labour.hours.items() if not self.planned.get(month)), ZERO)

    @property
    def unpriced(self) -> Decimal:
        """Hours without a rate, in the other months."""
        return sum((hours for month, hours in self.labour.missing.items() if self.planned.get(month)), ZERO)

    @property
    def unpaid(self) -> Decimal:
        """Hours that nobody pays for."""
        return self.unplanned + self.unpriced


@dataclass(frozen=True)
class Time:
    """Where a department's hours went."""

    present: Decimal
    """Hours people were there: by pattern, less public holidays and leave."""
    projects: tuple[Spent, ...]
    """Those with the most hours first."""

    @property
    def on_projects(self) -> Decimal:
        return sum((one.hours for one in self.projects), ZERO)

    @property
    def usual(self) -> Decimal:
        """Business as usual: what no project had."""
        return max(ZERO, self.present - self.on_projects)

    @property
    def unpaid(self) -> Decimal:
        """Hours on projects that nobody pays for."""
        return sum((one.unpaid for one in self.projects), ZERO)

    @property
    def worth(self) -> Sum:
        """What projects pay for their part, at the roles' rates."""
        return total(money for one in self.projects for money in one.labour.total)

    def share(self, hours: Decimal) -> Decimal | None:
        """Of all hours, in percent; None when there were none."""
        whole = max(self.present, self.on_projects)
        return HUNDRED * hours / whole if whole else None
