"""Who covers for somebody (R33): the departments on their line, and in each those who know what a floor asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.calendar.times import working_times
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import floors
from workflows.leave.rules.context import Group
from workflows.leave.rules.policy import Floor, LeavePolicy
from workflows.organisation import skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department

AROUND = timedelta(days=62)
"""To either side of what is asked for: as far as a refusal looks for days that would pass."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a floor asks for: a skill by the name people use, and how well."""

    skill: str
    level: int


def floored(tx: Tx, policy: LeavePolicy, departments: tuple[Department, ...], day: date) -> LeavePolicy:
    """The policy with every floor that stands: its own, those of the departments' managers, and the skills they need.

    A skill is called by its name whatever the policy calls it; one that nobody knows any more has no floor.
    """
    said = [(one, floors.standing(tx, one.id, day)) for one in departments]
    managed = [floor for one, standing in said if standing and (floor := standing.floor(one.code))]
    named = [floor for one in policy.cover if (floor := _called(tx, one))]
    found = (*named, *managed, *_needed(tx, departments, named))
    return policy.model_copy(update={"cover": found}) if found != policy.cover else policy


def groups(
    tx: Tx, person: PersonId, span: Span, cover: tuple[Floor, ...], departments: tuple[Department, ...]
) -> Iterator[Group]:
    """Those who cover for each other: each department on the person's line that a floor is about, whole or by skill."""
    knowing = _Knowing(tx, span.first)
    for position, department in enumerate(departments):
        about = [one for one in cover if department.code in one.departments or not (one.departments or position)]
        if about:
            whole = _group(tx, person, span, department)
            yield whole
            for known in dict.fromkeys(Known(one.skill, one.level) for one in about if one.skill):
                able = knowing.able(known)
                people = {one: time for one, time in whole.people.items() if one in able}
                yield replace(whole, people=people, skill=known.skill, level=known.level)


def _called(tx: Tx, floor: Floor) -> Floor | None:
    if floor.skill is None:
        return floor
    skill = skills.find(tx, floor.skill)
    return floor.model_copy(update={"skill": skill.name}) if skill else None


def _needed(tx: Tx, departments: tuple[Department, ...], named: Iterable[Floor]) -> Iterator[Floor]:
    """What departments need is a floor that warns, unless the policy says of the skill itself what holds."""
    codes = {one.id: one.code for one in departments}
    said = {one.skill for one in named}
    needs = skills.needs(tx, codes)
    names = {one.id: one.name for one in skills.skills(tx).values()} if needs else {}
    for need in needs:
        name = names.get(need.skill)
        if name and name not in said:
            yield Floor(people=need.people, departments=(codes[need.department],), skill=name, level=need.level)


def _group(tx: Tx, person: PersonId, span: Span, department: Department) -> Group:
    """With all departments below it, as it is on the first day."""
    tree = [one.id for one in organisation.department_tree(tx, department.id, span.first)]
    people = {one for branch in tree for one in organisation.members(tx, branch, span.first)}
    times = working_times(tx, span.first - AROUND, span.last + AROUND, people)
    absences = calendar.away_from(tx, tree, span.first - AROUND, span.last + AROUND)
    return Group(
        department.code,
        department.name,
        person,
        {int(one): time for one, time in times.items()},
        tuple(absent for absent in absences if absent.person != person),
    )


class _Knowing:
    """Who knows what on a day: read once, and only where a floor asks."""

    def __init__(self, tx: Tx, day: date) -> None:
        self._tx, self._day = tx, day
        self._held: list[skills.Held] | None = None

    def able(self, known: Known) -> frozenset[int]:
        """Those who know it well enough."""
        skill = skills.find(self._tx, known.skill)
        if self._held is None:
            self._held = skills.held(self._tx, self._day)
        return frozenset(
            one.person for one in self._held if skill and one.skill == skill.id and one.level >= known.level
        )
