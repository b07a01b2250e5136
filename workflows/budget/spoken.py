"""How amounts, sums and indices are said: in the reader's locale, each with its currency's code."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal

from workflows.budget.rules.money import Money, Sum, places
from workflows.budget.rules.month import Month
from workflows.wording.phrases import listed

NOT_AVAILABLE = "not available"


def money(amount: Decimal, currency: str, locale: Locale) -> str:
    """`12,000 EUR`, `12,000.50 EUR`; decimals only when there are some."""
    known = Money(amount, currency).rounded().amount
    digits = "" if known == known.to_integral_value() else "." + "0" * places(currency)
    return f"{format_decimal(known, f'#,##0{digits}', locale=locale)} {currency}"


def amounts(known: Sum, locale: Locale) -> str:
    """Currency by currency; `nothing` for none."""
    said = [money(one.amount, one.currency, locale) for one in known if one.amount]
    return listed(said) if said else "nothing"


def index(value: Decimal | None) -> str:
    """`0.83`, or `not available`."""
    return NOT_AVAILABLE if value is None else f"{value.quantize(Decimal('0.01'))}"


def percent(value: Decimal | None) -> str:
    """`82 %`, or `not available`; rounded down, so that 100 % is never said of less."""
    return NOT_AVAILABLE if value is None else f"{int(value)} %"


def hours(value: Decimal, locale: Locale) -> str:
    """`1,234 h`, `12.5 h`."""
    return f"{format_decimal(value.quantize(Decimal('0.1')), '#,##0.#', locale=locale)} h"


def month(one: Month, locale: Locale) -> str:
    """`Dec 2026`."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - loaded with its function

    return str(format_skeleton("yMMM", one.first, locale=locale))
