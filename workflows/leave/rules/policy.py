"""A company's leave policy as data: what each leave type grants, costs, allows and asks for.

A nonsensical setting is refused with its name and why (pydantic's ValidationError). What is done with it is elsewhere.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workflows.calendar.rules import CompanyDay, Counting, Half, Observed, Unit
from workflows.leave.rules.settings import (
    Adjoining,
    Amount,
    Cancelling,
    Count,
    DayKind,
    Effect,
    Frequency,
    MonthDay,
    Notice,
    Order,
    Positive,
    Proration,
    Quota,
    Rounding,
    Run,
    Setting,
    Validity,
    When,
    Window,
    month_day,
)

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Text = Annotated[str, Field(min_length=1, max_length=80)]


class Counted(Setting):
    """What a day of this type costs (R1, R3, R8)."""

    unit: Unit = Unit.DAYS
    halves: bool = True
    """Whether half days may be asked for."""
    holidays: bool = False
    """Public holidays inside the leave cost what the day would have (the sandwich rule)."""
    rest_days: bool = False
    """Days off inside the leave cost a day."""
    edges: bool = False
    """They cost also when the leave begins or ends with them: natural days."""
    adjoining: Adjoining = Adjoining.NONE
    """They cost also between this leave and the next: `same` type, or `any`; the later of the two is charged."""
    rounding: Rounding = Rounding()
    """Of a request's whole cost (R9)."""

    @cached_property
    def counting(self) -> Counting:
        """The same, for working time."""
        return Counting(self.unit, self.holidays, self.rest_days, self.edges)

    @model_validator(mode="after")
    def _sensible(self) -> "Counted":
        if self.adjoining is not Adjoining.NONE and not (self.holidays or self.rest_days):
            raise ValueError("adjoining: neither holidays nor rest days cost anything")
        return self


class Level(Setting):
    """More entitlement with seniority (R13)."""

    after_years: Count
    amount: Positive
    """A year, from then on."""
    at_once: bool = False
    """From the anniversary itself; else from the next leave year (or period of accrual)."""


class Accrual(Setting):
    """Entitlement that is earned bit by bit (R13); without it the year's is granted on its first day."""

    every: Frequency
    at: When = When.START
    day: Annotated[int, Field(ge=1, le=31)] = 1
    """Of the month, for twice monthly and longer; the month's last day where it is shorter (X12)."""
    second_day: Annotated[int, Field(ge=2, le=31)] = 16
    """The other one, for twice monthly."""
    first_pro_rata: bool = True
    """Somebody who joins within a period earns its part; else nothing before their first whole period."""
    ahead: bool = True
    """A request may use what will have been earned by its days (R14)."""
    rounding: Rounding | None = None
    """Of each posting; null: so that a year's postings add up to the year's entitlement."""
    by_time_worked: bool = False
    """Scaled by the working days really worked in the period, unpaid leave not among them."""

    @model_validator(mode="after")
    def _apart(self) -> "Accrual":
        if self.every is Frequency.TWICE_MONTHLY and (self.second_day <= self.day or self.day > 27):
            raise ValueError("second_day: it must come after `day`, which is at most the 27th, in every month")
        return self


class Entitlement(Setting):
    """What a leave year gives."""

    amount: Positive = Decimal(0)
    """For a whole year at full time."""
    joining: Proration = Proration.DAYS
    leaving: Proration = Proration.DAYS
    part_time: bool = True
    """Scaled by the pattern's working days a week over `full_week` (R12)."""
    full_week: Annotated[Decimal, Field(gt=0, le=168)] = Decimal(5)
    """Days a week at full time; hours when the unit is hours."""
    levels: tuple[Level, ...] = ()
    accrual: Accrual | None = None
    rounding: Rounding = Rounding()
    """Of the year's entitlement, once, after adding up its parts."""
    most_open: Positive | None = None
    """Earning stops while the balance is at this cap."""
    most_yearly: Positive | None = None
    """At most so much is earned in one leave year."""

    def yearly(self, years_of_service: int) -> Decimal:
        """A whole year's amount at that seniority."""
        reached = [level for level in self.levels if level.after_years <= years_of_service]
        return reached[-1].amount if reached else self.amount

    @model_validator(mode="after")
    def _rising(self) -> "Entitlement":
        after = [level.after_years for level in self.levels]
        if after != sorted(set(after)):
            raise ValueError("levels: each must come after more years than the one before")
        return self


