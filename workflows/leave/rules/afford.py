"""Whether the balance allows it (R20, R21), and which types must be used up first."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from workflows.kernel.errors import Refused
from workflows.leave.rules.account import account, horizon
from workflows.leave.rules.balance import balance, balance_of
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.context import NOTHING
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import leave_year, year_name
from workflows.leave.rules.story import Account, Paid, Use, unfold
from workflows.leave.rules.words import amount_text

_DRAFT = 2**61
"""The draft's place among requests: after all that are there already."""


def by_year(case: Case) -> tuple[tuple[str, Decimal], ...]:
    """R40: what falls into which leave year."""
    years: dict[str, Decimal] = {}
    for day, amount in case.costs:
        name = year_name(leave_year(case.context.policy, day, case.context.employment.first)[0])
        years[name] = years.get(name, NOTHING) + amount
    return tuple(years.items())


def in_order(case: Case) -> Iterable[Warned]:
    """A type may have to wait until others are used up."""
    for code in case.leave_type.use_first:
        other = balance(case.context, code, case.context.today)
        if other.free > 0:
            leave_type = case.context.policy.leave_type(code)
            left = amount_text(other.free, leave_type.count.unit)
            text = f"Please use your {leave_type.name.lower()} first: {left} left."
            raise Refused(text, field="leave_type", reason="use_first")
    return ()


def afford(case: Case) -> tuple[tuple[Paid, ...], Callable[[], Balance]]:
    """R20, R21: no leave year may go further below zero than the floor, or than it is already (T18).

    Returns how the draft would be paid for, and what says the balance as of today with it waiting.
    """
    context, code = case.context, case.leave_type.code
    until = max(horizon(context, code, context.today), horizon(context, code, case.span.last))
    drafted = [Use(day, amount, _DRAFT, pending=True) for day, amount in case.costs]
    known = account(context, code, until, drafted, case.draft.edits)
    story = unfold(known, until)
    floor = -case.leave_type.floor_in(context.departments)
    if case.leave_type.limited and any(depth > floor for depth in story.depths.values()):
        plain = unfold(replace(known, uses=tuple(use for use in known.uses if use.request != _DRAFT)), until)
        for year, depth in story.depths.items():
            if depth > max(plain.depths.get(year, NOTHING), floor):
                raise _too_little(case, year, depth - floor)
    after = partial(_after, known, until, context.today)
    return tuple(part for part in story.paid if part.use.request == _DRAFT), after


def _after(known: Account, until: date, today: date) -> Balance:
    return balance_of(known, unfold(known, until, today), today)


def _too_little(case: Case, year: str, short: Decimal) -> Refused:
    unit = case.leave_type.count.unit
    wanted = sum((amount for name, amount in by_year(case) if name == year), NOTHING)
    if not wanted:
        text = f"With this, {amount_text(short, unit)} would be missing for leave you already have in {year}."
        return Refused(text, field="last", reason="balance")
    left = wanted - short
    have = f"you have {amount_text(left, unit)} left for it" if left > 0 else "you have none left for it"
    text = f"This takes {amount_text(wanted, unit)} of {case.leave_type.name.lower()} in {year}, and {have}."
    return Refused(text, field="last", reason="balance")
