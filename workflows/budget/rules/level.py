"""How much of a budget is used, the levels at which that is told, and the band that indices should stay in."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.budget.rules.money import Sum
from workflows.budget.rules.value import Value, index
from workflows.kernel.errors import Refused
from workflows.language import tr

HUNDRED = Decimal(100)


class Level(StrEnum):
    """What is told once, each."""

    MOST = "80"
    NEARLY = "95"
    OVER = "over"
    CPI = "cpi"
    SPI = "spi"


LEVELS = ((Level.MOST, Decimal(80)), (Level.NEARLY, Decimal(95)))
RISING = (Level.MOST, Level.NEARLY, Level.OVER)
INDICES = (Level.CPI, Level.SPI)


@dataclass(frozen=True, slots=True)
class Band:
    """What an index may be without anybody's being told."""

    low: Decimal = Decimal("0.9")
    high: Decimal = Decimal("1.1")

    def holds(self, value: Decimal) -> bool:
        """Whether it lies in the band; the ends do."""
        return self.low <= index(value) <= self.high


AS_USUAL = Band()


def read_band(low: Decimal, high: Decimal) -> Band:
    """A band; raises Refused (`band`)."""
    if not 0 < low <= 1:
        raise Refused(tr("The lower end lies between 0 and 1."), field="low", reason="band")
    if not 1 <= high <= 10:
        raise Refused(tr("The upper end lies between 1 and 10."), field="high", reason="band")
    return Band(low, high)


def used(planned: Decimal, actual: Decimal) -> Decimal | None:
    """How much of the plan is spent, in percent; None where nothing is planned."""
    return HUNDRED * actual / planned if planned > 0 else None


def reached(planned: Decimal, actual: Decimal) -> frozenset[Level]:
    """The levels that are reached: 80 % and 95 % when met, over when more is spent than was planned."""
    if actual <= 0:
        return frozenset()
    if actual > planned:
        return frozenset({Level.MOST, Level.NEARLY, Level.OVER})
    percent = used(planned, actual) or Decimal(0)
    return frozenset(level for level, limit in LEVELS if percent >= limit)


def crossed(planned: Sum, actual: Sum) -> dict[str, frozenset[Level]]:
    """The levels reached, for each currency in which anything is planned or spent."""
    everything = sorted(planned.currencies | actual.currencies)
    return {currency: reached(planned.of(currency), actual.of(currency)) for currency in everything}


def strayed(value: Value, band: Band) -> frozenset[Level]:
    """The indices outside the band; one that is not available is in none."""
    found = {Level.CPI: value.cpi, Level.SPI: value.spi}
    return frozenset(level for level, figure in found.items() if figure is not None and not band.holds(figure))
