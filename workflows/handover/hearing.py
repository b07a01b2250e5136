"""Milestones and handovers: what is missing before one is called done, and that it was called done all the same."""

from collections.abc import Iterable, Sequence
from datetime import date

from workflows.handover import looking, store
from workflows.handover.moves import happened
from workflows.handover.rules.checklist import Handover
from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Ref, Tx
from workflows.organisation import plan

MILESTONES = "milestones"


def missing(tx: Tx, subject: Ref, viewer: Actor) -> Sequence[str]:
    """What the project's handovers that are due by then still miss."""
    milestone = plan.milestone(tx, subject.id) if subject.workflow == MILESTONES else None
    return looking.missing(tx, due(tx, milestone.project, milestone.forecast), viewer) if milestone else ()


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """A milestone was called done although something is missing: both managers learn it."""
    if event.subject.workflow != MILESTONES or event.name != "done" or not event.facts.get("missing"):
        return
    milestone = plan.milestone(tx, event.subject.id)
    expected = date.fromisoformat(str(event.facts["before"]))  # it is expected on the day it was done now
    for handover in due(tx, milestone.project, expected) if milestone else ():
        if handover.missing:
            told = happened(handover, "overridden", event.by, {"milestone": event.subject.id})
            yield Event(told.name, told.subject, event.version, told.about, told.by, told.facts)


def due(tx: Tx, project: int, day: date) -> list[Handover]:
    """The project's handovers whose own day is not after the milestone's, or not after today."""
    return [one for one in store.of_project(tx, project) if one.day <= max(tx.now.date(), day)]
