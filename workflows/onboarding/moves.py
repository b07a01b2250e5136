"""Keeping what a verb changed, compare-and-set, the money an opening stands for, and the events that say so."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Tx
from workflows.language import marked, tr
from workflows.onboarding import store
from workflows.onboarding.prospect import Subject
from workflows.onboarding.rules import checklist
from workflows.onboarding.rules.checklist import Journey, Opening, Step, over
from workflows.onboarding.rules.life import State
from workflows.organisation import commitments
from workflows.organisation.commitments import Category, Commitment, Promise

_PROMISED = {State.OPEN: Promise.AGREED, State.ON_HOLD: Promise.PROPOSED, State.FILLED: Promise.SPENT}


def happened(journey: Journey, name: str, by: PersonId | None, facts: Mapping[str, Any] | None = None) -> Event:
    """An event about a joining or leaving."""
    return Event(name, journey.ref, journey.version, journey.person, by, facts or {})


def opened(tx: Tx, actor: Actor, before: Opening, after: Opening, name: str, **facts: Any) -> Event:
    """The opening as it is now, with its money; Refused (`conflict`) when somebody changed it meanwhile."""
    if not store.save_opening(tx, after, before.version):
        raise Refused(tr("Somebody changed this opening just now. Please look again."), reason="conflict")
    promise(tx, after)
    return Event(name, after.ref, before.version + 1, after.person, actor.person, facts)


def promise(tx: Tx, opening: Opening) -> None:
    """What it costs, on the department's account, for a year from the expected start; nothing when it is cancelled.

    Of an opening for several only those who are still to be found are promised: the others are in the salaries.
    """
    state = _PROMISED.get(opening.state)
    heads = opening.headcount if opening.state is State.FILLED else opening.missing
    promised = [
        Commitment(
            opening.department,
            opening.ref,
            Category.HIRING,
            opening.cost * heads,
            opening.currency,
            month,
            state,
        )
        for month in checklist.months(opening.starts)
        if state is not None
    ]
    commitments.put(tx, opening.ref, promised)


def kept(tx: Tx, by: PersonId | None, before: Step, after: Step, name: str) -> Event:
    """The step as it is now; Refused (`conflict`) when somebody changed it meanwhile."""
    tx.lock("onboarding_list", before.journey)  # of two last steps at once, the second must see the first
    journey = store.journey(tx, before.journey)
    if journey is None or journey.state is not State.RUNNING:
        raise Refused(tr("This list is closed. `/onboard` shows what runs."), reason="over")
    if not store.save(tx, after, before.version):
        raise Refused(tr("Somebody changed this just now. Please look again."), reason="conflict")
    facts = {"journey": before.journey, "owner": after.owner, "before": before.owner, "due": before.due.isoformat()}
    return Event(name, before.ref, before.version + 1, before.about, by, facts)


def ended(tx: Tx, by: PersonId | None, step: Step) -> Iterator[Event]:
    """The list is complete when nothing is left."""
    journey = store.journey(tx, step.journey)
    if journey is not None and over(journey.steps) and store.settle(tx, journey, State.COMPLETE):
        yield happened(replace(journey, version=journey.version + 1), "completed", by)


def explain(tx: Tx, _actor: Actor, subject: Subject) -> str:
    """How it stands, for one who came too late."""
    if isinstance(subject, Step):
        found = store.step(tx, subject.id)
        return tr(_WORDS[found.state]) if found else tr("That is over.")
    if isinstance(subject, Opening):
        opening = store.opening(tx, subject.id)
        return tr(_WORDS[opening.state]) if opening else tr("That is over.")
    journey = store.journey(tx, subject.id) if isinstance(subject, Journey) else None
    return tr(_WORDS[journey.state]) if journey else tr("That is over.")


_WORDS = {
    State.OPEN: marked("This opening is open, and has changed since you last saw it. `/onboard` shows it as it is."),
    State.ON_HOLD: marked("This opening is on hold now. `/onboard` shows it as it is."),
    State.FILLED: marked("This opening is filled."),
    State.CANCELLED: marked("This opening was cancelled."),
    State.RUNNING: marked("This list has changed meanwhile. `/onboard` shows it as it is."),
    State.COMPLETE: marked("Every step of this list is done."),
    State.TAKEN_BACK: marked("This was taken back, and its steps have ended."),
    State.TO_DO: marked("This step has changed meanwhile. `/onboard` shows it as it is."),
    State.DONE: marked("This step is done already."),
    State.NOT_NEEDED: marked("This step was taken off the list."),
}
