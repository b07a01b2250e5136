"""Numbers as people type them: `12,000.50`, `12.000,50`, `12 000,50`, each as its reader's country writes it.

A sign that can mean nothing else is understood from everybody; what could be thousands or decimals is asked about.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal

from workflows.kernel.errors import Refused
from workflows.language import speech, tr
from workflows.wording.phrases import quoted

GAP = "'"
"""What stands for every space and apostrophe between thousands: they are never decimals, in no country."""
LONGEST = 40
_GAPS = re.compile("[\\s'\u2018\u2019]+")
_SIMPLE = re.compile(r"-?(\d*)(?:([.,])(\d+))?", re.ASCII)
_GROUPED = re.compile(rf"-?\d{{1,3}}(?:([.,{GAP}])\d{{3}}(?:\1\d{{3}})*)(?:(?!\1)[.,]\d+)?", re.ASCII)
_IN_LAKHS = re.compile(r"-?\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?", re.ASCII)
"""As India groups digits."""


def typed(text: str, field: str | None = None, places: int = 2) -> Decimal | None:
    """The number that was typed, None when it is none; raises Refused (`ambiguous`) when it could be two.

    With three `places` or more, three digits behind the reader's own decimal sign are decimals.
    """
    plain = _GAPS.sub(GAP, text.strip().replace("\u2212", "-"))
    simple = _SIMPLE.fullmatch(plain) if len(plain) <= LONGEST else None
    if simple:
        return _simple(text.strip(), plain, simple, field, places) if simple[1] or simple[3] else None
    where = speech().locale
    grouped = _GROUPED.fullmatch(plain) if len(plain) <= LONGEST else None
    if grouped:
        return _ungrouped(plain, grouped[1])
    in_lakhs = where.decimal_formats[None].grouping == (3, 2) and _IN_LAKHS.fullmatch(plain)
    return _ungrouped(plain, ",") if in_lakhs and len(plain) <= LONGEST else None


def example() -> str:
    """An amount as its reader writes it, to show how: `12,000.50`, `12.000,50`."""
    return str(format_decimal(Decimal("12000.50"), "#,##0.00", locale=speech().locale))


def places_of(number: Decimal) -> int:
    """How many decimals were typed."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _simple(text: str, plain: str, found: re.Match[str], field: str | None, places: int) -> Decimal:
    """One sign at most: thousands where the reader's country has it so, decimals where it can't be thousands."""
    sign, decimals = found[2], Decimal(plain.replace(",", "."))
    if not re.fullmatch(r"[1-9]\d{0,2}", found[1]) or len(found[3] or "") != len("000"):
        return decimals
    where = speech().locale
    if sign in _grouping(where):
        return _ungrouped(plain, sign)
    if places >= len("000") and sign == where.number_symbols["latn"]["decimal"]:
        return decimals
    raise Refused(
        tr(
            "“{text}” can be read in two ways. Write {whole}, or {part} with decimals.",
            text=quoted(text),
            whole=_ungrouped(plain, sign),
            part=format_decimal(decimals, "0.00", locale=where),
        ),
        field=field,
        reason="ambiguous",
    )


def _grouping(where: Locale) -> frozenset[str]:
    return frozenset(_signs(where))


def _signs(where: Locale) -> Iterator[str]:
    """Between thousands; Austria has one of its own in amounts of money."""
    symbols = where.number_symbols["latn"]
    yield from (symbols[name] for name in ("group", "currencyGroup") if symbols.get(name))


def _ungrouped(plain: str, sign: str) -> Decimal:
    return Decimal(plain.replace(sign, "").replace(",", "."))
