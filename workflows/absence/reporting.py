"""Reporting an absence: opening the modal, showing live what it means, reporting, and correcting what was reported."""

from dataclasses import replace

from workflows.absence import cards, desk, forms, offers, store, views
from workflows.absence.fitting import require_fit
from workflows.absence.forms import Days
from workflows.absence.prospect import Prospect
from workflows.absence.reading import facts_of
from workflows.absence.rules.certificate import due_day
from workflows.absence.rules.check import Context, Draft, check, free, joined
from workflows.absence.rules.policy import AbsenceType, called
from workflows.absence.rules.record import Record
from workflows.absence.steps import happened, mark, moved
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, Say, Update, View
from workflows.language import tr, trn
from workflows.wording import blocks
from workflows.wording.phrases import dated


def open_form(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """The modal, filled in with what the command said; today, when it said nothing."""
    filled = form if form.get(forms.FIRST) else {**form, forms.FIRST: desk.today_of(tx, whose.person)}
    return Outcome(Open(_view(tx, actor, whose, filled)))


def preview(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """The modal again, with what the present choice means."""
    return Outcome(Update(_view(tx, actor, whose, form)))


def report(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """On record at once, and the operations manager told; what joins on to an open one of its kind prolongs that.

    A command that names no day means today; a day that was cleared in the modal means nothing and is refused (T5).
    """
    tx.lock("absence", whose.person)
    context = desk.context_of(tx, whose.person, own=whose.person == actor.person)
    draft = _draft(form if forms.FIRST in form else {**form, forms.FIRST: context.today}, context)
    check(draft, context)
    other = free(draft, context.records)
    if other is not None:
        return _merged(tx, actor, other, draft)
    new = Record(0, whose.person, draft.absence_type.code, _reached(draft, context), draft.open_ended)
    new = replace(new, told=desk.told_about(tx, whose.person), reported_by=actor.person, changed_by=actor.person)
    kept = store.add(tx, desk.with_certificate(tx, replace(new, changed_at=tx.now)))
    news = mark(tx, kept)
    event = happened(tx, "reported", kept, actor.person, told=kept.told, news=news)
    return _confirmed(tx, actor, kept, event, tr("Noted."))


def correct(tx: Tx, actor: Actor, record: Record, form: Form) -> Outcome:
    """Another type, other days. The button opens the modal, submitting it comes here too."""
    require_fit(tx, "correct", record, actor.person)
    if forms.FIRST not in form:
        known = {forms.TYPE: record.absence_type, **forms.of_days(Days(record.span, record.open_ended))}
        view = views.report_view(known, _choices(tx), (), f"{record.id}.{record.version}")
        return Outcome(Open(view))
    tx.lock("absence", record.person)
    context = desk.context_of(tx, record.person, own=record.person == actor.person)
    draft = replace(_draft(form, context), edits=record.id)
    check(draft, context)
    free(draft, context.records)
    wanted = replace(
        record,
        absence_type=draft.absence_type.code,
        span=_reached(draft, context),
        open_ended=draft.open_ended,
    )
    if wanted == record:
        raise Refused(tr("This is how it is on record already."), field=forms.FIRST, reason="unchanged")
    after, news = moved(tx, actor, "correct", record, wanted)
    return Outcome(Done(), (happened(tx, "changed", after, actor.person, how="corrected", news=news),))


def _merged(tx: Tx, actor: Actor, other: Record, draft: Draft) -> Outcome:
    """It joins the one on record; refused for those who may not know of what kind that is."""
    if not offers.may(tx, actor, other, "extend"):
        raise Refused(tr("Something is on record for these days already."), field=forms.FIRST, reason="overlap")
    span, open_ended = joined(other, draft)
    after, news = moved(tx, actor, "extend", other, replace(other, span=span, open_ended=open_ended))
    event = happened(tx, "changed", after, actor.person, how="merged", news=news)
    begin = tr("This joins on to what was reported before, so the two are now one.")
    return _confirmed(tx, actor, after, event, begin)


def _confirmed(tx: Tx, actor: Actor, kept: Record, event: Event, begin: str) -> Outcome:
    return Outcome(Say(cards.confirmation(facts_of(tx, actor, kept), begin)), (event,))


def _draft(form: Form, context: Context) -> Draft:
    kind = forms.type_of(form, context.policy)
    days = forms.days_of(form)
    return Draft(kind, days.span, days.open_ended)


def _reached(draft: Draft, context: Context) -> Span:
    """The days it holds as of today: an open-ended one goes on by itself from here."""
    if not draft.open_ended or draft.span.first >= context.today:
        return draft.span
    return Span(draft.span.first, context.today, draft.span.first_half, None)


def _view(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> View:
    return views.report_view(form, _choices(tx), _outlook(tx, actor, whose, form))


def _choices(tx: Tx) -> list[views.Choice]:
    return [views.Choice(one.code, called(one), one.halves, one.open_ended) for one in store.policy(tx).types]


def _outlook(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> list[str]:
    """What the present choice means, or what is wrong with it."""
    own = whose.person == actor.person
    context = desk.context_of(tx, whose.person, own=own)
    told = desk.name_of(tx, desk.told_about(tx, whose.person))
    try:
        draft = _draft(form, context)
        check(draft, context)
        free(draft, context.records)
    except Refused as refused:
        return [f":warning: {blocks.escaped(refused.text)}"]
    lines = [cards.word_line(told) if draft.absence_type.word and own else tr(cards.NO_REASON)]
    lines.append(" ".join([_knows(told), tr(cards.DISCREET)]))
    certificate = _certificate(tx, actor, whose, draft, draft.absence_type)
    return [*lines, *([certificate] if certificate else [])]


def _knows(told: str | None) -> str:
    if told is None:
        return tr("There is no operations manager who could be told.")
    return tr("{name} will be told the dates and the kind of absence.", name=blocks.escaped(told, 80))


def _certificate(tx: Tx, actor: Actor, whose: Prospect, draft: Draft, kind: AbsenceType) -> str | None:
    """By when a certificate would be due, for those who are away for longer."""
    known = Record(0, whose.person, kind.code, draft.span, draft.open_ended)
    rule = desk.rule_of(tx, known)
    if rule is None:
        return None
    day = due_day(rule, draft.span.first, desk.working_time_of(tx, whose.person, draft.span.first))
    by = dated(day, desk.locale_of_actor(actor))
    if not rule.after:
        return tr("A certificate is due by {day}.", day=by)
    return trn(
        "If it lasts longer than one day, a certificate is due by {day}.",
        "If it lasts longer than {count} days, a certificate is due by {day}.",
        rule.after,
        day=by,
    )
