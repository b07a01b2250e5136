"""Public holidays of a place, from the `holidays` library, and a company's own days on top, as data (R4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from workflows.calendar.rules.pattern import DAYS
from workflows.calendar.rules.span import Half
from workflows.kernel.errors import Refused
from workflows.language import speech, tr
from workflows.organisation.rules import Region

WHOLE = Decimal(1)

SPOKEN_IN = {"de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES",)}
"""Where a language's names for public holidays are at home."""
NAMED_IN = 2026
"""A year in which they are looked up."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day, or part of one, on which nobody there is expected to work."""

    day: date
    name: str
    length: Decimal = WHOLE
    half: Half | None = None
    """Which half is free. None: all of the day, or, when the length is under 1, as much of each half."""

    def free(self, half: Half) -> Decimal:
        """How much of that half of the day is free, from 0 to 1."""
        if self.half is None:
            return self.length
        return min(WHOLE, self.length * 2) if self.half is half else Decimal(0)


class Observed(StrEnum):
    """When a holiday on a weekend is made up for."""

    LAW = "law"
    """As the country does, where the library knows it."""
    NONE = "none"
    """Never."""
    NEXT = "next"
    """On the next weekday that is no holiday."""
    NEAREST = "nearest"
    """Saturday's on Friday, Sunday's on Monday."""


@dataclass(frozen=True, slots=True)
class CompanyDay:
    """A day the company adds to a place's holidays, makes half, or takes away."""

    day: date
    name: str
    length: Decimal = WHOLE
    """0 makes it a working day, whatever the public calendar says."""
    half: Half | None = None
    country: str | None = None
    """None: everywhere."""
    subdivision: str | None = None
    """None: in all of the country."""
    yearly: bool = False
    """Every year from that one on; 29 February then means 28 February in common years."""
    like: str | None = None
    """An extra working day: worked as that day of its week (`mon`) is, by everybody's own pattern."""

    def holds_in(self, place: Region) -> bool:
        """Whether people of that place have it."""
        return self.country in (None, place.country) and self.subdivision in (None, place.subdivision)

    def on(self, year: int) -> date | None:
        """Its date in that year, if it has one."""
        if not self.yearly:
            return self.day if self.day.year == year else None
        if year < self.day.year:
            return None
        try:
            return self.day.replace(year=year)
        except ValueError:
            return date(year, 2, 28)


def called(name: str) -> str:
    """A public holiday in the reader's language, as countries that speak it call it; in English where none has it."""
    return _names_in(speech().language).get(name, name)


@lru_cache(maxsize=8)
def _names_in(language: str) -> Mapping[str, str]:
    """By the English name."""
    if language not in SPOKEN_IN:
        return {}
    import holidays  # noqa: PLC0415 - as below

    found: dict[str, str] = {}
    for country in SPOKEN_IN[language]:
        for part in (None, *getattr(holidays, country).subdivisions):
            english, native = (
                holidays.country_holidays(country, subdiv=part, years=NAMED_IN, language=one)
                for one in ("en_US", language)
            )
            for day, name in english.items():
                found.setdefault(name, native[day])
    return found


@lru_cache(maxsize=4096)
def public_holidays(place: Region, year: int, observed: Observed = Observed.LAW) -> tuple[Holiday, ...]:
    """The public holidays of one year, in order; raises Refused (`place`) for a place the library doesn't know."""
    import holidays  # noqa: PLC0415 - 74 ms to import, and only needed for a place and a year not seen before

    try:
        found = holidays.country_holidays(
            place.country, subdiv=place.subdivision, years=year, observed=observed is Observed.LAW, language="en_US"
        )
    except NotImplementedError:
        where = place.country + (f", {place.subdivision}" if place.subdivision else "")
        raise Refused(
            tr("I know no public holidays for {where}.", where=where), field="country", reason="place"
        ) from None
    days = tuple(Holiday(day, name) for day, name in sorted(found.items()) if day.year == year)
    return observed_on(days, observed)


def observed_on(days: Iterable[Holiday], rule: Observed) -> tuple[Holiday, ...]:
    """The same holidays with those on weekends made up for by the rule, which adds days and moves none away."""
    kept = sorted(days, key=lambda holiday: holiday.day)
    taken = {holiday.day for holiday in kept}
    added = []
    for holiday in kept:
        day = _made_up(holiday.day, taken, rule)
        if day not in taken:
            taken.add(day)
            added.append(replace(holiday, day=day, name=f"{holiday.name} (observed)"))
    return tuple(sorted([*kept, *added], key=lambda holiday: holiday.day))


def _made_up(day: date, taken: set[date], rule: Observed) -> date:
    if day.weekday() < 5 or rule in (Observed.LAW, Observed.NONE):
        return day
    if rule is Observed.NEAREST:
        return day + timedelta(days=-1 if day.weekday() == 5 else 1)
    while day.weekday() >= 5 or day in taken:
        day += timedelta(days=1)
    return day


def extra_days(place: Region, years: Iterable[int], own: Iterable[CompanyDay]) -> dict[date, date]:
    """The extra working days of a place, each with the day of its week that it is worked like."""
    known = tuple(one for one in own if one.like is not None and one.holds_in(place))
    return {
        day: day + timedelta(days=DAYS.index(one.like) - day.weekday())
        for year in years
        for one in known
        if one.like is not None and (day := one.on(year)) is not None
    }


def company_holidays(
    place: Region, year: int, public: Iterable[Holiday], own: Iterable[CompanyDay]
) -> tuple[Holiday, ...]:
    """A place's holidays of a year once the company's own days are laid over the public ones."""
    days = {holiday.day: holiday for holiday in public}
    for extra in own:
        day = extra.on(year) if extra.holds_in(place) else None
        if day is None:
            continue
        if extra.length == 0 or extra.like is not None:
            days.pop(day, None)
            continue
        days[day] = Holiday(day, extra.name, extra.length, extra.half)
    return tuple(days[day] for day in sorted(days))
