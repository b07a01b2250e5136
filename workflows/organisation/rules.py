"""What the organisation is made of, all of it dated, and who is asked about whom: pure.

Every range here includes its first and its last day; a range without a last day goes on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from workflows.kernel.access import PersonId, Relation
from workflows.language import marked, tr

T_co = TypeVar("T_co", covariant=True)


class Lasting(Protocol):
    """Whatever has a first day and perhaps a last one, both included."""

    @property
    def starts(self) -> date: ...
    @property
    def ends(self) -> date | None: ...


def holds(fact: Lasting, day: date) -> bool:
    """Whether it is so on that day."""
    return fact.starts <= day and (fact.ends is None or day <= fact.ends)


def meets(fact: Lasting, first: date, last: date) -> bool:
    """Whether it is so on any day from first to last."""
    return fact.starts <= last and (fact.ends is None or first <= fact.ends)


def overlap(first: date, last: date, *facts: Lasting) -> tuple[date, date] | None:
    """The days from first to last on which all of it is so; None when there is no such day."""
    start = max(first, *(fact.starts for fact in facts))
    end = min(last, *(fact.ends or last for fact in facts))
    return (start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class Dated(Generic[T_co]):
    """Something that is so from one day to another."""

    value: T_co
    starts: date
    ends: date | None = None


def at(facts: Iterable[Dated[T_co]], day: date) -> T_co | None:
    """The one that holds on that day."""
    return next((fact.value for fact in facts if holds(fact, day)), None)


def clip(fact: Dated[T_co], within: Lasting) -> Dated[T_co] | None:
    """The part of it that lies within; None when there is none."""
    if not meets(within, fact.starts, fact.ends or date.max):
        return None
    ends = min((end for end in (fact.ends, within.ends) if end is not None), default=None)
    return Dated(fact.value, max(fact.starts, within.starts), ends)


FORMER = marked("Former colleague")
"""What is kept in place of the name of one who was erased."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the directory, in the time zone they are in now."""

    id: PersonId
    slack_id: str
    """Empty until Slack's directory has told it."""
    known_as: str
    """The name as it is kept."""
    email: str
    time_zone: str
    locale: str
    starts: date
    ends: date | None = None
    language: str | None = None
    """What they chose to read here, `de`; None for one who reads what Slack says."""

    @property
    def name(self) -> str:
        """The name as it is said."""
        return said_name(self.known_as)

    @property
    def reading(self) -> str:
        """The locale in which they read: the language they chose, as it is written where they are."""
        return spoken(self.locale, self.language)

    def today(self, now: datetime) -> date:
        """The date where they are (R42)."""
        return _date_in(self.time_zone, now)


def said_name(known_as: str) -> str:
    """A name needs no translation, but what stands for that of somebody who was erased does (X30)."""
    return tr(FORMER) if known_as == FORMER else known_as


@lru_cache(maxsize=1024)
def spoken(locale: str, language: str | None) -> str:
    """That locale in a language: `en_US` in `de` is `de_US`; as it is without one, or when it is in it already."""
    parts = re.split("[-_]", locale)
    if language is None or parts[0].lower() == language:
        return locale
    where = next((part for part in parts[1:] if len(part) == 2 or part.isdigit()), "")
    return f"{language}_{where.upper()}" if where else language


@lru_cache(maxsize=1024)
def _date_in(time_zone: str, moment: datetime) -> date:
    """A transaction asks for its own moment's again and again, in the few zones there are."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


@dataclass(frozen=True, slots=True)
class Department:
    """A node of the tree; what is dated about it (who manages, who deputises) stands in the chart."""

    id: int
    code: str
    name: str
    parent_id: int | None
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """What a project manager leads, while it lasts."""

    id: int
    code: str
    name: str
    channel: str | None
    """A Slack channel's id or its name."""
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """A person's share in a project: a percentage of their working time, or hours a week."""

    id: int
    person: PersonId
    project: int
    percent: Decimal | None
    hours: Decimal | None
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Where somebody's public holidays come from: ISO country, and a subdivision as the `holidays` library names it."""

    country: str
    subdivision: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything dated about one person."""

    person: Person
    departments: tuple[Dated[int], ...] = ()
    patterns: tuple[Dated[str], ...] = ()
    """As text; `workflows.calendar.rules.parse_pattern` reads it."""
    regions: tuple[Dated[Region], ...] = ()
    zones: tuple[Dated[str], ...] = ()
    allocations: tuple[Allocation, ...] = ()
    contracts: tuple[Dated[str], ...] = ()
    """On what terms they are employed, in the company's words."""

    def seen(self, day: date) -> "Facts":
        """The same, with the person in the time zone of that day."""
        zone = at(self.zones, day)
        if zone is None or zone == self.person.time_zone:
            return self
        return replace(self, person=replace(self.person, time_zone=zone))

    def department(self, day: date) -> int | None:
        """Their department that day; before their first day the first one, after their last day the last one."""
        return at(self.departments, employed_day(self.person, day))


