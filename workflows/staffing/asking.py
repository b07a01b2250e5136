"""Asking for people: the modal, whom it reaches, the ask itself, taking it back. A project manager asks, never takes.

Nothing is written for an ask that nobody could fill: the sentence says so, and what there is instead.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, Update
from workflows.language import tr, trn
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import Project
from workflows.staffing import forms, people, store, views
from workflows.staffing.people import Supplier, department_name, locale, managed, manager_of, name_of, suppliers
from workflows.staffing.records import Desk, Prospect, Request, Vacancy
from workflows.staffing.rules.ask import Ask, check_days, check_people
from workflows.staffing.rules.life import MACHINE, State
from workflows.staffing.views import Menus
from workflows.staffing.wanted import keep_wanted
from workflows.wording import blocks
from workflows.wording.phrases import listed

USUAL = timedelta(weeks=12)


def open_form(tx: Tx, actor: Actor, _mine: Prospect, form: Form) -> Outcome:
    """`/staff`: the modal."""
    return Outcome(Open(_view(tx, actor, {**_usual(tx, actor), **form})))


def refill(tx: Tx, actor: Actor, known: Vacancy, _form: Form) -> Outcome:
    """The modal as whoever leaves would still have worked: the ask is proposed, the project manager decides."""
    form = {
        forms.PROJECT: str(known.project),
        forms.SKILL: str(known.skill) if known.skill else None,
        forms.LEVEL: str(known.level or 3),
        forms.AMOUNT: forms.of_amount(known.amount),
        forms.FROM: known.first,
        forms.TO: known.last,
    }
    return Outcome(Open(_view(tx, actor, form)))


def preview(tx: Tx, actor: Actor, _mine: Prospect, form: Form) -> Outcome:
    """The same modal, saying whom it would reach as it stands."""
    return Outcome(Update(_view(tx, actor, form)))


def ask(tx: Tx, actor: Actor, subject: Prospect, form: Form) -> Outcome:
    """Keep the ask and put it to each department that could supply the skill."""
    project = organisation.chart(tx).projects[_project_of(subject)]
    tx.lock("staffing_project", project.id)
    wanted = _read(actor, project, form)
    found = _suppliers(tx, actor, wanted)
    _refuse_repeated(tx, wanted)
    request = store.add_request(tx, wanted)
    for one in found:
        store.add_desk(tx, request, one.department, one.route)
    keep_wanted(tx, request)
    facts = {"project": project.id, "skill": wanted.skill, "level": wanted.level, "people": wanted.people}
    return Outcome(Done(), (Event("asked", request.ref, 1, actor.person, actor.person, facts),))


def withdraw(tx: Tx, actor: Actor, known: Request, _form: Form) -> Outcome:
    """Nobody is needed any more; what was offered lapses, who was allotted stays."""
    tx.lock("staffing", known.id)
    if not store.move_request(tx, known, State(MACHINE.target("withdraw", known.state))):
        raise Refused(tr("Somebody changed this a moment ago. Look again."), reason="out_of_turn")
    return Outcome(
        Done(),
        (Event("withdrawn", known.ref, known.version + 1, known.person, actor.person), *close(tx, known, actor.person)),
    )


def close(tx: Tx, known: Request, by: PersonId | None) -> list[Event]:
    """The ask is over: no department owes an answer any more, and what is still offered lapses."""
    for desk in store.desks_of(tx, known):
        chains.settle(tx, desk.ref)
    keep_wanted(tx, store.request(tx, known.id) or known)
    events = []
    for offer in known.offers:
        if offer.state is State.OFFERED and store.move_offer(tx, offer, State.LAPSED, by):
            chains.settle(tx, offer.chain)
            events.append(Event("lapsed", known.ref, offer.version + 1, offer.person, by, {"offer": offer.id}))
    return events


def ask_again(tx: Tx, desk: Desk, today: date) -> list[Event]:
    """An offer came to nothing and people are still missing: the department is asked anew, on a card of its own."""
    known = store.desk(tx, desk.id)
    if known is None or known.state is not State.PUT or not known.request.lacking:
        return []
    if any(one.desk == known.id and one.state is State.OFFERED for one in known.request.offers):
        return []
    manager = manager_of(tx, known.request.ask.project, today)
    route = people.route(tx, known.department, today, {known.person, *([manager] if manager else [])})
    if not route or not store.move_desk(tx, known, State.CLOSED, known.answered_by):
        return []
    new = store.add_desk(tx, known.request, known.department, route)
    facts = {"desk": new.id, "department": new.department}
    return [Event("asked_again", known.request.ref, new.version, known.person, None, facts)]


def _project_of(subject: Prospect) -> int:
    if subject.project is None:
        raise Refused(tr("Please choose a project."), field=forms.PROJECT, reason="no_project")
    return subject.project


def _read(actor: Actor, project: Project, form: Form) -> Ask:
    skill = forms.id_of(form, forms.SKILL, tr("Please choose a skill."))
    level = forms.number_of(form, forms.LEVEL, skills.LOWEST, skills.HIGHEST)
    amount = forms.amount_of(form)
    first, last = forms.day_of(form, forms.FROM), forms.day_of(form, forms.TO)
    check_days(first, last, project, actor.today, locale(actor))
    count = forms.number_of(form, forms.PEOPLE, 0, 999)
    check_people(count)
    work = forms.text_of(form, forms.WORK, required=tr("Please say in a sentence what the work is."))
    return Ask(project.id, actor.person, skill, level, amount, first, last, count, work)


def _suppliers(tx: Tx, actor: Actor, wanted: Ask) -> tuple[Supplier, ...]:
    """The departments to ask; refused when there are none, saying what there is."""
    known = skills.skills(tx).get(wanted.skill)
    if known is None:
        raise Refused(
            tr("There is no such skill any more. Please choose one."), field=forms.SKILL, reason="unknown_skill"
        )
    day = max(actor.today, wanted.first)
    never = _never(tx, actor, wanted.project)
    found = suppliers(tx, wanted.skill, wanted.level, day, never, actor.today)
    if found:
        return found
    best = max(
        (one.level for one in skills.held(tx, day) if one.skill == known.id and one.person not in never), default=0
    )
    raise _nobody(known.name, wanted.level, best)


def _nobody(name: str, level: int, best: int) -> Refused:
    """Why there is no department to ask; `best` is the highest level that anybody has."""
    if not best:
        text = tr(
            "Nobody in the company is on record with {name}, so nobody could fill this. Nothing was sent.",
            name=name,
        )
        return Refused(text, field=forms.SKILL, reason="nobody_could")
    if best < level:
        text = tr(
            "Nobody is on record with {name} at level {level}, so nobody could fill this. The "
            "highest there is is {best}. Nothing was sent.",
            name=name,
            level=level,
            best=best,
        )
        return Refused(text, field=forms.LEVEL, reason="nobody_could")
    text = tr("Those who hold {name} are in departments without anybody to ask. Please ask a people admin.", name=name)
    return Refused(text, field=forms.SKILL, reason="nobody_to_ask")


def _never(tx: Tx, actor: Actor, project: int) -> frozenset[PersonId]:
    """Whoever asks or leads the project decides nothing about it, and is not asked for."""
    manager = manager_of(tx, project, actor.today)
    return frozenset({actor.person, *([manager] if manager else [])})


def _refuse_repeated(tx: Tx, wanted: Ask) -> None:
    """People press twice: the same again is answered, not kept twice."""
    for request in store.requests_of(tx, [wanted.project]):
        if request.state is State.OPEN and request.ask == wanted:
            raise Refused(
                tr("You have asked for this already. `/staff list` shows how it stands."),
                field=forms.SKILL,
                reason="repeated",
            )


def _usual(tx: Tx, actor: Actor) -> dict[str, Any]:
    """What the modal begins with: the first project, from next Monday for twelve weeks."""
    projects = managed(tx, actor.person, actor.today)
    if not projects:
        raise NotAllowed(
            tr("You manage no project, so there is nothing to ask people for. `/staff help` shows the rest.")
        )
    project = projects[0]
    first = max(project.starts, actor.today + timedelta(days=7 - actor.today.weekday()))
    last = first + USUAL - timedelta(days=3)
    ends = project.ends or date.max
    return {forms.PROJECT: str(project.id), forms.FROM: min(first, ends), forms.TO: min(last, ends)}


def _view(tx: Tx, actor: Actor, form: Form) -> Any:
    menus = Menus(
        {str(one.id): one.name for one in managed(tx, actor.person, actor.today)},
        {str(one.id): one.name for one in skills.skills(tx).values()},
    )
    if not menus.projects:
        raise NotAllowed(
            tr("You manage no project, so there is nothing to ask people for. `/staff help` shows the rest.")
        )
    if not menus.skills:
        raise Refused(tr("No skills are kept yet. `/skills help` shows how to add some."), reason="no_skills")
    return views.ask_view(form, menus, _outlook(tx, actor, form))


def _outlook(tx: Tx, actor: Actor, form: Form) -> Sequence[str]:
    """Whom it would reach: names of those asked, and how many hold the skill; never who."""
    skill, level, project = (str(form.get(name) or "") for name in (forms.SKILL, forms.LEVEL, forms.PROJECT))
    if not skill.isdigit() or not project.isdigit():
        return ()
    first = form.get(forms.FROM)
    day = max(actor.today, first) if isinstance(first, date) else actor.today
    never = _never(tx, actor, int(project))
    found = suppliers(tx, int(skill), int(level or "3"), day, never, actor.today)
    if not found:
        return (tr(":warning: Nobody is on record with this skill at this level."),)
    asked = [
        f"{blocks.escaped(name_of(tx, one.route[0]), 80)} ({blocks.escaped(department_name(tx, one.department), 80)})"
        for one in found
    ]
    count = sum(one.holders for one in found)
    text = trn(
        "{count} person holds the skill at this level. This goes to {names}.",
        "{count} people hold the skill at this level. This goes to {names}.",
        count,
        names=listed(asked),
    )
    return (text,)
