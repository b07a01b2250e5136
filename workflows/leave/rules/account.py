"""How one person's leave of one type unfolds over time: what comes in, what expires, and which grant pays each day.

Everything that can be derived is derived again each time from what people wrote down (openings, adjustments, earned
time, requests) and the policy: so a late change in an old year flows forward (R17), leave already booked in the next
year counts against this one's rest (R18), and cancelling covers again what had been uncovered (R19). The ledger is the
record of it: `settle` says which entries it still lacks, and never asks for one to be changed (R23).
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workflows.leave.rules.between import between
from workflows.leave.rules.context import Context
from workflows.leave.rules.entitlement import Credit
from workflows.leave.rules.given import Given
from workflows.leave.rules.history import versions_of
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.policy import LeaveType, leave_year
from workflows.leave.rules.request import Request
from workflows.leave.rules.story import Account, Use

_AUTHORED = frozenset({Kind.OPENING, Kind.ADJUSTMENT, Kind.EARNED})


def account(
    context: Context,
    code: str,
    until: date,
    extra: Iterable[Use] = (),
    leave_out: int | None = None,
    draft: Request | None = None,
) -> Account:
    """The account of a type, with further uses, without a request that is being changed, with one that is asked for."""
    leave_type = context.policy.leave_type(code)
    authored = tuple(entry for entry in context.ledger if entry.leave_type == code and entry.kind in _AUTHORED)
    openings = [entry.day for entry in authored if entry.kind is Kind.OPENING]
    begins = min(openings, default=context.employment.first)
    versions = versions_of(context.history, code)
    unpaid = _unpaid(context) if leave_type.by_time_worked else ()
    given = Given(leave_type, context.policy, context.employment, context.working_time, versions, unpaid)
    settled = {_settles(context, day) for day in openings}
    derived = tuple(
        credit
        for credit in given.between(begins, until)
        if credit.day not in settled
        if credit.day > min(settled, default=date.min) and _counts(credit, leave_type, context.today)
    )
    every = (*uses(context, leave_type, leave_out, draft), *extra)
    return Account(
        leave_type,
        context.policy,
        context.employment,
        tuple(entry for entry in authored if entry.day >= begins),
        derived,
        tuple(use for use in every if use.day >= begins),
        begins,
        tuple((since, version) for since, version in versions if version) if len(versions) > 1 else (),
    )


def _settles(context: Context, opened: date) -> date:
    """Up to when an opening says what came in: in the year somebody joins, their first day's entitlement, too."""
    _, end = leave_year(context.policy, opened, context.employment.first)
    return context.employment.first if opened < context.employment.first < end else opened


def _unpaid(context: Context) -> tuple[tuple[date, Decimal], ...]:
    """Days of granted leave of types that aren't paid."""
    unpaid = {leave_type.code for leave_type in context.policy.types if not leave_type.paid}
    taken = [request for request in context.requests if request.granted and request.leave_type in unpaid]
    return tuple(day for request in taken for day in context.costs_of(request))


def _counts(credit: Credit, leave_type: LeaveType, today: date) -> bool:
    """R14: whether what is earned only later may be counted on now."""
    accrual = leave_type.entitlement.accrual
    return accrual is None or accrual.ahead or credit.day <= today


def uses(
    context: Context, leave_type: LeaveType, leave_out: int | None = None, draft: Request | None = None
) -> tuple[Use, ...]:
    """Every day that requests of the type hold, granted or waiting (R21), and the days off between them that count."""
    held = [
        one
        for one in context.requests
        if one.active and one.id != leave_out
        if leave_type.pending_reserves or not one.pending
    ]
    held += [draft] if draft else []
    own = (one for one in held if one.leave_type == leave_type.code)
    asked = (Use(day, amount, one.id, one.pending) for one in own for day, amount in context.costs_of(one))
    return (*asked, *between(context, leave_type, held))


def horizon(context: Context, code: str, day: date) -> date:
    """How far an account must be played to know all about a day: past its leave year and past the last leave."""
    _, end = leave_year(context.policy, day, context.employment.first)
    return max([end, *(request.span.last for request in context.requests if request.leave_type == code)])
