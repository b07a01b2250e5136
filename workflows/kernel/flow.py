"""The shape of a workflow and `run`, the only road to any of its verbs.

Decided here: that a verb is reached by loading, authorising, checking the machine and only then acting, and that what
it did is recorded and announced in the same transaction. Not decided here: any business.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from workflows.kernel.access import Actor, Permission, PersonId, Policy, Relation
from workflows.kernel.digests import Chart, Edition, Kind, Line, Reader
from workflows.kernel.errors import Refused
from workflows.kernel.home import Section
from workflows.kernel.machine import Machine
from workflows.kernel.replies import Message, Reply

Form = Mapping[str, Any]
"""What the person gave: a command's words under `text`, a modal's fields by block id. Parsed, not yet believed."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A subject by name: `leave/17`."""

    workflow: str
    id: int

    def __str__(self) -> str:
        return f"{self.workflow}/{self.id}"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, in the past tense of the business; also the audit row. Facts hold ids and codes only."""

    name: str
    subject: Ref
    version: int
    about: PersonId
    by: PersonId | None
    """None when the clock did it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    after: Any = field(default=None, compare=False, repr=False)
    """The subject as the transaction leaves it, from whoever has it at hand: it need not be read again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said to whom about what. It carries no text: it is rendered when it is sent."""

    key: str
    """`workflow/id/event/version/to_audience`, unique for ever: queueing it again changes nothing."""
    to: PersonId | str
    """A person (in their direct message), or the id of a channel."""
    kind: str
    subject: Ref
    not_before: datetime | None = None
    card: str | None = None
    """The card this belongs to: posted to the recipient the first time, updated in place ever after."""
    only_update: bool = False
    """Touch a card that the recipient holds; say nothing to one who holds none."""
    thread: str | None = None
    """The card under which this is said; queued after that card. Not said at all to one who does not hold it."""


class Subject(Protocol):
    """What a verb acts on. `version` counts its changes, so that a stale press is recognised."""

    @property
    def person(self) -> PersonId: ...
    @property
    def state(self) -> StrEnum | None: ...
    @property
    def version(self) -> int: ...


