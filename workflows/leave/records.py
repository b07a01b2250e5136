"""What is kept about leave, as values: a request with its route, an opening balance, what somebody wrote."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref
from workflows.leave.rules.life import State
from workflows.leave.rules.request import Request
from workflows.leave.tables import NoteKind


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route; not asked yet while `asked_at` is None."""

    id: int
    """0 until it is read."""
    stage: int
    position: int
    person: PersonId
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Leave:
    """A request with its route: what the verbs act on."""

    request: Request
    stage: int
    """The version at which the question that waits, or waited last, was put."""
    steps: tuple[Step, ...]

    @property
    def id(self) -> int:
        """The request's."""
        return self.request.id

    @property
    def person(self) -> PersonId:
        """Whose leave it is."""
        return self.request.person

    @property
    def state(self) -> State:
        """How it stands."""
        return self.request.state

    @property
    def version(self) -> int:
        """How often it changed."""
        return self.request.version

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref("leave", self.request.id)

    @property
    def asked(self) -> tuple[Step, ...]:
        """Those who were asked, in every stage, in turn."""
        return tuple(step for step in self.steps if step.asked_at is not None)

    @property
    def waiting_for(self) -> Step | None:
        """Who owes the answer to the question of this stage: the one asked last."""
        return next((step for step in reversed(self.asked) if step.stage == self.stage), None)


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody began a leave year with."""

    person: PersonId
    leave_type: str
    year: int
    """The one in which the leave year begins."""
    days: Decimal


@dataclass(frozen=True, slots=True)
class Written:
    """Something somebody wrote about a leave."""

    kind: NoteKind
    by: PersonId
    version: int
    text: str
