"""The generated organisation, as the folder of CSV files that `dotted-line import` reads."""

import csv
from datetime import date
from pathlib import Path

from benchmarks.signed import PEOPLE, PLACES, slack_id

DEPARTMENTS = 40
PROJECTS = 40
OPENING = 20
"""Days of annual leave that are left of `year` when they are brought in."""
STARTS = date(2020, 1, 1)


def write(folder: Path, year: int, people: int = PEOPLE) -> None:
    """Write the folder: people in departments, each with a manager and a deputy, projects, balances of `year`."""
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / "people.csv", _PEOPLE, [_person(number) for number in range(people)])
    _table(folder / "departments.csv", _DEPARTMENTS, [_department(number) for number in range(DEPARTMENTS)])
    _table(folder / "projects.csv", _PROJECTS, [_project(number) for number in range(PROJECTS)])
    _table(folder / "allocations.csv", _ALLOCATIONS, [_allocation(number) for number in range(people)])
    _table(folder / "balances.csv", _BALANCES, [[_email(number), "annual", year, OPENING] for number in range(people)])


_PEOPLE = (
    "email,slack_id,name,locale,starts,ends,valid_from,time_zone,country,subdivision,pattern,department,people_admin"
)
_DEPARTMENTS = "code,name,parent,starts,ends,valid_from,manager,deputy"

_PROJECTS = "code,name,channel,starts,ends,valid_from,manager"
_ALLOCATIONS = "email,project,percent,hours,starts,ends"
_BALANCES = "email,leave_type,year,days"


def _person(number: int) -> list[object]:
    country, subdivision, zone = PLACES[number % len(PLACES)]
    department = _code(number % DEPARTMENTS)
    admin = "yes" if number == DEPARTMENTS else "no"
    name = f"Person {number}"
    return [
        *(_email(number), slack_id(number), name, "en_GB", STARTS, "", ""),
        *(zone, country, subdivision, "mon-fri", department, admin),
    ]


def _department(number: int) -> list[object]:
    parent = _code(0) if number else ""
    return [
        *(_code(number), f"Department {number}", parent, STARTS, "", ""),
        *(_email(number), _email(number + DEPARTMENTS)),
    ]


def _project(number: int) -> list[object]:
    name = f"project-{number}"
    return [name, f"Project {number}", f"#{name}", STARTS, "", "", _email(2 * DEPARTMENTS + number)]


def _allocation(number: int) -> list[object]:
    return [_email(number), f"project-{number % PROJECTS}", 50, "", STARTS, ""]


def _email(number: int) -> str:
    return f"person.{number}@northwind.example"


def _code(number: int) -> str:
    return f"department-{number}"


def _table(path: Path, columns: str, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(columns.split(","))
        table.writerows(rows)
