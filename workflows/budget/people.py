"""What a department's people cost and where their time went: its own budget and the projects', over the same people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.budget import departmental, pricing, store
from workflows.budget.departmental import Account
from workflows.budget.rules.entry import Category, Kind, Owner, by_month
from workflows.budget.rules.labour import Prices, Worked, priced, split
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import ZERO, Sum
from workflows.budget.rules.month import Month, year
from workflows.budget.rules.time import Spent, Time
from workflows.calendar import load
from workflows.calendar.rules import Load, Period
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import speech, tr
from workflows.organisation.rules import Dated, holds

_MEMBER = SQLModel.metadata.tables["membership"].c
_MEMBERS = (
    select(_MEMBER.person_id, _MEMBER.starts, _MEMBER.ends)
    .where(
        _MEMBER.department_id.in_(bindparam("departments", expanding=True)),
        _MEMBER.starts <= bindparam("last"),
        _MEMBER.ends.is_(None) | (_MEMBER.ends >= bindparam("first")),
    )
    .order_by(_MEMBER.person_id, _MEMBER.starts)
)

MOST = 2000
"""People whose year is added up while somebody waits."""


@dataclass(frozen=True)
class PeopleYear:
    """A department's people in a year, up to today."""

    account: Account
    people: int
    time: Time

    @property
    def salaries(self) -> Sum:
        """What they cost: the salaries that were entered as actual."""
        return self.account.actual[Category.SALARIES]

    @property
    def months_without(self) -> tuple[Month, ...]:
        """The months before this one for which no salaries were entered."""
        known = {
            one.month for one in self.account.entries if one.kind is Kind.ACTUAL and one.category is Category.SALARIES
        }
        return tuple(one for one in year(self.account.year) if one.last < self.account.today and one not in known)


def people_year(tx: Tx, whose: Budget, number: int, today: date) -> PeopleYear:
    """A bounded number of queries, however many people there are."""
    account = departmental.account(tx, whose, number, today, salaries=True)
    first, until = date(number, 1, 1), min(date(number, 12, 31), today)
    departments = [account.department.id, *(one.id for one in account.below)]
    theirs = members(tx, departments, first, until) if first <= until else {}
    if not theirs:
        return PeopleYear(account, 0, Time(ZERO, ()))
    if len(theirs) > MOST:
        text = tr(
            "These are {count} people, more than I can add up while you wait. Ask about a department below.",
            count=format_decimal(len(theirs), locale=speech().locale),
        )
        raise Refused(text, reason="too_many")
    holdings, rates = pricing.holdings(tx, theirs), pricing.rates(tx)
    belonging = [one for known in theirs.values() for one in known]
    periods = split(first, until, [*holdings, *rates, *belonging])
    loads = load.loads(tx, periods, theirs)
    time = _time(tx, loads, theirs, Prices(periods, holdings, rates))
    return PeopleYear(account, len(theirs), time)


def members(tx: Tx, departments: list[int], first: date, last: date) -> dict[PersonId, list[Dated[None]]]:
    """Who belongs to these departments on any day from first to last, and when; one query."""
    found: defaultdict[PersonId, list[Dated[None]]] = defaultdict(list)
    for row in tx.fetch(_MEMBERS, departments=departments, first=first, last=last):
        found[PersonId(row.person_id)].append(Dated(None, row.starts, row.ends))
    return dict(found)


def _time(tx: Tx, loads: dict[PersonId, Load], members: dict[PersonId, list[Dated[None]]], prices: Prices) -> Time:
    worked: defaultdict[int, list[Worked]] = defaultdict(list)
    present = ZERO
    for person, known in loads.items():
        theirs = _there(prices.periods, members[person])
        present += sum((hours for hours, there in zip(known.present, theirs, strict=True) if there), ZERO)
        for project in dict.fromkeys(line.share.project for line in known.lines):
            worked[project].append(Worked(person, _only(known.of(project), theirs)))
    planned = _planned(tx, worked)
    found = []
    for project, theirs_all in worked.items():
        labour = priced(theirs_all, prices)
        if labour.hours:
            found.append(Spent(project, labour, planned.get(project, {})))
    return Time(present, tuple(sorted(found, key=lambda one: -one.hours)))


def _there(periods: tuple[Period, ...], belonging: list[Dated[None]]) -> list[bool]:
    """In which of the periods they are a member: no membership begins or ends within one."""
    return [any(holds(one, period.first) for one in belonging) for period in periods]


def _only(hours: tuple[Decimal, ...], there: list[bool]) -> tuple[Decimal, ...]:
    return tuple(booked if so else ZERO for booked, so in zip(hours, there, strict=True))


def _planned(tx: Tx, projects: Any) -> dict[int, dict[Month, Sum]]:
    """What each project planned for labour, by month."""
    budgets = store.budgets(tx, Owner.PROJECT, projects)
    entries = store.entries(tx, [one.id for one in budgets.values()], salaries=False)
    return {
        project: by_month(
            one for one in entries[known.id] if one.kind is Kind.PLANNED and one.category is Category.LABOUR
        )
        for project, known in budgets.items()
    }
