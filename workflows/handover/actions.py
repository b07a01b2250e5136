"""What the verbs do: start a handover from its template, and pass its items on, one between two people at a time.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from workflows.handover import desk, forms, prospect, store, views
from workflows.handover.moves import ended, happened, kept
from workflows.handover.prospect import Prospect
from workflows.handover.reading import heading
from workflows.handover.rules import checklist
from workflows.handover.rules.checklist import Handover, Item
from workflows.handover.rules.life import MACHINE, State
from workflows.handover.rules.template import NAMES, TEMPLATES, Kind, Part, said
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, Update
from workflows.language import listed, tr
from workflows.organisation import store as organisation
from workflows.wording.phrases import dated, dated_long

_TWO_WEEKS = timedelta(days=14)


def open_form(tx: Tx, actor: Actor, _subject: Prospect, form: Form) -> Outcome:
    """The modal that starts one, with the project or the person that the command named."""
    given = dict(form)
    if words := forms.text_of(form, forms.WORDS):
        given[forms.PROJECT] = str(prospect.named_project(tx, actor, words).id)
    return Outcome(Open(_start_view(tx, actor, given)))


def prepare(tx: Tx, actor: Actor, subject: Prospect, _form: Form) -> Outcome:
    """The same modal for a long leave, with the day before it."""
    span = desk.next_long(tx, subject.person, desk.today_of(tx, subject.person))
    person = organisation.facts(tx, subject.person).person
    given: dict[str, Any] = {forms.KIND: Kind.LONG_LEAVE.value, forms.AWAY: person.slack_id}
    if span is not None:
        given[forms.DAY] = max(actor.today, span.first - timedelta(days=1))
    return Outcome(Open(_start_view(tx, actor, given)))


def preview(tx: Tx, actor: Actor, _subject: Prospect, form: Form) -> Outcome:
    """The fields that fit what was chosen, and what the list would begin with."""
    return Outcome(Update(_start_view(tx, actor, dict(form))))


def start(tx: Tx, actor: Actor, subject: Prospect, form: Form) -> Outcome:
    """A new handover with the items of its template, each due on a working day of whoever gives it."""
    day = checklist.day(forms.day_of(form), actor.today)
    parts = _parts(tx, actor, subject, form)
    operations = parts[Part.OPERATIONS]
    tx.lock("handover", subject.project.id if subject.project else subject.person)
    _refuse_second(tx, subject)
    away = subject.away
    number = subject.project.id if subject.project else None
    new = Handover(0, subject.kind, number, away, operations, actor.person, day, State.RUNNING, 1)
    handover = replace(new, id=store.add(tx, new))
    for item in _first_items(tx, actor, handover, parts):
        store.add_item(tx, item)
    facts = {"kind": subject.kind.value, "items": len(TEMPLATES[subject.kind])}
    return Outcome(Done(), (happened(handover, "started", actor.person, facts),))


def add(tx: Tx, actor: Actor, handover: Handover, form: Form) -> Outcome:
    """One more thing to be passed on."""
    if forms.TITLE not in form:
        return Outcome(
            Open(views.item_view("add", tr("Add to the list"), heading(tx, actor, handover), handover.value))
        )
    item = _filled(tx, actor, Item(0, handover.id, "", actor.person, actor.person, actor.today, State.WAITING, 1), form)
    if not store.settle(tx, handover, State.RUNNING):
        raise Refused(tr("Somebody changed this handover just now. Please look again."), reason="conflict")
    added = replace(item, id=store.add_item(tx, item))
    event = Event("added", handover.ref, handover.version + 1, added.person, actor.person, {"item": added.id})
    return Outcome(Done(), (event,))


def change(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Another title, another giver or receiver, another day: it waits for its giver then."""
    if forms.TITLE not in form:
        people = _slack_id(tx, item.giver), _slack_id(tx, item.receiver)
        view = views.item_view("change", tr("Change"), _whole(tx, actor, item), item.value, item, people)
        return Outcome(Open(view))
    after = _filled(tx, actor, item, form)
    return Outcome(
        Done(), (kept(tx, actor, item, replace(after, state=State(MACHINE.target("change", item.state))), "changed"),)
    )


