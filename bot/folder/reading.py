"""A folder of files becomes a plan: what it describes, or everything that is wrong with it, by file and line."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.folder.further import FURTHER, Names
from bot.folder.sheet import Problem, Row
from bot.folder.table import NO_DAY, Table, number, year, yes
from workflows.calendar.rules.pattern import parse_pattern
from workflows.kernel.errors import Refused
from workflows.organisation import checks
from workflows.organisation.description import (
    AllocationEntry,
    Charge,
    DepartmentEntry,
    Description,
    PersonEntry,
    ProjectEntry,
    Share,
    Stint,
    condensed,
)

BalanceKey = tuple[str, int, str]
"""Address, leave year, leave type."""
_LONGEST_PATTERN = 500


@dataclass(frozen=True)
class Plan:
    """What a folder says."""

    described: Description = field(default_factory=Description)
    balances: Mapping[BalanceKey, Decimal] = field(default_factory=dict)
    further: Mapping[str, Mapping[Hashable, Any]] = field(default_factory=dict)
    """The entries of each file that a folder may lack."""
    lines: Mapping[tuple[str, object], int] = field(default_factory=dict)
    """Where each entry stands: (file, key) -> line."""
    problems: tuple[Problem, ...] = ()
    """In the order of the files and their lines. A plan that has any is never applied."""


def read(folder: Path) -> Plan:
    """The plan of the folder's files."""
    return _Reading(folder).plan()


class _Reading:
    """The five files side by side, because they name each other's rows."""

    def __init__(self, folder: Path) -> None:
        self.people, self.departments, self.projects, self.allocations, self.balances = self._tables = [
            Table(folder / f"{name}.csv") for name in ("people", "departments", "projects", "allocations", "balances")
        ]
        self._further = {name: Table(folder / name) for name in FURTHER if (folder / name).exists()}
        self._rows_of_people = dict(self.people.groups("email", checks.email))
        self._rows_of_departments = dict(self.departments.groups("code", checks.code))
        self._rows_of_projects = dict(self.projects.groups("code", checks.code))
        self._lines: dict[tuple[str, object], int] = {}

    def plan(self) -> Plan:
        people = {email: self._person(email, rows) for email, rows in self._rows_of_people.items()}
        departments = {code: self._department(code, rows) for code, rows in self._rows_of_departments.items()}
        projects = {code: self._project(code, rows) for code, rows in self._rows_of_projects.items()}
        described = Description(people, departments, projects, self._allocations())
        balances = self._balances()
        self._find_shared_slack_ids(people)
        self._find_cycles(departments)
        further = self._read_further(projects)
        problems = [
            one
            for table in (*self._tables, *self._further.values())
            for one in sorted(table.problems, key=lambda problem: problem.line)
        ]
        return Plan(described, balances, further, self._lines, tuple(problems))

    def _read_further(self, projects: Mapping[str, ProjectEntry]) -> dict[str, Mapping[Hashable, Any]]:
        lasting = {code: (one.starts, one.ends) for code, one in projects.items()}
        names = Names(frozenset(self._rows_of_people), frozenset(self._rows_of_departments), lasting)
        return {name: FURTHER[name].read(table, names) for name, table in self._further.items()}

    def _person(self, email: str, rows: Sequence[Row]) -> PersonEntry:
        table, first = self.people, rows[0]
        self._lines[table.file, email] = first.line
        table.repeats(rows, ("slack_id", "name", "locale", "starts", "ends"))
        starts, ends = table.range(first)
        stints = [self._stint(row, turn) for row, turn in zip(rows, table.turns(rows, starts, ends), strict=True)]
        return PersonEntry(
            email,
            table.take(first, "slack_id", checks.slack_id, ""),
            table.take(first, "name", checks.label, ""),
            table.take(first, "locale", checks.locale, ""),
            starts,
            ends,
            condensed(stints),
        )

    def _stint(self, row: Row, turn: date) -> Stint:
        table = self.people
        country = table.take(row, "country", checks.country, "")
        return Stint(
            turn,
            table.take(row, "time_zone", checks.time_zone, ""),
            country,
            table.take(row, "subdivision", lambda cell: checks.subdivision(cell, country), "") if country else "",
            table.take(row, "pattern", _pattern, ""),
            table.known(row, "department", checks.code, self._rows_of_departments, self.departments.file),
            table.take(row, "people_admin", yes, instead=False),
            table.take(row, "contract", checks.contract, ""),
        )

    def _department(self, code: str, rows: Sequence[Row]) -> DepartmentEntry:
        table, first = self.departments, rows[0]
        self._lines[table.file, code] = first.line
        table.repeats(rows, ("name", "parent", "starts", "ends"))
        starts, ends = table.range(first)
        return DepartmentEntry(
            code,
            table.take(first, "name", checks.label, ""),
            table.known(first, "parent", checks.code, self._rows_of_departments, table.file),
            starts,
            ends,
            self._charges(table, rows, starts, ends),
        )

    def _project(self, code: str, rows: Sequence[Row]) -> ProjectEntry:
        table, first = self.projects, rows[0]
        self._lines[table.file, code] = first.line
        table.repeats(rows, ("name", "channel", "starts", "ends"))
        starts, ends = table.range(first)
        return ProjectEntry(
            code,
            table.take(first, "name", checks.label, ""),
            table.take(first, "channel", checks.channel, ""),
            starts,
            ends,
            self._charges(table, rows, starts, ends),
        )

    def _charges(self, table: Table, rows: Sequence[Row], starts: date, ends: date | None) -> tuple[Charge, ...]:
        turns = table.turns(rows, starts, ends)
        return condensed(self._charge(table, row, turn) for row, turn in zip(rows, turns, strict=True))

    def _charge(self, table: Table, row: Row, turn: date) -> Charge:
        manager = self._somebody(table, row, "manager")
        deputy = self._somebody(table, row, "deputy") if "deputy" in row.cells else ""
        if manager and manager == deputy:
            table.wrong(row, "deputy: is the manager; nobody can stand in for themselves")
        return Charge(turn, manager, deputy)

    def _somebody(self, table: Table, row: Row, column: str) -> str:
        return table.known(row, column, checks.email, self._rows_of_people, self.people.file)

    def _allocations(self) -> dict[tuple[str, str], AllocationEntry]:
        table = self.allocations
        found: dict[tuple[str, str], list[tuple[Row, Share]]] = {}
        for row in table.rows:
            email = self._somebody(table, row, "email")
            project = table.known(row, "project", checks.code, self._rows_of_projects, self.projects.file)
            self._lines.setdefault((table.file, (email, project)), row.line)
            found.setdefault((email, project), []).append((row, _share(table, row)))
        return {key: AllocationEntry(*key, _in_turn(table, shares)) for key, shares in found.items()}

    def _balances(self) -> dict[BalanceKey, Decimal]:
        table = self.balances
        found: dict[BalanceKey, Decimal] = {}
        for row in table.rows:
            email = self._somebody(table, row, "email")
            key = (email, table.take(row, "year", year, 0), table.take(row, "leave_type", checks.code, ""))
            if key in found:
                table.wrong(row, f"is told in line {self._lines[table.file, key]} already")
            self._lines.setdefault((table.file, key), row.line)
            found[key] = table.take(row, "days", number, Decimal(0))
        return found

    def _find_shared_slack_ids(self, people: Mapping[str, PersonEntry]) -> None:
        owners: dict[str, str] = {}
        for email, entry in people.items():
            owner = owners.setdefault(entry.slack_id, email) if entry.slack_id else email
            if owner != email:
                self.people.wrong(self._rows_of_people[email][0], f"slack_id: {entry.slack_id} is {owner}'s")

    def _find_cycles(self, departments: Mapping[str, DepartmentEntry]) -> None:
        for code in departments:
            path = _path_up(code, departments)
            if path[-1] == code and len(path) > 1:
                said = " → ".join(path)
                self.departments.wrong(self._rows_of_departments[code][0], f"parent: goes round in a circle, {said}")


