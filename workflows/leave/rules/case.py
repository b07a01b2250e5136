"""A draft of a request with everything that is judged about it, and how a rule speaks: a warning or a refusal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from workflows.calendar.rules import DayCost, Span
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.leave.rules.between import between
from workflows.leave.rules.context import NOTHING, Context
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Adjoining, Effect
from workflows.leave.rules.story import Use

_LAST, NOBODY = 2**61, PersonId(0)


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

    @cached_property
    def request(self) -> Request:
        """The draft as a request that waits, after all that are there already."""
        return Request(
            _LAST, NOBODY, self.leave_type.code, self.span, State.REQUESTED, days=self.days, costs=self.costs
        )

    @cached_property
    def joins(self) -> tuple[tuple[date, Decimal], ...]:
        """Days off that cost something only because it lies next to other leave of the type, by day."""
        if self.leave_type.count.adjoining is Adjoining.NONE:
            return ()
        before = dict(_costs(between(self.context, self.leave_type, self.others)))
        after = _costs(between(self.context, self.leave_type, (*self.others, self.request)))
        return tuple((day, more) for day, amount in after if (more := amount - before.get(day, NOTHING)) > 0)

    @property
    def alike(self) -> tuple[Request, ...]:
        """Those of the same type."""
        return tuple(other for other in self.others if other.leave_type == self.leave_type.code)

    def breaks(self, effect: Effect, reason: str, text: str, field: str = "first") -> Warned:
        """A rule is broken: a warning, or Refused where the policy says that it blocks and no manager overrides."""
        if effect is Effect.BLOCK and not self.draft.overrides:
            raise Refused(text, field=field, reason=reason)
        return Warned(reason, text)


def _costs(uses: Iterable[Use]) -> Iterator[tuple[date, Decimal]]:
    return ((use.day, use.amount) for use in uses)


Rule = Callable[[Case], Iterable[Warned]]
"""Yields what the case should be warned about; raises Refused."""
