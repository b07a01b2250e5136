"""Asking for a change: whoever decides suggests other days, or says what should be different, and the owner answers.

While that waits for the owner, nobody who decides is reminded and nothing climbs; they may decide all the same. The
owner is reminded as they would be, and after as many working days as a question waits until it climbs, what was asked
for stands as it was, and the clock of those who decide begins anew.
"""

from collections.abc import Iterator
from dataclasses import replace

from workflows.calendar.ladder import morning, working_day_after
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Notice, Outcome, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import tr
from workflows.leave import (
    desk,
    documents,
    forms,
    standins,
    store,
    suggest_views,
    suggestion_cards,
    suggestions,
    versions,
)
from workflows.leave.moves import happened, moved
from workflows.leave.records import Leave
from workflows.leave.rules.check import check
from workflows.leave.suggestions import Ending, Suggestion
from workflows.leave.surroundings import surrounded
from workflows.leave.tables import NoteKind


def suggest(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Say what would suit better: other days, a sentence, or both. What was asked for can still be decided."""
    if forms.REASON not in form:
        return Outcome(Open(suggest_views.suggest_view(tx, actor, leave)))
    tx.lock("leave", leave.person)
    span, words = _span(form, leave), forms.reason_of(form)
    if span is None and not words:
        text = tr("Please pick other days, or write what should be different.")
        raise Refused(text, field=forms.REASON, reason="nothing_suggested")
    if span is not None:
        _refuse_impossible(tx, leave, span)
    after = moved(tx, actor, leave, "suggest", leave.request)
    suggestions.add(tx, leave.id, after.version, actor.person, span)
    store.add_note(tx, after.request, NoteKind.SUGGESTING, actor.person, words)
    return Outcome(Done(), (happened("change_suggested", after, actor.person),))


def keep_asked(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Would rather have what was asked for; whoever decides has their whole time again."""
    tx.lock("leave", leave.person)
    after = moved(tx, actor, leave, "keep_asked", leave.request)
    if not suggestions.end(tx, leave.id, Ending.KEPT):
        raise Refused(tr("Nobody has suggested anything else."), reason="unfit")
    wake_question(tx, after)
    return Outcome(Done(), (happened("kept_asked", after, actor.person),))


def answered_by_change(tx: Tx, leave: Leave) -> None:
    """The owner asks for something else now: that is an answer, and whoever decides has their whole time again."""
    if suggestions.end(tx, leave.id, Ending.CHANGED):
        wake_question(tx, leave)


def wake_question(tx: Tx, leave: Leave) -> None:
    """The clock of whoever owes the answer begins anew."""
    if leave.waiting_for is not None:
        store.ask_again(tx, leave.waiting_for)


def due(tx: Tx) -> Iterator[Notice]:
    """A reminder for each owner who owes an answer for so many of their working days; the latest is enough."""
    for one in suggestions.waiting(tx):
        leave = store.leave(tx, one.request)
        approval = versions.type_of(tx, leave.request).approval if leave else None
        for days in sorted(approval.remind_after if approval else (), reverse=True):
            if leave and _passed(tx, leave, one, days):
                yield suggestion_cards.reminder(leave, one, days)
                break


def advance(tx: Tx) -> Iterator[Event]:
    """What nobody answers in time lapses: what was asked for stands, and is to be decided."""
    for one in suggestions.waiting(tx):
        leave = store.leave(tx, one.request)
        climb_after = versions.type_of(tx, leave.request).approval.climb_after if leave else None
        if leave and climb_after is not None and _passed(tx, leave, one, climb_after):
            suggestions.end(tx, leave.id, Ending.LAPSED)
            wake_question(tx, leave)
            yield happened("suggestion_lapsed", leave, None)


def _passed(tx: Tx, leave: Leave, one: Suggestion, days: int) -> bool:
    """Whether that many working days of the owner's have gone since."""
    return morning(tx, leave.person, working_day_after(tx, leave.person, one.at, days)) <= tx.now


def _span(form: Form, leave: Leave) -> Span | None:
    """Other days; None when none were picked, or those that were asked for."""
    if form.get(forms.FIRST) is None and form.get(forms.LAST) is None:
        return None
    span = forms.span_of(form)
    return span if span != leave.request.span else None


def _refuse_impossible(tx: Tx, leave: Leave, span: Span) -> None:
    """Nobody is sent after days that the rules would refuse them."""
    context = desk.for_others(tx, desk.context_of(tx, leave.person, span.first, span.last), leave.person)
    asked = desk.again(leave.request, standins.of(tx, leave.id).replaces, len(documents.of(tx, leave.id)))
    draft = replace(asked, span=span, overrides=False)
    try:
        check(draft, surrounded(tx, context, leave.person, draft))
    except Refused as refused:
        refused.field = forms.FIRST if refused.field not in (forms.FIRST, forms.LAST) else refused.field
        raise


def prefilled(tx: Tx, leave: Leave) -> Form:
    """The days that were suggested, as the modal's fields; nothing when none were."""
    one = suggestions.standing(tx, leave.id)
    return forms.of_span(one.span) if one and one.span else {}
