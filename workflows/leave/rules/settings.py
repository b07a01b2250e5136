"""The vocabulary of a leave policy: small validated values, each one setting in which reasonable companies differ."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Amount = Annotated[Decimal, Field(max_digits=12, decimal_places=4)]
"""Days or hours, by the type's unit; at most four places (R9)."""
Positive = Annotated[Amount, Field(ge=0)]
Count = Annotated[int, Field(ge=0, le=36600)]
MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]
"""A day of any year, `MM-DD`; `02-29` is the last of February."""


class Setting(BaseModel):
    """A part of a policy: immutable, and it takes no setting it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @cached_property
    def hashed(self) -> int:
        """Worked out once: a leave type has a hundred settings and is looked up with every balance."""
        return hash((type(self), *(getattr(self, name) for name in type(self).model_fields)))

    def __hash__(self) -> int:
        return self.hashed


@lru_cache(maxsize=4096)
def month_day(text: str, year: int) -> date:
    """That day in a year; 29 February is the 28th in common years; ValueError when there is no such day."""
    month, day = int(text[:2]), int(text[3:])
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def clamped(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(day: date, count: int) -> date:
    """The same day so many months later, or that month's last; from the start, so it doesn't drift (X12)."""
    months = day.year * 12 + day.month - 1 + count
    return clamped(months // 12, months % 12 + 1, day.day)


class Toward(StrEnum):
    """Which way an amount is rounded."""

    UP = "up"
    DOWN = "down"
    HALF_UP = "half_up"


_MODES = {Toward.UP: ROUND_CEILING, Toward.DOWN: ROUND_FLOOR, Toward.HALF_UP: ROUND_HALF_UP}


class Rounding(Setting):
    """To which step, and which way (R9); applied once, at the end."""

    step: Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)] = Decimal("0.0001")
    toward: Toward = Toward.HALF_UP

    def __call__(self, amount: Decimal) -> Decimal:
        """The amount, rounded, without trailing zeros."""
        return tidy((amount / self.step).quantize(Decimal(1), _MODES[self.toward]) * self.step)


def tidy(amount: Decimal) -> Decimal:
    """The same number without trailing zeros, and without an exponent."""
    whole = amount.to_integral_value()
    return whole if whole == amount else amount.normalize()


class Effect(StrEnum):
    """What a broken rule does."""

    BLOCK = "block"
    WARN = "warn"


class DayKind(StrEnum):
    """Which days a number of days means."""

    WORKING = "working"
    CALENDAR = "calendar"


class Frequency(StrEnum):
    """How often entitlement is earned (R13)."""

    DAILY = "daily"
    WEEKLY = "weekly"
    TWICE_MONTHLY = "twice_monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ANNIVERSARY = "anniversary"


class When(StrEnum):
    """At which end of the period it is posted."""

    START = "start"
    END = "end"


class Proration(StrEnum):
    """How part of a year counts on joining and leaving (R11, X5)."""

    NONE = "none"
    """The whole year's entitlement, whenever they come."""
    MONTHS = "months"
    """Whole months, the joining month counted, rounded up to whole units."""
    DAYS = "days"
    """Days employed over the days of the year."""
    DAYS_365 = "days_365"
    """Days employed, the first not counted, over 365."""


class Order(StrEnum):
    """Which grant is used first (R19)."""

    EXPIRING_FIRST = "expiring_first"
    OLDEST_FIRST = "oldest_first"


class Adjoining(StrEnum):
    """Whether days off between two leaves cost as those inside one do."""

    NONE = "none"
    """Each request is counted by itself."""
    SAME = "same"
    """Between two leaves of the same type."""
    ANY = "any"
    """Between this and leave of whatever type."""


class Notice(Setting):
    """How long before its first day leave must be asked for (R28)."""

    days: Count
    kind: DayKind = DayKind.CALENDAR
    from_length: Positive = Decimal(0)
    """Only for requests of at least this length."""
    effect: Effect = Effect.BLOCK


class Window(Setting):
    """How far ahead and how far back leave may begin, in calendar days (R27)."""

    ahead: Count | None = None
    back: Count = 0
    effect: Effect = Effect.BLOCK


class Run(Setting):
    """The longest run of consecutive days (R29)."""

    most: Positive
    kind: DayKind = DayKind.WORKING
    bridge: bool = True
    """Days off between two requests of the type join them into one run, so Friday plus Monday is one run of two."""
    chain: bool = True
    """Counted across adjacent requests; else each request by itself."""
    effect: Effect = Effect.BLOCK


class Period(StrEnum):
    """A stretch of the calendar that a cap holds for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Quota(Setting):
    """At most so much of a type within each period of the calendar."""

    most: Positive
    period: Period
    effect: Effect = Effect.BLOCK


class Cancelling(StrEnum):
    """How an owner gets out of granted leave that has not begun (R38)."""

    DIRECT = "direct"
    BY_REQUEST = "by_request"
    NEVER = "never"


class Validity(Setting):
    """Until when carried or earned leave may be used: a day of the year, or a length of time; one of them (R15)."""

    until: MonthDay | None = None
    days: Count | None = None
    months: Count | None = None
    inclusive: bool = False
    """Whether the date itself is still usable; by default the last usable day is the day before (R16)."""

    @model_validator(mode="after")
    def _one(self) -> "Validity":
        if sum(value is not None for value in (self.until, self.days, self.months)) != 1:
            raise ValueError("say exactly one of until, days and months")
        if self.until is not None:
            month_day(self.until, 2024)
        return self
