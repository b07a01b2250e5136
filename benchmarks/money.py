"""Money: a department's year of two hundred people and a project's S-curve, computed and drawn.

Each is measured beside the bare query, which fetches the same rows and does nothing with them, and the bare drawing,
which draws as many bars or lines of made-up figures. Every round looks at another department and another project.
`python -m benchmarks.money` runs this part alone.
"""

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sqlalchemy import text

from benchmarks import company
from benchmarks.company import HIRED, TODAY, TOGETHER
from benchmarks.report import machine
from bot.store import Store
from bot.transaction import Transaction
from workflows.budget import pictures, pricing, store
from workflows.budget.people import PeopleYear, people_year
from workflows.budget.reading import Standing, standing
from workflows.budget.rules.entry import Category, Entry, Kind, Owner
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import Money
from workflows.budget.rules.month import Month, year
from workflows.budget.rules.rate import Rate, Unit
from workflows.budget.tables import PersonRoleRow
from workflows.calendar import load
from workflows.calendar import store as calendar
from workflows.calendar.rules import Counting, Span
from workflows.calendar.rules import Unit as Counted
from workflows.organisation import plan, recent
from workflows.organisation.milestone import Change, Health, Milestone
from workflows.organisation.tables import AllocationRow, ProjectRow

PEOPLE, PER_TREE, PROJECTS = 1_000, 4, 20
"""People in the company, departments together under the first of them, projects."""
SHARE = Decimal(40)
ROLES = 5
TURN = date(2026, 6, 15)
"""When every rate changes."""
MOST = 10.0
LOCALE = Locale.parse("en_GB")
NAMES = {
    "year query": "a year of 200 people: its rows",
    "year drawing": "as many bars, drawn",
    "year": "`/budget people` and the bars",
    "curve query": "a project's S-curve: its rows",
    "curve drawing": "as many lines, drawn",
    "curve": "`/budget apollo` and the curve",
}
_HOURS = Counting(Counted.HOURS)
_OF_PEOPLE = (
    "select * from work_pattern where person_id in ({people})",
    "select * from residence where person_id in ({people})",
    "select * from absence where person_id in ({people}) and gone = false",
    "select * from allocation where person_id in ({people})",
    "select * from person_role where person_id in ({people})",
    "select * from role_rate",
)
_YEAR = (
    "select * from membership where department_id between :first and :last",
    "select e.* from budget_entry e join budget b on b.id = e.budget_id where b.department_id between :first and :last",
    "select * from budget_entry where category = 'labour'",
    "select * from commitment where department_id between :first and :last",
    *_OF_PEOPLE,
)
_CURVE = (
    "select * from budget_entry where budget_id in (select id from budget where project_id = :project)",
    "select * from milestone where project_id = :project",
    "select * from milestone_report where milestone_id in (select id from milestone where project_id = :project)",
    *_OF_PEOPLE,
)
_MEMBERS = "select person_id from membership where department_id between :first and :last"
_ALLOCATED = "select person_id from allocation where project_id = :project"
T = TypeVar("T")


@dataclass
class Measured:
    """Milliseconds of every round, and what was not as the naive way has it."""

    took: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in NAMES})
    people: int = 0
    """In the smallest year."""
    wrong: list[str] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(self.took[name])

    def times(self, name: str) -> float:
        """How often the bare query and the bare drawing fit into ours."""
        return self.median(name) / (self.median(f"{name} query") + self.median(f"{name} drawing"))


