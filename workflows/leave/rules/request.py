"""A leave request as the rules see it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workflows.calendar.rules import Span
from workflows.kernel.access import PersonId
from workflows.leave.rules.life import ACTIVE, GRANTED, PENDING, State


@dataclass(frozen=True, slots=True)
class Request:
    """Leave of one type over one span; a new version with each change."""

    id: int
    person: PersonId
    leave_type: str
    span: Span
    state: State
    version: int = 1
    days: Decimal = Decimal(0)
    """What it cost when it was asked for or last changed, in the type's unit."""
    costs: tuple[tuple[date, Decimal], ...] = ()
    """Its cost day by day as stored at approval (R5); while empty it is counted from the calendar of the moment."""
    route: tuple[PersonId, ...] = ()
    """Who is asked, in turn, as resolved when it was made (R43)."""
    step: int = 0
    """How far along the route it has climbed."""
    asked_by: PersonId | None = None
    asked_at: datetime | None = None
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    reason: str = ""
    decision: str = ""
    """Why it was declined or cancelled, in the decider's words."""
    replacement: PersonId | None = None

    @property
    def active(self) -> bool:
        """Whether it holds days and blocks others."""
        return self.state in ACTIVE

    @property
    def pending(self) -> bool:
        """Whether it still waits for its approval."""
        return self.state in PENDING

    @property
    def granted(self) -> bool:
        """Whether its days are charged."""
        return self.state in GRANTED
