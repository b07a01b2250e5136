"""The files a folder may lack: how each is read, what it would change, and how it is written and exported."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.folder import budget, milestones, needed_skills, rates, roles, skills
from bot.folder.names import Names
from bot.folder.table import Table
from workflows.kernel.flow import Tx

__all__ = ("FURTHER", "Further", "Names")
Difference = tuple[str, bool, tuple[str, ...]]
"""An entry's name, whether it is new, and what is different about it."""


@dataclass(frozen=True, slots=True)
class Further:
    """One such file."""

    read: Callable[[Table, Names], Mapping[Hashable, Any]]
    differences: Callable[[Tx, Mapping[Hashable, Any]], Sequence[Difference]]
    """What writing these entries would change."""
    write: Callable[[Tx, Mapping[Hashable, Any]], None]
    """Once people, departments and projects are written."""
    rows: Callable[[Tx], Iterable[Sequence[str]]]
    """All there is, as the file has it."""


FURTHER: Mapping[str, Further] = {
    "skills.csv": Further(skills.read, skills.differences, skills.write, skills.rows),
    "department_skills.csv": Further(
        needed_skills.read, needed_skills.differences, needed_skills.write, needed_skills.rows
    ),
    "milestones.csv": Further(milestones.read, milestones.differences, milestones.write, milestones.rows),
    "rates.csv": Further(rates.read, rates.differences, rates.write, rates.rows),
    "roles.csv": Further(roles.read, roles.differences, roles.write, roles.rows),
    "budget.csv": Further(budget.read, budget.differences, budget.write, budget.rows),
}
