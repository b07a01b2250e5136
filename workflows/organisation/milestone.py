"""What a project's plan is made of: milestones, how each stands and what was said about it; pure.

Three days are kept apart. `planned` is the day it was first planned for and never changes. `baseline` is the day it is
measured against, and changes only when somebody says so and why. `forecast` is when it is expected now, or was done.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workflows.kernel.access import PersonId


class Health(StrEnum):
    """How a milestone stands, in the words of whoever answers for it."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DONE = "done"
    DROPPED = "dropped"
    """No longer part of the plan; kept for the record, and left out of every sum."""


OPEN = frozenset({Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK})


class Change(StrEnum):
    """What a report did to its milestone."""

    PLANNED = "planned"
    UPDATED = "updated"
    MOVED = "moved"
    REBASELINED = "rebaselined"
    DONE = "done"
    REOPENED = "reopened"
    DROPPED = "dropped"
    REVISED = "revised"
    """Its name, owner or weight."""
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone as it stands now."""

    id: int
    project: int
    name: str
    planned: date
    baseline: date
    forecast: date
    health: Health
    weight: Decimal | None
    """Its share of the project's work, in whatever unit the project's other milestones use; None: not counted."""
    percent: Decimal
    """How much of its work is complete, 0 to 100; 100 when done."""
    done_on: date | None
    owner: PersonId | None
    """Who reports on it; None: the project's manager of the day."""
    sentence: str
    """What was said about it last, as it was typed."""
    reported_on: date
    """The day of that report, where its author was."""
    quiet_until: date | None
    """No reminder before this day."""
    version: int

    @property
    def open(self) -> bool:
        """Whether it is still to be reached."""
        return self.health in OPEN


@dataclass(frozen=True, slots=True)
class Report:
    """How a milestone stood from a day on: one line of its history, which only grows."""

    id: int
    milestone: int
    at: datetime
    on: date
    by: PersonId | None
    change: Change
    health: Health
    baseline: date
    forecast: date
    weight: Decimal | None
    percent: Decimal
    sentence: str
    version: int
