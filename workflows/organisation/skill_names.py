"""Which skills there are and by which names: no name stands for two, in whatever case, and two may become one."""

import re
import unicodedata
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import SQLModel

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.organisation import checks, recent
from workflows.organisation import skill_tables as tables
from workflows.organisation.skill import Skill

LONGEST_NAME = 80
_SEPARATORS = re.compile(r"[\s_-]+")
_SPELLED = {"+": " plus", "#": " sharp"}
_TABLES = SQLModel.metadata.tables
_SKILL, _NAME, _NEED = _TABLES["skill"], _TABLES["skill_name"], _TABLES["skill_need"]
_ALL = select(_SKILL.c.id, _SKILL.c.code, _SKILL.c.name).where(_SKILL.c.merged_into.is_(None)).order_by(_SKILL.c.name)
_BY_NAME = (
    select(_SKILL.c.id, _SKILL.c.code, _SKILL.c.name)
    .join(_NAME, _NAME.c.skill_id == _SKILL.c.id)
    .where(_NAME.c.folded == bindparam("folded"))
)
_BY_CODE = select(func.coalesce(_SKILL.c.merged_into, _SKILL.c.id).label("id")).where(
    _SKILL.c.code == bindparam("code")
)
_ONE = select(_SKILL.c.id, _SKILL.c.code, _SKILL.c.name).where(_SKILL.c.id == bindparam("skill"))
_NAMES = select(_NAME.c.skill_id, _NAME.c.name).order_by(_NAME.c.name)
_INTO = (
    update(_SKILL)
    .where((_SKILL.c.id == bindparam("gone")) | (_SKILL.c.merged_into == bindparam("gone")))
    .values(merged_into=bindparam("kept"))
)
_MOVE_NAMES = update(_NAME).where(_NAME.c.skill_id == bindparam("gone")).values(skill_id=bindparam("kept"))
_MOVE_WANTED = (
    update(_TABLES["skill_wanted"])
    .where(_TABLES["skill_wanted"].c.skill_id == bindparam("gone"))
    .values(skill_id=bindparam("kept"))
)
_NEEDED = select(*_NEED.c).where(_NEED.c.skill_id.in_((bindparam("gone"), bindparam("kept"))))
_NO_NEED = _NEED.delete().where(_NEED.c.skill_id.in_((bindparam("gone"), bindparam("kept"))))
_OF_PEOPLE = tuple(
    (
        kind,
        select(_TABLES[name].c.person_id).where(_TABLES[name].c.skill_id == bindparam("gone")),
        _TABLES[name].delete().where(_TABLES[name].c.skill_id == bindparam("gone")),
    )
    for kind, name in ((tables.SkillWish, "skill_wish"), (tables.SkillOffer, "skill_offer"))
)


def folded(name: str) -> str:
    """The name as it is compared: without case, width and extra spaces; `Power  BI` is `power bi`."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def skills(tx: Tx) -> dict[int, Skill]:
    """All there are, by name; those that were merged into another are not there any more."""
    known: dict[int, Skill] | None = recent.of_person(
        tx, "skills", lambda: {row.id: Skill(*row) for row in tx.fetch(_ALL)}
    )
    return dict(known or {})


def find(tx: Tx, text: str) -> Skill | None:
    """The skill of that name, other name or code, in whatever case and with whatever between its words."""
    row = tx.first(_BY_NAME, folded=folded(text))
    if row is None and (by_code := tx.first(_BY_CODE, code=folded(text))):
        row = tx.first(_ONE, skill=by_code.id)
    row = row or _alike(tx, text)
    return Skill(*row) if row else None


def other_names(tx: Tx) -> dict[int, list[str]]:
    """What each skill is called besides its own name; one without another name is not in it."""
    known, found = skills(tx), dict[int, list[str]]()
    for row in tx.fetch(_NAMES):
        if row.skill_id in known and row.name != known[row.skill_id].name:
            found.setdefault(row.skill_id, []).append(row.name)
    return found


def add(tx: Tx, name: str) -> Skill:
    """A new skill. Refused (`invalid`, `known`) when the name is none, or is some skill's already."""
    tx.lock("skill", 0)
    plain = _checked(name)
    _require_free(tx, plain)
    code = _free_code(tx, plain)
    number = tx.insert(tables.SkillRow, code=code, name=plain, merged_into=None)
    tx.insert(tables.SkillName, folded=folded(plain), skill_id=number, name=plain)
    recent.changed(tx)
    return Skill(number, code, plain)


def also_called(tx: Tx, skill: Skill, name: str) -> None:
    """Another name for it. Refused (`invalid`, `known`) as in `add`."""
    tx.lock("skill", 0)
    plain = _checked(name)
    _require_free(tx, plain)
    tx.insert(tables.SkillName, folded=folded(plain), skill_id=skill.id, name=plain)


def merge(tx: Tx, gone: Skill, kept: Skill) -> None:
    """The two are one from now on, with all names, ratings, wishes, offers and needs of both.

    Ratings stay as they were written and are read as the kept skill's; of two needs the larger stands.
    """
    tx.lock("skill", 0)
    if gone.id == kept.id:
        raise Refused(tr("{name} is one skill already.", name=kept.name), reason="same")
    tx.execute(_INTO, gone=gone.id, kept=kept.id)
    tx.execute(_MOVE_NAMES, gone=gone.id, kept=kept.id)
    tx.execute(_MOVE_WANTED, gone=gone.id, kept=kept.id)
    for kind, those, remove in _OF_PEOPLE:
        for row in tx.fetch(those, gone=gone.id):
            tx.insert_once(kind, person_id=row.person_id, skill_id=kept.id)
        tx.execute(remove, gone=gone.id)
    _join_needs(tx, gone, kept)


def _alike(tx: Tx, text: str) -> Any:
    """The only skill with a name that differs in nothing but spaces and hyphens: `PowerBI` is `Power BI`."""
    wanted = _SEPARATORS.sub("", folded(text))
    found = {row.skill_id for row in tx.fetch(_NAMES) if _SEPARATORS.sub("", folded(row.name)) == wanted}
    return tx.first(_ONE, skill=found.pop()) if wanted and len(found) == 1 else None


def _join_needs(tx: Tx, gone: Skill, kept: Skill) -> None:
    joined: dict[int, tuple[int, int]] = {}
    for row in tx.fetch(_NEEDED, gone=gone.id, kept=kept.id):
        level, people = joined.get(row.department_id, (0, 0))
        joined[row.department_id] = (max(level, row.level), max(people, row.people))
    tx.execute(_NO_NEED, gone=gone.id, kept=kept.id)
    rows: list[dict[str, Any]] = [
        {"department_id": department, "skill_id": kept.id, "level": level, "people": people}
        for department, (level, people) in joined.items()
    ]
    tx.insert_many(tables.SkillNeed, rows)
    recent.changed(tx)


def _checked(name: str) -> str:
    try:
        return checks.label(name, LONGEST_NAME)
    except ValueError as error:
        raise Refused(tr("Name of the skill: {error}.", error=error), field="skill", reason="invalid") from error


def _require_free(tx: Tx, name: str) -> None:
    known = find(tx, name)
    if known is not None:
        raise Refused(tr("That skill is known already, as {name}.", name=known.name), field="skill", reason="known")


def _free_code(tx: Tx, name: str) -> str:
    spelled = "".join(_SPELLED.get(char, char) for char in name)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].strip("-") or "skill"
    number = 1
    while tx.first(_BY_CODE, code=code if number == 1 else f"{code}-{number}"):
        number += 1
    return code if number == 1 else f"{code}-{number}"