class CarryOver(Setting):
    """What of a year's rest goes on into the next (R15); by default it is lost."""

    most: Positive | None = Decimal(0)
    """At most so much; null: all of it."""
    forever: Positive | None = Decimal(0)
    """So much of what is carried never expires; null: none of it does."""
    validity: Validity | None = None
    """How long the rest of it may be used; null: for the whole new year and on, like the never-expiring part."""
    negative: bool = False
    """Whether an overdrawn year is taken from the next."""
    day: MonthDay | Literal["anniversary"] | None = None
    """When it is settled what goes over and what is lost: a day of the next leave year, until which all of the rest may
    still be used, or each person's day of joining; null: when the leave year ends."""

    @model_validator(mode="after")
    def _consistent(self) -> "CarryOver":
        if self.day is not None and self.day != "anniversary":
            month_day(self.day, 2024)
        if self.most is not None and self.forever is not None and self.forever > self.most:
            raise ValueError("forever: more would never expire than is carried at all")
        if self.validity is not None and self.forever is None:
            raise ValueError("validity: nothing of what is carried expires; write forever: 0 for all of it to expire")
        return self


class Approval(Setting):
    """Who must say yes, and what happens while nobody does (R36, R43)."""

    stages: Annotated[int, Field(ge=0, le=2)] = 1
    """0: granted at once, the manager is told."""
    second_from: Positive = Decimal(0)
    """With two stages: shorter requests need only the first."""
    automatic_to: Positive = Decimal(0)
    """Requests up to this length are granted at once."""
    remind_after: tuple[Count, ...] = (1, 3)
    """Working days of the one who owes the answer (X23)."""
    climb_after: Count | None = 3
    """Then the next in line is asked too; null: never."""
    consult_working_days: Count | None = 2
    """So many working days of theirs the managers of touched projects have to say whether they have a concern; what
    they say binds nobody, and silence is no concern. Null: they are not consulted, only told once it is approved."""


class FloorIn(Setting):
    """Another floor for the people of some departments."""

    departments: Annotated[tuple[str, ...], Field(min_length=1)]
    """Codes, with all below them."""
    floor: Annotated[Amount, Field(le=0)]


class Names(Setting):
    """What something is called in the languages people read; in those that are not said, by its own name."""

    en: Text | None = None
    de: Text | None = None
    fr: Text | None = None
    es: Text | None = None

    def of(self, language: str) -> str | None:
        """Its name in a language; None where none is said."""
        found: str | None = getattr(self, language, None)
        return found


