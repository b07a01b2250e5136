"""Earned value by its standard names. What would divide by nothing is not available; it is never infinite."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.budget.rules.money import ZERO, rounded
from workflows.language import marked, number, tr

HUNDRED = Decimal(100)
_INDEX = Decimal("0.0001")


class Method(StrEnum):
    """How the estimate at completion (EAC) is made: what is believed about the work that remains."""

    CPI = "cpi"
    """It goes on as it went: BAC / CPI."""
    PLAN = "plan"
    """It goes as planned: AC + (BAC - EV)."""
    BOTH = "both"
    """Cost and delay both go on: AC + (BAC - EV) / (CPI x SPI)."""


FORMULA = {
    Method.CPI: marked("BAC / CPI"),
    Method.PLAN: marked("AC + (BAC − EV)"),
    Method.BOTH: marked("AC + (BAC − EV) / (CPI × SPI)"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """Where a project stands on a day, all in one currency. None: not available."""

    currency: str
    bac: Decimal
    """Budget at completion: everything that is planned to be spent."""
    pv: Decimal
    """Planned value: what was planned to be spent by now."""
    ev: Decimal
    """Earned value: the part of the budget that the work done so far was planned to cost."""
    ac: Decimal
    """Actual cost."""
    method: Method = Method.CPI

    @property
    def cv(self) -> Decimal:
        """Cost variance: less than nothing is over cost."""
        return self.ev - self.ac

    @property
    def sv(self) -> Decimal:
        """Schedule variance: less than nothing is behind."""
        return self.ev - self.pv

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index; with nothing spent there is none."""
        return _ratio(self.ev, self.ac)

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index; with nothing planned there is none."""
        return _ratio(self.ev, self.pv)

    @property
    def eac(self) -> Decimal | None:
        """Estimate at completion, by the method that is named."""
        found = self.estimate(self.method)
        return None if found is None else rounded(found, self.currency)

    def estimate(self, method: Method) -> Decimal | None:
        """The estimate at completion by that method, unrounded."""
        remaining = self.bac - self.ev
        if method is Method.PLAN:
            return self.ac + remaining
        if method is Method.CPI:
            return _ratio(self.bac * self.ac, self.ev) if self.ac else None
        return self._at_both(remaining)

    @property
    def etc(self) -> Decimal | None:
        """Estimate to complete."""
        return None if self.eac is None else self.eac - self.ac

    @property
    def vac(self) -> Decimal | None:
        """Variance at completion."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Decimal | None:
        """To-complete performance index; none once the budget is spent: it can't be kept any more."""
        left = self.bac - self.ac
        return _ratio(self.bac - self.ev, left) if left > 0 else None

    def _at_both(self, remaining: Decimal) -> Decimal | None:
        if not self.ac or not self.pv:
            return None
        further = _ratio(remaining * self.ac * self.pv, self.ev * self.ev)
        return None if further is None else self.ac + further


def index(value: Decimal) -> Decimal:
    """A ratio as it is kept and compared: four places."""
    return value.quantize(_INDEX)


@dataclass(frozen=True, slots=True)
class Part:
    """A milestone as earned value sees it: its weight, and how much of it was complete from each day on."""

    name: str
    weight: Decimal | None
    steps: Sequence[tuple[date, Decimal]]
    """Days in order, each with the percent complete from then on."""

    def complete(self, day: date) -> Decimal:
        """Percent, 0 to 100, at the end of that day."""
        return next((percent for since, percent in reversed(self.steps) if since <= day), ZERO)


def weights_wrong(parts: Iterable[Part]) -> str | None:
    """Why nothing can be earned by these milestones; None when their weights add up to 100."""
    known = list(parts)
    if not known:
        return tr("There are no milestones yet, so nothing can be earned by them. Plan them with `/milestone`.")
    whole = sum((one.weight or ZERO for one in known), ZERO)
    if whole == HUNDRED:
        return None
    missing = [one.name for one in known if one.weight is None]
    said = tr("The milestones' weights add up to {sum}, not 100, so earned value is not available.", sum=number(whole))
    if not missing:
        return said
    none = tr("{count} of {all} milestones have none.", count=len(missing), all=len(known))
    return f"{said} {none}"


def earned_share(parts: Iterable[Part], day: date) -> Decimal:
    """How much of the work is done, 0 to 1, at the end of that day; the weights add up to 100."""
    return sum(((one.weight or ZERO) * one.complete(day) for one in parts), ZERO) / HUNDRED / HUNDRED


def _ratio(above: Decimal, below: Decimal) -> Decimal | None:
    return above / below if below else None
