"""One person's world while a file of expectations is played: each action changes it and says what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from workflows.calendar.rules import (
    Absent,
    CompanyDay,
    Holiday,
    Observed,
    Span,
    WorkingTime,
    company_holidays,
    extra_days,
    local_date,
    parse_pattern,
    public_holidays,
)
from workflows.kernel.access import PersonId
from workflows.leave.rules.assignment import PolicySet, Whom
from workflows.leave.rules.balance import settle
from workflows.leave.rules.context import Context, Employment, Group, priced
from workflows.leave.rules.expectations import format as written
from workflows.leave.rules.history import History, history, with_past, with_year
from workflows.leave.rules.ledger import Entry
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.request import Request
from workflows.organisation.rules import Dated, Region

PERSON = PersonId(1)
_YEARS_AROUND = 3


@dataclass
class World:
    """What holds now; `known` is what the rules are asked with."""

    policies: PolicySet
    case: written.Expectations
    today: date = date.min
    patterns: list[written.PatternFrom] = field(default_factory=list)
    holidays: list[Holiday] = field(default_factory=list)
    requests: dict[str, Request] = field(default_factory=dict)
    ledger: tuple[Entry, ...] = ()
    sick: tuple[Span, ...] = ()
    deciders: dict[str, str] = field(default_factory=dict)
    """Who decided which request."""
    closings: dict[str, str] = field(default_factory=dict)
    """For which shutdown a request was booked."""
    erased: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        case = self.case
        self.today = case.today or (local_date(case.now, case.person.time_zone) if case.now else self.today)
        self.patterns = sorted(case.calendar.patterns, key=lambda one: one.since)
        self.holidays = [Holiday(one.day, one.name, one.length, one.half) for one in case.calendar.holidays]
        self.sick = tuple(span_of(one) for one in case.sick)
        self.ledger = tuple(
            Entry(one.type, one.grant or str(one.day.year), one.kind, one.day, one.amount, one.expires)
            for one in case.ledger
        )
        for leave in case.leave:
            self.keep(leave.name, self.new(leave, leave.state))
        self.settle()

    @cached_property
    def history(self) -> History:
        """Every policy the person ever goes by, from their first day on."""
        lasting = {one.since for one in self.case.person.contract}
        return history(self.policies, self._whom, lasting, self.case.person.hired)

    def _whom(self, day: date) -> Whom:
        person = self.case.person
        contracts = [one.contract for one in sorted(person.contract, key=lambda one: one.since) if one.since <= day]
        return Whom(self.case.calendar.country or "", tuple(person.departments), contracts[-1] if contracts else "")

    @property
    def policy(self) -> LeavePolicy:
        """The one that holds today, with what is left of those before."""
        whole = with_past(self.history, self.today)
        return with_year(whole, self.history, self.ledger, self.case.person.hired)

    @property
    def known(self) -> Context:
        """Everything the rules look at."""
        person = self.case.person
        return Context(
            self.today,
            self.policy,
            self.working_time(),
            Employment(person.hired, person.leaves),
            tuple(self.requests.values()),
            self.ledger,
            self.sick,
            tuple(person.departments),
            frozenset(person.roles),
            self._groups(),
            history=self.history if len(self.history) > 1 else (),
        )

    def working_time(self, patterns: Iterable[written.PatternFrom] | None = None) -> WorkingTime:
        """The person's, or somebody else's of the same place."""
        dated = _dated(self.patterns if patterns is None else patterns)
        years = self._years()
        return WorkingTime(dated, self._holidays(years), years, self._like(years))

    def _like(self, years: tuple[int, int]) -> dict[date, date]:
        calendar = self.case.calendar
        if calendar.country is None:
            return {}
        own = [one.company_day() for one in self.policy.calendar.days]
        return extra_days(Region(calendar.country, calendar.subdivision), range(years[0], years[1] + 1), own)

    def settle(self) -> tuple[Entry, ...]:
        """What the ledger gains now."""
        added = settle(self.known)
        self.ledger = (*self.ledger, *added)
        return added

    def _years(self) -> tuple[int, int]:
        days = [self.today, self.case.person.hired, *(entry.day for entry in self.ledger)]
        days += [request.span.last for request in self.requests.values()]
        return min(days).year - 1, max(days).year + _YEARS_AROUND

    def _holidays(self, years: tuple[int, int]) -> list[Holiday]:
        calendar = self.case.calendar
        if calendar.country is None:
            return self.holidays
        place = Region(calendar.country, calendar.subdivision)
        own = [one.company_day() for one in self.policy.calendar.days]
        own += [CompanyDay(one.day, one.name, one.length, one.half) for one in self.holidays]
        rule = calendar.observed or self.policy.calendar.observed.get(place.country, Observed.LAW)
        return [
            holiday
            for year in range(years[0], years[1] + 1)
            for holiday in company_holidays(place, year, public_holidays(place, year, rule), own)
        ]

    def _groups(self) -> tuple[Group, ...]:
        return tuple(map(self._group, self.case.group))

    def _group(self, group: written.Group) -> Group:
        mine = self.working_time()
        people = ({int(PERSON): mine} if group.me else {}) | {100 + number: mine for number in range(group.scheduled)}
        absences = [Absent(100 + number, span_of(one)) for number, one in enumerate(group.away)]
        for number, colleague in enumerate(group.people, 1000):
            people[number] = self.working_time([written.PatternFrom(pattern=colleague.pattern)])
            absences += [Absent(number, span_of(one)) for one in colleague.away]
            absences += [Absent(number, span_of(one), certain=False) for one in colleague.pending]
        return Group(group.code, group.name, PERSON, people, tuple(absences), group.skill, group.level)

    def new(self, leave: written.Leave, state: State) -> Request:
        """A priced request under the next number."""
        counted = self.policy.leave_type(leave.type).count
        span = span_of(leave)
        costs = priced(self.working_time(), counted, span)
        days = sum((cost for _, cost in costs), Decimal(0))
        number = max((request.id for request in self.requests.values()), default=0) + 1
        return Request(number, PERSON, leave.type, span, state, days=days, costs=costs)

    def keep(self, name: str, request: Request) -> None:
        """From now on the request of that name is this."""
        self.requests[name] = request

    def request(self, name: str) -> Request:
        """The request of that name; ValueError for one that nobody made."""
        if name not in self.requests:
            raise ValueError(f"no request is called {name}")
        return self.requests[name]


def span_of(dates: written.Dates) -> Span:
    """The span a file means; raises Refused when it is reversed."""
    last = dates.last or dates.first
    return Span(dates.first, last, dates.half or dates.first_half, dates.half or dates.last_half)


def _dated(patterns: Iterable[written.PatternFrom]) -> list[Dated[Any]]:
    known = sorted(patterns, key=lambda one: one.since)
    ends = [*(one.since - timedelta(days=1) for one in known[1:]), None]
    return [Dated(parse_pattern(one.pattern), one.since, end) for one, end in zip(known, ends, strict=True)]
