"""The append-only ledger of leave (R22, R23) and what a balance is made of (R21, R44)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """Why an entry is there."""

    OPENING = "opening"
    """What somebody had when Dotted Line began to count; settles everything up to its day."""
    GRANT = "grant"
    """A leave year's entitlement."""
    ACCRUAL = "accrual"
    """Entitlement earned in a period (R13)."""
    EARNED = "earned"
    """Comp time for time worked (R24)."""
    CARRY_OVER = "carry_over"
    """Out of one year's grant and into the next year's (R15): a pair of entries."""
    EXPIRY = "expiry"
    """Unused, and no longer usable."""
    ADJUSTMENT = "adjustment"
    """By hand, signed, with a reason and an author (R22)."""
    CHARGE = "charge"
    """A day of granted leave."""
    REVERSAL = "reversal"
    """A charge undone, in whole or in part; the charge stays (R23)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a person's ledger. Nothing is ever edited or removed: what changes is answered by another line."""

    leave_type: str
    grant: str
    """Which pot it goes into or out of: `2026`, `2026 carried`, `2026 kept`, `earned 2026-03-14`."""
    kind: Kind
    day: date
    """From when it counts; of a charge, the day of leave."""
    amount: Decimal
    """Signed, in the type's unit."""
    expires: date | None = None
    """Of what goes in: the first day on which it can no longer be used (R16)."""
    request: int | None = None
    reason: str = ""
    """A stable code or the author's words, for adjustments."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explained balance."""

    day: date
    text: str
    amount: Decimal
    balance: Decimal
    """After it."""


@dataclass(frozen=True, slots=True)
class Pot:
    """What is left of one grant on a day."""

    grant: str
    left: Decimal
    expires: date | None
    """The first day on which it can no longer be used."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How a person stands with one leave type on a day (R21). All in the type's unit."""

    leave_type: str
    as_of: date
    granted: Decimal
    """Everything in this leave year's pots: entitlement, carried over, adjustments, less what expired."""
    taken: Decimal
    """Granted leave up to and including the day."""
    approved_ahead: Decimal
    pending: Decimal
    free: Decimal
    """What may still be asked for: granted, less taken, approved ahead, pending, and what next year's leave uses."""
    claimed: Decimal = Decimal(0)
    """What next year's leave already uses of this year's rest (R18)."""
    pots: tuple[Pot, ...] = ()
    lines: tuple[Line, ...] = ()

    def explained(self) -> tuple[Line, ...]:
        """Line by line how `granted` and what was used of it came about, oldest first (R44)."""
        return self.lines
