"""The organisation in the words people use for it: addresses and codes instead of ids; pure.

Dated facts are told as "from this day on": each such row stands until the next one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from workflows.kernel.access import PersonId
from workflows.organisation.rules import Chart, Dated, Department, Facts, Project, Region, at


class FromADay(Protocol):
    @property
    def valid_from(self) -> date: ...


S = TypeVar("S", bound=FromADay)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stint:
    """How things are for a person from a day on. An empty pattern or department: none."""

    valid_from: date
    time_zone: str
    country: str
    subdivision: str
    pattern: str
    department: str
    people_admin: bool
    contract: str = ""
    """Its kind; empty: none is on record."""


@dataclass(frozen=True, slots=True)
class Charge:
    """Who answers for a department or a project from a day on, by address; empty: nobody."""

    valid_from: date
    manager: str
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One allocation: a percentage or hours a week."""

    percent: Decimal | None
    hours: Decimal | None
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    email: str
    slack_id: str
    name: str
    locale: str
    starts: date
    ends: date | None
    stints: tuple[Stint, ...]


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    code: str
    name: str
    parent: str
    starts: date
    ends: date | None
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    code: str
    name: str
    channel: str
    starts: date
    ends: date | None
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class AllocationEntry:
    """All there is between one person and one project."""

    email: str
    project: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Description:
    """An organisation, or a part of one."""

    people: Mapping[str, PersonEntry] = field(default_factory=dict)
    departments: Mapping[str, DepartmentEntry] = field(default_factory=dict)
    projects: Mapping[str, ProjectEntry] = field(default_factory=dict)
    allocations: Mapping[tuple[str, str], AllocationEntry] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.people) + len(self.departments) + len(self.projects) + len(self.allocations)

    def beyond(self, known: "Description") -> "Description":
        """What of this one is new or different."""
        return Description(
            _beyond(self.people, known.people),
            _beyond(self.departments, known.departments),
            _beyond(self.projects, known.projects),
            _beyond(self.allocations, known.allocations),
        )


def condensed(rows: Iterable[S]) -> tuple[S, ...]:
    """In order, without those that say the same as the one before."""
    kept: list[Any] = []
    for row in sorted(rows, key=lambda one: one.valid_from):
        if not kept or replace(row, valid_from=kept[-1].valid_from) != kept[-1]:  # type: ignore[type-var] # a Protocol cannot say "dataclass"
            kept.append(row)
    return tuple(kept)


def spans(rows: Sequence[S], value: Callable[[S], T | None]) -> list[Dated[T]]:
    """One fact out of the rows, each stretch of days once; None is nothing."""
    found: list[Dated[T]] = []
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        fact, ends = value(row), following.valid_from - timedelta(1) if following else None
        if fact is None:
            continue
        joins = bool(found) and found[-1].value == fact and found[-1].ends == row.valid_from - timedelta(1)
        starts = found.pop().starts if joins else row.valid_from
        found.append(Dated(fact, starts, ends))
    return found


def turning_days(starts: date, ends: date | None, *facts: Sequence[Dated[Any]]) -> list[date]:
    """The first day and each on which one of the facts begins, or has just ended, while it all lasts."""
    turns = {starts}
    for dated in (one for kind in facts for one in kind):
        turns.add(dated.starts)
        if dated.ends is not None and dated.ends != date.max:
            turns.add(dated.ends + timedelta(1))
    return sorted(day for day in turns if starts <= day <= (ends or date.max))


def describe(chart: Chart, people: Sequence[Facts]) -> Description:
    """The organisation that `store.everything` found, in the order in which it was written down."""
    emails = {one.person.id: one.person.email for one in people}
    return Description(
        {one.person.email: person_entry(one, chart) for one in people},
        {one.code: _department(one, chart, emails) for _, one in sorted(chart.departments.items())},
        {one.code: _project(one, chart, emails) for _, one in sorted(chart.projects.items())},
        {(one.email, one.project): one for each in people for one in _allocations(each, chart)},
    )


def person_entry(facts: Facts, chart: Chart) -> PersonEntry:
    """All there is about one person."""
    one = facts.person
    admin = [dated for dated in chart.admins if dated.value == one.id]
    dated = (facts.regions, facts.zones, facts.patterns, facts.departments, admin, facts.contracts)
    days = turning_days(one.starts, one.ends, *dated)
    stints = condensed(_stint(facts, chart, admin, day) for day in days)
    return PersonEntry(one.email, one.slack_id, one.name, one.locale, one.starts, one.ends, stints)


def _stint(facts: Facts, chart: Chart, admin: Sequence[Dated[PersonId]], day: date) -> Stint:
    region, department = at(facts.regions, day) or Region(""), at(facts.departments, day)
    return Stint(
        day,
        at(facts.zones, day) or "",
        region.country,
        region.subdivision or "",
        at(facts.patterns, day) or "",
        chart.departments[department].code if department else "",
        at(admin, day) is not None,
        at(facts.contracts, day) or "",
    )


def _department(one: Department, chart: Chart, emails: Mapping[PersonId, str]) -> DepartmentEntry:
    charges = _charges(one, chart.managers.get(one.id, ()), chart.deputies.get(one.id, ()), emails)
    parent = chart.departments[one.parent_id].code if one.parent_id else ""
    return DepartmentEntry(one.code, one.name, parent, one.starts, one.ends, charges)


def _project(one: Project, chart: Chart, emails: Mapping[PersonId, str]) -> ProjectEntry:
    charges = _charges(one, chart.leads.get(one.id, ()), (), emails)
    return ProjectEntry(one.code, one.name, one.channel or "", one.starts, one.ends, charges)


def _charges(
    whole: Department | Project,
    managers: Sequence[Dated[PersonId]],
    deputies: Sequence[Dated[PersonId]],
    emails: Mapping[PersonId, str],
) -> tuple[Charge, ...]:
    days = turning_days(whole.starts, whole.ends, managers, deputies)
    return condensed(Charge(day, _answers(managers, emails, day), _answers(deputies, emails, day)) for day in days)


def _answers(charged: Sequence[Dated[PersonId]], emails: Mapping[PersonId, str], day: date) -> str:
    one = at(charged, day)
    return "" if one is None else emails[one]


def _allocations(facts: Facts, chart: Chart) -> list[AllocationEntry]:
    shares: dict[str, list[Share]] = {}
    for one in facts.allocations:
        share = Share(one.percent, one.hours, one.starts, one.ends)
        shares.setdefault(chart.projects[one.project].code, []).append(share)
    return [AllocationEntry(facts.person.email, project, tuple(some)) for project, some in shares.items()]


def _beyond(wanted: Mapping[Any, T], known: Mapping[Any, T]) -> dict[Any, T]:
    return {key: entry for key, entry in wanted.items() if known.get(key) != entry}