def employed_day(person: Lasting, day: date) -> date:
    """The day itself, or the nearest one on which the person is with the organisation."""
    return max(person.starts, min(day, person.ends or day))


@dataclass(frozen=True, slots=True)
class Desk:
    """One step of the line above somebody: a department's operations manager and standing deputy on a day."""

    department: int
    manager: PersonId | None
    deputy: PersonId | None


@dataclass(frozen=True)
class Chart:
    """The organisation without its people: the tree of departments, the projects, and who answers for each when."""

    departments: Mapping[int, Department] = field(default_factory=dict)
    managers: Mapping[int, Sequence[Dated[PersonId]]] = field(default_factory=dict)
    deputies: Mapping[int, Sequence[Dated[PersonId]]] = field(default_factory=dict)
    projects: Mapping[int, Project] = field(default_factory=dict)
    leads: Mapping[int, Sequence[Dated[PersonId]]] = field(default_factory=dict)
    """A project's managers."""
    admins: Sequence[Dated[PersonId]] = ()

    def line(self, department: int | None, day: date) -> tuple[Desk, ...]:
        """The desks from this department up to the top of the tree; a closed department has none."""
        return tuple(
            Desk(node.id, at(self.managers.get(node.id, ()), day), at(self.deputies.get(node.id, ()), day))
            for node in self._upwards(department)
            if holds(node, day)
        )

    def below(self, department: int, day: date) -> tuple[Department, ...]:
        """The department and all below it that exist on that day, each after the one above it."""
        top = self.departments.get(department)
        if top is None:
            return ()
        found = [top]
        for node in found:  # which grows while it is walked
            children = [child for child in self.departments.values() if child.parent_id == node.id]
            found += [child for child in children if child not in found]
        return tuple(node for node in found if holds(node, day))

    def people_admins(self, day: date) -> tuple[PersonId, ...]:
        """Those who keep the directory on that day."""
        return tuple(dict.fromkeys(admin.value for admin in self.admins if holds(admin, day)))

    def managed_by(self, person: PersonId, day: date) -> tuple[Department, ...]:
        """The departments this person is the operations manager of that day, not those below them."""
        return tuple(
            node
            for node in self.departments.values()
            if holds(node, day) and at(self.managers.get(node.id, ()), day) == person
        )

    def led_by(self, person: PersonId, day: date) -> tuple[Project, ...]:
        """The projects this person manages on that day."""
        return tuple(
            project
            for project in self.projects.values()
            if holds(project, day) and at(self.leads.get(project.id, ()), day) == person
        )

    def touched(self, allocations: Iterable[Allocation], first: date, last: date) -> list[tuple[Project, Allocation]]:
        """The allocations that last on any day from first to last, while their project lasts too."""
        found = [(self.projects[one.project], one) for one in allocations]
        return [(project, one) for project, one in found if overlap(first, last, project, one)]

    def leaders(self, allocation: Allocation, first: date, last: date) -> tuple[PersonId, ...]:
        """Who manages the allocation's project on the days from first to last on which both last."""
        days = overlap(first, last, self.projects[allocation.project], allocation)
        leads = self.leads.get(allocation.project, ()) if days else ()
        return tuple(dict.fromkeys(lead.value for lead in leads if days and meets(lead, *days)))

    def _upwards(self, department: int | None) -> Iterator[Department]:
        passed: set[int] = set()
        node = self.departments.get(department) if department is not None else None
        while node is not None and node.id not in passed:
            yield node
            passed.add(node.id)
            node = self.departments.get(node.parent_id) if node.parent_id is not None else None


def above(person: PersonId, line: Iterable[Desk]) -> tuple[Desk, ...]:
    """The desks that decide about this person: not their own, whose deputy would decide in their name (R43)."""
    return tuple(desk for desk in line if desk.manager != person)


def route(person: PersonId, line: Iterable[Desk], admins: Iterable[PersonId]) -> tuple[PersonId, ...]:
    """Who is asked about this person, in turn: manager, deputy, next ones up, people admins; never the person."""
    asked = [one for desk in above(person, line) for one in (desk.manager, desk.deputy)]
    return tuple(dict.fromkeys(one for one in (*asked, *admins) if one is not None and one != person))


def lines(actor: PersonId, person: PersonId, line: Iterable[Desk]) -> frozenset[Relation]:
    """How the actor stands to somebody else by the departments above them."""
    desks = above(person, line)
    found = set()
    if any(desk.manager == actor for desk in desks):
        found.add(Relation.SOLID_LINE)
    if any(desk.deputy == actor for desk in desks):
        found.add(Relation.DEPUTY)
    return frozenset(found)
