"""Amounts of money: exact, each with its currency, and never added to another currency's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from workflows.kernel.errors import Refused
from workflows.language import listed, marked, tr
from workflows.wording import amounts
from workflows.wording.phrases import quoted

ZERO = Decimal(0)
MOST = Decimal(10) ** 12
"""More than any budget of ours; a slip of the finger is caught here."""
_WORDS = re.compile(r"([A-Za-z]{3})?\s*([-\u2212]?[0-9.,'’\s]*[0-9])\s*([A-Za-z]{3})?")
_TOO_EXACT = {
    0: marked("{currency} has no decimal places; {amount} has more."),
    1: marked("{currency} has one decimal place; {amount} has more."),
    2: marked("{currency} has two decimal places; {amount} has more."),
}
_MANY_PLACES = marked("{currency} has {places} places; {amount} has more.")


class MixedCurrencies(Refused):
    """Two currencies were to become one number."""

    def __init__(self, *currencies: str) -> None:
        named = listed(sorted(set(currencies)))
        super().__init__(
            tr("{currencies} are different currencies; they are listed side by side, never added.", currencies=named)
        )
        self.reason = "currencies"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """Raises MixedCurrencies."""
        self._require_same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Raises MixedCurrencies."""
        self._require_same(other)
        return Money(self.amount - other.amount, self.currency)

    def times(self, number: Decimal) -> "Money":
        """So many times as much, unrounded."""
        return Money(self.amount * number, self.currency)

    def rounded(self) -> "Money":
        """To the currency's own places, halves away from nothing."""
        return Money(rounded(self.amount, self.currency), self.currency)

    def _require_same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise MixedCurrencies(self.currency, other.currency)


@dataclass(frozen=True, slots=True)
class Sum:
    """What amounts come to, a total for each currency; a currency that comes to nothing is still there."""

    totals: tuple[Money, ...] = ()
    """By currency."""

    def __iter__(self) -> Iterator[Money]:
        return iter(self.totals)

    def __bool__(self) -> bool:
        """Whether anything is in it."""
        return any(one.amount for one in self.totals)

    def __add__(self, other: "Sum") -> "Sum":
        """Currency by currency."""
        return total((*self.totals, *other.totals))

    @property
    def currencies(self) -> frozenset[str]:
        """Those in which there is anything."""
        return frozenset(one.currency for one in self.totals if one.amount)

    def of(self, currency: str) -> Decimal:
        """The total in this currency alone."""
        return next((one.amount for one in self.totals if one.currency == currency), ZERO)

    def only(self, currency: str) -> Decimal:
        """The total, when all of it is in this currency; raises MixedCurrencies when some is not."""
        if self.currencies - {currency}:
            raise MixedCurrencies(currency, *self.currencies)
        return self.of(currency)


def total(amounts: Iterable[Money]) -> Sum:
    """What they come to, currency by currency."""
    found: dict[str, Decimal] = {}
    for one in amounts:
        found[one.currency] = found.get(one.currency, ZERO) + one.amount
    return Sum(tuple(Money(amount, currency) for currency, amount in sorted(found.items())))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the currency's own places, halves away from nothing."""
    return amount.quantize(Decimal(1).scaleb(-places(currency)), ROUND_HALF_UP)


def places(currency: str) -> int:
    """How many decimal places the currency has: 2 for EUR, 0 for JPY."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415 - babel reads its data when first asked

    return min(get_currency_precision(currency), 4)


def read_currency(text: str, field: str | None = None) -> str:
    """A currency that is in use somewhere; raises Refused (`currency`)."""
    code = text.strip().upper()
    if code not in _in_use():
        raise Refused(
            tr("“{text}” is no currency I know. Write three letters, like EUR.", text=quoted(text.strip())),
            field=field,
            reason="currency",
        )
    return code


def read_money(text: str, currency: str | None, whose: str, field: str | None = None) -> Money:
    """`12000`, `12,000.50 EUR`, `EUR 12000`; `currency` is what is meant when none is written.

    Raises Refused (`amount`, `ambiguous`, `currency`). Nothing is guessed: what could be two amounts is asked about.
    """
    found = _WORDS.fullmatch(text.strip())
    if found is None or (found[1] and found[3]):
        unread = tr(
            "I can't read “{text}” as an amount. Write it like 12000 or {exact} EUR.",
            text=quoted(text.strip()),
            exact=amounts.example(),
        )
        raise Refused(unread, field=field, reason="amount")
    named = found[1] or found[3]
    meant = read_currency(named, field) if named else currency
    amount = read_amount(found[2], field, places(meant) if meant else 2)
    if meant is None:
        unset = tr(
            "No currency is set for {whose} yet. Write it with the amount, like {amount} EUR.",
            whose=whose,
            amount=found[2].strip(),
        )
        raise Refused(unset, field=field, reason="no_currency")
    return in_places(Money(amount, meant), field)


def read_amount(text: str, field: str | None = None, most_places: int = 2) -> Decimal:
    """A number as people write amounts, each in their own country; raises Refused (`amount`, `ambiguous`)."""
    amount = amounts.typed(text, field, most_places)
    if amount is None:
        unread = tr(
            "I can't read “{text}” as an amount. Write it like 12000 or {exact}.",
            text=quoted(text.strip()),
            exact=amounts.example(),
        )
        raise Refused(unread, field=field, reason="amount")
    if abs(amount) >= MOST:
        raise Refused(tr("That is more money than I can keep. Is it a slip?"), field=field, reason="amount")
    return amount


def in_places(money: Money, field: str | None = None) -> Money:
    """The same; raises Refused (`amount`) when it has more places than its currency.

    Three places are too many even if they are noughts: `12.000` is how half of Europe writes twelve thousand.
    """
    most = places(money.currency)
    if money.amount != rounded(money.amount, money.currency) or money.amount.as_tuple().exponent == -3 != -most:
        text = tr(_TOO_EXACT.get(most, _MANY_PLACES), currency=money.currency, places=most, amount=money.amount)
        raise Refused(text, field=field, reason="amount")
    return money


@cache
def _in_use() -> frozenset[str]:
    from babel.core import get_global  # noqa: PLC0415 - as above
    from babel.numbers import get_territory_currencies  # noqa: PLC0415 - the same

    return frozenset(one for place in get_global("territory_currencies") for one in get_territory_currencies(place))
