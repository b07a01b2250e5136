"""Whether the balance allows it (R20, R21), and which types must be used up first."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial

from workflows.kernel.errors import Refused
from workflows.language import marked, tr
from workflows.leave.rules.account import account, horizon
from workflows.leave.rules.balance import balance, balance_of
from workflows.leave.rules.between import reaching
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.context import NOTHING
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import LeaveType, leave_year, year_name
from workflows.leave.rules.story import Account, Paid, Unfolded, unfold
from workflows.leave.rules.words import amount_text, inside, type_name


def by_year(case: Case) -> tuple[tuple[str, Decimal], ...]:
    """R40: what falls into which leave year."""
    years: dict[str, Decimal] = {}
    for day, amount in case.costs:
        name = _year(case, day)
        years[name] = years.get(name, NOTHING) + amount
    return tuple(years.items())


def _year(case: Case, day: date) -> str:
    return year_name(leave_year(case.context.policy, day, case.context.employment.first)[0])


def in_order(case: Case) -> Iterable[Warned]:
    """A type may have to wait until others are used up."""
    for code in case.leave_type.use_first:
        other = balance(case.context, code, case.context.today)
        if other.free > 0:
            leave_type = case.context.policy.leave_type(code)
            left = amount_text(other.free, leave_type.count.unit)
            kind = inside(type_name(leave_type))
            text = case.context.says(
                tr("Please use your {type} first: {left} left.", type=kind, left=left),
                tr("{name} has to use their {type} first: {left} left.", name=case.context.name, type=kind, left=left),
            )
            raise Refused(text, field="leave_type", reason="use_first")
    return ()


def afford(case: Case) -> tuple[tuple[Paid, ...], Callable[[], Balance]]:
    """R20, R21: no leave year may go further below zero than the floor, or than it is already (T18).

    Returns how the draft would be paid for, and what says the balance as of today with it waiting.
    """
    context, code = case.context, case.leave_type.code
    for other in reaching(context):
        if other != code:
            _within_floor(case, other)
    known, story, until = _within_floor(case, code)
    after = partial(_after, known, until, context.today)
    return tuple(part for part in story.paid if part.use.request == case.request.id), after


def _within_floor(case: Case, code: str) -> tuple[Account, Unfolded, date]:
    """The account of a type with the draft; Refused when it has to go too far below zero for it."""
    context, leave_type = case.context, case.context.policy.leave_type(code)
    until = max(horizon(context, code, context.today), horizon(context, code, case.span.last))
    known = account(context, code, until, leave_out=case.draft.edits, draft=case.request)
    story = unfold(known, until, entered=False)
    floor = -leave_type.floor_in(context.departments)
    if leave_type.limited and any(depth > floor for depth in story.depths.values()):
        plain = unfold(account(context, code, until, leave_out=case.draft.edits), until, entered=False)
        for year, depth in story.depths.items():
            if depth > max(plain.depths.get(year, NOTHING), floor):
                raise _too_little(case, leave_type, year, depth - floor)
    return known, story, until


def _after(known: Account, until: date, today: date) -> Balance:
    return balance_of(known, unfold(known, until, today), today)


def _too_little(case: Case, leave_type: LeaveType, year: str, short: Decimal) -> Refused:
    unit = leave_type.count.unit
    asked = by_year(case) if leave_type.code == case.leave_type.code else ()
    wanted = sum((amount for name, amount in asked if name == year), NOTHING)
    if not wanted:
        missing = amount_text(short, unit)
        text = case.context.says(
            tr(
                "With this, {missing} would be missing for leave you already have in {year}.",
                missing=missing,
                year=year,
            ),
            tr(
                "With this, {missing} would be missing for leave {name} already has in {year}.",
                missing=missing,
                name=case.context.name,
                year=year,
            ),
        )
        return Refused(text, field="last", reason="balance")
    wanted += sum((amount for day, amount in case.joins if _year(case, day) == year), NOTHING)
    left = wanted - short
    parts = {
        "taken": amount_text(wanted, unit),
        "type": inside(type_name(leave_type)),
        "year": year,
        "name": case.context.name,
        "left": amount_text(left, unit),
    }
    yours, theirs = _SOME_LEFT if left > 0 else _NONE_LEFT
    return Refused(case.context.says(tr(yours, **parts), tr(theirs, **parts)), field="last", reason="balance")


_SOME_LEFT = (
    marked("This takes {taken} of {type} in {year}, and you have {left} left for it."),
    marked("This takes {taken} of {type} in {year}, and {name} has {left} left for it."),
)
_NONE_LEFT = (
    marked("This takes {taken} of {type} in {year}, and you have none left for it."),
    marked("This takes {taken} of {type} in {year}, and {name} has none left for it."),
)
"""To the person, and about them."""
