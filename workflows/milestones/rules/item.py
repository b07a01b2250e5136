"""A milestone with its project and whoever answers for it; and the subjects that are no milestone yet."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref
from workflows.milestones.rules.life import State, state_of
from workflows.milestones.rules.risk import Risk
from workflows.organisation.milestone import Milestone
from workflows.organisation.rules import Chart, Project, at

NOBODY = PersonId(0)
"""Whom a subject is about that nobody answers for."""
NAME = "milestones"


@dataclass(frozen=True, slots=True)
class Item:
    """A milestone in its project."""

    milestone: Milestone
    project: Project
    lead: PersonId | None
    """Who manages the project today."""
    owner: PersonId | None
    """Who reports on it: whoever was named, else the project's manager; either while they are with the company."""

    @property
    def id(self) -> int:
        return self.milestone.id

    @property
    def person(self) -> PersonId:
        """Whoever answers for it."""
        return self.owner or NOBODY

    @property
    def state(self) -> State:
        """Where it is in its life."""
        return state_of(self.milestone.health)

    @property
    def version(self) -> int:
        """How often it was reported on."""
        return self.milestone.version

    @property
    def ref(self) -> Ref:
        """Its name among subjects."""
        return Ref(NAME, self.id)

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"


@dataclass(frozen=True, slots=True)
class Outlook:
    """A project whose plan is looked at or added to; without one: all that the one who acts has to do with."""

    project: Project | None = None
    lead: PersonId | None = None
    person: PersonId = NOBODY
    state: StrEnum | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the milestone it is about; pressed twice, it says what became of it."""

    risk: Risk
    item: Item
    state: StrEnum | None = None

    @property
    def person(self) -> PersonId:
        """Whoever answers for the milestone."""
        return self.item.person

    @property
    def version(self) -> int:
        """How often it changed."""
        return self.risk.version


def leader(chart: Chart, project: Project, today: date) -> PersonId | None:
    """Who manages the project today; before it begins whoever will, after it has ended whoever did."""
    day = max(project.starts, min(today, project.ends or today))
    return at(chart.leads.get(project.id, ()), day)
