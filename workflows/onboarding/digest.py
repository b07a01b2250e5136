"""What a digest says of beginnings and ends: steps that are owed or late, who comes and goes, who is looked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight
from workflows.kernel.flow import Tx
from workflows.language import marked, marked_many, speaking, tr, trn
from workflows.onboarding import store
from workflows.onboarding.rules.checklist import Journey, Opening, Step
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Way
from workflows.organisation import store as organisation
from workflows.organisation.rules import above
from workflows.wording import blocks
from workflows.wording.phrases import dated

SOON = timedelta(days=14)
"""How long before somebody's first or last day it is spoken of."""
_WAITS = {
    Way.JOINING: marked_many(
        "One step of the joining of {name} waits for you.", "{count} steps of the joining of {name} wait for you."
    ),
    Way.LEAVING: marked_many(
        "One step of the leaving of {name} waits for you.", "{count} steps of the leaving of {name} wait for you."
    ),
}
_LATE = {
    Way.JOINING: marked_many(
        "One step of the joining of {name} is late with others.",
        "{count} steps of the joining of {name} are late with others.",
    ),
    Way.LEAVING: marked_many(
        "One step of the leaving of {name} is late with others.",
        "{count} steps of the leaving of {name} are late with others.",
    ),
}
_COMING = {Way.JOINING: marked("{name} begins on {day}."), Way.LEAVING: marked("{name} leaves; last day {day}.")}


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """Half a dozen queries, whoever reads."""
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind not in (*OPERATIONS, Kind.MINE):
        return found
    running = store.running(tx)
    names = organisation.names(tx, {one.person for one in running}) if running else {}
    for journey in running:
        _own_steps(edition, journey, names.get(journey.person, ""), found)
    if edition.kind in OPERATIONS:
        _of_my_people(tx, edition, running, names, found)
        _sought(tx, edition, found)
    return found


def _own_steps(edition: Edition, journey: Journey, name: str, found: dict[PersonId, list[Line]]) -> None:
    """Steps whose day has come, with whoever owes them."""
    owed = defaultdict[PersonId, list[Step]](list)
    for step in journey.missing:
        reader = edition.readers.get(step.owner)
        if reader and step.due <= reader.actor.today:
            owed[step.owner].append(step)
    for person, steps in owed.items():
        with speaking(edition.readers[person].actor.locale):
            text = trn(*_WAITS[journey.way], len(steps), name=blocks.bold(name))
            found[person].append(Line(Weight.DECIDE, text, lambda: _show(journey)))


def _of_my_people(
    tx: Tx,
    edition: Edition,
    running: Sequence[Journey],
    names: Mapping[PersonId, str],
    found: dict[PersonId, list[Line]],
) -> None:
    for journey, manager in _managed(tx, running):
        reader = edition.readers.get(manager)
        if reader is None:
            continue
        with speaking(reader.actor.locale):
            found[manager] += _lines(reader, journey, blocks.bold(names.get(journey.person, "")))


def _managed(tx: Tx, running: Sequence[Journey]) -> list[tuple[Journey, PersonId]]:
    """Each with whoever is the operations manager on that first or last day; two queries."""
    chart = organisation.chart(tx)
    where = organisation.departments_at(tx, {one.person: one.day for one in running})
    found = []
    for journey in running:
        desks = above(journey.person, chart.line(where.get(journey.person), journey.day))
        manager = next((desk.manager for desk in desks if desk.manager is not None), None)
        if manager is not None:
            found.append((journey, manager))
    return found


def _lines(reader: Reader, journey: Journey, name: str) -> list[Line]:
    today, lines = reader.actor.today, list[Line]()
    late = [one for one in journey.missing if one.owner != reader.actor.person and one.due < today]
    if late:
        text = trn(*_LATE[journey.way], len(late), name=name)
        lines.append(Line(Weight.HEED, text, lambda: _show(journey)))
    if today <= journey.day <= today + SOON:
        lines.append(Line(Weight.KNOW, tr(_COMING[journey.way], name=name, day=dated(journey.day))))
    return lines


def _sought(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """Once a week, who is still looked for; one query."""
    if edition.kind is not Kind.WEEKLY:
        return
    by_department = defaultdict[int, list[Opening]](list)
    for one in store.standing_of(tx, edition.departments):
        if one.state is State.OPEN and one.hired < one.headcount:
            by_department[one.department].append(one)
    for person, reader in edition.readers.items():
        with speaking(reader.actor.locale):
            found[person] += [_opening(one) for each in sorted(reader.departments) for one in by_department[each]]


def _opening(one: Opening) -> Line:
    text = trn(
        "One {role} is still looked for, to begin on {day}.",
        "{count} people are still looked for as {role}, to begin on {day}.",
        one.headcount - one.hired,
        role=blocks.escaped(one.role, 80),
        day=dated(one.starts),
    )
    return Line(Weight.KNOW, text)


def _show(journey: Journey) -> Press:
    return Press(tr("Show the list"), f"onboarding:show:{journey.id}", journey.value)
