"""What a first and a last day mean for leave: what is granted or left is posted now, and said by type."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.leave import desk, store
from workflows.leave.desk import UNITS
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.context import Context
from workflows.leave.rules.policy import LeaveType
from workflows.wording.phrases import counted

_NOTHING = Decimal(0)


def joins(tx: Tx, person: PersonId) -> Sequence[str]:
    """By which policy a newcomer goes, and what each type grants them in this leave year, pro rata."""
    context = _settled(tx, person)
    if context is None:
        return ("Leave can't be counted yet: a working pattern is missing.",)
    day = max(context.today, context.employment.first)
    granted = [
        (one, balance(context, one.code, day).granted, desk.year_of(context, day))
        for one in context.policy.types
        if one.limited
    ]
    lines = [f"{one.name}: {_amount(one, amount)} granted so far for {year}." for one, amount, year in granted]
    return (f"They go by the leave policy “{context.policy.name}”.", *lines)


def leaves(tx: Tx, person: PersonId, last: date) -> Sequence[str]:
    """What is left of each type on the last day, or was taken beyond what is earned by then, pro rata."""
    context = _settled(tx, person)
    if context is None:
        return ("Leave can't be counted: a working pattern is missing.",)
    known = ((one, balance(context, one.code, last).free) for one in context.policy.types if one.limited)
    return tuple(_left(one, free) for one, free in known)


def _settled(tx: Tx, person: PersonId) -> Context | None:
    """Everything about somebody, with what was due by now in the ledger; None where nothing can be counted."""
    tx.lock("leave", person)
    try:
        context = desk.context_of(tx, person)
    except Refused:
        return None
    store.append(tx, person, settle(context), None)
    return desk.context_of(tx, person)


def _left(one: LeaveType, free: Decimal) -> str:
    if free < _NOTHING:
        return f"{one.name}: {_amount(one, -free)} more taken than earned by the last day."
    return f"{one.name}: {_amount(one, free)} left on the last day." if free else f"{one.name}: nothing left or owed."


def _amount(one: LeaveType, amount: Decimal) -> str:
    return counted(amount, UNITS[one.count.unit])
