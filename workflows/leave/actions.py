"""What the verbs on a request do: decide, take back, cancel, shorten. Asking is in `asking`, looking in `looking`.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import tr
from workflows.leave import desk, forms, offers, store, versions, views
from workflows.leave.fitting import GIVES_UP, fit
from workflows.leave.moves import approve_once, decided, explain, give_back, grant, happened, keep_days, moved
from workflows.leave.records import Leave
from workflows.leave.rules.balance import shorten as shortened
from workflows.leave.rules.changes import check_shorten
from workflows.leave.rules.stages import check_granting
from workflows.leave.rules.words import type_name
from workflows.leave.tables import NoteKind
from workflows.wording import blocks
from workflows.wording.phrases import labelled, spanned


def approve(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Say yes: the days are charged."""
    _begin(tx, actor, leave, "approve")
    context = desk.context_of(tx, leave.person)
    check_granting(leave.request, desk.for_others(tx, context, leave.person))
    return Outcome(Done(), (grant(tx, leave, actor.person, context),))


def approve_first(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Say yes as the first of two; the question goes on to the next in line."""
    _begin(tx, actor, leave, "approve_first")
    return Outcome(Done(), (approve_once(tx, actor, leave),))


def decline(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Say no, and why."""
    if forms.REASON not in form:
        return _ask_why(tx, actor, leave, "decline", tr("Decline leave"), optional=False)
    tx.lock("leave", leave.person)
    reason = forms.reason_of(form, required=tr("Please say why: the person will read it."))
    after = moved(tx, actor, leave, "decline", decided(leave.request, tx, actor.person))
    store.add_note(tx, after.request, NoteKind.DECLINING, actor.person, reason)
    return Outcome(Done(), (happened("declined", after, actor.person),))


def withdraw(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Take a request back before anybody has decided."""
    tx.lock("leave", leave.person)
    after = moved(tx, actor, leave, "withdraw", decided(leave.request, tx, actor.person))
    return Outcome(Done(), (happened("withdrawn", after, actor.person),))


def cancel(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Give up leave of one's own that has not begun (R38)."""
    _begin(tx, actor, leave, "cancel")
    if forms.REASON not in form:
        return _ask_why(tx, actor, leave, "cancel", tr("Cancel leave"), optional=True)
    return _cancelled(tx, actor, leave, "cancel", forms.reason_of(form))


def cancel_for(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Cancel somebody's leave, past leave too, and say why (R38)."""
    if forms.REASON not in form:
        return _ask_why(tx, actor, leave, "cancel_for", tr("Cancel leave"), optional=False)
    tx.lock("leave", leave.person)
    reason = forms.reason_of(form, required=tr("Please say why: the person will read it."))
    return _cancelled(tx, actor, leave, "cancel_for", reason)


def ask_cancel(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Ask to have one's approved leave cancelled, where the type wants a decision; until then it counts as taken."""
    _begin(tx, actor, leave, "ask_cancel")
    if forms.REASON not in form:
        return _ask_why(tx, actor, leave, "ask_cancel", tr("Ask to cancel"), optional=True)
    route = desk.route_for(tx, leave.person)
    after = moved(tx, actor, leave, "ask_cancel", leave.request, asks_anew=True)
    store.add_route(tx, after.id, after.stage, route)
    store.add_note(tx, after.request, NoteKind.CANCELLING, actor.person, forms.reason_of(form))
    return Outcome(Done(), (happened("cancellation_requested", after, actor.person),))


def keep(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Have one's leave after all, before its cancellation is decided."""
    tx.lock("leave", leave.person)
    after = moved(tx, actor, leave, "keep", leave.request)
    return Outcome(Done(), (happened("kept", after, actor.person),))


def approve_cancel(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Let somebody cancel."""
    tx.lock("leave", leave.person)
    return _cancelled(tx, actor, leave, "approve_cancel", "")


def refuse_cancel(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Leave it approved, and say why."""
    if forms.REASON not in form:
        return _ask_why(tx, actor, leave, "refuse_cancel", tr("Decline cancellation"), optional=False)
    tx.lock("leave", leave.person)
    reason = forms.reason_of(form, required=tr("Please say why: the person will read it."))
    after = moved(tx, actor, leave, "refuse_cancel", decided(leave.request, tx, actor.person))
    store.add_note(tx, after.request, NoteKind.DECLINING, actor.person, reason)
    return Outcome(Done(), (happened("cancellation_declined", after, actor.person),))


def shorten(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Give back days of one's own approved leave that are still to come (R38)."""
    _begin(tx, actor, leave, "shorten")
    if forms.FIRST not in form:
        return _ask_days(tx, actor, leave, "shorten")
    return _shortened(tx, actor, leave, "shorten", form)


def shorten_for(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Take days out of somebody's approved leave, past ones too, and say why (R38)."""
    if forms.FIRST not in form:
        return _ask_days(tx, actor, leave, "shorten_for")
    tx.lock("leave", leave.person)
    forms.reason_of(form, required=tr("Please say why: the person will read it."))
    return _shortened(tx, actor, leave, "shorten_for", form)


def _begin(tx: Tx, actor: Actor, leave: Leave, verb: str) -> None:
    """Nobody else decides about this person meanwhile; refused where the policy or the date stands against it."""
    tx.lock("leave", leave.person)
    now = store.leave(tx, leave.request.id) or leave
    if now.version != leave.version:
        raise Refused(explain(tx, actor, now), reason="out_of_turn")
    leave_type = versions.type_of(tx, leave.request)
    documented = offers.is_documented(tx, leave, leave_type)
    today, closing = desk.today_of(tx, leave.person), offers.closing_of(tx, leave) if verb in GIVES_UP else None
    why_not = fit(verb, leave.request, leave_type, actor.person, today, documented=documented, closing=closing)
    if why_not:
        raise Refused(why_not, reason="unfit")


def _cancelled(tx: Tx, actor: Actor, leave: Leave, verb: str, reason: str) -> Outcome:
    after = moved(tx, actor, leave, verb, decided(leave.request, tx, actor.person))
    give_back(tx, after, actor.person)
    store.add_note(tx, after.request, NoteKind.CANCELLING, actor.person, reason)
    return Outcome(Done(), (happened("cancelled", after, actor.person, verb=verb),))


def _shortened(tx: Tx, actor: Actor, leave: Leave, verb: str, form: Form) -> Outcome:
    span, reason = forms.span_of(form), forms.reason_of(form)
    check_shorten(leave.request, span, desk.today_of(tx, leave.person), owner=verb == "shorten", reason=reason)
    context = desk.context_of(tx, leave.person)
    request, entries = shortened(context, leave.request, span)
    if not request.days:
        raise Refused(tr("Nothing would be left of it. Cancel it instead."), field=forms.LAST, reason="nothing_left")
    after = moved(tx, actor, leave, verb, request)
    keep_days(tx, after.request, context)
    store.append(tx, leave.person, entries, actor.person)
    store.add_note(tx, after.request, NoteKind.SHORTENING, actor.person, reason)
    return Outcome(Done(), (_shortening(after, actor.person),))


def _shortening(after: Leave, by: PersonId) -> Event:
    return happened("shortened", after, by, days=str(after.request.days))


def _ask_why(tx: Tx, actor: Actor, leave: Leave, verb: str, title: str, *, optional: bool) -> Outcome:
    view = views.reason_view(
        verb, title, title, _line(tx, actor, leave), _metadata(leave), label=tr("Why"), optional=optional
    )
    return Outcome(Open(view))


def _ask_days(tx: Tx, actor: Actor, leave: Leave, verb: str) -> Outcome:
    halves = versions.type_of(tx, leave.request).count.halves
    view = views.shorten_view(
        verb,
        _line(tx, actor, leave),
        forms.of_span(leave.request.span),
        _metadata(leave),
        halves=halves,
        reason_required=verb == "shorten_for",
    )
    return Outcome(Open(view))


def _line(tx: Tx, actor: Actor, leave: Leave) -> str:
    name = type_name(versions.type_of(tx, leave.request))
    span = spanned(leave.request.span, desk.locale_of_actor(actor))
    whose = "" if leave.person == actor.person else f"{blocks.bold(desk.name_of(tx, leave.person) or '')}\n"
    return f"{whose}{labelled(blocks.escaped(name), span)}"


def _metadata(leave: Leave) -> str:
    return f"{leave.id}.{leave.version}"
