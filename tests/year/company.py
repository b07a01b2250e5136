"""The sample company with everybody from `places` in it, in a database of its own: imported as anybody would."""

import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.folder.command import load_once
from bot.policies import command as policies
from bot.rehearse import SAMPLE
from bot.store import Store
from tests.year.places import DOMAIN, HIRED, PLACES, TOP, Soul

POLICY = """
policies:
  - code: sea
    name: Overseas
    types:
      - code: annual
        name: Annual leave
        entitlement: {amount: 24, joining: months, accrual: {every: monthly}}
        carry_over: {most: 5, validity: {until: 04-01}}
        warn_before: [30, 7]
        window: {ahead: 550, back: 14}
        approval: {remind_after: [1, 2], climb_after: 3, consult_working_days: null}
assignments:
  - {policy: sea, departments: [sea]}
"""
"""Two days with each month, from its first day on; five go on into the next year, until the end of March."""


def found(store: Store, folder: Path, people: Mapping[str, Soul]) -> None:
    """Fill the empty database."""
    shutil.copytree(SAMPLE, folder)
    starts = HIRED.isoformat()
    dated = {"starts": starts, "ends": "", "valid_from": ""}
    _add(folder / "people.csv", [_person(one) | dated for one in people.values()])
    top = {"code": "sea", "name": "Overseas", "parent": "northwind", "manager": f"{TOP}{DOMAIN}", "deputy": ""}
    places = [
        {"code": one.code, "name": one.code.title(), "parent": "sea", "manager": f"{one.code}.mo{DOMAIN}", "deputy": ""}
        for one in PLACES
    ]
    _add(folder / "departments.csv", [{**one, **dated} for one in (top, *places)])
    load_once(store, folder)
    described = folder / "sea.yaml"
    described.write_text(POLICY, encoding="utf-8")
    policies.load(store, described)


def _person(one: Soul) -> dict[str, str]:
    place = one.place
    return {
        "email": one.email,
        "slack_id": one.slack_id,
        "name": one.name.replace(".", " ").title(),
        "locale": place.locale,
        "time_zone": place.zone,
        "country": place.country,
        "subdivision": place.subdivision,
        "pattern": place.pattern,
        "department": "sea" if one.name == TOP else place.code,
        "people_admin": "no",
        "contract": "permanent",
    }


def _add(file: Path, rows: Iterable[Mapping[str, str]]) -> None:
    with file.open(encoding="utf-8", newline="") as read:
        columns = next(csv.reader(read))
    with file.open("a", encoding="utf-8", newline="") as written:
        csv.DictWriter(written, columns).writerows(rows)
