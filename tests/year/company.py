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
from tests.year.plans import REPORTED, Mark, Plans, Share

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
        approval: {remind_after: [1, 2], climb_after: 3, consult_working_days: 2}
      - code: toil
        name: Time off in lieu
        earned: {months: 6}
        approval: {remind_after: [1, 2], climb_after: 3}
assignments:
  - {policy: sea, departments: [sea]}
"""
"""Two days with each month, from its first day on; five go on into the next year, until the end of March."""


def found(store: Store, folder: Path, people: Mapping[str, Soul], plans: Plans) -> None:
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
    _plan(folder, plans)
    load_once(store, folder)
    described = folder / "sea.yaml"
    described.write_text(POLICY, encoding="utf-8")
    policies.load(store, described)


def _plan(folder: Path, plans: Plans) -> None:
    """A project for each place, with its people, its dates, and what they may do."""
    projects = [{"code": f"v-{one.code}", "name": f"Voyage {one.code}", "channel": f"#{one.code}"} for one in PLACES]
    dated = {"starts": HIRED.isoformat(), "ends": "", "valid_from": ""}
    _add(folder / "projects.csv", [{**one, **dated, "manager": f"{one['code'][2:]}.al{DOMAIN}"} for one in projects])
    _add(folder / "allocations.csv", map(_share, plans.shares))
    _add(folder / "milestones.csv", map(_mark, plans.marks))
    known = {"level": "2", "assessed_on": "2026-11-02", "assessed_by": f"{TOP}{DOMAIN}", "wish": "no"}
    papers = [{"email": f"{one.who}{DOMAIN}", "skill": one.skill, "expires": f"{one.expires}"} for one in plans.papers]
    _add(folder / "skills.csv", [{**one, **known, "offers_mentoring": "no"} for one in papers])


def _share(one: Share) -> dict[str, str]:
    days = {"starts": f"{one.first}", "ends": f"{one.last or ''}"}
    return {"email": f"{one.who}{DOMAIN}", "project": f"v-{one.who[:-3]}", "percent": "20", "hours": "", **days}


def _mark(one: Mark) -> dict[str, str]:
    planned = dict.fromkeys(("planned", "baseline", "forecast"), f"{one.day}")
    said = {"reported_on": f"{REPORTED}", "health": "on_track", "percent": "0", "sentence": "", "weight": "1"}
    return {"project": f"v-{one.place}", "name": one.name, "owner": f"{one.owner}{DOMAIN}", **planned, **said}


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
