"""What the verbs on a question and an offer do: offer, decline, take back; accept, refuse.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from datetime import date
from typing import Any

from babel import Locale

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, View
from workflows.language import marked, tr
from workflows.organisation import allotting, chains
from workflows.organisation import store as organisation
from workflows.organisation.rules import Allocation
from workflows.staffing import candidates, forms, phrases, store, views
from workflows.staffing.asking import ask_again, close
from workflows.staffing.people import locale, manager_of, name_of, names
from workflows.staffing.records import Desk, Offer, Offered, Request
from workflows.staffing.rules.fit import merged
from workflows.staffing.rules.life import MACHINE, State
from workflows.staffing.tables import NoteKind
from workflows.staffing.wanted import keep_wanted
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled

MOST_RANKED = 10
WHY_DECLINED = marked("Read by the project manager and your department.")


def show(tx: Tx, actor: Actor, desk: Desk, _form: Form) -> Outcome:
    """Everybody who fits, and why they stand where they stand."""
    bench = candidates.of_department(tx, desk.request, desk.department, actor.today)
    lines = phrases.ranks(tx, actor, bench.fits, desk.request.ask.skill, 50)
    return Outcome(
        Open(views.lines_view(tr("Who fits"), lines or [tr("Nobody else in the department holds the skill.")]))
    )


def offer(tx: Tx, actor: Actor, desk: Desk, form: Form) -> Outcome:
    """Offer somebody, tentatively; the project manager decides."""
    if forms.PERSON not in form:
        return Outcome(Open(_offering(tx, actor, desk, {})))
    tx.lock("staffing", desk.request.id)
    new = _read(tx, actor, desk, form)
    overriding = _judged(tx, actor, desk.request, new, form)
    if not store.move_desk(tx, desk, State(MACHINE.target("offer", desk.state)), actor.person):
        raise Refused(tr("Somebody answered this a moment ago. Look again."), reason="out_of_turn")
    return Outcome(Done(), (offered(tx, desk, new, overriding),))


def offered(tx: Tx, desk: Desk, new: Offer, overriding: str = "") -> Event:
    """Keep the offer; its answer is owed by the project's manager from now on."""
    kept = store.add_offer(tx, new)
    store.add_note(tx, kept.chain, NoteKind.OVERRIDING, new.offered_by, overriding)
    chains.start(tx, kept.chain, [project_manager(tx, desk.request)])
    chains.settle(tx, desk.ref)
    facts = {"offer": kept.id, "desk": desk.id, "project": desk.request.ask.project, "over": bool(overriding)}
    return Event("offered", desk.request.ref, 1, kept.person, new.offered_by, facts)


def decline(tx: Tx, actor: Actor, desk: Desk, form: Form) -> Outcome:
    """The department has nobody, and says why."""
    if forms.REASON not in form:
        line = phrases.asked(tx, actor, desk.request)
        view = views.why_view("decline", tr("Decline"), tr("Decline"), line, _value(desk), tr(WHY_DECLINED))
        return Outcome(Open(view))
    tx.lock("staffing", desk.request.id)
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the project manager will read it."))
    if not store.move_desk(tx, desk, State(MACHINE.target("decline", desk.state)), actor.person):
        raise Refused(tr("Somebody answered this a moment ago. Look again."), reason="out_of_turn")
    chains.settle(tx, desk.ref)
    store.add_note(tx, desk.ref, NoteKind.DECLINING, actor.person, reason)
    facts = {"desk": desk.id, "department": desk.department}
    return Outcome(Done(), (Event("declined", desk.request.ref, desk.version + 1, desk.person, actor.person, facts),))


def take_back(tx: Tx, actor: Actor, known: Offered, _form: Form) -> Outcome:
    """The offer is off before it was answered."""
    tx.lock("staffing", known.request.id)
    event = decided(tx, actor, known, "take_back", "taken_back")
    return Outcome(Done(), (event, *ask_again(tx, known.desk, actor.today)))


def accept(tx: Tx, actor: Actor, known: Offered, _form: Form) -> Outcome:
    """They are allotted: from now on it is an allocation like any other."""
    tx.lock("staffing", known.request.id)
    request, offer = known.request, known.offer
    share = Allocation(
        0, offer.person, request.ask.project, offer.amount.percent, offer.amount.hours, offer.first, offer.last
    )
    number = allotting.allot(tx, share)
    if number is None:
        name = name_of(tx, offer.person)
        raise Refused(
            tr("{name} is on this project then already. Ask to extend that instead.", name=name), reason="there_already"
        )
    event = decided(tx, actor, known, "accept", "allotted", number)
    after = store.request(tx, request.id) or request
    keep_wanted(tx, after)
    if after.allotted < after.ask.people or after.state is not State.OPEN:
        return Outcome(Done(), (event,))
    store.move_request(tx, after, State.FILLED)
    filled = Event("filled", request.ref, after.version + 1, request.person, None)
    return Outcome(Done(), (event, filled, *close(tx, after, None)))


def refuse(tx: Tx, actor: Actor, known: Offered, form: Form) -> Outcome:
    """No, and why; the department is asked again."""
    if forms.REASON not in form:
        line = labelled(blocks.bold(name_of(tx, known.person)), phrases.offer_line(known.offer, actor))
        hint = tr("Read by the department. The person offered does not read it.")
        metadata = f"{known.offer.id}.{known.version}"
        return Outcome(Open(views.why_view("refuse", tr("Refuse the offer"), tr("Refuse"), line, metadata, hint)))
    tx.lock("staffing", known.request.id)
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the department will read it."))
    event = decided(tx, actor, known, "refuse", "refused")
    store.add_note(tx, known.offer.chain, NoteKind.REFUSING, actor.person, reason)
    return Outcome(Done(), (event, *ask_again(tx, known.desk, actor.today)))


