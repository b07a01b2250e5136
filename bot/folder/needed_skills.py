"""department_skills.csv: what departments require of their people's skills."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.folder.names import Names
from bot.folder.skills import level, skill_name
from bot.folder.table import Table
from workflows.kernel.flow import Tx
from workflows.organisation import checks, skill_names, skills
from workflows.organisation.skill import Need
from workflows.organisation.skill_names import folded
from workflows.organisation.store import chart


@dataclass(frozen=True, slots=True)
class NeedEntry:
    department: str
    skill: str
    level: int
    people: int


def read(table: Table, names: Names) -> Mapping[Hashable, NeedEntry]:
    """The entries, by department and skill."""
    found: dict[Hashable, NeedEntry] = {}
    lines: dict[Hashable, int] = {}
    for row in table.rows:
        department = table.known(row, "department", checks.code, names.departments, "departments.csv")
        skill = table.take(row, "skill", skill_name, "")
        key = (department, folded(skill))
        if key in found:
            table.wrong(row, f"is told in line {lines[key]} already")
        lines.setdefault(key, row.line)
        found[key] = NeedEntry(
            department, skill, table.take(row, "level", level, 1), table.take(row, "people", _count, 1)
        )
    return found


def differences(tx: Tx, entries: Mapping[Hashable, Any]) -> Sequence[tuple[str, bool, tuple[str, ...]]]:
    """Those that are new or different."""
    known = _known(tx)
    found = []
    for entry in entries.values():
        before = known.get(_key(tx, entry))
        if before is None or (before.level, before.people) != (entry.level, entry.people):
            found.append((f"{entry.department} {entry.skill}", before is None, _different(before, entry)))
    return found


def write(tx: Tx, entries: Mapping[Hashable, Any]) -> None:
    """What departments require of these skills, instead of what they did."""
    codes = {one.code: one.id for one in chart(tx).departments.values()}
    for entry in entries.values():
        skill = skills.find(tx, entry.skill) or skill_names.add(tx, entry.skill)
        skills.set_need(tx, Need(codes[entry.department], skill.id, entry.level, entry.people))


def rows(tx: Tx) -> Iterator[Sequence[str]]:
    """All of it, by department and skill."""
    for entry in _known(tx).values():
        yield entry.department, entry.skill, str(entry.level), str(entry.people)


def _known(tx: Tx) -> dict[Hashable, NeedEntry]:
    codes = {one.id: one.code for one in chart(tx).departments.values()}
    names = {one.id: one.name for one in skills.skills(tx).values()}
    found = skills.needs(tx, codes)
    ordered = sorted(found, key=lambda need: (codes[need.department], names[need.skill].casefold()))
    return {
        (codes[need.department], folded(names[need.skill])): NeedEntry(
            codes[need.department], names[need.skill], need.level, need.people
        )
        for need in ordered
    }


def _key(tx: Tx, entry: NeedEntry) -> Hashable:
    skill = skills.find(tx, entry.skill)
    return entry.department, folded(skill.name if skill else entry.skill)


def _different(before: NeedEntry | None, entry: NeedEntry) -> tuple[str, ...]:
    if before is None:
        return ()
    said = [f"level: {before.level} → {entry.level}"] if before.level != entry.level else []
    return (*said, *([f"people: {before.people} → {entry.people}"] if before.people != entry.people else []))


def _count(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and 1 <= int(cell[:6]) <= 10_000):
        raise ValueError(f"“{cell[:40]}” is no number of people")
    return int(cell)