def measure(people: int = PEOPLE, rounds: int = 5) -> Measured:
    """Found the company in a SQLite file, and look at its money. ValueError for one that is too small."""
    if people < TOGETHER * PER_TREE:
        raise ValueError(f"a company has at least {TOGETHER * PER_TREE} people here")
    with tempfile.TemporaryDirectory(prefix="dotted-line-money-") as folder:
        known = company.found(f"sqlite:///{Path(folder) / 'company'}.sqlite", people)
        known.write(lambda tx: _fill(tx, people))
        found = Measured()
        _draw_bars()  # matplotlib is loaded and has found its fonts
        for turn in range(min(rounds, people // TOGETHER // PER_TREE)):
            _look_at_department(known, found, turn * PER_TREE + 1)
            _look_at_project(known, found, turn + 1)
        known.close()
    return found


def report(found: Measured) -> Iterator[str]:
    """A line each."""
    yield f"\nMoney: ms (median) in a company of {PEOPLE:,}; departments of {found.people} people, {PROJECTS} projects"
    for name, spoken in NAMES.items():
        yield f"  {spoken:36}{found.median(name):10.1f}"
    yield from (f"  WRONG: {one}" for one in found.wrong)


def figures(found: Measured) -> Iterator[tuple[str, bool]]:
    """The figures to reach."""
    for name in ("year", "curve"):
        times = found.times(name)
        said = f"{NAMES[name]}: {times:.1f} times the bare query plus the bare drawing (to reach: at most {MOST:g})"
        yield said, times <= MOST


def show() -> bool:
    """Measure and print; whether what we computed is what the naive way finds."""
    found = measure()
    print("\n".join(report(found)))
    for sentence, reached in figures(found):
        print(f"  {'reached' if reached else 'MISSED '}  {sentence}")
    return not found.wrong


def _look_at_department(known: Store, found: Measured, first: int) -> None:
    among = {"first": first, "last": first + PER_TREE - 1}
    _timed(found, "year query", partial(known.read, lambda tx: _rows(tx, _YEAR, _MEMBERS, among)))
    _timed(found, "year drawing", _draw_bars)
    whose = known.read(lambda tx: store.budgets(tx, Owner.DEPARTMENT, [first]))[first]
    year_ = _timed(found, "year", partial(_year, known, whose))
    found.people = min(found.people or year_.people, year_.people)
    whole = sum((one.hours for one in year_.time.projects), Decimal(0)) + year_.time.usual
    if whole != year_.time.present:
        found.wrong.append(f"department {first}: {whole} hours in parts, {year_.time.present} together")


def _look_at_project(known: Store, found: Measured, project: int) -> None:
    asked = {"project": project}
    _timed(found, "curve query", partial(known.read, lambda tx: _rows(tx, _CURVE, _ALLOCATED, asked)))
    _timed(found, "curve drawing", _draw_lines)
    whose = known.read(lambda tx: store.budgets(tx, Owner.PROJECT, [project]))[project]
    stands = _timed(found, "curve", partial(_curve, known, whose))
    naive = known.read(lambda tx: _naive_labour(tx, project))
    if stands.labour.total.of("EUR") != naive:
        found.wrong.append(f"project {project}: {stands.labour.total.of('EUR')} of labour, {naive} the naive way")


def _year(known: Store, whose: Budget) -> PeopleYear:
    found = known.read(lambda tx: people_year(tx, whose, TODAY.year, TODAY))
    pictures.draw_bars(found.account, "EUR", LOCALE)
    return found


def _curve(known: Store, whose: Budget) -> Standing:
    found = known.read(lambda tx: standing(tx, whose, TODAY))
    if found.curve is None:
        raise LookupError(found.why)
    pictures.draw_curve(found.curve, LOCALE)
    return found


def _rows(tx: Transaction, statements: Iterable[str], people: str, values: dict[str, Any]) -> int:
    """Every row, fetched and counted."""
    found = 0
    for one in statements:
        asked = one.format(people=people)
        given = {key: value for key, value in values.items() if f":{key}" in asked}
        found += len(tx.connection.execute(text(asked), given).fetchall())
    return found


def _naive_labour(tx: Transaction, project: int) -> Decimal:
    """Person by person and day by day."""
    months: defaultdict[Month, Decimal] = defaultdict(Decimal)
    rates, roles = pricing.rates(tx), {one.person: one.role for one in pricing.holdings(tx)}
    for share in load.shares_on(tx, [project], HIRED, TODAY):
        works = calendar.working_time(tx, share.person, HIRED, TODAY)
        away = {day for one in calendar.away(tx, [share.person], HIRED, TODAY) for day in one.span.days()}
        for number in range((TODAY - HIRED).days + 1):
            day = HIRED + timedelta(days=number)
            if day in away:
                continue
            price = next(
                one.hourly.amount
                for one in rates
                if one.role == roles[share.person] and one.starts <= day <= (one.ends or TODAY)
            )
            months[Month.of(day)] += works.cost(Span(day, day), _HOURS) * SHARE / 100 * price
    return sum((one.quantize(Decimal("0.01"), ROUND_HALF_UP) for one in months.values()), Decimal(0))


def _draw_bars() -> bytes:
    figure = Figure(figsize=(10, 4.6), dpi=110, layout="constrained")
    axes = figure.add_subplot()
    for number, colour in enumerate(("grey", "orange", "red")):
        axes.bar(
            [place + number / 3 for place in range(12)], [1000.0 + place for place in range(12)], 0.3, color=colour
        )
    return _png(figure)


def _draw_lines() -> bytes:
    figure = Figure(figsize=(10, 4.6), dpi=110, layout="constrained")
    axes = figure.add_subplot()
    for number in range(3):
        axes.plot(range(13), [1000.0 * place + number for place in range(13)])
    return _png(figure)


def _png(figure: Figure) -> bytes:
    out = BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call] # matplotlib has not annotated it
    return out.getvalue()


def _timed(found: Measured, name: str, do: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = do()
    found.took[name].append((time.perf_counter() - began) * 1000)
    return result


def _fill(tx: Transaction, people: int) -> None:
    departments = people // TOGETHER
    for first in range(1, departments + 1, PER_TREE):
        under = {"top": first, "first": first + 1, "last": first + PER_TREE - 1}
        tx.connection.execute(text("update department set parent_id = :top where id between :first and :last"), under)
    tx.insert_many(ProjectRow, [_project(number) for number in range(1, PROJECTS + 1)])
    tx.insert_many(AllocationRow, [_allocation(one, turn) for one in range(1, people + 1) for turn in (0, 1)])
    for number in range(1, ROLES + 1):
        role = pricing.add_role(tx, f"role-{number}", f"Role {number}")
        before = Rate(role.id, Unit.HOUR, _eur(50 + number), HIRED, TURN - timedelta(days=1))
        pricing.replace_rates(tx, role, [before, Rate(role.id, Unit.DAY, _eur(420 + number * 8), TURN)])
    tx.insert_many(PersonRoleRow, [_role(one) for one in range(1, people + 1)])
    recent.changed(tx)
    _budgets(tx, departments)
    for project in range(1, PROJECTS + 1):
        _milestones(tx, project)


def _budgets(tx: Transaction, departments: int) -> None:
    months = year(TODAY.year)
    spent = [one for one in months if one.last < TODAY]
    for number in range(1, PROJECTS + 1):
        labour = [Entry(Kind.PLANNED, one, Category.LABOUR, _eur(200_000)) for one in months]
        other = [Entry(Kind.ACTUAL, one, Category.OTHER, _eur(900)) for one in spent]
        store.take_in(tx, store.opened(tx, Owner.PROJECT, number), [*labour, *other])
    for number in range(1, departments + 1):
        planned = [Entry(Kind.PLANNED, one, Category.SALARIES, _eur(210_000)) for one in months]
        actual = [Entry(Kind.ACTUAL, one, Category.SALARIES, _eur(209_000)) for one in spent]
        store.take_in(tx, store.opened(tx, Owner.DEPARTMENT, number), [*planned, *actual])


def _milestones(tx: Transaction, project: int) -> None:
    for number in range(10):
        day = date(TODAY.year, number + 1, 20)
        new = Milestone(
            *(0, project, f"Milestone {number}", day, day, day, Health.ON_TRACK, Decimal(10), Decimal(0)),
            *(None, None, "", HIRED, None, 1),
        )
        added = plan.add(tx, new, None)
        for percent in (30, 80):
            later = Milestone(
                *(added.id, project, added.name, day, day, day, Health.ON_TRACK, Decimal(10), Decimal(percent)),
                *(None, None, "", day - timedelta(days=90 - percent), None, added.version),
            )
            added = plan.report(tx, later, None, Change.UPDATED) or added


def _project(number: int) -> dict[str, Any]:
    last = date(TODAY.year, 12, 31)
    return {
        "id": number,
        "code": f"project-{number}",
        "name": f"Project {number}",
        "channel": None,
        "starts": HIRED,
        "ends": last,
    }


def _allocation(person: int, turn: int) -> dict[str, Any]:
    project = (person + turn * 7) % PROJECTS + 1
    return {
        "person_id": person,
        "project_id": project,
        "percent": SHARE,
        "hours": None,
        "starts": HIRED,
        "ends": None,
    }


def _role(person: int) -> dict[str, Any]:
    return {"person_id": person, "role_id": person % ROLES + 1, "starts": HIRED, "ends": None}


def _eur(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def main() -> None:
    """Measure and print."""
    print("\n".join(machine()))
    began = time.perf_counter()
    right = show()
    print(f"\n{time.perf_counter() - began:.0f} s. To repeat: .venv/bin/python -m benchmarks.money")
    sys.exit(not right)


if __name__ == "__main__":
    main()
