"""Development items and what was said about them, read and written; they come out as the rules' own values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, literal_column, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import crowds
from workflows.skills.rules.item import Cost, Item, Terms
from workflows.skills.rules.life import OPEN, RUNNING, State
from workflows.skills.tables import DevelopmentNote, DevelopmentRow, codes

_TABLES = SQLModel.metadata.tables
_ITEM, _NOTE, _SKILL = _TABLES["development"], _TABLES["development_note"], _TABLES["skill"]
_MEMBER, _PERSON = _TABLES["membership"], _TABLES["person"]
_COLUMNS = [column for column in _ITEM.c if column.name != "skill_id"]
_ANY = select(*_COLUMNS, func.coalesce(_SKILL.c.merged_into, _SKILL.c.id).label("skill_id")).outerjoin(
    _SKILL, _ITEM.c.skill_id == _SKILL.c.id
)
_ONE = _ANY.where(_ITEM.c.id == bindparam("item"))
_OF_PERSON = _ANY.where(_ITEM.c.person_id == bindparam("person")).order_by(_ITEM.c.id.desc())
_WITH_PARTNER = _ANY.where(
    _ITEM.c.partner_id == bindparam("person"), literal_column(f"development.state IN {codes(RUNNING)}")
).order_by(_ITEM.c.last)
_OPEN = _ANY.where(literal_column(f"development.state IN {codes(OPEN)}")).order_by(_ITEM.c.id)
_UNRATED = (
    _ANY.where(_ITEM.c.state == State.DONE, _ITEM.c.rating_id.is_(None), _ITEM.c.skill_id.is_not(None))
    .where(_ITEM.c.updated_at >= bindparam("since", type_=_ITEM.c.updated_at.type))
    .order_by(_ITEM.c.id)
)
_FROM_CASE = select(_ITEM.c.id).where(_ITEM.c.case_ref == bindparam("case"))
_NOTES = select(*_NOTE.c).where(_NOTE.c.development_id == bindparam("item")).order_by(_NOTE.c.id)
_DAY: BindParameter[date] = bindparam("day")
_MEMBERS = (
    select(_MEMBER.c.department_id, _MEMBER.c.person_id)
    .join(_PERSON, _MEMBER.c.person_id == _PERSON.c.id)
    .where(_MEMBER.c.starts <= _DAY, _MEMBER.c.ends.is_(None) | (_MEMBER.c.ends >= _DAY))
    .where(_PERSON.c.starts <= _DAY, _PERSON.c.ends.is_(None) | (_PERSON.c.ends >= _DAY))
    .order_by(_MEMBER.c.person_id)
)
_CHANGED = (
    "kind",
    "skill_id",
    "goal",
    "partner_id",
    "provider",
    "first",
    "last",
    "amount",
    "currency",
    "state",
    "version",
    "owner_id",
    "rating_id",
    "updated_at",
    "changed_by",
)
_SAVE = (
    update(_ITEM)
    .where(_ITEM.c.id == bindparam("item"), _ITEM.c.version == bindparam("seen"))
    .values({_ITEM.c[name]: bindparam(f"new_{name}", type_=_ITEM.c[name].type) for name in _CHANGED})
)


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody said about an item."""

    by: PersonId
    at: datetime
    text: str


def item(tx: Tx, number: int) -> Item | None:
    """One item."""
    row = tx.first(_ONE, item=number)
    return _item(row) if row else None


def items_of(tx: Tx, person: PersonId) -> list[Item]:
    """Somebody's items, the newest first."""
    return [_item(row) for row in tx.fetch(_OF_PERSON, person=person)]


def helped_by(tx: Tx, person: PersonId) -> list[Item]:
    """What somebody is the mentor or coach of now."""
    return [_item(row) for row in tx.fetch(_WITH_PARTNER, person=person)]


def open_items(tx: Tx) -> list[Item]:
    """Everybody's that is not at its end."""
    found = [_item(row) for row in tx.fetch(_OPEN)]
    crowds.know(tx, (one for item in found for one in (item.person, item.owner)))
    return found


def unrated(tx: Tx, since: datetime) -> list[Item]:
    """What was done since then, for a skill, and not followed by an assessment yet."""
    return [_item(row) for row in tx.fetch(_UNRATED, since=since)]


def known_case(tx: Tx, case: str) -> bool:
    """Whether a case opened an item already."""
    return tx.first(_FROM_CASE, case=case) is not None


def members(tx: Tx, day: date) -> dict[int, set[PersonId]]:
    """Who belongs to which department that day, of everybody, by one query."""
    found: dict[int, set[PersonId]] = {}
    for row in tx.fetch(_MEMBERS, day=day):
        found.setdefault(row.department_id, set()).add(PersonId(row.person_id))
    return found


def add(tx: Tx, new: Item) -> Item:
    """Keep a new one; with its id."""
    number = tx.insert(
        DevelopmentRow,
        person_id=new.person,
        requested_by=new.requested_by,
        case_ref=new.case,
        created_at=tx.now,
        **_columns(new),
    )
    return replace(new, id=number)


def save(tx: Tx, after: Item, seen: int) -> bool:
    """Keep a new version; False when somebody else changed it since version `seen` (compare-and-set)."""
    new = {f"new_{name}": value for name, value in _columns(after).items()}
    return tx.execute(_SAVE, item=after.id, seen=seen, **new) == 1


def notes(tx: Tx, number: int) -> list[Note]:
    """What was said about it, the oldest first."""
    return [Note(PersonId(row.written_by), row.written_at, row.text) for row in tx.fetch(_NOTES, item=number)]


def add_note(tx: Tx, number: int, by: PersonId, text: str) -> None:
    """Keep what somebody said; nothing for nothing."""
    if text:
        tx.insert(DevelopmentNote, development_id=number, written_by=by, written_at=tx.now, text=text)


def people_of(members_of: dict[int, set[PersonId]], departments: Iterable[int]) -> frozenset[PersonId]:
    """Everybody in any of these departments."""
    return frozenset(person for one in departments for person in members_of.get(one, ()))


def _columns(kept: Item) -> dict[str, Any]:
    terms = kept.terms
    return {
        "kind": terms.kind,
        "skill_id": terms.skill,
        "goal": terms.goal,
        "partner_id": terms.partner,
        "provider": terms.provider,
        "first": terms.first,
        "last": terms.last,
        "amount": terms.cost.amount if terms.cost else None,
        "currency": terms.cost.currency if terms.cost else None,
        "state": kept.state,
        "version": kept.version,
        "owner_id": kept.owner,
        "rating_id": kept.rating,
        "updated_at": kept.updated_at,
        "changed_by": kept.changed_by,
    }


def _item(row: Any) -> Item:
    cost = Cost(row.amount, row.currency) if row.amount is not None else None
    partner = PersonId(row.partner_id) if row.partner_id is not None else None
    return Item(
        row.id,
        PersonId(row.person_id),
        Terms(row.kind, row.skill_id, row.goal, partner, row.provider, row.first, row.last, cost),
        State(row.state),
        row.version,
        PersonId(row.owner_id),
        PersonId(row.requested_by) if row.requested_by is not None else None,
        row.case_ref,
        row.updated_at,
        PersonId(row.changed_by) if row.changed_by is not None else None,
        row.rating_id,
    )
