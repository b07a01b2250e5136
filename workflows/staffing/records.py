"""What staffing keeps, as frozen values: an ask, the question to a department, an offer, a change, a task."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from workflows.calendar.rules import Share
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref
from workflows.organisation.chains import Chain
from workflows.organisation.rules import Allocation
from workflows.staffing.rules.ask import Amount, Ask
from workflows.staffing.rules.life import State
from workflows.staffing.tables import NoteKind, Wish


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody offered; about them."""

    id: int
    request: int
    desk: int
    person: PersonId
    amount: Amount
    first: date
    last: date
    state: State
    version: int
    offered_by: PersonId
    offered_at: datetime
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    allocation: int | None = None

    @property
    def chain(self) -> Ref:
        """The name under which its answer is owed."""
        return Ref("staffing_offer", self.id)

    def share(self, project: int) -> Share:
        """What it takes of their time, while it is tentative."""
        return Share(
            self.person, project, self.amount.percent, self.amount.hours, self.first, self.last, tentative=True
        )


@dataclass(frozen=True, slots=True)
class Request:
    """An ask; `person` is whoever asked."""

    id: int
    ask: Ask
    state: State
    version: int
    asked_at: datetime
    decided_at: datetime | None = None
    offers: tuple[Offer, ...] = ()

    @property
    def person(self) -> PersonId:
        """Who asked."""
        return self.ask.person

    @property
    def ref(self) -> Ref:
        """Its name."""
        return Ref("staffing", self.id)

    @property
    def allotted(self) -> int:
        """How many of those asked for are there."""
        return sum(offer.state is State.ALLOTTED for offer in self.offers)

    @property
    def tentative(self) -> int:
        """How many are offered besides."""
        return sum(offer.state is State.OFFERED for offer in self.offers)

    @property
    def lacking(self) -> int:
        """How many nobody was even offered for."""
        return max(0, self.ask.people - self.allotted - self.tentative)

    @property
    def named(self) -> frozenset[PersonId]:
        """Who is offered or allotted for it already."""
        return frozenset(one.person for one in self.offers if one.state in (State.OFFERED, State.ALLOTTED))


@dataclass(frozen=True, slots=True)
class Desk:
    """The question to one department."""

    id: int
    request: Request
    department: int
    standing: State
    version: int
    chain: Chain
    answered_by: PersonId | None = None

    @property
    def person(self) -> PersonId:
        """Who asked."""
        return self.request.person

    @property
    def state(self) -> State:
        """Closed with the ask, or once the department was asked anew."""
        return self.standing if self.request.state is State.OPEN else State.CLOSED

    @property
    def ref(self) -> Ref:
        """The name of its route."""
        return Ref("staffing_desk", self.id)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with what it is for."""

    offer: Offer
    desk: Desk

    @property
    def request(self) -> Request:
        """What was asked for."""
        return self.desk.request

    @property
    def person(self) -> PersonId:
        """Who is offered."""
        return self.offer.person

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.offer.state

    @property
    def version(self) -> int:
        """How often it changed."""
        return self.offer.version


@dataclass(frozen=True, slots=True)
class Booking:
    """An allocation as a subject."""

    allocation: Allocation
    state: None = None
    version: int = 1

    @property
    def id(self) -> int:
        """The allocation's."""
        return self.allocation.id

    @property
    def person(self) -> PersonId:
        """Whose it is."""
        return self.allocation.person


@dataclass(frozen=True, slots=True)
class Change:
    """What a project manager wants of an allocation."""

    id: int
    allocation: int
    person: PersonId
    project: int
    wish: Wish
    last: date
    state: State
    version: int
    asked_by: PersonId
    chain: Chain
    decided_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Other work is to be found for somebody."""

    id: int
    source: str
    person: PersonId
    state: State
    version: int
    chain: Chain
    finished_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What somebody who leaves would still have done."""

    id: int
    person: PersonId
    project: int
    skill: int | None
    level: int | None
    amount: Amount
    first: date
    last: date
    state: None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Prospect:
    """Before there is anything to ask about: a project, a department, or nothing but oneself."""

    person: PersonId
    project: int | None = None
    department: int | None = None
    vacancy: Vacancy | None = None
    state: None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote."""

    kind: NoteKind
    by: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A department's floor as it was said."""

    people: Decimal | None
    percent: Decimal | None
    starts: date
    said_by: PersonId = field(compare=False)
