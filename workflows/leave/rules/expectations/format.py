"""How a file of expectations is written: what there is, what is done, what should come of it; nothing unknown."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from workflows.calendar.rules import Half, Observed
from workflows.leave.rules.assignment import Assignment
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.life import State


def _exact(value: Any) -> Any:
    """YAML's 0.1 means one tenth."""
    return str(value) if isinstance(value, float) else value


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _day(value: Any) -> Any:
    return {"day": value} if isinstance(value, (date, str)) else value


def _pattern(value: Any) -> Any:
    return {"pattern": value} if isinstance(value, str) else value


Amount = Annotated[Decimal, BeforeValidator(_exact)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
EVER = date(2000, 1, 1)


class Part(BaseModel):
    """A part of a file; it takes no word it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dates(Part):
    """A stretch of days; `half` for half of a single day."""

    first: date
    last: date | None = None
    first_half: Half | None = None
    last_half: Half | None = None
    half: Half | None = None


class PatternFrom(Part):
    pattern: str
    since: date = EVER


class HolidayOn(Part):
    day: date
    name: str = "Holiday"
    length: Amount = Decimal(1)
    half: Half | None = None


class Calendar(Part):
    """When the person works: patterns, own holidays, and those of a place."""

    patterns: Annotated[list[Annotated[PatternFrom, BeforeValidator(_pattern)]], BeforeValidator(_listed)] = Field(
        default_factory=lambda: [PatternFrom(pattern="mon-fri")]
    )
    holidays: list[Annotated[HolidayOn, BeforeValidator(_day)]] = Field(default_factory=list)
    country: str | None = None
    subdivision: str | None = None
    observed: Observed | None = None
    """By default as the policy says."""


class ContractFrom(Part):
    contract: str
    since: date = EVER


def _contract(value: Any) -> Any:
    return {"contract": value} if isinstance(value, str) else value


class Person(Part):
    hired: date = date(2020, 1, 1)
    leaves: date | None = None
    time_zone: str = "UTC"
    departments: list[str] = Field(default_factory=list)
    """Its code, and those of all above it."""
    roles: list[str] = Field(default_factory=list)
    contract: Annotated[list[Annotated[ContractFrom, BeforeValidator(_contract)]], BeforeValidator(_listed)] = Field(
        default_factory=list
    )
    """Of which kind, from when on: what assignments look at."""


class Prior(Part):
    """A line of the ledger from before: an opening balance, an adjustment, earned time."""

    type: str = "annual"
    kind: Kind = Kind.OPENING
    day: date
    amount: Amount
    grant: str = ""
    expires: date | None = None


class Leave(Dates):
    """A request: under a name, by which the steps speak of it."""

    name: Name = "it"
    type: str = "annual"
    state: State = State.APPROVED
    reason: str = ""
    documents: int = 0
    by_manager: bool = False


class Colleague(Part):
    name: Name
    pattern: str = "mon-fri"
    away: list[Dates] = Field(default_factory=list)
    pending: list[Dates] = Field(default_factory=list)


class Group(Part):
    """Those who cover for each other, besides the person."""

    code: str = "group"
    name: str = "the group"
    skill: str | None = None
    level: int = 1
    me: bool = True
    """Whether the person is one of them: of those who know a skill, they may not be."""
    people: list[Colleague] = Field(default_factory=list)
    scheduled: int = 0
    """So many more who work as the person does."""
    away: list[Dates] = Field(default_factory=list)
    """When some of those are away, one each."""


class Desk(Part):
    """One who may be asked to decide, in turn; `substitute` is named in their own leave."""

    name: Name
    away: list[Dates] = Field(default_factory=list)
    substitute: str | None = None
    deputy: str | None = None


class Which(Part):
    """A request that was made before."""

    name: Name = "it"
    by: str = "the manager"
    owner: bool = False
    """The person's own doing; else the manager's."""
    reason: str = ""


class Shorter(Which, Dates):
    pass


class Of(Part):
    type: str = "annual"
    on: date | None = None
    """By default today."""


class Advance(Part):
    to: date
    daily: bool = False
    """As a job that runs each day; else once, as after a downtime."""


class Earned(Part):
    type: str = "comp"
    day: date
    amount: Amount
    half: Half | None = None


class Adjusted(Part):
    type: str = "annual"
    amount: Amount
    day: date | None = None
    reason: str = ""


class Counting(Part):
    """`count` working days after `day`."""

    day: date
    count: int


def _to(value: Any) -> Any:
    return {"to": value} if isinstance(value, (date, str)) else value


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else {} if value is None else value


def _typed(value: Any) -> Any:
    return {"type": value} if isinstance(value, str) else {} if value is None else value


WhichOne = Annotated[Which, BeforeValidator(_named)]
OfType = Annotated[Of, BeforeValidator(_typed)]


class Step(Part):
    """Exactly one action, and what should come of it."""

    say: str = ""
    count: Leave | None = None
    request: Leave | None = None
    change: Leave | None = None
    approve: WhichOne | None = None
    approve_first: WhichOne | None = None
    decline: WhichOne | None = None
    withdraw: WhichOne | None = None
    cancel: WhichOne | None = None
    ask_cancel: WhichOne | None = None
    approve_cancel: WhichOne | None = None
    refuse_cancel: WhichOne | None = None
    shorten: Shorter | None = None
    take_out: Shorter | None = None
    sick: Dates | None = None
    advance: Annotated[Advance, BeforeValidator(_to)] | None = None
    balance: OfType | None = None
    usable: OfType | None = None
    ledger: OfType | None = None
    calendar: Dates | None = None
    holiday: Annotated[HolidayOn, BeforeValidator(_day)] | None = None
    no_holiday: date | None = None
    pattern: Annotated[PatternFrom, BeforeValidator(_pattern)] | None = None
    earn: Earned | None = None
    adjust: Adjusted | None = None
    working_days: Counting | None = None
    route: date | None = None
    erase: Name | None = None
    explain: WhichOne | None = None
    shutdown: Name | None = None
    policy: date | None = None
    expect: dict[str, Any] = Field(default_factory=dict)

    @property
    def action(self) -> tuple[str, Any]:
        """Its name and what it is about."""
        return next((name, value) for name, value in self if name not in _SAID and value is not None)

    @model_validator(mode="after")
    def _one(self) -> "Step":
        given = [name for name, value in self if name not in _SAID and value is not None]
        if len(given) != 1:
            raise ValueError(f"a step is exactly one action, this has {', '.join(given) or 'none'}")
        return self


_SAID = frozenset({"say", "expect"})


class Expectations(Part):
    """One case."""

    title: str
    about: str = ""
    today: date | None = None
    now: datetime | None = None
    """A moment, from which the person's own today follows (R42); either this or `today`."""
    calendar: Calendar = Calendar()
    person: Person = Person()
    policy: dict[str, Any] | str | None = None
    """A policy as data, or the path of one beside this file; or else"""
    policies: list[dict[str, Any] | str] = Field(default_factory=list)
    """several, or several versions of one, the company's first one first;"""
    assignments: list[Assignment] = Field(default_factory=list)
    """and whose each is: by country (of the calendar), departments and contract."""
    ledger: list[Prior] = Field(default_factory=list)
    leave: list[Leave] = Field(default_factory=list)
    sick: list[Dates] = Field(default_factory=list)
    group: Annotated[list[Group], BeforeValidator(_listed)] = Field(default_factory=list)
    route: list[Desk] = Field(default_factory=list)
    steps: list[Step]

    @model_validator(mode="after")
    def _one_clock(self) -> "Expectations":
        if (self.today is None) == (self.now is None):
            raise ValueError("say either today or now")
        if (self.policy is None) == (not self.policies):
            raise ValueError("say either policy or policies")
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError("now: a moment needs its offset, such as 2026-06-04T20:00:00Z")
        return self