class LeaveType(Setting):
    """One kind of leave and all its rules."""

    code: Code
    name: Text
    names: Names = Names()
    """What it is called in other languages; whoever reads one that is not here reads `name`."""
    emoji: Annotated[str, Field(pattern=r"^:[a-z0-9_+-]+:$")] = ":palm_tree:"
    count: Counted = Counted()
    limited: bool = True
    """Whether it has a balance; else any amount may be taken."""
    paid: bool = True
    entitlement: Entitlement = Entitlement()
    carry_over: CarryOver = CarryOver()
    warn_before: tuple[Count, ...] = (30, 7)
    """So many days before something of it expires unused, the person is told."""
    order: Order = Order.EXPIRING_FIRST
    floor: Amount = Decimal(0)
    """How far below zero a balance may go: 0 or negative (R20)."""
    floors: tuple[FloorIn, ...] = ()
    """For some departments; the first that fits."""
    approval: Approval = Approval()
    cancelling: Cancelling = Cancelling.DIRECT
    shutdown_cancelling: Cancelling = Cancelling.NEVER
    """How an owner gets out of leave that was booked because the company is closed (R32); by default not at all."""
    notice: tuple[Notice, ...] = ()
    window: Window = Window()
    longest: Run | None = None
    shortest: Positive = Decimal(0)
    """A request costs at least this (R30)."""
    block: Positive = Decimal(0)
    """Each year one run of at least this length (R30): warned about, never refused for."""
    tenure: Count = 0
    """Working days with the company before the first day of leave (R31)."""
    quotas: tuple[Quota, ...] = ()
    use_first: tuple[Code, ...] = ()
    """Types whose balance must be used up before this one."""
    valid_from: date | None = None
    valid_to: date | None = None
    reason_required: bool = False
    document_required: bool = False
    """R35: a request without is refused (reason) or granted only once it is there (document)."""
    replacement_required: bool = False
    """R34: a request without a replacement is refused."""
    pending_reserves: bool = True
    """Whether what waits for an answer counts as used (R21)."""
    earned: Validity | None = None
    """Comp time (R24): credited for time worked on days off, usable from the next day, until then."""
    earned_most: Positive | None = None
    """Comp time: at most so much unused at any time."""

    def floor_in(self, departments: Iterable[str]) -> Decimal:
        """How far below zero the balance of somebody of these departments may go."""
        theirs = set(departments)
        return next((one.floor for one in self.floors if theirs & set(one.departments)), self.floor)

    def booked_for(self, closing: str | None) -> "LeaveType":
        """As it is for leave that was booked for everybody under that name; None: somebody asked for it."""
        return self if closing is None else self.model_copy(update={"cancelling": self.shutdown_cancelling})

    @property
    def by_time_worked(self) -> bool:
        """Whether unpaid leave makes it earn less."""
        return self.entitlement.accrual is not None and self.entitlement.accrual.by_time_worked

    @model_validator(mode="after")
    def _sensible(self) -> "LeaveType":
        if self.floor > 0:
            raise ValueError("floor: how far below zero a balance may go is 0 or negative")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to: it ends before it begins")
        if self.code in self.use_first:
            raise ValueError("use_first: a type can't come before itself")
        if self.longest and self.longest.most < self.shortest:
            raise ValueError("shortest: no request could be both that long and within the longest run")
        if not self.limited and self.entitlement.amount:
            raise ValueError("limited: a type without a balance grants nothing")
        self._possible()
        return self

    def _possible(self) -> None:
        """Whether any request could pass all of its rules."""
        if self.longest and self.longest.effect is Effect.BLOCK and self.longest.most < self.block:
            raise ValueError("block: the yearly run would be longer than the longest that may be taken")
        if any(quota.effect is Effect.BLOCK and quota.most < self.shortest for quota in self.quotas):
            raise ValueError("quotas: no request could be both that short and long enough")
        blocking = [one for one in self.notice if one.effect is Effect.BLOCK and one.kind is DayKind.CALENDAR]
        ahead = self.window.ahead if self.window.effect is Effect.BLOCK else None
        if ahead is not None and any(one.days > ahead and one.from_length <= self.shortest for one in blocking):
            raise ValueError("notice: it would have to be asked for earlier than it may be")


class Blackout(Setting):
    """Days on which leave is not wanted (R32)."""

    first: date
    last: date
    reason: Text
    effect: Effect = Effect.BLOCK
    types: tuple[Code, ...] = ()
    """Empty: all types."""
    departments: tuple[str, ...] = ()
    """Department codes, with all below them; empty: everybody."""
    exempt: tuple[str, ...] = ()
    """Roles who pass."""

    @model_validator(mode="after")
    def _forward(self) -> "Blackout":
        if self.last < self.first:
            raise ValueError("last: the blackout ends before it begins")
        return self


class Shutdown(Setting):
    """Days on which the company is closed and everybody takes leave of a type (R32)."""

    first: date
    last: date
    name: Text
    leave_type: Code

    @model_validator(mode="after")
    def _forward(self) -> "Shutdown":
        if self.last < self.first:
            raise ValueError("last: the shutdown ends before it begins")
        return self


