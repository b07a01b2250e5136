"""What follows for budgets from elsewhere: leave and allocations change labour, milestones what is earned."""

from collections.abc import Iterable
from datetime import date

from workflows.budget import store
from workflows.kernel.flow import Event, Tx
from workflows.organisation import plan
from workflows.organisation import store as organisation

ABOUT_PEOPLE = frozenset({"leave", "absence", "staffing", "staffing_change"})
ABOUT_PLANS = frozenset({"milestones"})
WISHES = frozenset({"asked"})
"""What is only asked for keeps nobody from work yet."""


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """Nothing happens at once: the budgets it touches are looked at soon."""
    concerns = event.subject.workflow in ABOUT_PEOPLE and event.name not in WISHES
    if concerns and event.about and organisation.person(tx, event.about):
        found = organisation.projects_of(tx, event.about, date.min, date.max)
        store.wake(tx, [project.id for project, _ in found])
    if event.subject.workflow in ABOUT_PLANS:
        milestone = plan.milestone(tx, event.subject.id)
        store.wake(tx, [milestone.project] if milestone else [])
    return ()
