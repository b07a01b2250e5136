"""What the verbs do about leaving, about steps, and about who holds IT.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from workflows.calendar.rules import parse_pattern
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, Say
from workflows.language import tr
from workflows.onboarding import desk, forms, moves, offers, settling, starting, store, views
from workflows.onboarding.prospect import Branch, Somebody
from workflows.onboarding.reading import heading
from workflows.onboarding.rules import checklist
from workflows.onboarding.rules.checklist import FROM, LAST, WHO, WHY, Journey, Step
from workflows.onboarding.rules.life import MACHINE, State
from workflows.onboarding.rules.template import SETTLED, WRITTEN, Kind, Part, Way
from workflows.organisation import changes
from workflows.organisation import store as organisation
from workflows.organisation.changes import Terms
from workflows.organisation.lines import reader_of
from workflows.organisation.rules import at, holds
from workflows.wording import blocks
from workflows.wording import terms as worded
from workflows.wording.kept import kept, told
from workflows.wording.phrases import dated, dated_long, listed

_FOUR_WEEKS = timedelta(days=28)


def leaving(tx: Tx, actor: Actor, _self: Somebody, form: Form) -> Outcome:
    """The modal, with the person that the command named."""
    if not actor.people_admin and not desk.answered_for(tx, actor):
        raise Refused(
            tr("A last day is written by the person's operations manager or a people admin. Please talk to them."),
            reason="no_department",
        )
    return Outcome(Open(views.leaving_view({WHO: form.get(WHO), LAST: actor.today + _FOUR_WEEKS})))


def leave(tx: Tx, actor: Actor, whose: Somebody, form: Form) -> Outcome:
    """Their last day, and the list of steps around it."""
    person = organisation.facts(tx, whose.person).person
    last = checklist.last_day(forms.day_of(form, LAST), actor.today, person.starts)
    tx.lock("onboarding", person.id)
    if any(one.way is Way.LEAVING for one in store.running_of(tx, person.id)):
        raise Refused(
            tr(
                "It is written down already that {name} leaves. `/onboard` shows it; take it back there first.",
                name=person.name,
            ),
            field=WHO,
            reason="repeated",
        )
    before = person.ends
    changes.set_last_day(tx, actor, person.id, last)
    events = starting.begin(tx, actor, Way.LEAVING, replace(person, ends=last), last, {}, before=before)
    sentences = (
        tr(
            "{name}'s last day is {day}. Everybody with a step to do has a card.",
            name=blocks.bold(person.name),
            day=dated(last, desk.locale_for(actor)),
        ),
        *_left_to_name(tx, person.id, actor),
    )
    text = " ".join(sentences)
    return Outcome(Say(Message(text, blocks.laid_out([blocks.section(text)]))), tuple(events))


def take_back(tx: Tx, actor: Actor, journey: Journey, _form: Form) -> Outcome:
    """They stay: the last day is as it was before."""
    if journey.way is not Way.LEAVING:
        raise Refused(tr("Only a leaving can be taken back."), reason="joining")
    if journey.day < desk.today_of(tx, journey.person):
        raise Refused(tr("Their last day is over. If they are back, a people admin can import it."), reason="past")
    if not store.settle(tx, journey, State.TAKEN_BACK):
        raise Refused(tr("Somebody changed this just now. Please look again."), reason="conflict")
    changes.set_last_day(tx, actor, journey.person, journey.before)
    after = replace(journey, version=journey.version + 1)
    return Outcome(Done(), (moves.happened(after, "taken_back", actor.person),))


def done(tx: Tx, actor: Actor, step: Step, _form: Form) -> Outcome:
    """Its owner, or a manager, says so."""
    if step.kind in SETTLED:
        raise Refused(
            tr("This step is settled by whoever answers for the person. `/onboard` shows it."), reason="settled"
        )
    return _taken(tx, actor, step, "done", "")


def settle(tx: Tx, actor: Actor, step: Step, form: Form) -> Outcome:
    """The step does what it says: writes it into the directory, or posts and says it."""
    if step.kind not in SETTLED:
        raise Refused(tr("There is nothing to settle here; say that it is done."), reason="plain")
    if step.kind in WRITTEN and FROM not in form:
        given = _as_it_is(tx, actor, step)
        return Outcome(Open(views.settle_view(step.kind, heading(tx, actor, step), given, step.value)))
    if step.kind in WRITTEN:
        return _taken(tx, actor, step, "settle", _written(tx, actor, step, form))
    journey = store.journey(tx, step.journey)
    said = kept(lambda: "\n".join(settling.settled(tx, step, journey))) if journey else ""
    outcome, said = _taken(tx, actor, step, "settle", said), told(said)
    shown = Message(said, blocks.laid_out([blocks.section(blocks.bold(tr(step.title))), blocks.verbatim(said)]))
    return replace(outcome, reply=Say(shown))


def not_needed(tx: Tx, actor: Actor, step: Step, form: Form) -> Outcome:
    """Nobody needs it, and why stays on record."""
    if WHY not in form:
        return Outcome(Open(views.reason_view(heading(tx, actor, step), step.value)))
    why = checklist.sentence(forms.text_of(form, WHY), tr("Please say why nobody needs it; it stays on record."))
    return _taken(tx, actor, step, "not_needed", why)


def reassign(tx: Tx, actor: Actor, step: Step, form: Form) -> Outcome:
    """Somebody else does it, on a working day of theirs."""
    if WHO not in form:
        return Outcome(Open(views.reassign_view(heading(tx, actor, step), step.value)))
    owner = forms.person_of(tx, form, WHO, tr("Please choose who does it."))
    journey = store.journey(tx, step.journey)
    _require_fit(tx, step, owner, journey)
    due = starting.due_of(tx, owner, journey.day, step.days) if journey else step.due
    after = replace(step, owner=owner, due=due)
    return Outcome(Done(), (moves.kept(tx, actor.person, step, after, "reassigned"),))


def roles(tx: Tx, actor: Actor, _company: Branch, _form: Form) -> Outcome:
    """`/onboard roles`: who looks after IT."""
    departments = [one for one in organisation.chart(tx).departments.values() if holds(one, actor.today)]
    return Outcome(Open(views.roles_view(_holders(tx, actor), departments, actor.today)))


def set_role(tx: Tx, actor: Actor, _company: Branch, form: Form) -> Outcome:
    """From a day on it is somebody's."""
    code = forms.text_of(form, forms.DEPARTMENT)
    known = {one.code: one.id for one in organisation.chart(tx).departments.values()}
    if code != forms.COMPANY and code not in known:
        raise Refused(tr("Please pick one from the list."), field=forms.DEPARTMENT, reason="no_department")
    person = forms.person_of(tx, form, WHO, tr("Please choose who looks after IT."))
    since = checklist.day_to_come(forms.day_of(form, FROM), actor.today, FROM)
    tx.lock("onboarding_roles", 0)
    store.set_duty(tx, Part.IT, known.get(code), person, since)
    name = blocks.bold(desk.name_of(tx, person))
    day = dated(since, desk.locale_for(actor))
    text = tr("{name} looks after IT for the whole company from {day}.", name=name, day=day)
    if code in known:
        whose = blocks.escaped(desk.department_name(tx, known[code]), 80)
        text = tr("{name} looks after IT for {whose} from {day}.", name=name, whose=whose, day=day)
    facts = {"duty": Part.IT.value, "department": known.get(code), "from": since.isoformat()}
    event = Event("role_set", Ref("duty", known.get(code, 0)), 1, person, actor.person, facts)
    return Outcome(Say(Message(text, blocks.laid_out([blocks.section(text)]))), (event,))


