"""Whether a leave may be asked for as it is, what it would cost, and what the approver should know."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import DayCost, Span, WorkingTime
from workflows.leave.rules.ledger import Balance, Entry
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.request import Request


@dataclass(frozen=True, slots=True)
class Employment:
    """From when, until when; both days included."""

    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What is asked for, before it is a request; or the new shape of one (`edits`)."""

    leave_type: str
    span: Span
    edits: int | None = None
    """The id of the request it changes, which is then left out of account."""
    reason: str = ""
    documents: int = 0
    replacement: int | None = None
    overrides: bool = False
    """The manager books it and answers for it: notice, windows and blackouts warn instead of blocking (R28)."""


@dataclass(frozen=True)
class Context:
    """Everything the rules look at, as of one person and one day."""

    today: date
    """Where the person is (R42)."""
    policy: LeavePolicy
    working_time: WorkingTime
    employment: Employment
    requests: tuple[Request, ...] = ()
    """The person's, in any state, of all types."""
    ledger: tuple[Entry, ...] = ()
    """The person's, of all types."""
    sick: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """A day of leave and the grant it would come from; `grant` is empty for a type without a balance."""

    day: date
    grant: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule that the request breaks without being refused; for the person and the approver alike."""

    reason: str
    text: str


@dataclass(frozen=True)
class Assessment:
    """What a request that may be asked for would mean."""

    days: Decimal
    """Its cost in the type's unit, rounded once (R9)."""
    years: tuple[tuple[str, Decimal], ...]
    """The same, by leave year (R40)."""
    breakdown: tuple[DayCost, ...]
    charges: tuple[Charge, ...] = ()
    warnings: tuple[Warned, ...] = ()
    before: Balance | None = None
    after: Balance | None = None
    """The balance as of today with this request counted as pending; None for a type without a balance."""
    extra: dict[str, str] = field(default_factory=dict)
