"""What is due by the clock: steps on their day and after it, a newcomer's own card, and expected starts.

Steps of somebody who has left go to the operations manager. Nothing is ever done by silence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from workflows.calendar.ladder import arrival, know, morning, working_day_after
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.onboarding import desk, moves, starting, store
from workflows.onboarding.notices import TOLD
from workflows.onboarding.rules.checklist import NAME, Journey, Step
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Way
from workflows.organisation import skills
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.organisation.rules import at


def advance(tx: Tx) -> Iterable[Event]:
    """Steps of whoever can't be reached go to the operations manager; a joining ends when the person has left."""
    for journey in store.running(tx):
        if journey.way is Way.JOINING and _has_left(tx, journey.person):
            if store.settle(tx, journey, State.TAKEN_BACK):
                yield moves.happened(replace(journey, version=journey.version + 1), "ended", None)
            continue
        for step in journey.missing:
            if not _has_left(tx, step.owner) and step.owner not in tx.unreachable():
                continue
            manager = desk.manager_of(tx, journey.person, journey.day)
            if manager not in (None, step.owner):
                yield _passed_on(tx, journey, step, PersonId(int(manager or 0)))


def due(tx: Tx) -> Iterable[Notice]:
    """Everything that is true now; each is kept once by its key."""
    running = store.running(tx)
    know(tx, (one for journey in running for one in (journey.person, *(step.owner for step in journey.missing))))
    for journey in running:
        yield from _welcome(tx, journey)
        for step in journey.missing:
            yield from _reminded(tx, journey, step)
    yield from _expected(tx)


def _has_left(tx: Tx, person: PersonId) -> bool:
    known = organisation.person(tx, person)
    return known is None or (known.ends is not None and known.ends < known.today(tx.now))


def _passed_on(tx: Tx, journey: Journey, step: Step, manager: PersonId) -> Event:
    after = replace(step, owner=manager, due=starting.due_of(tx, manager, journey.day, step.days))
    return moves.kept(tx, None, step, after, "passed_on")


def _welcome(tx: Tx, journey: Journey) -> Iterator[Notice]:
    """A newcomer's card on the morning of their first day, or once their Slack account is known."""
    person = journey.person
    if journey.way is Way.JOINING and morning(tx, person, journey.day) <= tx.now and reader_of(tx, person):
        key = f"onboarding/{journey.id}/welcome/to_{person}"
        yield Notice(key, person, "card", journey.ref, card=f"onboarding/{journey.id}/card")


def _reminded(tx: Tx, journey: Journey, step: Step) -> Iterator[Notice]:
    """One message for all that somebody owes on a day; a working day later what is late, to the manager too."""
    if morning(tx, step.owner, step.due) > tx.now:
        return
    slot = f"onboarding/{journey.id}/due/{step.due}"
    if reader_of(tx, step.owner):
        later = arrival(tx, step.owner)
        yield Notice(f"{slot}/to_{step.owner}", step.owner, "today", journey.ref, later, slot)
    late = working_day_after(tx, step.owner, _noon(tx, step.owner, step.due), TOLD)
    if morning(tx, step.owner, late) > tx.now:
        return
    manager = desk.manager_of(tx, journey.person, journey.day)
    for to in dict.fromkeys((step.owner, manager)):
        if to is not None:
            key = f"onboarding/step/{step.id}/late/{step.due}/to_{to}"
            yield Notice(key, to, "late", Ref(NAME, step.id), not_before=arrival(tx, to))


def _expected(tx: Tx) -> Iterator[Notice]:
    """Who waits for a skill learns once of each opening for it: two queries for all of them."""
    openings = [one for one in store.standing(tx) if one.state is State.OPEN]
    if not openings:
        return
    today, chart = tx.now.date(), organisation.chart(tx)
    for one in skills.wanted(tx, today):
        lead = at(chart.leads.get(one.project, ()), today)
        for opening in openings:
            if lead is not None and opening.skill == one.skill and opening.level >= one.level:
                slot = f"onboarding/opening/{opening.id}/expected"
                yield Notice(f"{slot}/to_{lead}", lead, "expected", Ref(NAME, opening.id), card=slot)


def _noon(tx: Tx, person: PersonId, day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(organisation.facts(tx, person).person.time_zone))
