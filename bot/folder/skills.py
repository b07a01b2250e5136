"""skills.csv: what people can do as it was assessed, what they wish to learn, what they offer to mentor others in."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.folder.names import Names
from bot.folder.sheet import Row
from bot.folder.table import NO_DAY, Table, day, yes
from workflows.kernel.flow import Tx
from workflows.organisation import checks, skill_names, skills
from workflows.organisation.skill_names import LONGEST_NAME, folded
from workflows.organisation.store import everything, ids_by_email

Key = tuple[str, str]
"""Address, and the skill's name as it is compared."""


@dataclass(frozen=True, slots=True)
class Assessment:
    level: int
    on: date
    by: str
    expires: date | None


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """All there is between one person and one skill."""

    email: str
    skill: str
    assessments: tuple[Assessment, ...]
    wish: bool
    offers: bool


def read(table: Table, names: Names) -> Mapping[Hashable, SkillEntry]:
    """The entries, by key; the rows of one person and one skill are one entry."""
    found: dict[Key, list[Row]] = {}
    for row in table.rows:
        email = table.known(row, "email", checks.email, names.people, "people.csv")
        skill = table.take(row, "skill", skill_name, "")
        found.setdefault((email, folded(skill)), []).append(row)
    return {key: _entry(table, key, rows, names) for key, rows in found.items()}


def differences(tx: Tx, entries: Mapping[Hashable, Any]) -> Sequence[tuple[str, bool, tuple[str, ...]]]:
    """What is new or different: assessments that are not known yet, and wishes and offers."""
    known = _known(tx)
    found = []
    for entry in entries.values():
        before = known.get(_key(tx, entry))
        what = _different(before, entry)
        if before is None or what:
            found.append((f"{entry.email} {entry.skill}", before is None, what if before else ()))
    return found


def write(tx: Tx, entries: Mapping[Hashable, Any]) -> None:
    """Add what is new; set wishes and offers as they are said."""
    known, people = _known(tx), ids_by_email(tx)
    for entry in entries.values():
        skill = skills.find(tx, entry.skill) or skill_names.add(tx, entry.skill)
        before = known.get((entry.email, folded(skill.name)))
        person = people[entry.email]
        for one in entry.assessments:
            if before is None or one not in before.assessments:
                skills.rate(tx, person, skill.id, one.level, on=one.on, by=people[one.by], expires=one.expires)
        (skills.wish if entry.wish else skills.unwish)(tx, person, skill.id)
        (skills.offer if entry.offers else skills.unoffer)(tx, person, skill.id)


def rows(tx: Tx) -> Iterator[Sequence[str]]:
    """All of it, by person and skill, each assessment in turn."""
    for entry in _known(tx).values():
        said = ("yes" if entry.wish else "no", "yes" if entry.offers else "no")
        for one in entry.assessments:
            expires = one.expires.isoformat() if one.expires else ""
            yield (entry.email, entry.skill, str(one.level), one.on.isoformat(), one.by, expires, *said)
        if not entry.assessments:
            yield (entry.email, entry.skill, "", "", "", "", *said)


def skill_name(cell: str) -> str:
    """A skill's name; ValueError when it is none."""
    return checks.label(cell, LONGEST_NAME)


def level(cell: str) -> int:
    """A level from 1 to 5; ValueError otherwise."""
    if cell not in {"1", "2", "3", "4", "5"}:
        raise ValueError(f"“{cell[:40]}” is no level; those are 1 to 5")
    return int(cell)


def _entry(table: Table, key: Key, found: Sequence[Row], names: Names) -> SkillEntry:
    first = found[0]
    table.repeats(found, ("wish", "offers_mentoring"))
    assessments = [one for row in found if (one := _assessment(table, row, names)) is not None]
    ordered = tuple(sorted(assessments, key=lambda one: one.on))
    wish, offers = (table.take(first, column, yes, instead=False) for column in ("wish", "offers_mentoring"))
    if not assessments and not wish and not offers:
        table.wrong(first, "level: neither a level, nor a wish, nor an offer to mentor")
    return SkillEntry(key[0], first.cells["skill"].strip(), ordered, wish, offers)


def _assessment(table: Table, row: Row, names: Names) -> Assessment | None:
    if not row.cells["level"]:
        return None
    on = table.take(row, "assessed_on", day, NO_DAY)
    by = table.known(row, "assessed_by", checks.email, names.people, "people.csv")
    expires = table.take(row, "expires", day, None)
    for column in ("assessed_on", "assessed_by"):
        if not row.cells[column]:
            table.wrong(row, f"{column}: must not be empty where there is a level")
    if expires is not None and expires < on:
        table.wrong(row, f"expires: {expires} is before {on}, when it was assessed")
    return Assessment(table.take(row, "level", level, 1), on, by, expires)


def _known(tx: Tx) -> dict[Key, SkillEntry]:
    people = {one.person.id: one.person.email for one in everything(tx)[1]}
    names = {one.id: one.name for one in skills.skills(tx).values()}
    wishes = {(people[one.person], one.skill) for one in skills.wishes(tx)}
    offers = {(people[one.person], one.skill) for one in skills.offers(tx)}
    assessed: dict[tuple[str, int], list[Assessment]] = {}
    for one in skills.ratings(tx):
        if one.level:
            noted = Assessment(one.level, one.assessed_on, people[one.assessed_by], one.expires_on)
            assessed.setdefault((people[one.person], one.skill), []).append(noted)
    place = {email: number for number, email in enumerate(people.values())}
    pairs = sorted({*assessed, *wishes, *offers}, key=lambda pair: (place[pair[0]], names[pair[1]].casefold()))
    return {
        (email, folded(names[skill])): SkillEntry(
            email,
            names[skill],
            tuple(assessed.get((email, skill), ())),
            (email, skill) in wishes,
            (email, skill) in offers,
        )
        for email, skill in pairs
    }


def _key(tx: Tx, entry: SkillEntry) -> Key:
    """By the skill's own name, whichever of its names the file has."""
    skill = skills.find(tx, entry.skill)
    return entry.email, folded(skill.name if skill else entry.skill)


def _different(before: SkillEntry | None, entry: SkillEntry) -> tuple[str, ...]:
    if before is None:
        return ()
    said = [f"assessment of {one.on}: level {one.level}" for one in entry.assessments if one not in before.assessments]
    said += [f"wish: {before.wish} → {entry.wish}"] if before.wish != entry.wish else []
    said += [f"offers_mentoring: {before.offers} → {entry.offers}"] if before.offers != entry.offers else []
    return tuple(said)
