"""Minimum cover of a department, set by whoever owns it (R33): from a day on, as a number of people or a share."""

from datetime import date
from typing import TypeVar

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import marked, tr
from workflows.leave import desk, floors, forms, settings_views
from workflows.leave.floors import Measure, Standing
from workflows.leave.outlook import floor_text
from workflows.leave.prospect import NOBODY, Branch, departments_of
from workflows.leave.rules.settings import Effect
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department
from workflows.wording import blocks
from workflows.wording.phrases import dated

Choice = TypeVar("Choice", Measure, Effect)
MOST_PEOPLE, MOST_PERCENT = 100_000, 100


def open_form(tx: Tx, actor: Actor, branch: Branch, _form: Form) -> Outcome:
    """`/leave floor`: the modal, with what holds today."""
    department = _department(tx, branch)
    offered = dict.fromkeys((department, *departments_of(tx, actor)))
    lines = [_line(tx, one, actor.today) for one in offered]
    now = floors.standing(tx, department.id, actor.today)
    return Outcome(Open(settings_views.floor_view(list(offered), lines, now, actor.today)))


def put(tx: Tx, actor: Actor, branch: Branch, form: Form) -> Outcome:
    """From the chosen day on this holds; said before for a later day, that holds from then on still."""
    department = _department(tx, branch)
    said = _said(department, form, actor.today)
    number = floors.put(tx, said, actor.person)
    facts = {"department": department.id, "kind": said.measure.value, "amount": str(said.amount)}
    facts |= {"effect": said.effect.value, "valid_from": said.valid_from.isoformat()}
    event = Event("floor_set", Ref("leave_floor", number), 1, NOBODY, actor.person, facts)
    since = dated(said.valid_from, desk.locale_of_actor(actor))
    text = tr("{floor} From {day} on.", floor=_text(department, said), day=since)
    return Outcome(Say(Message(text)), (event,))


def _department(tx: Tx, branch: Branch) -> Department:
    if branch.department is None:
        text = tr("Which department? Write its code after it: `/leave floor support`.")
        raise Refused(text, reason="no_department")
    return organisation.chart(tx).departments[branch.department]


def _said(department: Department, form: Form, today: date) -> Standing:
    measure = _one_of(Measure, form, forms.MEASURE)
    effect = _one_of(Effect, form, forms.EFFECT)
    since = form.get(forms.FIRST)
    if not isinstance(since, date) or since < today:
        raise Refused(tr("Please pick today or a day to come."), field=forms.FIRST, reason="floor_from")
    if measure is Measure.NONE:
        return Standing(department.id, measure, forms.NOTHING, effect, since)
    most = MOST_PERCENT if measure is Measure.PERCENT else MOST_PEOPLE
    amount = forms.amount_of(form, forms.AMOUNT, most, whole=measure is not Measure.PERCENT)
    if not amount and measure is not Measure.AWAY:
        raise Refused(tr("Nobody at all is no minimum: choose “No minimum”."), field=forms.AMOUNT, reason="amount")
    return Standing(department.id, measure, amount, effect, since)


def _one_of(kind: type[Choice], form: Form, field: str) -> Choice:
    try:
        return kind(str(form.get(field)))
    except ValueError:
        raise Refused(tr("Please pick one from the list."), field=field, reason="choice") from None


def _line(tx: Tx, department: Department, today: date) -> str:
    now = floors.standing(tx, department.id, today)
    return _text(department, now) if now else _none(department)


def _none(department: Department) -> str:
    return tr("{department} has no minimum cover.", department=blocks.bold(department.name))


def _text(department: Department, said: Standing) -> str:
    """`*Support*: at least 3 should be there; leave below that is refused.`."""
    floor = said.floor(department.code)
    if floor is None:
        return _none(department)
    wording = _REFUSED if said.effect is Effect.BLOCK else _WARNED
    return tr(wording, department=blocks.bold(department.name), floor=floor_text(floor))


_REFUSED = marked("{department}: {floor}; leave that breaks it is refused.")
_WARNED = marked("{department}: {floor}; leave that breaks it shows a warning.")
