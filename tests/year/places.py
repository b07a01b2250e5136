"""Who was added to the sample company, and where they live: every kind of clock change there is, and none.

Plain data. A department for each place: somebody who answers for it, and two who work there; one above them all.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from holidays import country_holidays

HIRED = date(2026, 11, 1)
TOP = "sea.head"
DOMAIN = "@northwind.example"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Place:
    """A department of the added company."""

    code: str
    zone: str
    country: str
    subdivision: str = ""
    pattern: str = "mon tue wed thu fri"
    locale: str = "en_GB"


PLACES = (
    Place("berlin", "Europe/Berlin", "DE", "BE", locale="de_DE"),
    Place("york", "America/New_York", "US", "NY", locale="en_US"),
    Place("sydney", "Australia/Sydney", "AU", "NSW"),
    Place("howe", "Australia/Lord_Howe", "AU", "NSW"),
    Place("adelaide", "Australia/Adelaide", "AU", "SA", pattern="mon tue wed thu"),
    Place("kolkata", "Asia/Kolkata", "IN", "MH"),
    Place("cairo", "Africa/Cairo", "EG", pattern="sun mon tue wed thu"),
    Place("santiago", "America/Santiago", "CL", locale="es_CL"),
    Place("tonga", "Pacific/Tongatapu", "TO"),
    Place("samoa", "Pacific/Pago_Pago", "US", "AS"),
)
"""Northern, southern, half an hour, none with half an hour, at midnight in the north and in the south, +13 and -11."""


@dataclass(frozen=True)
class Soul:
    """Somebody added: who they are, and on which days they work."""

    name: str
    place: Place
    manager: str | None
    manages: bool

    @property
    def email(self) -> str:
        return f"{self.name}{DOMAIN}"

    @property
    def slack_id(self) -> str:
        return f"U0{self.name.upper().replace('.', '')}"

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.place.zone)

    @cached_property
    def weekdays(self) -> frozenset[int]:
        return frozenset(_DAYS.index(day) for day in self.place.pattern.split())

    @cached_property
    def holidays(self) -> frozenset[date]:
        """By the library that knows them, of all the years that matter."""
        years = range(2026, 2029)
        return frozenset(country_holidays(self.place.country, self.place.subdivision or None, years=years))

    def works(self, day: date) -> bool:
        """By their pattern and the public holidays of their place; leave aside."""
        return day.weekday() in self.weekdays and day not in self.holidays and day >= HIRED

    @property
    def first_weekday(self) -> int:
        """With which day their week begins: 0 is Monday."""
        return 6 if self.place.locale == "en_US" else 0


def souls() -> dict[str, Soul]:
    """Everybody who was added, by name."""
    found = [Soul(TOP, PLACES[0], None, manages=True)]
    for place in PLACES:
        head = f"{place.code}.mo"
        found.append(Soul(head, place, TOP, manages=True))
        found += [Soul(f"{place.code}.{name}", place, head, manages=False) for name in ("al", "bo")]
    return {one.name: one for one in found}


def elders() -> dict[str, Soul]:
    """Those of the sample company whom a question from the added one can reach; they are never away here."""
    london, york = Place("", "Europe/London", "GB", "ENG"), Place("", "America/New_York", "US", "NY")
    found = (("helen.marsh", london), ("omar.haddad", york), ("nora.fitzgerald", london))
    return {name: Soul(name, place, None, manages=False) for name, place in found}