def decided(tx: Tx, actor: Actor, known: Offered, verb: str, name: str, allocation: int | None = None) -> Event:
    """The offer in the state the verb leads to; nobody owes an answer to it any more."""
    offer = known.offer
    target = State(MACHINE.target(verb, offer.state))
    if not store.move_offer(tx, offer, target, actor.person, allocation):
        raise Refused(tr("Somebody decided this a moment ago. Look again."), reason="out_of_turn")
    chains.settle(tx, offer.chain)
    facts: dict[str, Any] = {"offer": offer.id, "desk": offer.desk, "project": known.request.ask.project}
    if allocation is not None:
        facts |= {"allocation": allocation, "first": offer.first.isoformat(), "last": offer.last.isoformat()}
    return Event(name, known.request.ref, offer.version + 1, offer.person, actor.person, facts)


def project_manager(tx: Tx, request: Request) -> PersonId:
    """Who answers an offer: whoever manages the project now, else whoever asked."""
    return manager_of(tx, request.ask.project, tx.now.date()) or request.person


def check_offer(tx: Tx, actor: Actor, desk: Desk, new: Offer) -> None:
    """Somebody of this department who holds the skill and is not on the project then; refused under the field."""
    bench = candidates.of_department(tx, desk.request, desk.department, actor.today)
    if new.person == actor.person:
        raise Refused(
            tr("Nobody offers themselves. Please choose somebody else."), field=forms.PERSON, reason="oneself"
        )
    if new.person not in {one.person for one in bench.fits}:
        raise Refused(
            tr("They can't be offered for this: please choose somebody from the list."),
            field=forms.PERSON,
            reason="no_candidate",
        )
    known = organisation.facts(tx, new.person).person
    if known.ends is not None and new.last > known.ends:
        raise Refused(
            tr("{name} is not available after {day}.", name=known.name, day=dated(known.ends, locale(actor))),
            field=forms.TO,
            reason="not_available",
        )


def over_line(tx: Tx, actor: Actor, request: Request, new: Offer) -> str | None:
    """That somebody would have more than all of their working time promised, and when; None when not."""
    load = candidates.with_offer(tx, new.share(request.ask.project), actor.today)
    if load is None or not load.over:
        return None
    return tr(
        "{name} would be at up to {most} % of their working time ({weeks}).",
        name=name_of(tx, new.person),
        most=round(max(load.percent)),
        weeks=phrases.stretches(merged(load.over), locale(actor)),
    )


def _judged(tx: Tx, actor: Actor, request: Request, new: Offer, form: Form) -> str:
    """The reason for going over somebody's working time; refused without one, empty where nobody does."""
    over = over_line(tx, actor, request, new)
    if over is None:
        return ""
    return forms.text_of(form, forms.REASON, required=f"{over} {tr('You can offer it all the same: please say why.')}")


def _read(tx: Tx, actor: Actor, desk: Desk, form: Form) -> Offer:
    ask = desk.request.ask
    person = PersonId(forms.id_of(form, forms.PERSON, tr("Please choose somebody.")))
    amount = forms.amount_of(form)
    first, last = forms.day_of(form, forms.FROM), forms.day_of(form, forms.TO)
    _check_days(first, last, ask.first, ask.last, locale(actor))
    new = Offer(0, desk.request.id, desk.id, person, amount, first, last, State.OFFERED, 1, actor.person, tx.now)
    check_offer(tx, actor, desk, new)
    return new


def _check_days(first: date, last: date, earliest: date, latest: date, where: Locale) -> None:
    if last < first:
        raise Refused(tr("The last day is before the first."), field=forms.TO, reason="reversed")
    if first < earliest:
        raise Refused(
            tr("They are asked for from {day}.", day=dated(earliest, where)), field=forms.FROM, reason="outside_ask"
        )
    if last > latest:
        raise Refused(
            tr("They are asked for until {day}.", day=dated(latest, where)), field=forms.TO, reason="outside_ask"
        )


def _offering(tx: Tx, actor: Actor, desk: Desk, form: Form) -> View:
    ask = desk.request.ask
    bench = candidates.of_department(tx, desk.request, desk.department, actor.today)
    fits = [one for one in bench.fits if one.person != actor.person]
    if not fits:
        raise Refused(
            tr("Nobody else in your department holds the skill at this level. You can decline, and say so."),
            reason="no_candidate",
        )
    known = names(tx, [one.person for one in fits])
    filled: dict[str, Any] = {
        forms.PERSON: str(candidates.first_free(fits) or fits[0].person),
        forms.AMOUNT: forms.of_amount(ask.amount),
        forms.FROM: ask.first,
        forms.TO: ask.last,
        **form,
    }
    ranks = views.paged(phrases.ranks(tx, actor, fits, ask.skill, MOST_RANKED))
    people = {str(one.person): known[one.person] for one in fits}
    return views.offer_view(views.Offering(phrases.asked(tx, actor, desk.request), people, ranks, filled, _value(desk)))


def _value(desk: Desk) -> str:
    return f"{desk.id}.{desk.version}"
