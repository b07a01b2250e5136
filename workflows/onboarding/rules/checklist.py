"""Openings, joinings, leavings and their steps as values, and which dates, counts, amounts and texts they may have."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Ref
from workflows.language import tr
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Kind, Way
from workflows.wording.phrases import figure

NAME, OPENINGS, STEPS = "onboarding", "opening", "onboarding_step"
ROLE, SKILL, LEVEL, HEADCOUNT, COST, STARTS, WHY, WHO, LAST, FROM = (
    "role",
    "skill",
    "level",
    "headcount",
    "cost",
    "starts",
    "why",
    "who",
    "last",
    "valid_from",
)
"""The fields, by block id; refusals name the same ones."""
LONGEST_ROLE, LONGEST_TEXT, MOST_HEADS = 100, 1000, 500
FURTHEST = timedelta(days=2 * 366)
STAYS = timedelta(days=30)
"""A buddy must be with the company at least so long after the first day."""
MONTHS = 12
"""So many months of an opening are promised on the department's budget."""
MOST_MONEY = Decimal(10_000_000)
_MONEY = re.compile(r"(?:([A-Za-z]{3})\s*)?(-?\d{1,12}(?:[.,]\d{1,2})?)(?:\s*([A-Za-z]{3}))?")
_REACH = 60
"""Days within which a working day is looked for."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody is looked for."""

    id: int
    department: int
    role: str
    skill: int
    level: int
    headcount: int
    hired: int
    cost: Decimal
    """A month and a head; for the eyes of the department's managers alone."""
    currency: str
    starts: date
    """When somebody is expected to begin."""
    opened_by: PersonId
    state: State
    version: int

    @property
    def person(self) -> PersonId:
        """It is about nobody yet: whoever opened it."""
        return self.opened_by

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"

    @property
    def ref(self) -> Ref:
        """Its name in the audit."""
        return Ref(OPENINGS, self.id)

    @property
    def missing(self) -> int:
        """How many are still to be found."""
        return max(0, self.headcount - self.hired)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be done, by one person."""

    id: int
    journey: int
    title: str
    owner: PersonId
    kind: Kind
    days: int
    """From the first or the last day."""
    due: date
    state: State
    version: int
    about: PersonId
    """Who joins or leaves."""
    said: str = ""
    """What it did, or why nobody needs it."""

    @property
    def person(self) -> PersonId:
        """Who joins or leaves."""
        return self.about

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"

    @property
    def ref(self) -> Ref:
        """Its name in the audit."""
        return Ref(STEPS, self.id)


@dataclass(frozen=True, slots=True)
class Journey:
    """Somebody joins or leaves: the list of steps around that day."""

    id: int
    way: Way
    person: PersonId
    buddy: PersonId | None
    opening: int | None
    day: date
    """Their first or last day."""
    before: date | None
    """Of a leaving: what stood as their last day before."""
    started_by: PersonId
    state: State
    version: int
    steps: tuple[Step, ...] = ()

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref(NAME, self.id)

    @property
    def missing(self) -> tuple[Step, ...]:
        """What is still to be done."""
        return tuple(one for one in self.steps if one.state is State.TO_DO)

    @property
    def owners(self) -> frozenset[PersonId]:
        """Everybody who owes or did something."""
        return frozenset(one.owner for one in self.steps)


def progress(journey: Journey) -> tuple[int, int]:
    """How many steps are done, of how many that are needed."""
    kept = [one for one in journey.steps if one.state is not State.NOT_NEEDED]
    return sum(one.state is State.DONE for one in kept), len(kept)


def over(steps: Iterable[Step]) -> bool:
    """Whether nothing is left to do."""
    return all(one.state is not State.TO_DO for one in steps)


def due_day(day: date, days: int, works: Callable[[date], bool], today: date) -> date:
    """So many days from it, on a working day of whoever owes the step, and never before today.

    What lies before the day is moved back, what lies after it on; the day as it falls where there is no working day.
    """
    wanted = day + timedelta(days=days)
    if days < 0:
        earlier = (wanted - timedelta(days=n) for n in range(_REACH))
        found = next((one for one in earlier if one < today or works(one)), wanted)
        if found >= today:
            return found
    begin = max(wanted, today)
    return next((one for one in (begin + timedelta(days=n) for n in range(_REACH)) if works(one)), begin)


def role(text: str) -> str:
    """What somebody is looked for as; raises Refused (`no_role`, `length`)."""
    said = " ".join(text.split())
    if not said:
        raise Refused(tr("Please say what the role is called."), field=ROLE, reason="no_role")
    if len(said) > LONGEST_ROLE:
        raise Refused(
            tr(
                "That is {count} characters; please keep it under {most}.",
                count=figure(len(said)),
                most=LONGEST_ROLE,
            ),
            field=ROLE,
            reason="length",
        )
    return said


def sentence(text: str, wanted: str) -> str:
    """Why, which must be said; raises Refused."""
    said = text.strip()
    if not said:
        raise Refused(wanted, field=WHY, reason="no_text")
    if len(said) > LONGEST_TEXT:
        raise Refused(
            tr(
                "That is {count} characters; please keep it under {most}.",
                count=figure(len(said)),
                most=figure(LONGEST_TEXT),
            ),
            field=WHY,
            reason="length",
        )
    return said


def headcount(text: str, hired: int = 0) -> int:
    """How many are looked for; raises Refused (`headcount`)."""
    number = int(text) if text.strip().isdecimal() and len(text.strip()) < 6 else 0
    if not 1 <= number <= MOST_HEADS:
        raise Refused(
            tr("How many people? Write a whole number from 1 to {most}.", most=MOST_HEADS),
            field=HEADCOUNT,
            reason="headcount",
        )
    if number < hired:
        raise Refused(
            tr("{hired} were hired for it already, so it can't be for fewer.", hired=hired),
            field=HEADCOUNT,
            reason="headcount",
        )
    return number


def money(text: str, known: frozenset[str]) -> tuple[Decimal, str]:
    """`4500 EUR`: what one head costs a month; raises Refused (`cost`, `currency`)."""
    found = _MONEY.fullmatch(text.strip())
    currency = (found[1] or found[3] or "").upper() if found else ""
    if found is None or not currency or (found[1] and found[3]):
        raise Refused(
            tr("Write what one person costs a month as an amount and a currency, such as 4500 EUR."),
            field=COST,
            reason="cost",
        )
    if currency not in known:
        raise Refused(
            tr("{currency} is no currency I know. Use three letters such as EUR.", currency=currency),
            field=COST,
            reason="currency",
        )
    amount = Decimal(found[2].replace(",", "."))
    if not 0 < amount <= MOST_MONEY:
        raise Refused(tr("A cost is more than nothing and at most ten million a month."), field=COST, reason="cost")
    return amount, currency


def months(first: date, count: int = MONTHS) -> list[date]:
    """The first days of so many months, beginning with the one a day is in."""
    begun = first.year * 12 + first.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(begun, begun + count)]


def day_to_come(chosen: date, today: date, field: str) -> date:
    """A day from today on that somebody will live to see; raises Refused (`past`, `too_far`)."""
    if chosen < today:
        raise Refused(tr("That day is over. Please pick today or a later one."), field=field, reason="past")
    if chosen - today > FURTHEST:
        raise Refused(
            tr("That is more than two years away. Please pick an earlier day."), field=field, reason="too_far"
        )
    return chosen


def last_day(chosen: date, today: date, starts: date) -> date:
    """A last day that can be; raises Refused (`past`, `too_far`, `before_first`)."""
    if chosen < starts:
        raise Refused(tr("That is before their first day. Please pick a later one."), field=LAST, reason="before_first")
    return day_to_come(chosen, today, LAST)


def overdue(journeys: Sequence[Journey], today: date) -> list[Step]:
    """Steps whose day is over, the oldest first."""
    late = [one for journey in journeys for one in journey.missing if one.due < today]
    return sorted(late, key=lambda one: (one.due, one.id))
