"""What becomes of an allocation once it runs: released by the department, or ended and extended as a project asks.

A project manager asks; the department decides. What leave takes out of it is no change: nothing is deleted for leave.
"""

from datetime import date, timedelta

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import marked, tr
from workflows.organisation import allotting
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain
from workflows.organisation.rules import Allocation
from workflows.staffing import changes, forms, phrases, store, views
from workflows.staffing.people import locale, name_of, route
from workflows.staffing.records import Booking, Change
from workflows.staffing.rules.life import MACHINE, State
from workflows.staffing.tables import NoteKind, Wish
from workflows.wording import blocks
from workflows.wording.phrases import dated

ASKED_ALREADY = marked("That is asked for already, and waits for an answer.")


def release(tx: Tx, actor: Actor, known: Booking, form: Form) -> Outcome:
    """The department ends an allocation, from tomorrow at the earliest."""
    if forms.TO not in form:
        return _asking_when(tx, actor, known, "release", tr("Release"), actor.today)
    last = forms.day_of(form, forms.TO)
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the project manager will read it."))
    _check_earlier(actor, known.allocation, last)
    event = ended(tx, known.allocation, last, actor.person)
    store.add_note(tx, Ref("staffing_booking", known.id), NoteKind.RELEASING, actor.person, reason)
    return Outcome(Done(), (event,))


def ask_release(tx: Tx, actor: Actor, known: Booking, form: Form) -> Outcome:
    """The project needs somebody for less long than they were allotted; the department decides."""
    if forms.TO not in form:
        return _asking_when(tx, actor, known, "ask_release", tr("Ask for release"), actor.today)
    last = forms.day_of(form, forms.TO)
    _check_earlier(actor, known.allocation, last)
    return _wanted(tx, actor, known, Wish.RELEASE, last, form)


def ask_extension(tx: Tx, actor: Actor, known: Booking, form: Form) -> Outcome:
    """The project needs somebody for longer; the department decides."""
    share = known.allocation
    if share.ends is None:
        raise Refused(tr("This allocation has no end yet, so there is nothing to extend."), reason="no_end")
    project = organisation.chart(tx).projects[share.project]
    if forms.TO not in form:
        later = min(share.ends + timedelta(weeks=4), project.ends or date.max)
        return _asking_when(tx, actor, known, "ask_extension", tr("Ask to extend"), later)
    last = forms.day_of(form, forms.TO)
    if last <= share.ends:
        raise Refused(
            tr("They are there until {day} anyway. Please pick a later day.", day=dated(share.ends, locale(actor))),
            field=forms.TO,
            reason="no_longer",
        )
    if project.ends is not None and last > project.ends:
        raise Refused(
            tr("{name} ends on {day}.", name=project.name, day=dated(project.ends, locale(actor))),
            field=forms.TO,
            reason="outside_project",
        )
    return _wanted(tx, actor, known, Wish.EXTENSION, last, form)


def agree(tx: Tx, actor: Actor, known: Change, _form: Form) -> Outcome:
    """The allocation has its new last day."""
    tx.lock("staffing_allocation", known.allocation)
    share = allotting.allocation(tx, known.allocation)
    if share is None:
        raise Refused(tr("That allocation is over. There is nothing left to change."), reason="over")
    _move(tx, known, "agree", actor)
    happened = Event("agreed", Ref(changes.CHANGE, known.id), known.version + 1, known.person, actor.person)
    if known.wish is Wish.RELEASE:
        return Outcome(Done(), (happened, ended(tx, share, known.last, actor.person)))
    _check_extension(tx, actor, share, known.last)
    allotting.end(tx, share, known.last)
    facts = {"project": share.project, "allocation": share.id, "last": known.last.isoformat()}
    extended = Event(
        "extended", Ref("staffing_booking", share.id), known.version + 1, known.person, actor.person, facts
    )
    return Outcome(Done(), (happened, extended))


