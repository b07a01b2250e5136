"""A reported absence as the rules see it."""

from dataclasses import dataclass
from datetime import date, datetime

from workflows.absence.rules.life import STANDING, Certificate, State
from workflows.calendar.rules import Span
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref


@dataclass(frozen=True, slots=True)
class Record:
    """One absence of one type over one span; a new version with each change that somebody makes."""

    id: int
    person: PersonId
    absence_type: str
    span: Span
    """Of an open-ended one: up to the day it has reached, in the person's zone."""
    open_ended: bool
    state: State = State.OPEN
    version: int = 1
    certificate: Certificate = Certificate.NONE
    certificate_due: date | None = None
    told: PersonId | None = None
    """The operations manager who was told, or whoever stood in; None when nobody could be."""
    reported_by: PersonId | None = None
    reported_at: datetime | None = None
    changed_by: PersonId | None = None
    """None when the clock did it."""
    changed_at: datetime | None = None

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref("absence", self.id)

    @property
    def standing(self) -> bool:
        """Whether it keeps, or kept, the person away."""
        return self.state in STANDING
