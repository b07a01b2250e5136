"""A draft of a request with everything that is judged about it, and how a rule speaks: a warning or a refusal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import DayCost, Span
from workflows.kernel.errors import Refused
from workflows.leave.rules.context import NOTHING, Context
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Effect


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
    """The manager books it and answers for it: what would block for its dates only warns (R28)."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A rule that the request breaks without being refused for it; for the person and the approver alike."""

    reason: str
    text: str


@dataclass(frozen=True)
class Case:
    """A draft, priced, with what it is judged by."""

    draft: Draft
    context: Context
    leave_type: LeaveType
    breakdown: tuple[DayCost, ...]
    costs: tuple[tuple[date, Decimal], ...]

    @property
    def days(self) -> Decimal:
        """Its cost, in the type's unit."""
        return sum((cost for _, cost in self.costs), NOTHING)

    @property
    def span(self) -> Span:
        return self.draft.span

    @property
    def others(self) -> tuple[Request, ...]:
        """The person's other requests that hold days."""
        return tuple(other for other in self.context.requests if other.active and other.id != self.draft.edits)

    @property
    def alike(self) -> tuple[Request, ...]:
        """Those of the same type."""
        return tuple(other for other in self.others if other.leave_type == self.leave_type.code)

    def breaks(self, effect: Effect, reason: str, text: str, field: str = "first") -> Warned:
        """A rule is broken: a warning, or Refused where the policy says that it blocks and no manager overrides."""
        if effect is Effect.BLOCK and not self.draft.overrides:
            raise Refused(text, field=field, reason=reason)
        return Warned(reason, text)


Rule = Callable[[Case], Iterable[Warned]]
"""Yields what the case should be warned about; raises Refused."""