def turn_down(tx: Tx, actor: Actor, known: Change, form: Form) -> Outcome:
    """No, and why; the allocation stays as it was."""
    if forms.REASON not in form:
        line = blocks.bold(name_of(tx, known.person))
        metadata, hint = f"{known.id}.{known.version}", tr("Read by both managers.")
        return Outcome(Open(views.why_view("turn_down", tr("Turn down"), tr("Turn down"), line, metadata, hint)))
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the project manager will read it."))
    _move(tx, known, "turn_down", actor)
    store.add_note(tx, Ref(changes.CHANGE, known.id), NoteKind.TURNING_DOWN, actor.person, reason)
    event = Event("turned_down", Ref(changes.CHANGE, known.id), known.version + 1, known.person, actor.person)
    return Outcome(Done(), (event,))


def drop(tx: Tx, actor: Actor, known: Change, _form: Form) -> Outcome:
    """The project manager takes the wish back."""
    _move(tx, known, "drop", actor)
    event = Event("dropped", Ref(changes.CHANGE, known.id), known.version + 1, known.person, actor.person)
    return Outcome(Done(), (event,))


def ended(tx: Tx, share: Allocation, last: date, by: PersonId | None) -> Event:
    """Its last day is an earlier one now, or there is nothing left of it."""
    allotting.end(tx, share, last)
    offer = store.that_became(tx, share.id)
    ref = Ref("staffing", offer.request) if offer else Ref("staffing_booking", share.id)
    facts = {"allocation": share.id, "project": share.project, "last": last.isoformat()}
    return Event("released", ref, last.toordinal(), share.person, by, facts)


def _wanted(tx: Tx, actor: Actor, known: Booking, wish: Wish, last: date, form: Form) -> Outcome:
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the department will read it."))
    share = known.allocation
    tx.lock("staffing_allocation", share.id)
    if any(one.allocation == share.id for one in changes.open_changes(tx)):
        raise Refused(tr(ASKED_ALREADY), field=forms.TO, reason="repeated")
    department = organisation.facts(tx, known.person).department(actor.today)
    people = route(tx, department, actor.today, {actor.person, known.person})
    if not people:
        raise Refused(
            tr("There is nobody to ask in their department. Please ask a people admin."), reason="nobody_to_ask"
        )
    new = Change(
        0,
        share.id,
        known.person,
        share.project,
        wish,
        last,
        State.WANTED,
        1,
        actor.person,
        Chain(Ref(changes.CHANGE, 0), (), open=True),
    )
    kept = changes.add_change(tx, new, people)
    store.add_note(tx, Ref(changes.CHANGE, kept.id), NoteKind.WISHING, actor.person, reason)
    facts = {"wish": wish.value, "project": share.project, "allocation": share.id}
    event = Event("change_wanted", Ref(changes.CHANGE, kept.id), 1, known.person, actor.person, facts)
    return Outcome(Done(), (event,))


def _asking_when(tx: Tx, actor: Actor, known: Booking, verb: str, label: str, last: date) -> Outcome:
    line = tr(
        "{who} on {allocation}",
        who=blocks.bold(name_of(tx, known.person)),
        allocation=phrases.allocation_line(tx, actor, known.allocation),
    )
    return Outcome(Open(views.end_view(verb, label, label, line, f"{known.id}.1", last)))


def _check_earlier(actor: Actor, share: Allocation, last: date) -> None:
    if last < actor.today:
        raise Refused(tr("What is past stays as it was. Please pick today or later."), field=forms.TO, reason="past")
    if share.ends is not None and last >= share.ends:
        raise Refused(
            tr("They are there until {day} only. Please pick an earlier day.", day=dated(share.ends, locale(actor))),
            field=forms.TO,
            reason="no_earlier",
        )


def _check_extension(tx: Tx, actor: Actor, share: Allocation, last: date) -> None:
    person = organisation.facts(tx, share.person).person
    if person.ends is not None and last > person.ends:
        raise Refused(
            tr("{name} is not available after {day}.", name=person.name, day=dated(person.ends, locale(actor))),
            reason="not_available",
        )
    if allotting.in_the_way(tx, share, last):
        raise Refused(tr("They are on this project from a later day on already."), reason="there_already")


def _move(tx: Tx, known: Change, verb: str, actor: Actor) -> None:
    if not changes.move_change(tx, known, State(MACHINE.target(verb, known.state)), actor.person):
        raise Refused(tr("Somebody decided this a moment ago. Look again."), reason="out_of_turn")
