"""A person who has left is erased: what is about them alone goes, figures that others count with stay, without a name.

Ledgers keep their sums, teams their counts, the audit log its chain; records in which they had a part say “Former
colleague” from then on (X30). It can't be undone.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Text, and_, bindparam, delete, func, or_, select, type_coerce, update
from sqlmodel import SQLModel

from bot.passage import past
from bot.personal.decisions import DECISIONS
from bot.personal.rows import WHO, about
from bot.points import POINTS
from bot.tables import Card, Pace
from bot.transaction import Transaction
from workflows.guards import guarded
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Ref
from workflows.organisation import recent
from workflows.organisation.rules import FORMER

NAME = FORMER
ENDING = "@erased.invalid"
_T = SQLModel.metadata.tables
_person = _T["person"]
_FACTS = select(_person.c.id, _person.c.name, _person.c.email, _person.c.ends).where(_person.c.id == WHO)
_LEFT = (
    select(_person.c.id)
    .where(_person.c.ends < bindparam("day"), _person.c.email.not_like(f"%{ENDING}"))
    .order_by(_person.c.id)
)
_ANONYMOUS = (
    update(_person)
    .where(_person.c.id == bindparam("row"))
    .values(name=NAME, email=bindparam("address"), slack_id=None, locale="en", language=None)
)
_LANES = tuple(
    delete(made).where(made.c.lane == bindparam("of_lane"))
    for made in (Card.__table__, Pace.__table__)  # type: ignore[attr-defined] # SQLModel's stubs
)
_notes = _T["staffing_note"]
_NOTES = delete(_notes).where(
    or_(
        *(
            and_(
                _notes.c.about == about_, _notes.c.subject.in_(select(_T[name].c.id).where(_T[name].c.person_id == WHO))
            )
            for about_, name in (
                ("staffing_offer", "staffing_offer"),
                ("staffing_change", "staffing_change"),
                ("staffing_booking", "allocation"),
            )
        )
    )
)
"""Why they were offered, refused, kept or let go."""
_steps = _T["chain_step"]
_STEPS_OF_CASES = delete(_steps).where(
    _steps.c.workflow == "performance",
    _steps.c.subject.in_(select(_T["performance_case"].c.id).where(_T["performance_case"].c.person_id == WHO)),
)


@dataclass(frozen=True, slots=True)
class Goes:
    """What goes of one table: whole rows, or what stands in some columns."""

    table: str
    rows: int
    columns: tuple[str, ...] = ()


def plan(tx: Transaction, person: PersonId) -> list[Goes]:
    """What erasing them would take away."""
    found = (Goes(name, tx.first(counting, who=person)[0], columns) for name, counting, _, columns in _steps_of())
    return [one for one in found if one.rows]


def erase(tx: Transaction, person: PersonId, by: PersonId | None = None) -> list[Goes]:
    """Do it; what went. Raises Refused for somebody who has not left."""
    known = tx.first(_FACTS, who=person)
    if known is None:
        raise Refused("There is no such person.", reason="unknown_person")
    if known.ends is None or known.ends >= tx.now.date():
        raise Refused(f"{known.name} has not left: give them a last day first.", reason="not_left")
    gone = plan(tx, person)
    tx.execute(_STEPS_OF_CASES, who=person)
    with past(tx, "staffing_note"):
        tx.execute(_NOTES, who=person)
    for name, _, do, _ in _steps_of():
        with past(tx, name) if guarded(name) else nullcontext():
            tx.execute(do, who=person)
    for statement in _LANES:
        tx.execute(statement, of_lane=f"person/{person}")
    tx.execute(_ANONYMOUS, row=person, address=f"former-{person}{ENDING}")
    recent.changed(tx)
    tx.record(Event("erased", Ref("person", person), 1, person, by, {one.table: one.rows for one in gone}))
    POINTS.reach("person.erased")
    return gone


def left_before(tx: Transaction, day: date) -> list[PersonId]:
    """Who had left before that day and has not been erased yet."""
    return [PersonId(row.id) for row in tx.fetch(_LEFT, day=day)]


def erase_one_left_before(tx: Transaction, day: date) -> int:
    """One of them; 0 when there is nobody left to erase."""
    for person in left_before(tx, day)[:1]:
        erase(tx, person)
        return 1
    return 0


@cache
def _steps_of() -> tuple[tuple[str, Any, Any, tuple[str, ...]], ...]:
    """Table by table, those first that refer to others: its name, how many rows, the statement, which columns."""
    return tuple(_made())


def _made() -> Iterator[tuple[str, Any, Any, tuple[str, ...]]]:
    for made in reversed(SQLModel.metadata.sorted_tables):
        decision, theirs = DECISIONS.get(made.name), about(made.name) if made.name in DECISIONS else None
        if decision is None or theirs is None:
            continue
        if decision.removed:
            yield made.name, select(func.count()).select_from(made).where(theirs), delete(made).where(theirs), ()
        elif decision.emptied:
            there = or_(*(_there(made.c[column], empty) for column, empty in decision.emptied.items()))
            counting = select(func.count()).select_from(made).where(and_(theirs, there))
            yield made.name, counting, update(made).where(theirs).values(**decision.emptied), tuple(decision.emptied)


def _there(column: Any, empty: Any) -> Any:
    plain = type_coerce(column, Text)
    return plain.is_not(None) if empty is None else plain != empty
