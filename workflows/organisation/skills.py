"""Who can do what, how well, and who says so; what people wish and offer; what departments need: facts all may read.

Who may see or change which of it is not decided here, but by the workflow that asks.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import recent
from workflows.organisation import skill_tables as tables
from workflows.organisation.skill import HIGHEST, LOWEST, Held, Need, Rating, Skill, Wanted, Wish
from workflows.organisation.skill_names import find, skills

__all__ = (
    "HIGHEST",
    "LOWEST",
    "Held",
    "Need",
    "Rating",
    "Skill",
    "Wanted",
    "Wish",
    "drop_need",
    "find",
    "held",
    "held_among",
    "held_by",
    "history",
    "lapsing",
    "needs",
    "no_longer_wanted",
    "offer",
    "offers",
    "rate",
    "rating",
    "ratings",
    "set_need",
    "skills",
    "unoffer",
    "unwish",
    "want",
    "wanted",
    "wish",
    "wishes",
)
_TABLES = SQLModel.metadata.tables
_SKILL, _RATING, _PERSON = _TABLES["skill"], _TABLES["skill_rating"], _TABLES["person"]
_WISH, _OFFER = _TABLES["skill_wish"], _TABLES["skill_offer"]
_NEED, _WANTED = _TABLES["skill_need"], _TABLES["skill_wanted"]
_DAY: BindParameter[date] = bindparam("day")
_SAME = func.coalesce(_SKILL.c.merged_into, _SKILL.c.id)
_WRITTEN = select(
    _RATING.c.id,
    _RATING.c.person_id,
    _SAME.label("skill"),
    _RATING.c.level,
    _RATING.c.assessed_on,
    _RATING.c.assessed_by,
    _RATING.c.expires_on,
).join(_SKILL, _RATING.c.skill_id == _SKILL.c.id)
_HISTORY = _WRITTEN.where(_RATING.c.person_id == bindparam("person")).order_by(
    _RATING.c.assessed_on.desc(), _RATING.c.id.desc()
)
_RATINGS = _WRITTEN.order_by(_RATING.c.person_id, _RATING.c.assessed_on, _RATING.c.id)
_RATED = _WRITTEN.where(_RATING.c.id == bindparam("rating"))
_FROM_LATEST = func.row_number().over(
    partition_by=(_RATING.c.person_id, _SAME), order_by=(_RATING.c.assessed_on.desc(), _RATING.c.id.desc())
)
_PLACED = _WRITTEN.add_columns(_FROM_LATEST.label("place")).where(_RATING.c.assessed_on <= _DAY)


def _latest(placed: Any) -> Any:
    rows = placed.subquery()
    return (
        select(*(rows.c[name] for name in _OF_RATING))
        .join(_PERSON, _PERSON.c.id == rows.c.person_id)
        .where(rows.c.place == 1, rows.c.level > 0, _PERSON.c.ends.is_(None) | (_PERSON.c.ends >= _DAY))
        .order_by(rows.c.person_id, rows.c.skill)
    )


_OF_RATING = ("id", "person_id", "skill", "level", "assessed_on", "assessed_by", "expires_on")
_LATEST = _latest(_PLACED)
_LATEST_OF = _latest(_PLACED.where(_RATING.c.person_id == bindparam("person")))

_AMONG: BindParameter[int] = bindparam("among", expanding=True)
_LATEST_AMONG = _latest(_PLACED.where(_SKILL.c.id.in_(_AMONG) | _SKILL.c.merged_into.in_(_AMONG)))

_NEWER, _ITS_SKILL = _RATING.alias("newer"), _SKILL.alias("its_skill")
_RENEWED = (
    select(_NEWER.c.id)
    .join(_ITS_SKILL, _NEWER.c.skill_id == _ITS_SKILL.c.id)
    .where(
        _NEWER.c.person_id == _RATING.c.person_id,
        func.coalesce(_ITS_SKILL.c.merged_into, _ITS_SKILL.c.id) == _SAME,
        _NEWER.c.assessed_on <= _DAY,
        (_NEWER.c.assessed_on > _RATING.c.assessed_on)
        | ((_NEWER.c.assessed_on == _RATING.c.assessed_on) & (_NEWER.c.id > _RATING.c.id)),
    )
    .exists()
)
_HERE = _PERSON.c.ends.is_(None) | (_PERSON.c.ends >= _DAY)
_LAPSING = (
    _WRITTEN.join(_PERSON, _RATING.c.person_id == _PERSON.c.id)
    .where(_RATING.c.expires_on >= bindparam("first"), _RATING.c.expires_on <= bindparam("last"))
    .where(_RATING.c.assessed_on <= _DAY, _RATING.c.level > 0, _HERE, ~_RENEWED)
    .order_by(_RATING.c.expires_on, _RATING.c.id)
)


def _said_by_those_here(table: Any) -> Any:
    return (
        select(table.c.person_id, table.c.skill_id)
        .join(_PERSON, table.c.person_id == _PERSON.c.id)
        .where(_HERE)
        .order_by(table.c.person_id, table.c.skill_id)
    )


_WISHES, _OFFERS = _said_by_those_here(_WISH), _said_by_those_here(_OFFER)
_UNWISH = _WISH.delete().where(_WISH.c.person_id == bindparam("person"), _WISH.c.skill_id == bindparam("skill"))
_UNOFFER = _OFFER.delete().where(_OFFER.c.person_id == bindparam("person"), _OFFER.c.skill_id == bindparam("skill"))
_NEEDS = select(*_NEED.c).order_by(_NEED.c.department_id, _NEED.c.skill_id)
_DROP_NEED = _NEED.delete().where(
    _NEED.c.department_id == bindparam("department"), _NEED.c.skill_id == bindparam("skill")
)
_WANTED_NOW = select(*_WANTED.c).where(_WANTED.c.last >= _DAY).order_by(_WANTED.c.first, _WANTED.c.subject)
_NOT_WANTED = _WANTED.delete().where(
    _WANTED.c.workflow == bindparam("workflow"), _WANTED.c.subject == bindparam("subject")
)


def held(tx: Tx, on: date) -> list[Held]:
    """What everybody in the company holds that day, by one query; certificates that have run out are not held."""
    return [one for one in _held(tx.fetch(_LATEST, day=on)) if _stands(one, on)]


def held_among(tx: Tx, on: date, among: Iterable[int]) -> list[Held]:
    """The same, of these skills only."""
    asked = sorted(set(among))
    rows = tx.fetch(_LATEST_AMONG, day=on, among=asked) if asked else []
    return [one for one in _held(rows) if _stands(one, on)]


def held_by(tx: Tx, person: PersonId, on: date) -> list[Held]:
    """The same, of one person."""
    return [one for one in _held(tx.fetch(_LATEST_OF, day=on, person=person)) if _stands(one, on)]


def lapsing(tx: Tx, on: date, first: date, last: date) -> list[Rating]:
    """The certificates as they stand that day which run out from the first to the last day, by one query."""
    return [_rating(row) for row in tx.fetch(_LAPSING, day=on, first=first, last=last)]


def history(tx: Tx, person: PersonId) -> list[Rating]:
    """Every assessment of somebody, the latest first."""
    return [_rating(row) for row in tx.fetch(_HISTORY, person=person)]


def ratings(tx: Tx) -> list[Rating]:
    """Every assessment of everybody, the earliest first; for export."""
    return [_rating(row) for row in tx.fetch(_RATINGS)]


def rating(tx: Tx, number: int) -> Rating | None:
    """One assessment."""
    row = tx.first(_RATED, rating=number)
    return _rating(row) if row else None


def rate(
    tx: Tx, person: PersonId, skill: int, level: int, *, on: date, by: PersonId, expires: date | None = None
) -> int:
    """Write an assessment; its id. Level 0 says that the skill is no longer held. Nothing is overwritten."""
    return tx.insert(
        tables.SkillRating,
        person_id=person,
        skill_id=skill,
        level=level,
        assessed_on=on,
        assessed_by=by,
        expires_on=expires,
        recorded_at=tx.now,
    )


def wishes(tx: Tx) -> list[Wish]:
    """What everybody who is here would like to learn or do more of."""
    return [Wish(PersonId(row.person_id), row.skill_id) for row in tx.fetch(_WISHES, day=tx.now.date())]


def wish(tx: Tx, person: PersonId, skill: int) -> bool:
    """Note a wish; whether it is new."""
    return tx.insert_once(tables.SkillWish, person_id=person, skill_id=skill)


def unwish(tx: Tx, person: PersonId, skill: int) -> bool:
    """Take a wish back; whether there was one."""
    return tx.execute(_UNWISH, person=person, skill=skill) == 1


def offers(tx: Tx) -> list[Wish]:
    """Who of those who are here offers to mentor others in what."""
    return [Wish(PersonId(row.person_id), row.skill_id) for row in tx.fetch(_OFFERS, day=tx.now.date())]


def offer(tx: Tx, person: PersonId, skill: int) -> bool:
    """Note an offer to mentor; whether it is new."""
    return tx.insert_once(tables.SkillOffer, person_id=person, skill_id=skill)


def unoffer(tx: Tx, person: PersonId, skill: int) -> bool:
    """Take an offer back; whether there was one."""
    return tx.execute(_UNOFFER, person=person, skill=skill) == 1


def needs(tx: Tx, departments: Iterable[int]) -> list[Need]:
    """What these departments require, each on its own account."""
    known = recent.of_person(tx, "skill_needs", lambda: _needs(tx)) or {}
    return [need for one in sorted(set(departments)) for need in known.get(one, ())]


def set_need(tx: Tx, need: Need) -> None:
    """What the department requires of this skill, instead of what it did."""
    drop_need(tx, need.department, need.skill)
    tx.insert(
        tables.SkillNeed, department_id=need.department, skill_id=need.skill, level=need.level, people=need.people
    )
    recent.changed(tx)


def drop_need(tx: Tx, department: int, skill: int) -> bool:
    """The department requires it no more; whether it did."""
    dropped = tx.execute(_DROP_NEED, department=department, skill=skill) == 1
    recent.changed(tx)
    return dropped


def wanted(tx: Tx, on: date) -> list[Wanted]:
    """What requests still lack that day or later, the earliest first."""
    return [
        Wanted(Ref(row.workflow, row.subject), row.project_id, row.skill_id, row.level, row.people, row.first, row.last)
        for row in tx.fetch(_WANTED_NOW, day=on)
    ]


def want(tx: Tx, lacking: Wanted) -> None:
    """Say what a request lacks now, instead of what was said of it before; filled or over: `no_longer_wanted`."""
    no_longer_wanted(tx, lacking.source)
    tx.insert(
        tables.SkillWanted,
        workflow=lacking.source.workflow,
        subject=lacking.source.id,
        project_id=lacking.project,
        skill_id=lacking.skill,
        level=lacking.level,
        people=lacking.people,
        first=lacking.first,
        last=lacking.last,
    )


def no_longer_wanted(tx: Tx, source: Ref) -> bool:
    """The request lacks nothing any more; whether it did."""
    return tx.execute(_NOT_WANTED, workflow=source.workflow, subject=source.id) == 1


def _needs(tx: Tx) -> dict[int, list[Need]]:
    """Every department's."""
    found = defaultdict[int, list[Need]](list)
    for row in tx.fetch(_NEEDS):
        found[row.department_id].append(Need(row.department_id, row.skill_id, row.level, row.people))
    return dict(found)


def _rating(row: Any) -> Rating:
    return Rating(
        row.id,
        PersonId(row.person_id),
        row.skill,
        row.level,
        row.assessed_on,
        PersonId(row.assessed_by),
        row.expires_on,
    )


def _held(rows: Iterable[Any]) -> list[Held]:
    return [
        Held(PersonId(row.person_id), row.skill, row.level, row.assessed_on, PersonId(row.assessed_by), row.expires_on)
        for row in rows
    ]


def _stands(one: Held, on: date) -> bool:
    return one.expires_on is None or on <= one.expires_on
