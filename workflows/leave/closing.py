"""`/leave closed`: a people admin says when the company is closed, and takes it back (R32)."""

from datetime import date

from pydantic import ValidationError

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Message, Open, Say, Update, View
from workflows.language import tr
from workflows.leave import booking, forms, settings_views, shutdowns, versions
from workflows.leave.prospect import NOBODY, Branch
from workflows.leave.rules.policy import Shutdown
from workflows.leave.rules.words import type_name
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.phrases import labelled

LONGEST = 60
"""Days; what is longer is a slip of the finger."""


def open_form(tx: Tx, actor: Actor, _company: Branch, _form: Form) -> Outcome:
    """The modal: what is to come, and one more."""
    return Outcome(Open(_view(tx, actor)))


def close(tx: Tx, actor: Actor, _company: Branch, form: Form) -> Outcome:
    """The company is closed then: booked for the first few people now, for the others within minutes."""
    departments = _departments(tx, form, actor.today)
    rule = _rule(tx, form, actor.today)
    tx.lock("leave_shutdown", 0)
    if any(one.rule == rule and one.undone_by is None for one in shutdowns.from_day(tx, actor.today)):
        raise Refused(tr("That is closed already."), field=forms.FIRST, reason="repeated")
    closing = shutdowns.add(tx, rule, departments, actor.person)
    facts = {"first": rule.first.isoformat(), "last": rule.last.isoformat(), "type": rule.leave_type}
    kept = Event("shutdown_added", Ref("leave_shutdown", closing.id), 1, NOBODY, actor.person, facts)
    text = tr(
        "{name}: closed {days}, for {people}. Leave is booked for each of them, and each is told once; with many "
        "people that takes some minutes.",
        name=blocks.bold(rule.name),
        days=booking.days_of(rule),
        people=booking.people_of(tx, closing),
    )
    said = Message(text, blocks.laid_out([blocks.section(text)]))
    return Outcome(Say(said), (kept, *booking.step(tx, closing)))


def reopen(tx: Tx, actor: Actor, company: Branch, _form: Form) -> Outcome:
    """It is open after all: what was booked is cancelled, and everybody's days go back."""
    closing = shutdowns.one(tx, company.closing) if company.closing is not None else None
    if closing is None or not shutdowns.undo(tx, closing.id, actor.person):
        raise Refused(tr("That was taken back already."), reason="out_of_turn")
    undone = shutdowns.one(tx, closing.id)
    kept = Event("shutdown_undone", Ref("leave_shutdown", closing.id), 2, NOBODY, actor.person, {})
    return Outcome(Update(_view(tx, actor)), (kept, *(booking.step(tx, undone) if undone else ())))


def _view(tx: Tx, actor: Actor) -> View:
    coming = [one for one in shutdowns.from_day(tx, actor.today) if one.undone_by is None]
    lines = [
        (
            labelled(blocks.bold(one.rule.name), f"{booking.days_of(one.rule)}, {booking.people_of(tx, one)}"),
            f"{one.id}.0",
        )
        for one in coming
    ]
    chart = organisation.chart(tx)
    departments = {str(one.id): one.name for one in chart.departments.values()}
    types = {one.code: type_name(one) for one in versions.types(tx).values()}
    return settings_views.closing_view(lines, types, departments)


def _rule(tx: Tx, form: Form, today: date) -> Shutdown:
    first, last = form.get(forms.FIRST), form.get(forms.LAST)
    if not isinstance(first, date) or first < today:
        raise Refused(tr("Please pick today or a day to come."), field=forms.FIRST, reason="no_day")
    if not isinstance(last, date) or last < first or (last - first).days >= LONGEST:
        text = tr("Please pick a day from the first one on, at most {most} days in all.", most=LONGEST)
        raise Refused(text, field=forms.LAST, reason="no_day")
    chosen, name = str(form.get(forms.TYPE) or ""), str(form.get(forms.NAME) or "").strip()
    if chosen not in versions.types(tx):
        raise Refused(tr("Please pick one from the list."), field=forms.TYPE, reason="type")
    try:
        return Shutdown(first=first, last=last, name=name, leave_type=chosen)
    except ValidationError:
        raise Refused(tr("Please give it a name of at most 80 letters."), field=forms.NAME, reason="name") from None


def _departments(tx: Tx, form: Form, today: date) -> set[int]:
    """Those that were chosen, with all below them."""
    known = organisation.chart(tx).departments
    chosen = [str(one) for one in form.get(forms.DEPARTMENTS) or ()]
    if any(not one.isdigit() or int(one) not in known for one in chosen):
        raise Refused(tr("Please pick them from the list."), field=forms.DEPARTMENTS, reason="department")
    return {one.id for top in chosen for one in organisation.department_tree(tx, int(top), today)}
