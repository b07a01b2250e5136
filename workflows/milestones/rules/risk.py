"""A proposal to call a milestone at risk because somebody is away: its life, and the capacity it is about; pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.kernel.access import PersonId


class Standing(StrEnum):
    """What became of the proposal."""

    OPEN = "open"
    MARKED = "marked"
    """The project's manager called the milestone at risk."""
    LEFT = "left"
    """They left it as it is."""
    WITHDRAWN = "withdrawn"
    """The person is not away after all, or not so that it matters."""
    OVERTAKEN = "overtaken"
    """The milestone itself changed, so that there is nothing to propose any more."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a project loses: a share of somebody's time, or hours a week, on these days."""

    person: PersonId
    first: date
    last: date
    percent: Decimal | None
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Risk:
    """One proposal, put to whoever managed the project then."""

    id: int
    milestone: int
    source: str
    asked_of: PersonId
    loss: Loss
    standing: Standing
    version: int

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return f"{self.id}.{self.version}"
