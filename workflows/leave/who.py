"""`/leave who`: who is away, of whom and until when; names and dates, and a picture of the weeks. Never why."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from workflows.calendar import month
from workflows.calendar import store as calendar
from workflows.calendar.rules import Absent
from workflows.calendar.times import working_times
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Picture, Say
from workflows.language import marked, tr
from workflows.leave import desk, store, views
from workflows.leave.prospect import Prospect
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled, spanned

SIX_WEEKS = timedelta(weeks=6)
TITLES = {
    "team": marked("In your department"),
    "department": marked("In your department and those you manage"),
    "project": marked("In your projects"),
    "company": marked("In the company"),
}


def show_who(tx: Tx, actor: Actor, _self: Prospect, form: Form) -> Outcome:
    """Who of the scope is certainly away from today until the end of the reach, as all may know it."""
    scope, reach = str(form.get("scope") or "department"), str(form.get("reach") or "weeks")
    last = {"today": actor.today, "week": _end_of_week(actor.today)}.get(reach, actor.today + SIX_WEEKS)
    people = PEOPLE[scope](tx, actor, last)
    found = (
        calendar.all_away(tx, actor.today, last) if scope == "company" else calendar.away(tx, people, actor.today, last)
    )
    away = [one for one in found if one.certain]
    lines = _lines(tx, actor, (one for one in away if one.person != actor.person))
    until = dated(last, desk.locale_of_actor(actor))
    title = tr("Away on {day}", day=until) if last == actor.today else tr("Away until {day}", day=until)
    built = [blocks.header(title), blocks.aside(tr(TITLES[scope]))]
    built += [blocks.section(page) for page in views.paged(lines)[:10] or [tr("Nobody.")]]
    picture = None if reach == "today" else _picture(tx, actor, people, away)
    return Outcome(Say(Message(title, blocks.laid_out(built), picture)))


def _lines(tx: Tx, actor: Actor, away: Iterable[Absent]) -> list[str]:
    locale = desk.locale_of_actor(actor)
    return [labelled(blocks.bold(one.name), spanned(one.span, locale)) for one in desk.named(tx, away)]


def _picture(tx: Tx, actor: Actor, people: Sequence[PersonId], away: Sequence[Absent]) -> Picture | None:
    """The six weeks of everybody in the scope; of those who are away only, when they are too many to draw."""
    absent = {one.person for one in away}
    all_fit = len(people) <= month.MOST_ROWS
    drawn = list(people) if all_fit else [one for one in people if one in absent][: month.MOST_ROWS]
    if not drawn:
        return None
    days = month.days_from(actor.today)
    names = organisation.names(tx, drawn)
    shown = calendar.away(tx, drawn, days[0], days[-1])
    times = working_times(tx, days[0], days[-1], drawn)
    rows = [
        month.row(
            names[one],
            days,
            times.get(one) or calendar.working_time(tx, one, days[0], days[-1]),
            [gone for gone in shown if gone.person == one and gone.certain],
        )
        for one in sorted(drawn, key=lambda one: names[one])
    ]
    locale = desk.locale_of_actor(actor)
    return Picture(
        lambda: month.draw(rows, days, actor.today, locale), tr("The next six weeks"), month.spoken(rows, days)
    )


def _team(tx: Tx, actor: Actor, _last: date) -> Sequence[PersonId]:
    return _with(actor, organisation.colleagues(tx, actor.person, actor.today))


def _department(tx: Tx, actor: Actor, last: date) -> Sequence[PersonId]:
    managed = organisation.departments_managed(tx, actor.person, actor.today)
    below = {one.id for top in managed for one in organisation.department_tree(tx, top.id, actor.today)}
    members = {person for department in below for person in organisation.members(tx, department, actor.today)}
    return _with(actor, {*members, *_team(tx, actor, last)})


def _project(tx: Tx, actor: Actor, last: date) -> Sequence[PersonId]:
    mine = {project.id for project, _ in organisation.projects_of(tx, actor.person, actor.today, last)}
    mine |= {project.id for project in organisation.projects_led(tx, actor.person, actor.today)}
    return _with(actor, {person for project in mine for person in store.allocated(tx, project, actor.today, last)})


def _company(tx: Tx, actor: Actor, _last: date) -> Sequence[PersonId]:
    return [person.id for person in organisation.people(tx, actor.today)]


PEOPLE: dict[str, Callable[[Tx, Actor, date], Sequence[PersonId]]] = {
    "team": _team,
    "department": _department,
    "project": _project,
    "company": _company,
}


def _with(actor: Actor, others: Iterable[PersonId]) -> Sequence[PersonId]:
    return sorted({actor.person, *others})


def _end_of_week(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
