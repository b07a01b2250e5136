"""Cells that hold amounts, currencies and codes: each check gives the value, or ValueError with what to do instead."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from workflows.budget.rules import money
from workflows.kernel.errors import Refused

MOST_PLACES = 3
"""Of any currency that is paid with."""
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def amount(cell: str) -> Decimal:
    """A number."""
    return refusing(lambda: money.read_amount(cell, most_places=MOST_PLACES))


def currency(cell: str) -> str:
    """Three letters that somebody pays with."""
    return refusing(lambda: money.read_currency(cell))


def choice(cell: str, among: type[E]) -> E:
    """One of these codes."""
    try:
        return among(cell.lower())
    except ValueError:
        raise ValueError(f"“{cell[:40]}” is none of {', '.join(among)}") from None


def refusing(read: Callable[[], T]) -> T:
    """A rule's refusal as a cell's."""
    try:
        return read()
    except Refused as refused:
        raise ValueError(refused.text) from None
