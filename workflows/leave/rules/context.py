"""What the rules look at: everything about one person as of one day, frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import Absent, Span, WorkingTime
from workflows.language import tr
from workflows.leave.rules.history import History
from workflows.leave.rules.ledger import Entry
from workflows.leave.rules.policy import Counted, LeavePolicy
from workflows.leave.rules.request import Request

NOTHING = Decimal(0)
_MOST_KNOWN = 1_000
"""Prices that are kept of one working time: then it begins anew."""


@dataclass(frozen=True, slots=True)
class Employment:
    """From when, until when; both days included."""

    first: date
    last: date | None = None

    def meets(self, day: date) -> bool:
        """Whether they are with the company that day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Group:
    """Those who cover for each other (R33), the person among them."""

    code: str
    """The department's."""
    name: str
    person: int
    """The one who asks."""
    people: Mapping[int, WorkingTime]
    """Everybody who counts, the one who asks included."""
    absences: tuple[Absent, ...] = ()
    """The others', and those of the one who asks but for the request that is judged."""
    skill: str | None = None
    """Set where only those who have it were gathered: as the floor calls it."""
    level: int = 1
    """At least so well."""

    @property
    def label(self) -> str:
        """`Support`, `Support who know Payments`."""
        if not self.skill:
            return self.name
        return tr("{department} who know {skill}", department=self.name, skill=self.skill)


@dataclass(frozen=True, slots=True)
class Duty:
    """The person replaces somebody who is away."""

    name: str
    span: Span


@dataclass(frozen=True)
class Context:
    """Everything the rules look at, as of one person and one day."""

    today: date
    """Where the person is (R42)."""
    policy: LeavePolicy
    working_time: WorkingTime
    employment: Employment
    requests: tuple[Request, ...] = ()
    """The person's, in any state, of all types."""
    ledger: tuple[Entry, ...] = ()
    """The person's, of all types."""
    sick: tuple[Span, ...] = ()
    """When the person was or is off sick (R26, R39)."""
    departments: tuple[str, ...] = ()
    """Codes of the person's department and of all above it."""
    roles: frozenset[str] = frozenset()
    """By which blackouts are passed."""
    groups: tuple[Group, ...] = ()
    replacement_away: tuple[Absent, ...] = ()
    """When the person named as replacement is away."""
    replaces: tuple[Duty, ...] = ()
    name: str = ""
    """The person's name, where somebody else reads what the rules say; empty: they read it themselves."""
    history: History = ()
    """Every policy the person ever goes by; empty when it is the one above for all time."""

    def says(self, you: str, they: str) -> str:
        """The one sentence for the person themselves, the other for whoever reads about them."""
        return they if self.name else you

    def costs_of(self, request: Request) -> Iterator[tuple[date, Decimal]]:
        """What a request costs day by day: as stored when it was granted (R5), else as counted now."""
        if request.costs:
            return iter(request.costs)
        return iter(priced(self.working_time, self.policy.leave_type(request.leave_type).count, request.span))


def priced(working_time: WorkingTime, counted: Counted, span: Span) -> tuple[tuple[date, Decimal], ...]:
    """A span's cost by day, its sum rounded once (R9): what rounding adds or takes falls on the last days.

    All of somebody's leave is priced anew whenever they ask for more, and many ask for the same days: it is kept.
    """
    asked, known = (span, counted), working_time.known
    found: tuple[tuple[date, Decimal], ...] | None = known.get(asked)
    if found is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[asked] = _priced(working_time, counted, span)
    return found


def _priced(working_time: WorkingTime, counted: Counted, span: Span) -> tuple[tuple[date, Decimal], ...]:
    days = working_time.costs(span, counted.counting)
    total = sum((cost for _, cost in days), NOTHING)
    owed = counted.rounding(total) - total
    if not owed:
        return tuple(days)
    for index in range(len(days) - 1, -1, -1):
        if not owed:
            break
        day, cost = days[index]
        days[index], owed = (day, max(NOTHING, cost + owed)), min(NOTHING, cost + owed)
    return tuple((day, cost) for day, cost in days if cost)
