"""What a verb is about, found by the id it was pressed or typed with. Decides nothing."""

from collections.abc import Callable
from typing import TypeVar

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import allotting
from workflows.organisation import store as organisation
from workflows.staffing import changes, forms, store
from workflows.staffing.people import answered_for, managed
from workflows.staffing.records import Booking, Change, Desk, Offered, Prospect, Request, Task, Vacancy

T = TypeVar("T")


def load_self(_tx: Tx, actor: Actor, _number: int | None, _form: Form) -> Prospect:
    """Nothing but oneself."""
    return Prospect(actor.person)


def load_project(tx: Tx, actor: Actor, _number: int | None, form: Form) -> Prospect:
    """The project the form names; refused under its field when there is none."""
    number = forms.id_of(form, forms.PROJECT, tr("Please choose a project."))
    if number not in organisation.chart(tx).projects:
        raise Refused(tr("There is no such project. Please choose one."), field=forms.PROJECT, reason="unknown_project")
    return Prospect(actor.person, project=number)


def load_department(tx: Tx, actor: Actor, number: int | None, form: Form) -> Prospect:
    """The department by id or code, or the first one they answer for."""
    mine = answered_for(tx, actor.person, actor.today)
    named = str(form.get(forms.DEPARTMENT) or "").lower()
    every = organisation.chart(tx).departments
    if number is not None and number in every:
        return Prospect(actor.person, department=number)
    if named:
        found = next(
            (one for one in every.values() if named in (one.code.lower(), one.name.lower(), str(one.id))), None
        )
        if found is None:
            raise Refused(tr("There is no such department."), field=forms.DEPARTMENT, reason="unknown_department")
        return Prospect(actor.person, department=found.id)
    return Prospect(actor.person, department=mine[0].id if mine else None)


def load_scope(tx: Tx, actor: Actor, number: int | None, form: Form) -> Prospect:
    """Whose load: one's own, a project's or a department's."""
    scope, named = str(form.get("scope") or ""), str(form.get("named") or "").lower()
    if scope == "department":
        return load_department(tx, actor, number, {forms.DEPARTMENT: named})
    if scope != "project":
        return Prospect(actor.person)
    known = organisation.chart(tx).projects.values()
    mine = managed(tx, actor.person, actor.today)
    pool = known if named else mine
    found = next((one for one in pool if not named or named in (one.code.lower(), one.name.lower())), None)
    if found is None:
        text = (
            tr("There is no such project.")
            if named
            else tr("You manage no project. `/staff load me` shows your own weeks.")
        )
        raise Refused(text, reason="unknown_project")
    return Prospect(actor.person, project=found.id)


def load_request(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Request:
    """An ask."""
    return _found(number, lambda known: store.request(tx, known))


def load_desk(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Desk:
    """The question to a department."""
    return _found(number, lambda known: store.desk(tx, known))


def load_offer(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Offered:
    """An offer with what it is for."""
    return _found(number, lambda known: offered(tx, known))


def load_booking(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Booking:
    """An allocation."""

    def find(known: int) -> Booking | None:
        found = allotting.allocation(tx, known)
        return Booking(found) if found else None

    return _found(number, find)


def load_change(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Change:
    """A wish about an allocation."""
    return _found(number, lambda known: changes.change(tx, known))


def load_task(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Task:
    """Other work to be found."""
    return _found(number, lambda known: changes.task(tx, known))


def load_vacancy(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Vacancy:
    """What somebody who leaves would still have done."""
    return _found(number, lambda known: changes.vacancy(tx, known))


def offered(tx: Tx, number: int) -> Offered | None:
    """An offer with its question and its ask."""
    offer = store.offer(tx, number)
    desk = store.desk(tx, offer.desk) if offer else None
    return Offered(offer, desk) if offer and desk else None


def _found(number: int | None, find: Callable[[int], T | None]) -> T:
    known = find(number) if number is not None else None
    if known is None:
        raise Refused(tr("I can't find that any more."), reason="unknown_request")
    return known
