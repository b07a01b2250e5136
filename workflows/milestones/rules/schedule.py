"""Days against days: how far a milestone slipped, what of that is worth telling, and when somebody is reminded.

A project's calendar is that of the place where its manager is: the weekdays that are worked there, less public
holidays and the company's own days. It is not the manager's own working pattern: a part-time manager's project slips
by a week in five days like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError

from workflows.calendar.rules import WorkingTime
from workflows.kernel.access import PersonId

WORTH_TELLING = 5
"""Working days that a forecast moves later before the operations managers of everybody allocated hear of it."""
REACH = 5
"""Working days after an absence in which a milestone can still suffer from it."""
OVERDUE = (1, 3, 5, 10)
"""Working days of whoever owes the report, after the forecast has passed: each brings a reminder."""
LEAD_HEARS = 5
"""After so many of them the project's manager hears of it too."""
LEFT_ALONE = (1, 5, 10)
"""Where nobody is left to answer, those who can see to that are told after so many of their own working days."""
NEAR = 10
"""Working days ahead of a forecast, within which a report is wanted …"""
SILENT = 5
"""… every so many working days."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def working_week(country: str) -> str:
    """The days that are worked in a country, as `parse_pattern` reads them; Monday to Friday where it is not known."""
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return "mon-fri"
    start, end = locale.weekend_start, locale.weekend_end
    weekend = {(start + ahead) % 7 for ahead in range((end - start) % 7 + 1)}
    return " ".join(day for number, day in enumerate(_WEEKDAYS) if number not in weekend)


def slip(works: WorkingTime, baseline: date, forecast: date) -> int:
    """Working days from the one to the other; negative when it is earlier."""
    return works.between(baseline, forecast)


def told(works: WorkingTime, baseline: date, forecasts: Iterable[date]) -> date:
    """The forecast that was told last, of all there were: small changes add up until they are worth telling."""
    known = baseline
    for forecast in forecasts:
        if forecast < known or works.between(known, forecast) >= WORTH_TELLING:
            known = forecast
    return known


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody is allocated to the project, until a day or without an end."""

    person: PersonId
    ends: date | None


def concerned(stays: Iterable[Stay], before: date, after: date, moved: int) -> tuple[Stay, ...]:
    """Whose dates a later forecast moves: who would have left by then, and everybody when it is worth telling.

    `before` is the forecast until now, `moved` the working days since the one that was told last.
    """
    if after <= before:
        return ()
    there = [stay for stay in stays if stay.ends is None or stay.ends >= before]
    return tuple(stay for stay in there if moved >= WORTH_TELLING or (stay.ends is not None and stay.ends < after))


def suffers(works: WorkingTime, first: date, last: date, forecast: date) -> bool:
    """Whether an absence takes work from a milestone: due during it, or shortly after."""
    return first <= forecast and works.between(last, forecast) <= REACH


def latest(rungs: Sequence[tuple[int, date]], today: date) -> int | None:
    """The last rung whose day has come; after downtime the latest one is enough."""
    return next((rung for rung, day in reversed(rungs) if day <= today), None)
