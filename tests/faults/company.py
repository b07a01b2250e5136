"""A company as large as a storm needs, written as the folder that `dotted-line import` reads."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

HEADS = {
    "people": "email,slack_id,name,locale,starts,ends,valid_from,time_zone,country,subdivision,pattern,department,"
    "people_admin",
    "departments": "code,name,parent,starts,ends,valid_from,manager,deputy",
    "projects": "code,name,channel,starts,ends,valid_from,manager",
    "allocations": "email,project,percent,hours,starts,ends",
    "balances": "email,leave_type,year,days",
}
FOUNDED, FOR_EVER = "2024-01-01", "2029-12-31"
BALANCE = 25
"""Days that everybody has at first; the standard policy adds as many each year."""


@dataclass(frozen=True)
class Company:
    """Who is in it, by Slack id."""

    managers: tuple[str, ...]
    staff: tuple[str, ...]
    away: Mapping[str, frozenset[str]]
    """Who hears of whose absence besides: each department works on one project."""


def found(folder: Path, departments: int, staff: int) -> Company:
    """Write the folder of a company of so many departments, with so many people in each besides its manager."""
    folder.mkdir(parents=True)
    teams = {number: [f"staff{number}x{place}" for place in range(staff)] for number in range(departments)}
    bosses = {number: f"boss{number}" for number in teams}
    leads = {number: f"lead{number}" for number in teams}
    members = [(number, name) for number, names in teams.items() for name in (bosses[number], leads[number], *names)]
    _write(folder, "people", [*map(_person, members), _row(_mail("root"), _id("root"), "Root", *_AT, "top", "yes")])
    _write(
        folder, "departments", [_row("top", "Top", "", FOUNDED, "", "", _mail("root"), ""), *map(_department, teams)]
    )
    _write(folder, "projects", [_project(number, leads[number]) for number in teams])
    workers = [(number, name) for number, names in teams.items() for name in names]
    _write(
        folder, "allocations", [_row(_mail(name), f"p{number}", 50, "", FOUNDED, FOR_EVER) for number, name in workers]
    )
    _write(folder, "balances", [_row(_mail(name), "annual", 2026, BALANCE) for _, name in workers])
    return Company(
        tuple(map(_id, bosses.values())),
        tuple(_id(name) for _, name in workers),
        {_id(name): frozenset({_id(leads[number]), f"#project{number}"}) for number, name in workers},
    )


_AT = ("en_GB", FOUNDED, "", "", "Europe/London", "GB", "ENG", "mon-fri")


def _person(member: tuple[int, str]) -> list[str]:
    number, name = member
    return _row(_mail(name), _id(name), name.capitalize(), *_AT, f"d{number}", "no")


def _department(number: int) -> list[str]:
    return _row(f"d{number}", f"Department {number}", "top", FOUNDED, "", "", _mail(f"boss{number}"), "")


def _project(number: int, lead: str) -> list[str]:
    return _row(f"p{number}", f"Project {number}", f"#project{number}", FOUNDED, FOR_EVER, "", _mail(lead))


def _row(*values: object) -> list[str]:
    return [str(value) for value in values]


def _id(name: str) -> str:
    return f"U0{name.upper()}"


def _mail(name: str) -> str:
    return f"{name}@storm.example"


def _write(folder: Path, name: str, rows: Iterable[list[str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS[name].split(","), *rows])
