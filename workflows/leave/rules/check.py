"""Whether a leave may be asked for as it is, what it would cost, and what the approver should know."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import DayCost, Span, spoken
from workflows.kernel.errors import Refused
from workflows.leave.rules.account import Paid, Use, account, horizon, unfold
from workflows.leave.rules.balance import balance_of
from workflows.leave.rules.case import Case, Draft, Rule, Warned
from workflows.leave.rules.context import NOTHING, Context, priced
from workflows.leave.rules.group import outside_blackouts, with_cover, with_replacement
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import LeaveType, leave_year, year_name
from workflows.leave.rules.runs import leaves_room_for_block, long_enough, not_too_long, within_quota
from workflows.leave.rules.timing import (
    after_tenure,
    with_notice,
    with_reason_and_document,
    within_validity,
    within_window,
)
from workflows.leave.rules.whole import costs_something, free_of_overlap, halves_are_worked
from workflows.leave.rules.words import amount_text

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
    charges: tuple[Charge, ...] = ()
    warnings: tuple[Warned, ...] = ()
    after: Balance | None = None
    """The balance as of today with this request waiting; None for a type without a balance."""


def check(draft: Draft, context: Context) -> Assessment:
    """What the draft would mean; raises Refused with a sentence, the field it belongs to, and a reason code."""
    case = _case(draft, context)
    warnings = tuple(warned for rule in RULES for warned in rule(case))
    paid, after = _afford(case)
    return Assessment(
        case.days,
        _by_year(case),
        case.breakdown,
        case.costs,
        tuple(Charge(part.use.day, part.grant, part.amount) for part in paid),
        warnings,
        after if case.leave_type.limited else None,
    )


def cost(draft: Draft, context: Context) -> tuple[Decimal, tuple[DayCost, ...]]:
    """Only what it costs, for showing while dates are being chosen; refuses what can't be counted."""
    case = _case(draft, context)
    return case.days, case.breakdown


def _case(draft: Draft, context: Context) -> Case:
    leave_type = _leave_type(draft, context)
    if (draft.span.last - draft.span.first).days > _LONGEST:
        raise Refused(
            "That is more than three years of leave. Please check the dates.", field="last", reason="too_long"
        )
    _employed(draft.span, context)
    if not leave_type.count.halves and (draft.span.first_half or draft.span.last_half):
        raise Refused(f"{leave_type.name} is taken in whole days only.", field="first_half", reason="halves")
    counted = leave_type.count
    breakdown = context.working_time.breakdown(draft.span, counted.counting)
    costs = priced(context.working_time, counted, draft.span)
    return Case(draft, context, leave_type, breakdown, costs)


def _leave_type(draft: Draft, context: Context) -> LeaveType:
    try:
        return context.policy.leave_type(draft.leave_type)
    except KeyError:
        raise Refused("That kind of leave isn't offered to you.", field="leave_type", reason="leave_type") from None


def _employed(span: Span, context: Context) -> None:
    employment = context.employment
    if span.first < employment.first:
        raise Refused(
            f"That is before your first day, {spoken(employment.first)}.", field="first", reason="before_joining"
        )
    if employment.last is not None and span.last > employment.last:
        raise Refused(f"That is after your last day, {spoken(employment.last)}.", field="last", reason="after_leaving")


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
    with_reason_and_document,
)
"""Every rule a draft is judged by, in the order in which its refusal is heard; the balance comes last."""


def _by_year(case: Case) -> tuple[tuple[str, Decimal], ...]:
    """R40: what falls into which leave year."""
    years: dict[str, Decimal] = {}
    for day, amount in case.costs:
        name = year_name(leave_year(case.context.policy, day, case.context.employment.first)[0])
        years[name] = years.get(name, NOTHING) + amount
    return tuple(years.items())


_DRAFT = 2**61
"""The draft's place among requests: after all that are there already."""


def _afford(case: Case) -> tuple[tuple[Paid, ...], Balance]:
    """R20, R21: no leave year may go further below zero than the floor, or than it is already (T18)."""
    context, code, edits = case.context, case.leave_type.code, case.draft.edits
    until = max(horizon(context, code, context.today), horizon(context, code, case.draft.span.last))
    drafted = [Use(day, amount, _DRAFT, pending=True) for day, amount in case.costs]
    known = account(context, code, until, drafted, edits)
    story = unfold(known, until, context.today)
    if case.leave_type.limited:
        plain = unfold(replace(known, uses=tuple(use for use in known.uses if use.request != _DRAFT)), until)
        for year, depth in story.depths.items():
            if depth > max(plain.depths.get(year, NOTHING), -case.leave_type.floor):
                raise _too_little(case, year, depth + case.leave_type.floor)
    after = balance_of(known, story, context.today, until)
    return tuple(part for part in story.paid if part.use.request == _DRAFT), after


def _too_little(case: Case, year: str, short: Decimal) -> Refused:
    unit = case.leave_type.count.unit
    wanted = sum((amount for name, amount in _by_year(case) if name == year), NOTHING)
    if not wanted:
        return Refused(
            f"With this, {amount_text(short, unit)} would be missing for leave you already have in {year}.",
            field="last",
            reason="balance",
        )
    left = wanted - short
    text = f"This takes {amount_text(wanted, unit)} of {case.leave_type.name.lower()} in {year}"
    have = f"you have {amount_text(max(NOTHING, left), unit)} left for it" if left > 0 else "you have none left for it"
    return Refused(f"{text}, and {have}.", field="last", reason="balance")
