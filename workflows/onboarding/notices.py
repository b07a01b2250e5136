"""Who is told what about openings, joinings and leavings.

A list's managers and everybody with a step hold one card each, updated in place. Project managers who wait for a skill
learn when somebody with it is expected, and nothing else; the department learns who joins it.
"""

from collections.abc import Iterable, Iterator

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.onboarding import desk, store
from workflows.onboarding.rules.checklist import NAME, OPENINGS, Journey
from workflows.onboarding.rules.template import Way
from workflows.organisation import store as organisation

TOLD = 1
"""Working days of an owner after a step's day, then the operations manager learns that it is late."""
REMINDERS = frozenset({"today", "late"})
"""What reminds somebody, and may be put off."""
_OVER = ("completed", "taken_back")


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    if event.subject.workflow == OPENINGS:
        return _about_opening(tx, event)
    number = event.subject.id if event.subject.workflow == NAME else int(event.facts.get("journey", 0))
    journey = store.journey(tx, number) if number and event.subject.workflow != "duty" else None
    return _about_journey(tx, event, journey) if journey else ()


def audience(tx: Tx, journey: Journey) -> set[PersonId]:
    """The operations manager, whoever began it, everybody with a step, the buddy, and the person."""
    named = {journey.person, journey.started_by, desk.manager_of(tx, journey.person, journey.day), journey.buddy}
    return {one for one in named if one is not None} | journey.owners


def _about_journey(tx: Tx, event: Event, journey: Journey) -> Iterator[Notice]:
    begin = f"{event.subject}/{event.name}/{event.version}"
    told, before = audience(tx, journey), event.facts.get("before")
    for person in sorted(told | ({PersonId(int(before))} if before else set())):
        new = event.name == "started" or person == event.facts.get("owner")
        yield Notice(
            f"{begin}/card_to_{person}", person, "card", journey.ref, card=card_of(journey), only_update=not new
        )
    yield from _due_cards(event, journey, begin)
    if event.name in _OVER:
        for person in sorted(_hearing(tx, event, journey) - {event.by}):
            yield Notice(f"{begin}/{event.name}_to_{person}", person, event.name, journey.ref)
    if event.name == "started" and journey.way is Way.JOINING:
        yield from _to_colleagues(tx, journey, begin, told)


def card_of(journey: Journey) -> str:
    """The slot of the card that each holds."""
    return f"onboarding/{journey.id}/card"


def _hearing(tx: Tx, event: Event, journey: Journey) -> set[PersonId]:
    """Of a leaving that was taken back, everybody; that all is done, who keeps the list."""
    if event.name == "taken_back":
        return audience(tx, journey)
    manager = desk.manager_of(tx, journey.person, journey.day)
    return {one for one in (manager, journey.started_by) if one is not None}


def _due_cards(event: Event, journey: Journey, begin: str) -> Iterator[Notice]:
    """What reminded somebody of this step changes with it."""
    day, owner = event.facts.get("due"), event.facts.get("before")
    if day and owner:
        slot = f"onboarding/{journey.id}/due/{day}"
        yield Notice(f"{begin}/{slot}", PersonId(int(owner)), "today", journey.ref, card=slot, only_update=True)


def _to_colleagues(tx: Tx, journey: Journey, begin: str, told: set[PersonId]) -> Iterator[Notice]:
    department = organisation.department_of(tx, journey.person, journey.day)
    for person in organisation.members(tx, department.id, tx.now.date()) if department else ():
        if person not in told:
            yield Notice(f"{begin}/newcomer_to_{person}", person, "newcomer", journey.ref)


def _about_opening(tx: Tx, event: Event) -> Iterator[Notice]:
    """The card of those who were told, in silence; a new date or state, in a message to those who wait."""
    opening = store.opening(tx, event.subject.id)
    if opening is None or event.name == "opened":
        return
    waiting = set(desk.waiting_for(tx, opening))
    leads = {one.value for held in organisation.chart(tx).leads.values() for one in held if one.ends is None}
    ref, slot = Ref(NAME, opening.id), f"onboarding/opening/{opening.id}/expected"
    begin = f"{event.subject}/{event.name}/{event.version}"
    for person in sorted(leads | waiting):
        yield Notice(f"{begin}/expected_to_{person}", person, "expected", ref, card=slot, only_update=True)
    for person in sorted(waiting - {event.by}) if event.facts.get("moved") else ():
        yield Notice(f"{begin}/moved_to_{person}", person, "moved", ref)
