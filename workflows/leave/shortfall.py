"""Where the departments of many managers will be short of people in the next two weeks, in as few queries as for one.

What stands below a floor whatever is still decided counts; what only may come to it stands on the decision's card.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.calendar.rules import Absent, Cover, Span, WorkingTime, covers
from workflows.calendar.times import working_times
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import floors
from workflows.leave.rules.group import reached
from workflows.leave.rules.policy import Floor
from workflows.organisation import skills
from workflows.organisation import store as organisation

AHEAD = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Short:
    """A department, or those of it who know something, is below its floor on these half days."""

    department: int
    floor: Floor
    covers: tuple[Cover, ...]

    @property
    def days(self) -> list[date]:
        """Each once."""
        return list(dict.fromkeys(one.day for one in self.covers))


def shortfalls(tx: Tx, departments: Collection[int], day: date) -> dict[int, list[Short]]:
    """By department, each with all below it: two weeks from that day on."""
    asked = _floors(tx, departments, day)
    trees = {one: _tree(tx, one, day) for one in asked}
    if not trees:
        return {}
    known = _known(tx, day, trees, {floor.skill for each in asked.values() for floor in each if floor.skill})
    found = {one: [short for floor in asked[one] for short in known.below(one, floor)] for one in trees}
    return {one: shorts for one, shorts in found.items() if shorts}


@dataclass(frozen=True)
class _Known:
    """What was read: who is in each department, when they work and are away, and who knows what."""

    span: Span
    people: Mapping[int, frozenset[PersonId]]
    times: Mapping[PersonId, WorkingTime]
    away: Mapping[PersonId, list[Absent]]
    able: Mapping[str, Mapping[PersonId, int]]

    def below(self, department: int, floor: Floor) -> Iterator[Short]:
        """Nothing while it is reached on each half day."""
        people = self.people[department]
        if floor.skill:
            levels = self.able.get(floor.skill, {})
            people = frozenset(one for one in people if levels.get(one, 0) >= floor.level)
        group = {int(one): self.times[one] for one in people if one in self.times}
        absences = [absent for one in people for absent in self.away.get(one, ())]
        known = covers(group, absences, self.span)
        short = tuple(cover for cover in known if not reached(floor, cover) and _would_do(floor, cover))
        if short:
            yield Short(department, floor, short)


def _would_do(floor: Floor, cover: Cover) -> bool:
    """Whether it is for want of those who are away: too few on the books is a gap, not a day's cover."""
    return reached(floor, replace(cover, present=cover.scheduled))


def _known(tx: Tx, day: date, trees: Mapping[int, Collection[int]], named: Iterable[str]) -> _Known:
    within = defaultdict[int, list[PersonId]](list)
    branches = {branch for tree in trees.values() for branch in tree}
    for person, department in organisation.departments_on(tx, day, branches).items():
        within[department].append(person)
    people = {one: frozenset(person for branch in tree for person in within[branch]) for one, tree in trees.items()}
    everybody = frozenset(person for each in people.values() for person in each)
    span, away = Span(day, day + AHEAD), defaultdict[PersonId, list[Absent]](list)
    for absent in calendar.away(tx, everybody, span.first, span.last):
        if absent.certain:
            away[PersonId(absent.person)].append(absent)
    return _Known(span, people, working_times(tx, span.first, span.last, everybody), away, _able(tx, day, named))


def _able(tx: Tx, day: date, named: Iterable[str]) -> dict[str, dict[PersonId, int]]:
    """By a skill's name: who holds it, and how well."""
    ids = {one.id: name for name in named if (one := skills.find(tx, name))}
    found: dict[str, dict[PersonId, int]] = {name: {} for name in ids.values()}
    for held in skills.held_among(tx, day, ids) if ids else ():
        found[ids[held.skill]][PersonId(held.person)] = held.level
    return found


def _floors(tx: Tx, departments: Collection[int], day: date) -> dict[int, list[Floor]]:
    """By department, where there are any: what its manager set, and what it needs of skills."""
    found, chart = defaultdict[int, list[Floor]](list), organisation.chart(tx).departments
    standing = floors.all_standing(tx, day)
    for one in standing.keys() & set(departments):
        floor = standing[one].floor(chart[one].code)
        found[one] += [floor] if floor else []
    needs = skills.needs(tx, departments)
    names = {one.id: one.name for one in skills.skills(tx).values()} if needs else {}
    for need in needs:
        if need.skill in names:
            codes, skill = (chart[need.department].code,), names[need.skill]
            found[need.department].append(Floor(people=need.people, departments=codes, skill=skill, level=need.level))
    return found


def _tree(tx: Tx, department: int, day: date) -> list[int]:
    return [one.id for one in organisation.department_tree(tx, department, day)]
