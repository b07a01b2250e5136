"""What a verb needs to know before it decides: today, names, who answers for a project, and who is away for long."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from babel import Locale

from workflows.calendar import load
from workflows.calendar import store as calendar
from workflows.calendar.long import long_ones
from workflows.calendar.rules import Absent, Span
from workflows.handover.rules.checklist import is_long
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, tr
from workflows.organisation import crowds
from workflows.organisation import store as organisation
from workflows.organisation.rules import Project, at

FORMER = marked("a former colleague")
SHORTEST = timedelta(days=8)
"""A stretch of fewer calendar days cannot hold a long absence of ordinary working days, so it is not counted out."""
AHEAD = timedelta(days=21)
"""How long before a long leave its handover is suggested."""


def today_of(tx: Tx, person: PersonId) -> date:
    """The date where they are (R42)."""
    return organisation.facts(tx, person).person.today(tx.now)


def name_of(tx: Tx, person: PersonId) -> str:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    known = organisation.person(tx, person)
    return known.name if known else tr(FORMER)


def locale_for(actor: Actor) -> Locale:
    """How the one who reads writes dates."""
    return locale_of(actor.locale)


def leader(tx: Tx, project: Project, day: date) -> PersonId | None:
    """Who manages the project that day; before its first manager's day the first, after the last one's the last."""
    leads = organisation.chart(tx).leads.get(project.id, ())
    known = at(leads, day)
    if known is not None or not leads:
        return known
    return leads[0].value if day < leads[0].starts else leads[-1].value


def answers_for(tx: Tx, person: PersonId, day: date) -> set[PersonId]:
    """The operations managers somebody may act for that day: themselves if they are one, and whom they deputise for."""
    chart = organisation.chart(tx)
    found = {
        manager
        for department, deputies in chart.deputies.items()
        if at(deputies, day) == person and (manager := at(chart.managers.get(department, ()), day)) is not None
    }
    return found | {person} if organisation.departments_managed(tx, person, day) else found


def operations_of(tx: Tx, project: Project, day: date) -> list[PersonId]:
    """The operations managers of those allocated to the project that day, whoever has most people there first."""
    shares = load.shares_on(tx, [project.id], day, day)
    found = [organisation.operations_manager(tx, PersonId(share.person), day) for share in shares]
    managers = [one for one in found if one is not None]
    return sorted(set(managers), key=lambda one: (-managers.count(one), one))


def working(tx: Tx, person: PersonId, day: date) -> bool:
    """Whether they work that day; Monday to Friday for one without a pattern."""
    try:
        return calendar.working_time(tx, person, day, day).working(day)
    except Refused:
        return day.weekday() < 5


def long_absences(tx: Tx, found: Iterable[Absent]) -> Iterator[tuple[PersonId, Span]]:
    """Of these, the certain ones that keep somebody from so many working days that they are long."""
    yield from _long(tx, calendar.as_seen(tx, [each for each in found if each.certain]))


def all_long(tx: Tx, first: date, last: date) -> Iterator[tuple[PersonId, Span]]:
    """The same of the whole company, around these days."""
    found = list(long_ones(tx, first, last, SHORTEST.days + 1))
    crowds.know(tx, (PersonId(one.person) for one in found))
    yield from _long(tx, found)


def _long(tx: Tx, seen: Iterable[Absent]) -> Iterator[tuple[PersonId, Span]]:
    for one in seen:
        person = PersonId(one.person)
        if one.span.last - one.span.first >= SHORTEST and _counts(tx, person, one.span):
            yield person, one.span


def next_long(tx: Tx, person: PersonId, today: date) -> Span | None:
    """Somebody's next long absence that is near enough to prepare for."""
    ahead = calendar.away(tx, [person], today, today + AHEAD)
    spans = sorted((span for _, span in long_absences(tx, ahead) if span.first > today), key=lambda span: span.first)
    return spans[0] if spans else None


def _counts(tx: Tx, person: PersonId, span: Span) -> bool:
    try:
        return is_long(calendar.working_time(tx, person, span.first, span.last).cost(span))
    except Refused:
        return False
