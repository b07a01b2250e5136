"""Time off in lieu (R24): saying that one worked on a day off, having it confirmed, declined, taken back."""

from datetime import date
from decimal import Decimal

from workflows.calendar.rules import Half, Unit
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import marked, tr
from workflows.leave import desk, forms, lieu_views, lieu_waiting, store, worked
from workflows.leave.prospect import Prospect
from workflows.leave.rules.balance import balance
from workflows.leave.rules.context import Context
from workflows.leave.rules.earning import earned, unearned
from workflows.leave.rules.ledger import Entry
from workflows.leave.rules.policy import LeaveType
from workflows.leave.worked import Standing, Worked

HALVES = {"whole": None, "am": Half.AM, "pm": Half.PM}


def load_worked(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Worked:
    """The time somebody worked."""
    found = worked.one(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that any more."), reason="unknown_request")
    return found


def open_form(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """`/leave worked 12 dec`: the modal, filled in with what was said."""
    types = _types(desk.context_of(tx, me.person))
    first, last = form.get(forms.FIRST), form.get(forms.LAST)
    if first != last:
        raise Refused(tr("One day at a time, please: `/leave worked 12 dec`."), reason="dates")
    half = {"late": "pm", "early": "am"}.get(str(form.get(forms.HALVES)), "whole")
    return Outcome(Open(lieu_views.worked_view(types, first or actor.today, half)))


def earn(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """Say it; somebody else has to confirm it."""
    tx.lock("leave", me.person)
    day = form.get(forms.FIRST)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=forms.FIRST, reason="no_day")
    context = desk.context_of(tx, me.person, day)
    leave_type, half = _type(form, context), _half(form)
    new = _new(tx, me, form, leave_type, day, half)
    _checked(context, new)
    if any(one.counts and one.span.overlaps(new.span) for one in worked.of_day(tx, me.person, day)):
        raise Refused(tr("You have said that already."), field=forms.FIRST, reason="repeated")
    number = worked.add(tx, new)
    lieu_waiting.put(tx, number, desk.route_for(tx, me.person))
    return Outcome(Done(), (_happened("time_worked", number, new, actor),))


def confirm(tx: Tx, actor: Actor, known: Worked, _form: Form) -> Outcome:
    """Yes: credited, and usable from the next day on."""
    _wants(known, Standing.ASKED)
    tx.lock("leave", known.person)
    entry = _checked(desk.context_of(tx, known.person, known.day), known)
    after = _moved(tx, known, Standing.CONFIRMED, actor)
    store.append(tx, known.person, [entry], actor.person)
    return Outcome(Done(), (_happened("time_confirmed", known.id, after, actor),))


def turn_down(tx: Tx, actor: Actor, known: Worked, form: Form) -> Outcome:
    """No, and why."""
    _wants(known, Standing.ASKED)
    if forms.REASON not in form:
        return Outcome(Open(lieu_views.declining_view(tx, actor, known)))
    reason = forms.reason_of(form, required=tr("Please say why: the person will read it."))
    after = _moved(tx, known, Standing.DECLINED, actor, reason)
    return Outcome(Done(), (_happened("time_declined", known.id, after, actor),))


def take_back(tx: Tx, actor: Actor, known: Worked, _form: Form) -> Outcome:
    """It was not so after all: what was credited is reversed by another entry (R23)."""
    _wants(known, Standing.ASKED, Standing.CONFIRMED)
    tx.lock("leave", known.person)
    after = _moved(tx, known, Standing.WITHDRAWN, actor)
    if known.standing is Standing.CONFIRMED:
        _reverse(tx, actor, known)
    return Outcome(Done(), (_happened("time_withdrawn", known.id, after, actor),))


def _reverse(tx: Tx, actor: Actor, known: Worked) -> None:
    context = desk.context_of(tx, known.person, known.day)
    if balance(context, known.leave_type, context.today).free < known.amount:
        raise Refused(tr("You have used this time already. Cancel the leave you took for it first."), reason="used")
    grant = f"earned {known.day}"
    entry = next(one for one in reversed(context.ledger) if one.grant == grant and one.amount == known.amount)
    store.append(tx, known.person, [unearned(entry)], actor.person)


def _checked(context: Context, said: Worked) -> Entry:
    """The entry for it; refused under the modal's field."""
    try:
        return earned(context, said.leave_type, said.day, said.amount, said.half)
    except Refused as refused:
        refused.field = {"day": forms.FIRST}.get(refused.field or "", refused.field)
        raise


def _types(context: Context) -> tuple[LeaveType, ...]:
    found = tuple(one for one in context.policy.types if one.earned is not None)
    if not found:
        raise Refused(tr("Your leave policy has no time off in lieu. Ask a people admin."), reason="not_earned")
    return found


def _type(form: Form, context: Context) -> LeaveType:
    known = {one.code: one for one in _types(context)}
    chosen = str(form.get(forms.TYPE) or next(iter(known)))
    if chosen not in known:
        raise Refused(tr("Please pick one from the list."), field=forms.TYPE, reason="type")
    return known[chosen]


def _half(form: Form) -> Half | None:
    chosen = str(form.get(forms.HALVES) or "whole")
    if chosen not in HALVES:
        raise Refused(tr("Please pick one from the list."), field=forms.HALVES, reason="halves")
    return HALVES[chosen]


def _new(tx: Tx, me: Prospect, form: Form, leave_type: LeaveType, day: date, half: Half | None) -> Worked:
    amount = Decimal(1) / 2 if half else Decimal(1)
    if leave_type.count.unit is Unit.HOURS:
        amount = forms.amount_of(form, forms.AMOUNT, 24)
    note, asked_of = forms.reason_of(form), desk.route_for(tx, me.person)[0]
    return Worked(0, me.person, leave_type.code, day, half, amount, Standing.ASKED, 1, asked_of, note, "", None)


def _wants(known: Worked, *standings: Standing) -> None:
    if known.standing not in standings:
        raise Refused(tr(_ALREADY[known.standing]), reason="out_of_turn")


_ALREADY = {
    Standing.ASKED: marked("This is asked already."),
    Standing.CONFIRMED: marked("This is confirmed already."),
    Standing.DECLINED: marked("This is declined already."),
    Standing.WITHDRAWN: marked("This is withdrawn already."),
}


def _moved(tx: Tx, known: Worked, standing: Standing, actor: Actor, answer: str = "") -> Worked:
    after = worked.move(tx, known, standing, actor.person, answer)
    if after is None:
        raise Refused(tr("Somebody decided this a moment ago. Look again."), reason="out_of_turn")
    lieu_waiting.over(tx, known.id)
    return after


def _happened(name: str, number: int, after: Worked, actor: Actor) -> Event:
    facts = {"type": after.leave_type, "amount": str(after.amount), "day": after.day.isoformat()}
    return Event(name, Ref("leave_worked", number), after.version, after.person, actor.person, facts)
