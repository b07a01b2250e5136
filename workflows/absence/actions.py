"""What the verbs on an absence do: prolong it, end it, take it back, its certificate, and the note on a return.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from dataclasses import replace
from datetime import date, timedelta

from workflows.absence import cards, desk, forms, store, views
from workflows.absence.fitting import require_fit
from workflows.absence.reading import facts_of, looked
from workflows.absence.rules.check import Draft, check, free
from workflows.absence.rules.life import Certificate
from workflows.absence.rules.record import Record
from workflows.absence.steps import happened, moved
from workflows.absence.times import works
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, View
from workflows.language import tr
from workflows.wording import blocks
from workflows.wording.phrases import dated_long, labelled


def extend(tx: Tx, actor: Actor, record: Record, form: Form) -> Outcome:
    """It goes on, to another day or until further notice; one that was over is open again."""
    _begin(tx, actor, record, "extend")
    kind = desk.type_of(tx, record)
    if forms.LAST not in form:
        view = views.extend_view(_line(tx, actor, record), _metadata(record), open_ended=kind.open_ended)
        return Outcome(Open(view))
    days = forms.until_of(form, record.span)
    context = desk.context_of(tx, record.person, own=record.person == actor.person)
    if not days.open_ended and days.span.stop <= record.span.stop:
        text = tr("It lasts until then already. Pick a later day, or correct it.")
        raise Refused(text, field="last", reason="not_later")
    draft = Draft(kind, days.span, days.open_ended, edits=record.id)
    check(draft, context)
    free(draft, context.records)
    span = _reaching(days.span, context.today) if days.open_ended else days.span
    after, news = moved(tx, actor, "extend", record, replace(record, span=span, open_ended=days.open_ended))
    return Outcome(Done(), (happened(tx, "changed", after, actor.person, how="extended", news=news),))


def back(tx: Tx, actor: Actor, record: Record, form: Form) -> Outcome:
    """The person is back, from a morning or from noon."""
    _begin(tx, actor, record, "back")
    if forms.BACK_ON not in form:
        return Outcome(Open(_back_view(tx, actor, record)))
    span = forms.back_of(form, record.span)
    if span is None:
        raise Refused(
            tr("Then nothing is left of it. If it was reported by mistake, withdraw it."),
            field=forms.BACK_ON,
            reason="nothing_left",
        )
    _refuse_unlikely(tx, record, form, span)
    return _ended(tx, actor, "back", record, span)


def back_now(tx: Tx, actor: Actor, record: Record, _form: Form) -> Outcome:
    """The person is back today: it ended on its last day, or yesterday; one of today asks from when."""
    _begin(tx, actor, record, "back")
    span = forms.back_of({forms.BACK_ON: desk.today_of(tx, record.person)}, record.span)
    if span is None:
        return Outcome(Open(_back_view(tx, actor, record)))
    return _ended(tx, actor, "back_now", record, span)


def withdraw(tx: Tx, actor: Actor, record: Record, _form: Form) -> Outcome:
    """It never was: the calendar forgets it, and leave that gave way is taken again."""
    _begin(tx, actor, record, "withdraw")
    after, news = moved(tx, actor, "withdraw", record, replace(record, open_ended=False))
    return Outcome(Done(), (happened(tx, "withdrawn", after, actor.person, news=news),))


def receive(tx: Tx, actor: Actor, record: Record, _form: Form) -> Outcome:
    """The certificate is there."""
    _begin(tx, actor, record, "receive")
    after, _ = moved(tx, actor, "receive", record, replace(record, certificate=Certificate.RECEIVED))
    return Outcome(Done(), (happened(tx, "received", after, actor.person),))


def note(tx: Tx, actor: Actor, record: Record, _form: Form) -> Outcome:
    """Read the notes on the return, and perhaps add one; that they were read is recorded."""
    written = [
        (f"*{blocks.escaped(desk.name_of(tx, one.by) or '', 80)}*, {dated_long(one.at.date())}", one.text)
        for one in store.notes(tx, record.id)
    ]
    view = views.note_view(_line(tx, actor, record), written, _metadata(record))
    return Outcome(Open(view), (looked(record, actor, "note"),))


def write_note(tx: Tx, actor: Actor, record: Record, form: Form) -> Outcome:
    """Add a note for the other of the two."""
    store.add_note(tx, record.id, actor.person, forms.note_of(form))
    count = len(store.notes(tx, record.id))
    return Outcome(Done(), (Event("noted", record.ref, record.version, record.person, actor.person, {"note": count}),))


def _begin(tx: Tx, actor: Actor, record: Record, verb: str) -> None:
    tx.lock("absence", record.person)
    require_fit(tx, verb, record, actor.person)


def _ended(tx: Tx, actor: Actor, verb: str, record: Record, span: Span) -> Outcome:
    known = replace(record, span=_to_last_working_day(tx, record, span), open_ended=False)
    after, news = moved(tx, actor, verb, record, known)
    return Outcome(Done(), (happened(tx, "ended", after, actor.person, news=news),))


def _to_last_working_day(tx: Tx, record: Record, span: Span) -> Span:
    """Who is back on Monday was sick until Friday: days off at the end are none of it, unless they were reported."""
    reported = record.span.first if record.open_ended else record.span.last
    while span.last > reported and not works(tx, record.person, span.last):
        span = Span(span.first, span.last - timedelta(days=1), span.first_half, None)
    return span


def _refuse_unlikely(tx: Tx, record: Record, form: Form, span: Span) -> None:
    """Nobody knows today that they will be back in a year; and what is on record meanwhile stays by itself."""
    on = form.get(forms.BACK_ON)
    today = desk.today_of(tx, record.person)
    if isinstance(on, date) and (on - today).days > 31:
        raise Refused(
            tr("That is more than a month away. Extend it to its new last day instead."),
            field=forms.BACK_ON,
            reason="too_far_ahead",
        )
    context = desk.context_of(tx, record.person, own=True)
    draft = Draft(desk.type_of(tx, record), span, edits=record.id)
    free(draft, context.records)


def _back_view(tx: Tx, actor: Actor, record: Record) -> View:
    today = desk.today_of(tx, record.person)
    halves = desk.type_of(tx, record).halves
    return views.back_view(
        _line(tx, actor, record), _metadata(record), today, noon=record.span.first == today, halves=halves
    )


def _reaching(span: Span, today: date) -> Span:
    return Span(span.first, max(span.last, today), span.first_half if span.first < today else None, None)


def _line(tx: Tx, actor: Actor, record: Record) -> str:
    facts = facts_of(tx, actor, record)
    whose = "" if facts.own else f"{blocks.bold(facts.name)}\n"
    days = cards.days_of(record.span, facts.locale, open_ended=facts.open)
    return f"{whose}{labelled(blocks.escaped(facts.kind), days)}"


def _metadata(record: Record) -> str:
    return f"{record.id}.{record.version}"
