"""The generated organisation, as the folder of CSV files that `dotted-line import` reads."""

import csv
from datetime import date
from pathlib import Path

from benchmarks.signed import PEOPLE, PLACES, slack_id

DEPARTMENTS = 40
STARTS = date(2020, 1, 1)


def write(folder: Path, people: int = PEOPLE) -> None:
    """Write the folder: people in departments, each with a manager and a deputy, under one at the top."""
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / "people.csv", _PEOPLE, [_person(number) for number in range(people)])
    _table(folder / "departments.csv", _DEPARTMENTS, [_department(number) for number in range(DEPARTMENTS)])


_PEOPLE = (
    "email,slack_id,name,locale,starts,ends,valid_from,time_zone,country,subdivision,pattern,department,people_admin"
)
_DEPARTMENTS = "code,name,parent,starts,ends,valid_from,manager,deputy"


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


def _email(number: int) -> str:
    return f"person.{number}@northwind.example"


def _code(number: int) -> str:
    return f"department-{number}"


def _table(path: Path, columns: str, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(columns.split(","))
        table.writerows(rows)
