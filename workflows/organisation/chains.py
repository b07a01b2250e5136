"""The stored route of any request: whom to ask, in turn. Who is away and when it climbs, `calendar.ladder` knows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import store as organisation
from workflows.organisation.chain_tables import OPEN, ChainStep

_STEP = SQLModel.metadata.tables["chain_step"]
_IN_TURN = select(*_STEP.c).order_by(_STEP.c.workflow, _STEP.c.subject, _STEP.c.position)
_THIS = (_STEP.c.workflow == bindparam("flow"), _STEP.c.subject == bindparam("number"))
_OF = _IN_TURN.where(*_THIS)
_WAITING = _IN_TURN.where(_STEP.c.workflow == bindparam("flow"), literal_column(OPEN))
_ASK = (
    update(_STEP)
    .where(_STEP.c.id == bindparam("step"), _STEP.c.asked_at.is_(None), _STEP.c.settled_at.is_(None))
    .values(asked_at=bindparam("moment", type_=_STEP.c.asked_at.type))
)
_OWES = (
    select(_STEP.c.id)
    .where(_STEP.c.person_id == bindparam("person"), _STEP.c.asked_at.is_not(None), literal_column(OPEN))
    .limit(1)
)
_FAR = 1_000
"""Out of the way of every position, for the moment in which those after one make room."""
_LATER = update(_STEP).where(*_THIS, _STEP.c.position > bindparam("after")).values(position=_STEP.c.position + _FAR)
_ONE_ON = update(_STEP).where(*_THIS, _STEP.c.position >= _FAR).values(position=_STEP.c.position - (_FAR - 1))
_SETTLE = (
    update(_STEP)
    .where(*_THIS, _STEP.c.settled_at.is_(None))
    .values(settled_at=bindparam("moment", type_=_STEP.c.settled_at.type))
)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a route; not asked yet while `asked_at` is None."""

    id: int
    position: int
    person: PersonId
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole route of one request."""

    ref: Ref
    links: tuple[Link, ...]
    open: bool
    """Whether an answer is still owed."""

    @property
    def asked(self) -> tuple[Link, ...]:
        """Those who were asked, in turn."""
        return tuple(link for link in self.links if link.asked_at is not None)

    @property
    def current(self) -> Link | None:
        """Who was asked last: they owe the answer, while it is open."""
        return next(reversed(self.asked), None)

    @property
    def passed(self) -> tuple[Link, ...]:
        """Those whose turn went by without an answer."""
        return self.asked[:-1]

    @property
    def ahead(self) -> tuple[Link, ...]:
        """Those who can still be asked, the next one first."""
        position = self.current.position if self.current else -1
        return tuple(link for link in self.links if link.position > position)

    def reached(self, person: PersonId) -> bool:
        """Whether the question was put to them: what makes somebody `Relation.ASKED`."""
        return any(link.person == person for link in self.asked)


def upwards(tx: Tx, department: int | None, day: date, never: Collection[PersonId] = ()) -> tuple[PersonId, ...]:
    """Managers and deputies from a department to the top of the tree, in turn; may be empty.

    Never those of `never`; and not the deputy of one of them either, who would answer in their name.
    """
    desks = [desk for desk in organisation.chart(tx).line(department, day) if desk.manager not in never]
    line = (one for desk in desks for one in (desk.manager, desk.deputy))
    return tuple(dict.fromkeys(one for one in line if one is not None and one not in never))


def start(tx: Tx, ref: Ref, people: Sequence[PersonId]) -> Chain:
    """Store the route; the first one is asked at once. ValueError for nobody: refuse before, saying whom to ask."""
    if not people:
        raise ValueError(f"{ref} would be asked of nobody")
    rows = [
        {
            "workflow": ref.workflow,
            "subject": ref.id,
            "position": position,
            "person_id": person,
            "asked_at": None if position else tx.now,
            "settled_at": None,
        }
        for position, person in enumerate(dict.fromkeys(people))
    ]
    tx.insert_many(ChainStep, rows)
    return steps(tx, ref)


def steps(tx: Tx, ref: Ref) -> Chain:
    """The route of one request; without links when none was stored."""
    return _chain(ref, tx.fetch(_OF, flow=ref.workflow, number=ref.id))


def ask_next(tx: Tx, link: Link) -> bool:
    """The question reaches this one now; False when it had already, or is settled."""
    return tx.execute(_ASK, step=link.id, moment=tx.now) == 1


def ask_also(tx: Tx, ref: Ref, person: PersonId) -> Link:
    """One more at the end of a route that nobody on it can serve any longer; asked at once."""
    known = steps(tx, ref)
    position = max((link.position for link in known.links), default=-1) + 1
    number = tx.insert(
        ChainStep,
        workflow=ref.workflow,
        subject=ref.id,
        position=position,
        person_id=person,
        asked_at=tx.now,
        settled_at=None if known.open else tx.now,
    )
    return Link(number, position, person, tx.now)


def ask_between(tx: Tx, chain: Chain, link: Link, person: PersonId) -> Link:
    """One more, right after this step, as the one before names them; asked at once. The others follow as before."""
    this = {"flow": chain.ref.workflow, "number": chain.ref.id}
    tx.execute(_LATER, after=link.position, **this)
    tx.execute(_ONE_ON, **this)
    position = link.position + 1
    number = tx.insert(
        ChainStep,
        workflow=chain.ref.workflow,
        subject=chain.ref.id,
        position=position,
        person_id=person,
        asked_at=tx.now,
        settled_at=None,
    )
    return Link(number, position, person, tx.now)


def settle(tx: Tx, ref: Ref) -> bool:
    """Nobody owes an answer any more; whether somebody did."""
    return tx.execute(_SETTLE, flow=ref.workflow, number=ref.id, moment=tx.now) > 0


def owes(tx: Tx, person: PersonId) -> bool:
    """Whether somebody was asked a question that is still open, in whichever workflow."""
    return tx.first(_OWES, person=person) is not None


def waiting(tx: Tx, workflow: str) -> list[Chain]:
    """Every route of a workflow on which an answer is owed, by subject: one query."""
    rows = tx.fetch(_WAITING, flow=workflow)
    return [_chain(Ref(workflow, subject), theirs) for subject, theirs in groupby(rows, lambda row: int(row.subject))]


def _chain(ref: Ref, rows: Iterable[Any]) -> Chain:
    known = list(rows)
    links = tuple(Link(row.id, row.position, PersonId(row.person_id), row.asked_at) for row in known)
    return Chain(ref, links, any(row.settled_at is None for row in known))
