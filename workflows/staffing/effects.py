"""What an absence would touch here, for whoever decides about it: allocations, and the skill that would be missing.

A project manager reads of their own project alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.calendar.load import loads
from workflows.calendar.rules import Absent, weeks
from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.flow import Away, Tx
from workflows.language import tr
from workflows.organisation import lines, skills
from workflows.organisation import store as organisation
from workflows.organisation.skills import Held, Need
from workflows.staffing import store
from workflows.staffing.people import department_name, locale, managed, names, project_name, skill_name
from workflows.staffing.phrases import share
from workflows.staffing.rules.ask import Amount
from workflows.wording.phrases import dated, listed

MOST_NAMED = 4
LONGEST = timedelta(days=92)
"""Of a longer absence the first three months are looked at."""


def effects(tx: Tx, away: Away, viewer: Actor) -> Sequence[str]:
    """A sentence each, none about why."""
    relations = lines.relations(tx, viewer, away.person, away.first, away.last)
    decides = bool(relations & {Relation.SOLID_LINE, Relation.DEPUTY})
    led = {project.id for project in managed(tx, viewer.person, viewer.today)}
    found = [
        _touched(tx, viewer, one.project, Amount(one.percent, one.hours), one.ends)
        for _, one in organisation.projects_of(tx, away.person, away.first, away.last)
        if decides or one.project in led
    ]
    return (*found, *(_missing(tx, away, viewer) if decides else ()))


def _touched(tx: Tx, viewer: Actor, project: int, amount: Amount, ends: date | None) -> str:
    name = project_name(tx, project)
    if ends is None:
        return tr("{name}: {share}, with no end yet.", name=name, share=share(amount))
    return tr("{name}: {share}, until {day}.", name=name, share=share(amount), day=dated(ends, locale(viewer)))


def _missing(tx: Tx, away: Away, viewer: Actor) -> Iterator[str]:
    """The skills of which a department above would have too few there on some day, and who is free with each."""
    chart = organisation.chart(tx)
    department = organisation.facts(tx, away.person).department(away.first)
    above = [desk.department for desk in chart.line(department, away.first)]
    needs = skills.needs(tx, above)
    if not needs:
        return
    held, where = skills.held(tx, away.first), store.departments_on(tx, away.first)
    last = min(away.last, away.first + LONGEST)
    absences = calendar.all_away(tx, away.first, last)
    for need in needs:
        branch = {one.id for one in chart.below(need.department, away.first)}
        able = [one.person for one in held if _meets(one, need) and where.get(one.person) in branch]
        if away.person in able:
            yield from _too_few(tx, viewer, need, able, Away(away.person, away.first, last), absences)


def _too_few(
    tx: Tx, viewer: Actor, need: Need, able: Sequence[PersonId], away: Away, absences: Iterable[Absent]
) -> Iterator[str]:
    gone = [one for one in absences if one.certain]
    others = [one for one in able if one != away.person]
    days = [away.first + timedelta(days=number) for number in range((away.last - away.first).days + 1)]
    there = {day: [one for one in others if not _away(gone, one, day)] for day in days if day.weekday() < 5}
    if not there:
        return
    worst = min(there, key=lambda day: len(there[day]))
    if len(there[worst]) >= need.people:
        return
    skill, department = skill_name(tx, need.skill), department_name(tx, need.department)
    day, count = dated(worst, locale(viewer)), len(there[worst])
    throughout = [one for one in others if all(one in present for present in there.values())]
    text = tr(
        "{skill}, level {level}: {count} of the {people} that {department} needs would be there on {day}.",
        skill=skill,
        level=need.level,
        count=count,
        people=need.people,
        department=department,
        day=day,
    )
    if not throughout:
        yield f"{text} {tr('Nobody else who holds it is there throughout.')}"
        return
    yield f"{text} {tr('There throughout with it: {names}.', names=listed(_with_time(tx, throughout, away)))}"


def _with_time(tx: Tx, people: Sequence[PersonId], away: Away) -> list[str]:
    """As in `Zoe Hart (60 % free)`: who has most time in the weeks of the absence, first."""
    periods = weeks(away.first, away.last)
    known = loads(tx, periods, people, store.tentative(tx, away.first, away.last))
    free = {one: known[one].free_percent if one in known else 0 for one in people}
    first = sorted(people, key=lambda one: -free[one])[:MOST_NAMED]
    called = names(tx, first)
    return [tr("{name} ({share} % free)", name=called[one], share=free[one]) for one in first]


def _meets(one: Held, need: Need) -> bool:
    return one.skill == need.skill and one.level >= need.level


def _away(absences: Iterable[Absent], person: PersonId, day: date) -> bool:
    return any(one.person == person and one.span.first <= day <= one.span.last for one in absences)