def drop(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Nobody needs it; when nothing else is left, the handover is complete."""
    if forms.WHY not in form:
        return Outcome(Open(views.reason_view("drop", tr("Drop"), tr("Drop"), _whole(tx, actor, item), item.value)))
    why = checklist.sentence(
        forms.text_of(form, forms.WHY), forms.WHY, tr("Please say why nobody needs it; it stays on record.")
    )
    after = replace(item, state=State(MACHINE.target("drop", item.state)), said=why)
    return _ending(tx, actor, kept(tx, actor, item, after, "dropped"), item)


def give(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """The giver passes it on, and says where the knowledge is."""
    if forms.PLACE not in form:
        return Outcome(Open(views.give_view(_whole(tx, actor, item), item.place, item.value)))
    place = checklist.sentence(
        forms.text_of(form, forms.PLACE), forms.PLACE, tr("Please say where it is: a link, a folder, a talk you had.")
    )
    _refuse_leaver(tx, item.receiver, max(item.due, actor.today), None)
    after = replace(item, state=State(MACHINE.target("give", item.state)), place=place, said="")
    return Outcome(Done(), (kept(tx, actor, item, after, "given"),))


def acknowledge(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """The receiver has it and can work with it; when nothing else is left, the handover is complete."""
    after = replace(item, state=State(MACHINE.target("acknowledge", item.state)))
    return _ending(tx, actor, kept(tx, actor, item, after, "acknowledged"), item)


def send_back(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """The receiver is missing something, and says what."""
    if forms.WHY not in form:
        view = views.reason_view(
            "send_back", tr("What is missing?"), tr("Send back"), _whole(tx, actor, item), item.value
        )
        return Outcome(Open(view))
    why = checklist.sentence(forms.text_of(form, forms.WHY), forms.WHY, tr("Please say what you are missing."))
    after = replace(item, state=State(MACHINE.target("send_back", item.state)), said=why)
    return Outcome(Done(), (kept(tx, actor, item, after, "sent_back"),))


def cancel(tx: Tx, actor: Actor, handover: Handover, _form: Form) -> Outcome:
    """It is not needed after all."""
    if not store.settle(tx, handover, State.CANCELLED):
        raise Refused(tr("Somebody changed this handover just now. Please look again."), reason="conflict")
    return Outcome(Done(), (happened(replace(handover, version=handover.version + 1), "cancelled", actor.person),))


def _ending(tx: Tx, actor: Actor, event: Event, item: Item) -> Outcome:
    return Outcome(Done(), (event, *ended(tx, actor, item)))


def _start_view(tx: Tx, actor: Actor, given: dict[str, Any]) -> Any:
    projects = prospect.choices(tx, actor)
    kind = forms.kind_of(given)
    if kind is not Kind.LONG_LEAVE and not projects:
        kind = Kind.LONG_LEAVE
    chosen = projects.get(int(given[forms.PROJECT])) if str(given.get(forms.PROJECT) or "").isdecimal() else None
    project = chosen or next(iter(projects.values()), None)
    if not isinstance(given.get(forms.DAY), date):
        given[forms.DAY] = actor.today + _TWO_WEEKS
    return views.start_view(kind, list(projects.values()), project, given)


def _parts(tx: Tx, actor: Actor, subject: Prospect, form: Form) -> Mapping[Part, PersonId]:
    """Who gives and receives; raises Refused where nobody does, or one person would do both."""
    if subject.project is None:
        return _parts_before_leave(tx, actor, subject.person, form)
    lead = desk.leader(tx, subject.project, actor.today)
    if lead is None:
        raise Refused(
            tr("Nobody manages that project now. A people admin can say who does; then start it again."),
            field=forms.PROJECT,
            reason="no_lead",
        )
    operations = _operations(tx, actor, subject, form)
    if lead == operations:
        raise Refused(
            tr(
                "{lead} manages the project and those people alike, so there is nobody to hand over to. "
                "Choose the operations manager who takes part.",
                lead=desk.name_of(tx, lead),
            ),
            field=forms.OPERATIONS,
            reason="same_person",
        )
    for one in (lead, operations):
        _refuse_leaver(tx, one, forms.day_of(form), forms.OPERATIONS)
    return {Part.PROJECT: lead, Part.OPERATIONS: operations}


def _parts_before_leave(tx: Tx, actor: Actor, person: PersonId, form: Form) -> Mapping[Part, PersonId]:
    instead = forms.person_of(tx, form, forms.REPLACEMENT, tr("Please choose who stands in meanwhile."))
    if instead == person:
        raise Refused(
            tr("They can't stand in for themselves. Please choose somebody else."),
            field=forms.REPLACEMENT,
            reason="same_person",
        )
    _refuse_leaver(tx, instead, forms.day_of(form), forms.REPLACEMENT)
    operations = organisation.operations_manager(tx, person, actor.today) or actor.person
    return {Part.PERSON: person, Part.REPLACEMENT: instead, Part.OPERATIONS: operations}


def _operations(tx: Tx, actor: Actor, subject: Prospect, form: Form) -> PersonId:
    if forms.text_of(form, forms.OPERATIONS):
        chosen = forms.person_of(tx, form, forms.OPERATIONS, "")
        if not organisation.departments_managed(tx, chosen, actor.today):
            raise Refused(
                tr("{chosen} manages no department. Choose an operations manager.", chosen=desk.name_of(tx, chosen)),
                field=forms.OPERATIONS,
                reason="no_manager",
            )
        return chosen
    found = desk.operations_of(tx, subject.project, actor.today) if subject.project else []
    if not found:
        raise Refused(
            tr(
                "Nobody is allocated to that project now, so I don't know which operations manager takes part. "
                "Please choose one."
            ),
            field=forms.OPERATIONS,
            reason="nobody",
        )
    answering = desk.answers_for(tx, actor.person, actor.today)
    return next((one for one in found if one in answering), found[0])


def _first_items(tx: Tx, actor: Actor, handover: Handover, parts: Mapping[Part, PersonId]) -> Iterator[Item]:
    for entry in TEMPLATES[handover.kind]:
        giver, receiver = parts[entry.giver], parts[entry.receiver]

        def works(day: date, giver: PersonId = giver) -> bool:
            return desk.working(tx, giver, day)

        due = checklist.due_day(handover.day, entry.days_before, works, actor.today)
        yield Item(0, handover.id, entry.title, giver, receiver, due, State.WAITING, 1)


def _filled(tx: Tx, actor: Actor, item: Item, form: Form) -> Item:
    giver = forms.person_of(tx, form, forms.GIVER, tr("Please choose who passes it on."))
    receiver = forms.person_of(tx, form, forms.RECEIVER, tr("Please choose who receives it."))
    checklist.two(giver, receiver)
    due = checklist.day(forms.day_of(form), actor.today)
    _refuse_leaver(tx, receiver, due, forms.RECEIVER)
    typed = checklist.title(forms.text_of(form, forms.TITLE))
    title = item.title if typed == said(item.title) else typed
    return replace(item, title=title, giver=giver, receiver=receiver, due=due)


def _refuse_leaver(tx: Tx, person: PersonId, due: date, field: str | None) -> None:
    known = organisation.facts(tx, person).person
    if known.ends is not None and checklist.leaves_too_soon(known.ends, due):
        raise Refused(
            tr(
                "{name} leaves us on {day}, so what they are given would be lost again. Choose somebody who stays.",
                name=known.name,
                day=dated_long(known.ends),
            ),
            field=field,
            reason="leaving",
        )


def _refuse_second(tx: Tx, subject: Prospect) -> None:
    """One of a kind at a time: a second start is a double press, or somebody did not know of the first."""
    running = store.of_project(tx, subject.project.id) if subject.project else store.before_leave_of(tx, subject.person)
    same = [one for one in running if one.kind is subject.kind]
    if same:
        by = listed([desk.name_of(tx, same[0].started_by)])
        raise Refused(
            tr(
                "“{kind}” is being handed over already ({name} started it, until {day}). `/handover` shows it.",
                kind=tr(NAMES[subject.kind]),
                name=by,
                day=dated_long(same[0].day),
            ),
            field=forms.KIND,
            reason="running",
        )


def _whole(tx: Tx, actor: Actor, item: Item) -> str:
    locale = desk.locale_for(actor)
    people = desk.name_of(tx, item.giver), desk.name_of(tx, item.receiver)
    return views.item_line(item, people, dated(item.due, locale))


def _slack_id(tx: Tx, person: PersonId) -> str | None:
    known = organisation.person(tx, person)
    return known.slack_id if known and known.slack_id else None
