"""Dates and halves of days, working patterns, public holidays, and what a span of them costs: pure, no database."""

from workflows.calendar.rules.capacity import Line, Load, Period, Share, reckon, weeks
from workflows.calendar.rules.holiday import (
    CompanyDay,
    Holiday,
    Observed,
    company_holidays,
    extra_days,
    observed_on,
    public_holidays,
)
from workflows.calendar.rules.pattern import Pattern, Shift, parse_pattern
from workflows.calendar.rules.presence import Absent, Cover, covers, local_date
from workflows.calendar.rules.span import Half, Span, merge, spoken
from workflows.calendar.rules.worktime import (
    GROSS_HOURS,
    HOURS,
    WORKING,
    Counting,
    DayCost,
    Unit,
    WorkingTime,
    dated_holidays,
)

__all__ = [
    "GROSS_HOURS",
    "HOURS",
    "WORKING",
    "Absent",
    "CompanyDay",
    "Counting",
    "Cover",
    "DayCost",
    "Half",
    "Holiday",
    "Line",
    "Load",
    "Observed",
    "Pattern",
    "Period",
    "Share",
    "Shift",
    "Span",
    "Unit",
    "WorkingTime",
    "company_holidays",
    "covers",
    "dated_holidays",
    "extra_days",
    "local_date",
    "merge",
    "observed_on",
    "parse_pattern",
    "public_holidays",
    "reckon",
    "spoken",
    "weeks",
]