class Tx(Protocol):
    """One transaction: everything in it is kept, or nothing is. Implemented by `bot.store`.

    Statements are SQLAlchemy Core statements built once, at import; values are given by name at each call.
    """

    @property
    def now(self) -> datetime:
        """The moment of this transaction, aware, UTC."""

    @property
    def site(self) -> str:
        """The address of the bot's own pages (feeds), without a slash at its end."""

    @property
    def memory(self) -> dict[Any, Any]:
        """What has been read in this transaction and may be asked for again; ends with it."""

    @property
    def workflows(self) -> "Sequence[Workflow]":
        """Every workflow there is: the road by which one offers another what it knows, without either's knowing."""

    def fetch(self, statement: Any, **values: Any) -> list[Any]:
        """All rows, as named tuples."""

    def first(self, statement: Any, **values: Any) -> Any:
        """The first row or None."""

    def execute(self, statement: Any, **values: Any) -> int:
        """Run an UPDATE or DELETE; how many rows it touched."""

    def insert(self, table: Any, **values: Any) -> int:
        """Add a row of this SQLModel table; its id."""

    def insert_once(self, table: Any, **values: Any) -> bool:
        """Add a row unless a unique key already holds; whether it was added."""

    def insert_many(self, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add many rows at once."""

    def lock(self, name: str, number: int) -> None:
        """Until the end of this transaction nobody else who locks the same goes on. SQLite has one writer anyway."""

    def attempt(self, what: str, work: Callable[[], None]) -> str | None:
        """Do a part by itself. If it fails, that part alone is undone, and the id under which it is logged is returned.

        For what a clock does for many people: one whose records make no sense holds nobody else up.
        """

    def record(self, event: Event) -> None:
        """Write the audit row."""

    def queue(self, notice: Notice) -> None:
        """Write the outbox row, unless its key is already there."""

    def queue_together(self, notices: Sequence[Notice]) -> None:
        """The same for several, in one statement."""

    def notice(self, number: int) -> Notice | None:
        """What was queued as the message of that number; None when there is none, or none any more."""

    def unreachable(self) -> frozenset[PersonId]:
        """Those whom no message reaches any more: Slack says that their account is deactivated, or not there."""

    def let_go(self, notice: Notice) -> None:
        """The message that its recipient holds is its card no more: what follows on that card is posted anew."""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is, or would be, away: from the first to the last day, both included."""

    person: PersonId
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb did: what happened, and what the one who used it gets to see."""

    reply: Reply
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What has come due together: found beside whoever writes, and kept only by whoever takes it first."""

    take: Callable[[Tx], bool]
    """Mark it as taken; False when somebody else did."""
    notices: tuple[Notice, ...] = ()
    events: tuple[Event, ...] = ()
    """What is put on record, without being announced."""


Piece = Callable[[Tx], Iterable[Event | Notice]]
"""A small part of what the clock does, found beside whoever writes: it looks again whether it is still to be done."""
Action = Callable[[Tx, Actor, Any, Form], Outcome]
Loader = Callable[[Tx, Actor, int | None, Form], Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something a person can do. `needs` has no default: nothing is allowed by forgetting."""

    name: str
    needs: Permission
    do: Action
    load: Loader
    """Finds the subject; raises Refused when there is none. It decides nothing."""
    help: str = ""
    """What is typed, a colon, what it does: `balance: how many days are left`; empty for what is only pressed."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A verb that stands in the menu of every message: it is given the message, and the link to it."""

    verb: str
    name: str
    description: str


@dataclass(frozen=True)
class Workflow:
    """Everything the shell needs to know about a workflow. One of these in `WORKFLOWS` is all a new one adds."""

    name: str
    command: str
    summary: str
    """What it is for, in the words of the command's hint in Slack."""
    hint: str
    """What may follow the command, as Slack shows it while typing."""
    verbs: tuple[Verb, ...]
    machine: Machine
    policy: Policy
    relate: Callable[[Tx, Actor, Any], frozenset[Relation]]
    read: Callable[[Tx, Actor, str], tuple[str, Form]]
    """The words after the command -> verb and form; raises Refused with the way out."""
    explain: Callable[[Tx, Actor, Any], str]
    """How the subject stands, for one who came too late ("already approved by Bea on 3 March")."""
    notices: Callable[[Tx, Event], Iterable[Notice]]
    due: Callable[[Tx], Iterable[Notice]]
    """The reminders that are true now; asked on every tick, kept once by their keys."""
    render: Callable[[Tx, Notice], Message | None]
    """A notice as its recipient reads it now; None when it is no longer true."""
    home: Callable[[Tx, Actor], Sequence[Section]]
    """What App Home shows this person of it; the shell arranges the page."""
    aliases: tuple[str, ...] = ()
    """Further commands that lead here (`/sick` for `/absence`); `read` is given the words alone."""
    stands_for: Mapping[str, str] = field(default_factory=dict)
    """What an alias puts before those words: `{"/sick": "sick"}` has `/sick tomorrow` read as `sick tomorrow`."""
    rounds: Callable[[Tx], Iterable[Round]] = lambda _tx: ()
    """What comes due for many at once; each is taken in a transaction of its own, in this order."""
    seed: Callable[[Tx], None] = lambda _tx: None
    """What must be in the database before anything else (leave types, say); doing it again changes nothing."""
    advance: Callable[[Tx], Iterable[Event]] = lambda _tx: ()
    """What the clock itself makes happen (a request climbs); each is recorded and announced like a verb's event."""
    pieces: Callable[[Tx], Iterable[Piece]] = lambda _tx: ()
    """The same where there may be much to look through: asked beside whoever writes, and done a few at a time."""
    hear: Callable[[Tx, Event], Iterable[Event]] = lambda _tx, _event: ()
    """What follows here from what happened in another workflow (sickness inside a leave), in the same transaction."""
    effects: Callable[[Tx, Away, Actor], Sequence[str]] = lambda _tx, _away, _viewer: ()
    """What an absence would touch here, a sentence each, in words this viewer may read: for others' cards."""
    missing: Callable[[Tx, Ref, Actor], Sequence[str]] = lambda _tx, _subject, _viewer: ()
    """What is still missing here before another workflow's subject can be called done, a sentence each."""
    undelivered: Callable[[Tx, Notice, str], Iterable[Notice]] = lambda _tx, _notice, _reason: ()
    """What is to be said, and to whom, when a notice can never reach its recipient, with Slack's name for why."""
    joins: Callable[[Tx, PersonId], Sequence[str]] = lambda _tx, _person: ()
    """Write down what a newcomer is given here, as far as its day has come, and say it, a sentence each."""
    leaves: Callable[[Tx, PersonId, date], Sequence[str]] = lambda _tx, _person, _last: ()
    """Write down what follows here from somebody's last day, and say what is left or owed then, a sentence each."""
    shortcuts: tuple[Shortcut, ...] = ()
    substitute: Callable[[Tx, PersonId, date], PersonId | None] = lambda _tx, _person, _day: None
    """Whom somebody named, in what is kept here, to answer in their place on a day."""
    reminders: frozenset[str] = frozenset()
    """The kinds of notice that remind somebody of what they owe: their reader may have them again later."""
    digest: Callable[[Tx, Edition], Mapping[PersonId, Sequence[Line]]] = lambda _tx, _edition: {}
    """What each reader of an edition should know of what is kept here; in as many queries for one as for all."""
    charts: Callable[[Tx, Kind, Reader], Sequence[Chart]] = lambda _tx, _kind, _reader: ()
    """What a picture says to one reader of a digest, asked when theirs is sent."""

    def verb(self, name: str) -> Verb:
        """The verb of that name; KeyError when there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Verb]:
        return {verb.name: verb for verb in self.verbs}


def run(
    workflow: Workflow,
    name: str,
    tx: Tx,
    actor: Actor,
    subject_id: int | None = None,
    form: Form | None = None,
    seen: int | None = None,
) -> Reply:
    """Load, authorise, check the state, act, announce. No action can be reached by any other road.

    `seen` is the version the person was looking at. Raises Refused (and then the transaction is undone).
    """
    given = form or {}
    verb = workflow.verb(name)
    subject = verb.load(tx, actor, subject_id, given)
    workflow.policy.require(verb.needs, workflow.relate(tx, actor, subject))
    if _out_of_turn(workflow, verb, subject, seen):
        raise Refused(workflow.explain(tx, actor, subject), reason="out_of_turn")
    outcome = verb.do(tx, actor, subject, given)
    for event in outcome.events:
        announce(workflow, tx, event)
    return outcome.reply


def announce(workflow: Workflow, tx: Tx, event: Event) -> None:
    """Record an event, queue what is to be said about it, and let the other workflows draw their consequences.

    All in the transaction that made it true.
    """
    tx.record(event)
    tx.queue_together(tuple(workflow.notices(tx, event)))
    for other in tx.workflows:
        if other.name != workflow.name:
            for consequence in other.hear(tx, event):
                announce(other, tx, consequence)


def effects(tx: Tx, away: Away, viewer: Actor) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What all workflows know an absence would touch, by workflow, as far as the viewer may know it."""
    found = ((workflow.name, tuple(workflow.effects(tx, away, viewer))) for workflow in tx.workflows)
    return tuple((name, sentences) for name, sentences in found if sentences)


def missing(tx: Tx, subject: Ref, viewer: Actor) -> list[str]:
    """What all workflows know to be missing before the subject can be called done, as far as the viewer may know it."""
    return [sentence for workflow in tx.workflows for sentence in workflow.missing(tx, subject, viewer)]


def joining(tx: Tx, person: PersonId) -> list[str]:
    """What all workflows give a newcomer, written down as far as its day has come; a sentence each."""
    return [sentence for workflow in tx.workflows for sentence in workflow.joins(tx, person)]


def leaving(tx: Tx, person: PersonId, last: date) -> list[str]:
    """What all workflows have of somebody whose last day that is, settled; a sentence each."""
    return [sentence for workflow in tx.workflows for sentence in workflow.leaves(tx, person, last)]


def substitute(tx: Tx, person: PersonId, day: date) -> PersonId | None:
    """Whom somebody named to answer in their place on a day, in whichever workflow."""
    named = (workflow.substitute(tx, person, day) for workflow in tx.workflows)
    return next((one for one in named if one is not None), None)


def digests(tx: Tx, edition: Edition) -> dict[PersonId, list[Line]]:
    """What all workflows have to say to the readers of an edition; nobody there to whom there is nothing to say."""
    found: dict[PersonId, list[Line]] = {}
    for workflow in tx.workflows if edition.readers else ():
        for person, lines in workflow.digest(tx, edition).items():
            if said := [line for line in lines if edition.readers[person].hears(line)]:
                found.setdefault(person, []).extend(said)
    return found


def charts(tx: Tx, kind: Kind, reader: Reader) -> list[Chart]:
    """What all workflows have to show one reader of a digest."""
    found = [chart for workflow in tx.workflows for chart in workflow.charts(tx, kind, reader)]
    return sorted(found, key=lambda chart: chart.rank)


def offered(workflow: Workflow, tx: Tx, actor: Actor, subject: Subject) -> list[str]:
    """The verbs this person could use on this subject now: what its buttons are made of."""
    relations = workflow.relate(tx, actor, subject)
    return [verb.name for verb in workflow.verbs if possible(workflow, verb, relations, subject.state)]


def possible(workflow: Workflow, verb: Verb, relations: Iterable[Relation], state: StrEnum | None) -> bool:
    """One cell of the permission matrix."""
    return workflow.policy.allows(verb.needs, relations) and (
        state is None or workflow.machine.allows(verb.name, state)
    )


def _out_of_turn(workflow: Workflow, verb: Verb, subject: Subject, seen: int | None) -> bool:
    if verb.name not in workflow.machine.verbs:
        return False
    state = subject.state
    return (
        (seen is not None and seen != subject.version) or state is None or not workflow.machine.allows(verb.name, state)
    )
