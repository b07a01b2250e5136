"""What a first and a last day mean for leave: what is granted or left is posted now, and said by type."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.leave import desk, store
from workflows.leave.desk import UNITS
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.context import Context
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.words import type_name
from workflows.wording.phrases import counted

_NOTHING = Decimal(0)


def joins(tx: Tx, person: PersonId) -> Sequence[str]:
    """By which policy a newcomer goes, and what each type grants them in this leave year, pro rata."""
    context = _settled(tx, person)
    if context is None:
        return (tr("Leave can't be counted yet: a working pattern is missing."),)
    day = max(context.today, context.employment.first)
    granted = [
        (one, balance(context, one.code, day).granted, desk.year_of(context, day))
        for one in context.policy.types
        if one.limited
    ]
    lines = [
        tr("{type}: {amount} granted so far for {year}.", type=type_name(one), amount=_amount(one, amount), year=year)
        for one, amount, year in granted
    ]
    return (tr("They go by the leave policy “{policy}”.", policy=context.policy.name), *lines)


def leaves(tx: Tx, person: PersonId, last: date) -> Sequence[str]:
    """What is left of each type on the last day, or was taken beyond what is earned by then, pro rata."""
    context = _settled(tx, person)
    if context is None:
        return (tr("Leave can't be counted: a working pattern is missing."),)
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
    name, amount = type_name(one), _amount(one, abs(free))
    if free < _NOTHING:
        return tr("{type}: {amount} more taken than earned by the last day.", type=name, amount=amount)
    if not free:
        return tr("{type}: nothing left or owed.", type=name)
    return tr("{type}: {amount} left on the last day.", type=name, amount=amount)


def _amount(one: LeaveType, amount: Decimal) -> str:
    return counted(amount, UNITS[one.count.unit])
