"""Asks, offers and changes as one reader may know them: names, figures, and what was written for those it is for."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Ref, Tx
from workflows.language import marked, tr
from workflows.staffing import candidates, changes, nudging, offers, phrases, store
from workflows.staffing.cards import Card, state_line, within
from workflows.staffing.people import department_name, locale, name_of, project_name, skill_name
from workflows.staffing.records import Change, Desk, Offer, Offered, Request, Task, Vacancy
from workflows.staffing.rules.fit import Fit
from workflows.staffing.rules.life import State
from workflows.staffing.tables import NoteKind, Wish
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled

SHOWN = 5
_TAKE_BACK, _NUDGE = marked("Take {name} back"), marked("Nudge about {name}")
_TASK = marked(
    "This follows from case {case}; only you and those above you see the link. `/staff "
    "list` lets you release them, and the open asks are there too."
)


def desk_card(tx: Tx, reader: Actor, desk: Desk) -> Card:
    """What whoever can supply somebody holds: the ask, who fits and why, and how far it is."""
    request = desk.request
    heading = tr(
        "{name} asks for {asked}",
        name=blocks.bold(name_of(tx, request.person)),
        asked=phrases.asked(tx, reader, request),
    )
    text = tr(
        "{name} asks for people for {project}",
        name=name_of(tx, request.person),
        project=project_name(tx, request.ask.project),
    )
    lines, small = _who_fits(tx, reader, desk) if desk.state is State.PUT and request.lacking else ([], [])
    verbs = [verb for verb in ("offer", "decline") if verb in offers.offered(tx, reader, desk)]
    if not request.lacking:
        verbs = []
    return Card(
        heading,
        blocks.escaped(text),
        (request.ask.work,),
        lines,
        [*small, *_progress(tx, reader, request, desk)],
        _desk_state(tx, reader, desk),
        [*verbs[:1], *(["show"] if verbs and len(lines) >= SHOWN else []), *verbs[1:]],
        f"{desk.id}.{desk.version}",
        _taking_back(tx, reader, desk),
    )


def request_card(tx: Tx, reader: Actor, request: Request) -> Card:
    """What whoever asked holds: how it stands with each department, who is offered and allotted."""
    lines = [_department_line(tx, reader, request, desk) for desk in store.desks_of(tx, request)]
    open_now = request.state is State.OPEN
    waits = offers.may(tx, reader, request, "nudge") and nudging.owing(tx, request)
    verbs = ["nudge"] if waits else []
    verbs += ["withdraw"] if "withdraw" in offers.offered(tx, reader, request) else []
    text = tr(
        "Your ask for {people} for {project}",
        people=phrases.head_count(request.ask.people),
        project=project_name(tx, request.ask.project),
    )
    return Card(
        tr("You asked for {asked}", asked=phrases.asked(tx, reader, request))
        if reader.person == request.person
        else tr(
            "{name} asked for {asked}",
            name=blocks.bold(name_of(tx, request.person)),
            asked=phrases.asked(tx, reader, request),
        ),
        blocks.escaped(text),
        (request.ask.work,),
        [line for line in lines if line] if open_now else [],
        _progress(tx, reader, request, None),
        state_line(request.state),
        verbs,
        f"{request.id}.{request.version}",
    )


def offer_card(tx: Tx, reader: Actor, known: Offered) -> Card:
    """What whoever decides about an offer holds."""
    offer, request = known.offer, known.request
    project = project_name(tx, request.ask.project)
    heading = tr(
        "{by} offers {who} for {project}\n{offer}",
        by=blocks.bold(name_of(tx, offer.offered_by)),
        who=blocks.bold(name_of(tx, offer.person)),
        project=blocks.bold(project),
        offer=phrases.offer_line(offer, reader),
    )
    skill = blocks.escaped(skill_name(tx, request.ask.skill), 80)
    small = [tr("For the ask: {skill}, level {level} or above.", skill=skill, level=request.ask.level)]
    done = offers.offered(tx, reader, known)
    return Card(
        heading,
        blocks.escaped(tr("{name} is offered for {project}", name=name_of(tx, offer.person), project=project)),
        _notes(tx, reader, known, NoteKind.REFUSING),
        (),
        small,
        "" if {"accept", "refuse"} & set(done) else _offer_state(tx, reader, offer),
        [verb for verb in ("accept", "refuse", "take_back") if verb in done],
        f"{offer.id}.{offer.version}",
    )


def own_card(tx: Tx, reader: Actor, known: Offered) -> Card:
    """What whoever is offered holds: once offered, and brought up to date as it is decided."""
    offer, request = known.offer, known.request
    project = blocks.bold(project_name(tx, request.ask.project))
    if offer.state is State.OFFERED:
        heading = tr("You are offered for {project}\n{offer}", project=project, offer=phrases.offer_line(offer, reader))
        state = tr("Nothing is decided yet: you hear of it when you are allotted.")
    elif offer.state is State.ALLOTTED:
        heading = tr("You are allotted to {project}\n{offer}", project=project, offer=phrases.offer_line(offer, reader))
        state = ""
    else:
        heading = tr(
            "You had been offered for {project}\n{offer}", project=project, offer=phrases.offer_line(offer, reader)
        )
        state = tr("It came to nothing; your weeks stay as they were.")
    plain = tr("You are offered for {project}", project=project_name(tx, request.ask.project))
    return Card(heading, blocks.escaped(plain), (request.ask.work,), (), (), state)


def change_card(tx: Tx, reader: Actor, known: Change) -> Card:
    """What whoever decides about a change holds, and who asked for it."""
    who, project = blocks.bold(name_of(tx, known.person)), blocks.bold(project_name(tx, known.project))
    asker, day = blocks.bold(name_of(tx, known.asked_by)), dated(known.last, locale(reader))
    heading = (
        tr("{asker} asks to keep {who} on {project} until {day}", asker=asker, who=who, project=project, day=day)
        if known.wish is Wish.EXTENSION
        else tr(
            "{asker} asks to release {who} from {project} after {day}", asker=asker, who=who, project=project, day=day
        )
    )
    notes = store.notes(tx, Ref(changes.CHANGE, known.id)) if offers.may(tx, reader, known, "see") else []
    done = offers.offered(tx, reader, known)
    by = _you(reader, known.decided_by, name_of(tx, known.decided_by)) if known.decided_by else ""
    return Card(
        heading,
        blocks.escaped(
            tr("About {who} on {project}", who=name_of(tx, known.person), project=project_name(tx, known.project))
        ),
        [labelled(name_of(tx, note.by), note.text) for note in notes],
        (),
        (),
        "" if "agree" in done else state_line(known.state, by),
        [
            *(verb for verb in ("agree", "turn_down") if verb in done),
            *(["nudge_change"] if known.chain.open and "drop" in done else []),
            *(["drop"] if "drop" in done else []),
        ],
        f"{known.id}.{known.version}",
    )


def task_card(tx: Tx, reader: Actor, known: Task) -> Card:
    """Other work to be found. It names the case, whose content stands where it is kept, and nothing of it."""
    name = name_of(tx, known.person)
    shares = phrases.shares_of(tx, reader, known.person)
    done = offers.offered(tx, reader, known)
    by = _you(reader, known.finished_by, name_of(tx, known.finished_by)) if known.finished_by else ""
    return Card(
        tr("Find other work for {name}", name=blocks.bold(name)),
        blocks.escaped(tr("Find other work for {name}", name=name)),
        (),
        shares or [tr("They are on no project at present.")],
        [tr(_TASK, case=known.source.rpartition("/")[2])],
        "" if "finish" in done else state_line(known.state, by),
        [verb for verb in ("finish",) if verb in done],
        f"{known.id}.{known.version}",
    )


def vacancy_card(tx: Tx, reader: Actor, known: Vacancy) -> Card:
    """To a project manager: somebody is not there to the end, and may be asked for anew."""
    name, project = name_of(tx, known.person), project_name(tx, known.project)
    day = dated(known.first, locale(reader))
    return Card(
        tr(
            "{name} is not available for {project} from {day} on\n{amount} is open until {last}.",
            name=blocks.bold(name),
            project=blocks.bold(project),
            day=day,
            amount=phrases.amount(known.amount),
            last=dated(known.last, locale(reader)),
        ),
        blocks.escaped(tr("{name} is not available for {project} from {day} on", name=name, project=project, day=day)),
        small=(tr("Their allocation ends the day before. Ask for somebody else, if the work goes on."),),
        verbs=["refill"] if offers.may(tx, reader, known, "ask") else [],
        value=f"{known.id}.{known.version}",
    )


def _taking_back(tx: Tx, reader: Actor, desk: Desk) -> list[tuple[str, str, str]]:
    """Two buttons for each offer of this department that waits for an answer."""
    mine = [one for one in desk.request.offers if one.desk == desk.id and one.state is State.OFFERED]
    return [
        (verb, f"{one.id}.{one.version}", tr(label, name=name_of(tx, one.person)))
        for one in mine[:5]
        if "take_back" in offers.offered(tx, reader, Offered(one, desk))
        for verb, label in (("take_back", _TAKE_BACK), ("nudge_offer", _NUDGE))
    ]


def _who_fits(tx: Tx, reader: Actor, desk: Desk) -> tuple[list[str], list[str]]:
    bench = candidates.of_department(tx, desk.request, desk.department, reader.today)
    fits: Sequence[Fit] = [one for one in bench.fits if one.person != reader.person]
    lines = phrases.ranks(tx, reader, fits, desk.request.ask.skill, SHOWN)
    name = department_name(tx, desk.department)
    if not lines:
        lines = [tr("Nobody else in {name} holds the skill at this level.", name=blocks.escaped(name, 80))]
    small = [phrases.floor_line(name, bench.floor, bench.tight, locale(reader))] if bench.floor else []
    return lines, small


def _progress(tx: Tx, reader: Actor, request: Request, desk: Desk | None) -> list[str]:
    """How many there are, and for a department also whom it has offered."""
    ask = request.ask
    lines = [
        tr(
            "{allotted} of {people} allotted, {offered} offered.",
            allotted=request.allotted,
            people=ask.people,
            offered=request.tentative,
        )
    ]
    mine = [one for one in request.offers if desk and one.desk == desk.id]
    return [*lines, *(_offer_in_short(tx, reader, one) for one in mine)]


def _department_line(tx: Tx, reader: Actor, request: Request, desk: Desk) -> str:
    """As in `Engineering: waiting for Jürgen Weiß`."""
    name = blocks.bold(department_name(tx, desk.department))
    mine = [one for one in request.offers if one.desk == desk.id]
    if mine:
        return labelled(name, " ".join(_offer_in_short(tx, reader, one) for one in mine))
    if desk.state is State.PASSED:
        reasons = [note.text for note in store.notes(tx, desk.ref)]
        if not reasons:
            return tr("{name} has nobody.", name=name)
        return tr("{name} has nobody: “{reason}”", name=name, reason=blocks.escaped(reasons[-1], 200))
    if desk.state is State.CLOSED or desk.chain.current is None:
        return ""
    current = name_of(tx, desk.chain.current.person)
    return tr("{name}: waiting for {who}.", name=name, who=blocks.escaped(current, 80))


def _offer_in_short(tx: Tx, reader: Actor, offer: Offer) -> str:
    """As in `Priya Raman: offered, not answered yet (60 % of working time, …)`."""
    name = blocks.escaped(name_of(tx, offer.person), 80)
    return labelled(name, f"{within(offer.state)} ({phrases.offer_line(offer, reader)}).")


def _desk_state(tx: Tx, reader: Actor, desk: Desk) -> str:
    if desk.state is State.PUT:
        current = desk.chain.current
        waiting = desk.chain.open and current and current.person != reader.person and desk.request.lacking
        if not waiting or current is None:
            return ""
        return tr("Waiting for {name}.", name=blocks.escaped(name_of(tx, current.person), 80))
    if desk.state is State.PASSED:
        return state_line(State.PASSED, _you(reader, desk.answered_by, name_of(tx, desk.answered_by)))
    return state_line(State.CLOSED if desk.request.state is State.OPEN else desk.request.state)


def _offer_state(tx: Tx, reader: Actor, offer: Offer) -> str:
    by = _you(reader, offer.decided_by, name_of(tx, offer.decided_by)) if offer.decided_by else ""
    return state_line(offer.state, by)


def _notes(tx: Tx, reader: Actor, known: Offered, kind: NoteKind) -> list[str]:
    if not offers.may(tx, reader, known, "see"):
        return []
    notes = [note for note in store.notes(tx, known.offer.chain) if note.kind is kind]
    return [labelled(name_of(tx, note.by), note.text) for note in notes]


def _you(reader: Actor, person: int | None, name: str) -> str:
    return tr("you", context="by whom") if person is not None and person == reader.person else name
