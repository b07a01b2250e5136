"""`/staff plan`: the best person for each open place of the departments I answer for, all solved together.

The machine proposes; a person accepts or changes each, and then they are offers like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, View
from workflows.language import tr
from workflows.staffing import candidates, inputs, phrases, store
from workflows.staffing.actions import check_offer, offered, over_line
from workflows.staffing.looking import questions
from workflows.staffing.people import locale, name_of, names, project_name, skill_name
from workflows.staffing.records import Desk, Offer, Prospect, Request
from workflows.staffing.rules import fit
from workflows.staffing.rules.assign import assign, pairs_of
from workflows.staffing.rules.fit import Fit
from workflows.staffing.rules.life import State
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled

MOST_PLACES = 24
NOBODY = "0"
_FIELD = "place-"


@dataclass(frozen=True, slots=True)
class Place:
    """One person wanted for an ask, and who of my departments could be it."""

    request: Request
    number: int
    """Which of its places it is, from 0."""
    fits: tuple[Fit, ...]
    desks: Mapping[PersonId, Desk]
    """Of whose department each is."""

    @property
    def field(self) -> str:
        """Its menu's block id."""
        return f"{_FIELD}{self.request.id}-{self.number}"


def open_plan(tx: Tx, actor: Actor, _mine: Prospect, _form: Form) -> Outcome:
    """The proposal."""
    places = places_of(tx, actor)
    if not places:
        raise Refused(tr("Nobody asks your departments for people at present."), reason="nothing_open")
    return Outcome(Open(_view(tx, actor, places, propose(places))))


def offer_plan(tx: Tx, actor: Actor, _mine: Prospect, form: Form) -> Outcome:
    """Offer everybody who was chosen; all of them, or none where one can't be."""
    events, taken = list[Event](), dict[PersonId, str]()
    for place in places_of(tx, actor):
        chosen = str(form.get(place.field) or NOBODY)
        if chosen in {NOBODY, ""}:
            continue
        if not chosen.isascii() or not chosen.isdigit():
            raise Refused(tr("Please choose from the list."), field=place.field, reason="no_candidate")
        person = PersonId(int(chosen))
        if person in taken:
            text = tr(
                "{name} is proposed twice here. Please choose somebody else for one of them.", name=name_of(tx, person)
            )
            raise Refused(text, field=place.field, reason="twice")
        taken[person] = place.field
        events.append(_offer(tx, actor, place, person))
    if not events:
        raise Refused(tr("Nobody is chosen, so there is nothing to offer."), reason="nothing_chosen")
    return Outcome(Done(), tuple(events))


def places_of(tx: Tx, actor: Actor) -> list[Place]:
    """The places still open of the questions that are mine, the earliest first."""
    found = list[Place]()
    for request, desks in _by_request(questions(tx, actor)):
        fits, whose = list[Fit](), dict[PersonId, Desk]()
        for desk in desks:
            bench = candidates.of_department(tx, request, desk.department, actor.today)
            mine = [one for one in bench.fits if one.person != actor.person]
            fits, whose = [*fits, *mine], {**whose, **{one.person: desk for one in mine}}
        ranked = tuple(fit.ranked(fits))
        found += [Place(request, number, ranked, whose) for number in range(request.lacking)]
    return found[:MOST_PLACES]


def _by_request(desks: Sequence[Desk]) -> list[tuple[Request, list[Desk]]]:
    """The questions about one ask together, the earliest ask first."""
    found = dict[int, list[Desk]]()
    for desk in desks:
        found.setdefault(desk.request.id, []).append(desk)
    asked = sorted(found.values(), key=lambda each: (each[0].request.ask.first, each[0].request.id))
    return [(each[0].request, each) for each in asked]


def propose(places: Sequence[Place]) -> dict[str, PersonId | None]:
    """For each place who takes it: nobody twice, and no other choice scores more in total."""
    people = sorted({one.person for place in places for one in place.fits})
    row = {person: number for number, person in enumerate(people)}
    scored = [[(row[one.person], float(one.score)) for one in place.fits if one.score] for place in places]
    taken = assign(pairs_of(scored, len(people)))
    return {place.field: people[at] if at is not None else None for place, at in zip(places, taken, strict=True)}


def _offer(tx: Tx, actor: Actor, place: Place, person: PersonId) -> Event:
    asked = place.desks.get(person)
    desk = store.desk(tx, asked.id) if asked else None
    if desk is None or desk.state is not State.PUT or not desk.request.lacking:
        raise Refused(
            tr("This place is not open any more. Please look again."), field=place.field, reason="out_of_turn"
        )
    tx.lock("staffing", desk.request.id)
    ask = desk.request.ask
    first = max(ask.first, actor.today)
    new = Offer(
        0, desk.request.id, desk.id, person, ask.amount, first, ask.last, State.OFFERED, 1, actor.person, tx.now
    )
    try:
        check_offer(tx, actor, desk, new)
    except Refused as refused:
        refused.field = place.field
        raise
    over = over_line(tx, actor, desk.request, new)
    if over:
        way_out = tr("Offer it on the ask's own card, where you can say why.")
        raise Refused(f"{over} {way_out}", field=place.field, reason="over")
    store.move_desk(tx, desk, State.PUT, actor.person)
    return offered(tx, desk, new)


def _view(tx: Tx, actor: Actor, places: Sequence[Place], proposed: Mapping[str, PersonId | None]) -> View:
    called = names(tx, {one.person for place in places for one in place.fits})
    built: list[Built] = [
        blocks.section(
            tr(
                "This is the best that can be done for all open asks together, nobody twice. Change "
                "what you know better; nothing is sent before you offer."
            )
        )
    ]
    for place in places:
        built += _place(tx, actor, place, called, proposed[place.field])
    return blocks.modal("staffing:offer_plan", tr("Who takes what"), built, submit=tr("Offer these"))


def _place(tx: Tx, actor: Actor, place: Place, called: Mapping[PersonId, str], person: PersonId | None) -> list[Built]:
    ask = place.request.ask
    options = {NOBODY: tr("Nobody yet"), **{str(one.person): called[one.person] for one in place.fits[:90]}}
    wanted = f"{skill_name(tx, ask.skill)} {ask.level}, {phrases.share(ask.amount)}"
    label = labelled(project_name(tx, ask.project), wanted)
    menu: Any = inputs.choice(place.field, label[:150], options, str(person or NOBODY))
    chosen = [one for one in place.fits if one.person == person]
    why = (
        phrases.ranks(tx, actor, chosen, ask.skill, 1)
        if chosen
        else [tr("Nobody fits who is not better used elsewhere")]
    )
    days = phrases.days(ask.first, ask.last, locale(actor))
    return [menu, blocks.aside(f"{days}. {why[0].removeprefix('1. ')}")]
