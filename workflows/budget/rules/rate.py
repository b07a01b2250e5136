"""What an hour of a role costs a project, from a day to a day; a role's, never a person's, and no salary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from workflows.budget.rules.money import Money
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.organisation.rules import holds

HOURS_A_DAY = Decimal(8)
"""What a daily rate is for."""
ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a rate is for."""

    HOUR = "hour"
    DAY = "day"


class Lasting(Protocol):
    @property
    def starts(self) -> date: ...
    @property
    def ends(self) -> date | None: ...


L = TypeVar("L", bound=Lasting)


@dataclass(frozen=True, slots=True)
class Role:
    """What people do, as projects pay for it: `developer`."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What a role costs from a day to a day, both included."""

    role: int
    unit: Unit
    money: Money
    starts: date
    ends: date | None = None

    @property
    def hourly(self) -> Money:
        """For an hour, unrounded."""
        return self.money if self.unit is Unit.HOUR else Money(self.money.amount / HOURS_A_DAY, self.money.currency)


@dataclass(frozen=True, slots=True)
class Holding:
    """That somebody has a role from a day to a day, both included."""

    person: PersonId
    role: int
    starts: date
    ends: date | None = None


def check_rate(rate: Rate) -> Rate:
    """The rate, if it is one; raises Refused (`not_positive`, `reversed`)."""
    if rate.money.amount <= 0:
        raise Refused(tr("A rate is more than zero."), field="amount", reason="not_positive")
    return _forwards(rate)


def overlapping(facts: Iterable[L]) -> tuple[L, L] | None:
    """The first two that hold on the same day."""
    ordered = sorted(facts, key=lambda one: one.starts)
    pairs = ((one, later) for one, later in pairwise(ordered) if one.ends is None or later.starts <= one.ends)
    return next(pairs, None)


@dataclass(frozen=True, slots=True)
class Succession(Generic[L]):
    """What has to make room for a new one."""

    ended: L | None = None
    """It went on for ever, and ends the day before."""
    corrected: L | None = None
    """It was for the very same days, and is no longer."""


def succeed(known: Sequence[L], new: L) -> Succession[L]:
    """What makes room for the new one; raises Refused (`overlap`) when it falls on days that another has already."""
    _forwards(new)
    same = next((one for one in known if (one.starts, one.ends) == (new.starts, new.ends)), None)
    if same is not None:
        return Succession(corrected=same)
    before = next((one for one in known if one.ends is None and one.starts < new.starts), None)
    others = [one for one in known if one is not before]
    if overlapping([*others, new]) is not None:
        met = next(one for one in others if overlapping([one, new]) is not None)
        raise Refused(_met(met), field="starts", reason="overlap")
    return Succession(ended=before)


def _met(met: Lasting) -> str:
    if met.ends is None:
        return tr(
            "From {first} with no end there is one already, and two can't hold on the same day. Pick other days, or "
            "those very days to correct it.",
            first=met.starts,
        )
    return tr(
        "From {first} until {last} there is one already, and two can't hold on the same day. Pick other days, or those "
        "very days to correct it.",
        first=met.starts,
        last=met.ends,
    )


def turns(facts: Iterable[Lasting], first: date, last: date) -> list[date]:
    """The days after the first, up to the last, on which one of them begins or has just ended."""
    days = {one.starts for one in facts} | {one.ends + ONE_DAY for one in facts if one.ends not in (None, date.max)}
    return sorted(day for day in days if first < day <= last)


def at(facts: Iterable[L], day: date) -> L | None:
    """The one that holds on that day."""
    return next((one for one in facts if holds(one, day)), None)


def _forwards(fact: L) -> L:
    if fact.ends is not None and fact.ends < fact.starts:
        raise Refused(tr("The last day is before the first."), field="ends", reason="reversed")
    return fact
