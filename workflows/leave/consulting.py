"""Consulting project managers about leave: asked with the request, answered by a press, silent by the clock.

What they say is shown to whoever decides, and binds nobody.
"""

from collections.abc import Iterator
from functools import partial
from zoneinfo import ZoneInfo

from workflows.calendar.ladder import working_day_after
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Piece, Ref, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import tr
from workflows.leave import consult_cards, consultations, forms, store, versions
from workflows.leave.consultations import Consultation, Question
from workflows.leave.records import Leave
from workflows.leave.rules.consulting import Answer, closes, to_consult
from workflows.organisation import store as organisation


def load_consultation(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Consultation:
    """What somebody was asked about a leave."""
    found = consultations.one(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that question any more."), reason="unknown_request")
    return found


def begin(tx: Tx, leave: Leave, *never: PersonId | None) -> int:
    """Ask whoever leads what this leave falls into, but not these; how many that are."""
    within = versions.type_of(tx, leave.request).approval.consult_working_days
    if within is None or not leave.request.pending:
        return 0
    span = leave.request.span
    managers = organisation.project_managers_of(tx, leave.person, span.first, span.last)
    led = {one: [project.id for project in projects] for one, projects in managers.items()}
    excused = {leave.person, *(step.person for step in leave.asked), *(one for one in never if one is not None)}
    asked = to_consult(led, excused)
    questions = [_question(tx, one, projects, within) for one, projects in asked.items()]
    consultations.ask(tx, leave.id, leave.version, questions)
    return len(questions)


def anew(tx: Tx, before: Leave, after: Leave, *, ask: bool) -> None:
    """Other dates are asked about anew, if they still have to be decided."""
    if before.request.span == after.request.span:
        return
    consultations.end(tx, after.id)
    if ask:
        begin(tx, after, after.request.asked_by)


def no_concern(tx: Tx, actor: Actor, known: Consultation, _form: Form) -> Outcome:
    """It can go ahead, as far as the project goes."""
    return _answered(tx, actor, known, Answer.NO_CONCERN, "")


def concern(tx: Tx, actor: Actor, known: Consultation, form: Form) -> Outcome:
    """Something stands against it: a sentence for whoever decides."""
    _refuse_closed(tx, known)
    if forms.CONCERN not in form:
        return Outcome(Open(consult_cards.concern_view(tx, actor, known)))
    return _answered(tx, actor, known, Answer.CONCERN, forms.concern_of(form))


def pieces(tx: Tx) -> Iterator[Piece]:
    """Whoever has not answered in time has no concern; both cards say so."""
    return (partial(_lapsed, number=known.id) for known in consultations.lapsed(tx))


def _lapsed(tx: Tx, number: int) -> Iterator[Event]:
    known = consultations.one(tx, number)
    leave = store.leave(tx, known.request) if known and known.open and known.answer is None else None
    if leave and known and consultations.answer(tx, known, Answer.SILENCE, ""):
        yield _happened("consultation_lapsed", leave, known, Answer.SILENCE, None)


def _question(tx: Tx, manager: PersonId, projects: tuple[int, ...], within: int) -> Question:
    until = working_day_after(tx, manager, tx.now, within)
    zone = ZoneInfo(organisation.facts(tx, manager).person.time_zone)
    return Question(manager, projects, until, closes(until, zone))


def _answered(tx: Tx, actor: Actor, known: Consultation, given: Answer, words: str) -> Outcome:
    tx.lock("leave", known.person)
    now = consultations.one(tx, known.id) or known
    _refuse_closed(tx, now)
    if (now.answer, now.text) == (given, words):
        return Outcome(Done())
    leave = store.leave(tx, now.request)
    if leave is None or not consultations.answer(tx, now, given, words):
        raise Refused(tr("This was answered a moment ago. Look again."), reason="out_of_turn")
    return Outcome(Done(), (_happened("consultation_answered", leave, now, given, actor.person),))


def _refuse_closed(tx: Tx, known: Consultation) -> None:
    if not known.open:
        raise Refused(consult_cards.why_closed(tx, known), reason="out_of_turn")


def _happened(name: str, leave: Leave, known: Consultation, given: Answer, by: PersonId | None) -> Event:
    facts = {"consultation": known.id, "answer": given.value, "given": known.version + 1}
    return Event(name, Ref("leave", leave.id), leave.version, leave.person, by, facts)