def _taken(tx: Tx, actor: Actor, step: Step, verb: str, said: str) -> Outcome:
    after = replace(step, state=State(MACHINE.target(verb, step.state)), said=said)
    name = "set_aside" if verb == "not_needed" else "taken"
    event = moves.kept(tx, actor.person, step, after, name)
    return Outcome(Done(), (event, *moves.ended(tx, actor.person, step)))


def _as_it_is(tx: Tx, actor: Actor, step: Step) -> dict[str, Any]:
    known = organisation.facts(tx, step.about)
    day = max(actor.today, known.person.starts)
    region = at(known.regions, day)
    return {
        forms.PATTERN: at(known.patterns, day),
        forms.CONTRACT: at(known.contracts, day),
        forms.ZONE: at(known.zones, day),
        forms.COUNTRY: region.country if region else "",
        forms.PART: region.subdivision if region else "",
        FROM: day,
    }


def _written(tx: Tx, actor: Actor, step: Step, form: Form) -> str:
    """Into the directory from that day on; what it says of it."""
    since = forms.day_of(form, FROM)
    terms, spoken = _READ[step.kind](form, Terms(since))
    changes.set_terms(tx, actor, step.about, terms)
    return kept(lambda: tr("{said}, from {day}", said=spoken(), day=dated(since)))


