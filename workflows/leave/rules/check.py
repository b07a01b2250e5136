"""Whether a leave may be asked for as it is, what it would cost, and what the approver should know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from workflows.calendar.rules import DayCost, Span, spoken
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.leave.rules.afford import afford, by_year, in_order
from workflows.leave.rules.case import Case, Draft, Rule, Warned
from workflows.leave.rules.context import Context, priced
from workflows.leave.rules.group import outside_blackouts, with_cover, with_replacement
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.runs import joining_others, leaves_room_for_block, long_enough, not_too_long, within_quota
from workflows.leave.rules.timing import (
    after_tenure,
    with_notice,
    with_reason_and_document,
    within_validity,
    within_window,
)
from workflows.leave.rules.whole import costs_something, free_of_overlap, halves_are_worked
from workflows.leave.rules.words import type_name

__all__ = ["Assessment", "Case", "Charge", "Draft", "Warned", "check", "cost"]

_LONGEST = 366 * 3
"""Days between the first and the last day of one request: beyond that it is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Charge:
    """A day of leave and the grant it would come from (R40)."""

    day: date
    grant: str
    amount: Decimal


@dataclass(frozen=True)
class Assessment:
    """What a request that may be asked for would mean."""

    days: Decimal
    """Its cost in the type's unit, rounded once (R9)."""
    years: tuple[tuple[str, Decimal], ...]
    """The same, by leave year (R40)."""
    breakdown: tuple[DayCost, ...]
    costs: tuple[tuple[date, Decimal], ...]
    """Its price by day, to be kept on the request once it is granted (R5)."""
    joins: tuple[tuple[date, Decimal], ...] = ()
    """Days off that cost something besides, because they lie between this and other leave (the sandwich rule)."""
    charges: tuple[Charge, ...] = ()
    warnings: tuple[Warned, ...] = ()
    telling: Callable[[], Balance] | None = field(default=None, repr=False, compare=False)
    """What works out `after`."""

    @cached_property
    def after(self) -> Balance | None:
        """The balance as of today with this request waiting; None for a type without a balance.

        Worked out when it is asked for: whoever only judges is done in half the time.
        """
        return self.telling() if self.telling else None


def check(draft: Draft, context: Context) -> Assessment:
    """What the draft would mean; raises Refused with a sentence, the field it belongs to, and a reason code."""
    case = _case(draft, context)
    warnings = tuple(warned for rule in RULES for warned in rule(case))
    paid, after = afford(case)
    return Assessment(
        case.days,
        by_year(case),
        case.breakdown,
        case.costs,
        case.joins,
        tuple(Charge(part.use.day, part.grant, part.amount) for part in paid),
        warnings,
        after if case.leave_type.limited else None,
    )


def cost(draft: Draft, context: Context) -> tuple[Decimal, tuple[DayCost, ...]]:
    """Only what it costs, for showing while dates are being chosen; refuses what can't be counted."""
    case = _case(draft, context)
    return case.days, case.breakdown


def affordable(draft: Draft, context: Context) -> None:
    """Only whether the balance allows it (R20); Refused when not."""
    afford(_case(draft, context))


def _case(draft: Draft, context: Context) -> Case:
    leave_type = _leave_type(draft, context)
    if (draft.span.last - draft.span.first).days > _LONGEST:
        raise Refused(
            tr("That is more than three years of leave. Please check the dates."), field="last", reason="too_long"
        )
    _employed(draft.span, context)
    if not leave_type.count.halves and (draft.span.first_half or draft.span.last_half):
        text = tr("{type} is taken in whole days only.", type=type_name(leave_type))
        raise Refused(text, field="first_half", reason="halves")
    counted = leave_type.count
    breakdown = context.working_time.breakdown(draft.span, counted.counting)
    costs = priced(context.working_time, counted, draft.span)
    return Case(draft, context, leave_type, breakdown, costs)


def _leave_type(draft: Draft, context: Context) -> LeaveType:
    try:
        return context.policy.leave_type(draft.leave_type)
    except KeyError:
        text = context.says(
            tr("That kind of leave isn't offered to you."),
            tr("That kind of leave isn't offered to {name}.", name=context.name),
        )
        raise Refused(text, field="leave_type", reason="leave_type") from None


def _employed(span: Span, context: Context) -> None:
    employment = context.employment
    if span.first < employment.first:
        day = spoken(employment.first)
        text = context.says(
            tr("That is before your first day, {day}.", day=day),
            tr("That is before {name}'s first day, {day}.", name=context.name, day=day),
        )
        raise Refused(text, field="first", reason="before_joining")
    if employment.last is not None and span.last > employment.last:
        day = spoken(employment.last)
        text = context.says(
            tr("That is after your last day, {day}.", day=day),
            tr("That is after {name}'s last day, {day}.", name=context.name, day=day),
        )
        raise Refused(text, field="last", reason="after_leaving")


RULES: tuple[Rule, ...] = (
    costs_something,
    halves_are_worked,
    free_of_overlap,
    within_validity,
    within_window,
    after_tenure,
    with_notice,
    long_enough,
    not_too_long,
    within_quota,
    outside_blackouts,
    with_replacement,
    with_cover,
    leaves_room_for_block,
    joining_others,
    with_reason_and_document,
    in_order,
)
"""Every rule a draft is judged by, in the order in which its refusal is heard; the balance comes last."""