class Floor(Setting):
    """How many of a group must be there on each half day (R33)."""

    people: Count | None = None
    percent: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    away: Count | None = None
    """At most so many of them away at once; one of the three is said."""
    departments: tuple[str, ...] = ()
    """Empty: each department."""
    skill: Text | None = None
    """Its name or code: only those who have it count."""
    level: Annotated[int, Field(ge=1, le=5)] = 1
    """Only those who have it at least so well."""
    types: tuple[Code, ...] = ()
    pending: bool = True
    """Whether those who wait for an answer count as away."""
    effect: Effect = Effect.WARN

    @model_validator(mode="after")
    def _one(self) -> "Floor":
        if sum(one is not None for one in (self.people, self.percent, self.away)) != 1:
            raise ValueError("say one of people, percent and away")
        if self.level > 1 and self.skill is None:
            raise ValueError("level: it says how well a skill is known, and no skill is named")
        return self


class OwnDay(Setting):
    """A day the company adds to the public holidays, makes half, or takes away (R4)."""

    day: date
    name: Text
    length: Annotated[Decimal, Field(ge=0, le=1, decimal_places=4)] = Decimal(1)
    """0 makes it a working day, whatever the public calendar says."""
    half: Half | None = None
    country: Country | None = None
    subdivision: str | None = None
    yearly: bool = False
    like: Annotated[str, Field(pattern=r"^(mon|tue|wed|thu|fri|sat|sun)$")] | None = None
    """An extra working day: worked as that day of its week is, by everybody's own pattern."""

    def company_day(self) -> CompanyDay:
        """The same, for the calendar."""
        return CompanyDay(
            self.day, self.name, self.length, self.half, self.country, self.subdivision, self.yearly, self.like
        )


class CalendarRules(Setting):
    """What the company's calendar has beyond the public holidays of each place."""

    observed: dict[Country, Observed] = Field(default_factory=dict)
    """How a country's holidays on weekends are made up for; by default as its law says."""
    days: tuple[OwnDay, ...] = ()


class LeavePolicy(Setting):
    """All leave types of those it is assigned to, and the rules across them."""

    code: Code
    name: Text
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None
    year_start: MonthDay | None = "01-01"
    """R10; null: each person's own, on the day they were hired."""
    types: tuple[LeaveType, ...]
    calendar: CalendarRules = CalendarRules()
    blackouts: tuple[Blackout, ...] = ()
    shutdowns: tuple[Shutdown, ...] = ()
    cover: tuple[Floor, ...] = ()

    def leave_type(self, code: str) -> LeaveType:
        """The type of that code; KeyError when the policy has none."""
        for leave_type in self.types:
            if leave_type.code == code:
                return leave_type
        raise KeyError(code)

    @model_validator(mode="after")
    def _whole(self) -> "LeavePolicy":
        codes = [leave_type.code for leave_type in self.types]
        if not codes:
            raise ValueError("types: a policy needs at least one leave type")
        if len(codes) != len(set(codes)):
            raise ValueError("types: two leave types have the same code")
        if self.year_start is not None:
            month_day(self.year_start, 2024)
        unknown = set(_named(self)) - set(codes)
        if unknown:
            raise ValueError(f"unknown leave type {', '.join(sorted(unknown))}")
        return self


def _named(policy: LeavePolicy) -> Iterable[str]:
    for blackout in policy.blackouts:
        yield from blackout.types
    for floor in policy.cover:
        yield from floor.types
    yield from (shutdown.leave_type for shutdown in policy.shutdowns)
    for leave_type in policy.types:
        yield from leave_type.use_first


def leave_year(policy: LeavePolicy, day: date, hired: date) -> tuple[date, date]:
    """The leave year a day is in: its first day, and the first day of the next (R10)."""
    start = policy.year_start or f"{hired:%m-%d}"
    first = month_day(start, day.year)
    if day < first:
        return month_day(start, day.year - 1), first
    return first, month_day(start, day.year + 1)


def year_name(first: date) -> str:
    """How a leave year is called: `2026`, or `2026/27` when it isn't the calendar's."""
    return str(first.year) if (first.month, first.day) == (1, 1) else f"{first.year}/{(first.year + 1) % 100:02}"