def _pattern_of(form: Form, terms: Terms) -> "Read":
    try:
        pattern = parse_pattern(forms.text_of(form, forms.PATTERN))
    except Refused as unread:
        raise Refused(unread.text, field=forms.PATTERN, reason=unread.reason) from unread
    return replace(terms, pattern=str(pattern)), partial(worded.worked, pattern)


def _region_of(form: Form, terms: Terms) -> "Read":
    country, part = forms.text_of(form, forms.COUNTRY).upper(), forms.text_of(form, forms.PART)
    zone = forms.text_of(form, forms.ZONE)
    said = f"{country} {part}".strip() + f", {zone}"
    return replace(terms, time_zone=zone, country=country, subdivision=part), lambda: said


def _contract_of(form: Form, terms: Terms) -> "Read":
    kind = forms.text_of(form, forms.CONTRACT)
    if not kind:
        raise Refused(tr("Please write the kind of contract."), field=forms.CONTRACT, reason="no_contract")
    return replace(terms, contract=kind), partial(worded.contract, kind)


Read = tuple[Terms, Callable[[], str]]
"""What a form means, and how it is said."""
_READ: dict[Kind, Callable[[Form, Terms], Read]] = {
    Kind.PATTERN: _pattern_of,
    Kind.REGION: _region_of,
    Kind.CONTRACT: _contract_of,
}


def _require_fit(tx: Tx, step: Step, owner: PersonId, journey: Journey | None) -> None:
    known = organisation.facts(tx, owner).person
    if owner == step.owner:
        raise Refused(tr("It is {name}'s already.", name=known.name), field=WHO, reason="same_person")
    if known.ends is not None and known.ends < step.due:
        raise Refused(
            tr(
                "{name} leaves us on {day}, before it is due. Choose somebody who stays.",
                name=known.name,
                day=dated_long(known.ends),
            ),
            field=WHO,
            reason="leaving",
        )
    actor = reader_of(tx, owner)
    if step.kind in SETTLED and (actor is None or journey is None or not offers.manages(tx, actor, journey)):
        raise Refused(
            tr("This step writes or shows what only the person's managers and people admins may. Choose one of them."),
            field=WHO,
            reason="not_theirs",
        )


def _left_to_name(tx: Tx, person: PersonId, actor: Actor) -> list[str]:
    """What they answer for needs somebody else."""
    owned = [one.name for one in organisation.departments_managed(tx, person, actor.today)]
    led = [one.name for one in organisation.projects_led(tx, person, actor.today)]
    if not owned and not led:
        return []
    names = listed([blocks.escaped(name, 80) for name in (*owned, *led)])
    return [tr("They answer for {names}: please have a people admin name who does next.", names=names)]


def _holders(tx: Tx, actor: Actor) -> list[str]:
    found = []
    for (_, department), held in store.duties(tx).items():
        for one in held:
            if one.ends is not None and one.ends < actor.today:
                continue
            whose = desk.department_name(tx, department) if department else tr("The whole company")
            since = dated(one.starts, desk.locale_for(actor))
            name = blocks.escaped(desk.name_of(tx, one.value), 80)
            found.append(tr("{whose}: {name}, from {day}", whose=blocks.escaped(whose, 80), name=name, day=since))
    return found
