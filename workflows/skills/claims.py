"""The levels that people propose for themselves, read and written."""

from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import crowds
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.tables import SkillClaim

CHAIN = "skills.claim"
"""The name of its stored routes: ids of items and of claims are not told apart otherwise."""
_CLAIM, _SKILL = SQLModel.metadata.tables["skill_claim"], SQLModel.metadata.tables["skill"]
_ANY = select(
    *(column for column in _CLAIM.c if column.name != "skill_id"),
    func.coalesce(_SKILL.c.merged_into, _SKILL.c.id).label("skill_id"),
).join(_SKILL, _CLAIM.c.skill_id == _SKILL.c.id)
_ONE = _ANY.where(_CLAIM.c.id == bindparam("claim"))
_ASKED = _ANY.where(_CLAIM.c.standing == Standing.ASKED).order_by(_CLAIM.c.id)
_ASKED_OF = _ASKED.where(_CLAIM.c.person_id == bindparam("person"))
_MOVE = (
    update(_CLAIM)
    .where(_CLAIM.c.id == bindparam("claim"), _CLAIM.c.version == bindparam("seen"))
    .values(
        standing=bindparam("becomes", type_=_CLAIM.c.standing.type),
        version=_CLAIM.c.version + 1,
        answer=bindparam("words"),
        decided_by=bindparam("by_whom"),
    )
)


def add(tx: Tx, person: PersonId, skill: int, level: int, note: str) -> Claim:
    """Keep a new one."""
    number = tx.insert(
        SkillClaim,
        person_id=person,
        skill_id=skill,
        level=level,
        note=note,
        standing=Standing.ASKED,
        version=1,
        answer="",
        decided_by=None,
        created_at=tx.now,
    )
    return Claim(number, person, skill, level, note, Standing.ASKED, 1, "", None)


def claim(tx: Tx, number: int) -> Claim | None:
    """The one of that id."""
    row = tx.first(_ONE, claim=number)
    return _claim(row) if row else None


def waiting_of(tx: Tx, person: PersonId) -> list[Claim]:
    """What somebody proposed and nobody answered yet."""
    return [_claim(row) for row in tx.fetch(_ASKED_OF, person=person)]


def waiting(tx: Tx) -> list[Claim]:
    """The same of everybody, the oldest first."""
    found = [_claim(row) for row in tx.fetch(_ASKED)]
    crowds.know(tx, (one.person for one in found))
    return found


def move(tx: Tx, known: Claim, becomes: Standing, by: PersonId, answer: str = "") -> Claim | None:
    """It stands otherwise now; None when somebody else was faster (R37)."""
    moved = tx.execute(_MOVE, claim=known.id, seen=known.version, becomes=becomes, words=answer, by_whom=by)
    return claim(tx, known.id) if moved else None


def _claim(row: Any) -> Claim:
    return Claim(
        row.id,
        PersonId(row.person_id),
        row.skill_id,
        row.level,
        row.note,
        row.standing,
        row.version,
        row.answer,
        PersonId(row.decided_by) if row.decided_by is not None else None,
    )
