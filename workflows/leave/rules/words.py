"""How amounts are said."""

from decimal import Decimal

from workflows.calendar.rules import Unit


def amount_text(amount: Decimal, unit: Unit = Unit.DAYS) -> str:
    """`2.5 days`, `1 day`, `7.5 hours`."""
    number = f"{amount.quantize(Decimal('0.01')).normalize():f}"
    return f"{number} {unit.value if number != '1' else unit.value[:-1]}"
