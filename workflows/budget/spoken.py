"""How amounts, sums and indices are said: in the reader's locale, each with its currency's code."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.numbers import format_decimal

from workflows.budget.rules.money import Money, Sum, places
from workflows.budget.rules.month import Month
from workflows.language import listed, speech, tr


def money(amount: Decimal, currency: str, locale: Locale) -> str:
    """`12,000 EUR`, `12,000.50 EUR`; decimals only when there are some."""
    known = Money(amount, currency).rounded().amount
    digits = "" if known == known.to_integral_value() else "." + "0" * places(currency)
    return f"{format_decimal(known, f'#,##0{digits}', locale=locale)} {currency}"


def amounts(known: Sum, locale: Locale) -> str:
    """Currency by currency; `nothing` for none."""
    said = [money(one.amount, one.currency, locale) for one in known if one.amount]
    return listed(said) if said else tr("nothing")


def missing() -> str:
    """What is said where a figure would be that there is none of."""
    return tr("not available")


def index(value: Decimal | None) -> str:
    """`0.83`, or `not available`."""
    return missing() if value is None else str(format_decimal(value, "0.00", locale=speech().locale))


def percent(value: Decimal | None) -> str:
    """`82 %`, or `not available`; rounded down, so that 100 % is never said of less."""
    return missing() if value is None else f"{int(value)} %"


def hours(value: Decimal, locale: Locale) -> str:
    """`1,234 h`, `12.5 h`."""
    return f"{format_decimal(value.quantize(Decimal('0.1')), '#,##0.#', locale=locale)} h"


def share(value: Decimal | None) -> str:
    """`12 %`, to the nearest; `not available`."""
    return missing() if value is None else f"{value.quantize(Decimal(1), ROUND_HALF_UP)} %"


def stretch(known: Sequence[Month], locale: Locale) -> str:
    """`Jan 2026 to Sept 2026` where nothing is left out, else each of them."""
    if len(known) > 2 and known[0].until(known[-1]) == len(known) - 1:
        return tr("{first} to {last}", context="months", first=month(known[0], locale), last=month(known[-1], locale))
    return listed([month(one, locale) for one in known])


def short(one: Month, locale: Locale) -> str:
    """`Dec`."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - loaded with its function

    return str(format_skeleton("MMM", one.first, locale=locale))


def month(one: Month, locale: Locale) -> str:
    """`Dec 2026`."""
    from babel.dates import format_skeleton  # noqa: PLC0415 - loaded with its function

    return str(format_skeleton("yMMM", one.first, locale=locale))