def _path_up(code: str, departments: Mapping[str, DepartmentEntry]) -> list[str]:
    """The codes upwards, ending at the top or at the first one met again."""
    path, parent = [code], departments[code].parent
    while parent in departments:
        again = parent in path
        path.append(parent)
        if again:
            break
        parent = departments[parent].parent
    return path


def _pattern(cell: str) -> str:
    """As it was written, so that it comes out as it went in; what it means is the calendar's."""
    text = " ".join(cell.lower().split())
    if len(text) > _LONGEST_PATTERN:
        raise ValueError(f"is longer than {_LONGEST_PATTERN} characters")
    try:
        parse_pattern(text)
    except Refused as refused:
        raise ValueError(refused.text) from None
    return text


def _share(table: Table, row: Row) -> Share:
    percent, hours = table.take(row, "percent", _percent, None), table.take(row, "hours", _hours, None)
    if bool(row.cells["percent"]) == bool(row.cells["hours"]):
        table.wrong(row, "percent: give either percent or hours")
    return Share(percent, hours, *table.range(row))


def _percent(cell: str) -> Decimal:
    return _between(cell, 100)


def _hours(cell: str) -> Decimal:
    return _between(cell, 168)


def _between(cell: str, most: int) -> Decimal:
    found = number(cell)
    if not 0 < found <= most:
        raise ValueError(f"{found} is not over 0 and up to {most}")
    return found


def _in_turn(table: Table, shares: Sequence[tuple[Row, Share]]) -> tuple[Share, ...]:
    """By their first day; two that overlap are noted."""
    ordered = sorted(shares, key=lambda one: one[1].starts)
    for (row, share), (later_row, later) in pairwise(ordered):
        if later.starts != NO_DAY and (share.ends is None or later.starts <= share.ends):
            table.wrong(later_row, f"overlaps with line {row.line}: the same person in the same project")
    return tuple(share for _, share in ordered)
