"""The organisation as rows: writes the very files that importing reads."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.folder import balances
from bot.folder.further import FURTHER
from bot.folder.reading import BalanceKey
from bot.folder.sheet import write_rows
from workflows.kernel.flow import Tx
from workflows.organisation.description import (
    AllocationEntry,
    Charge,
    DepartmentEntry,
    Description,
    PersonEntry,
    ProjectEntry,
    describe,
)
from workflows.organisation.store import everything


def export(tx: Tx, folder: Path) -> None:
    """Write all files into the folder, which is made if need be; files of these names are replaced."""
    chart, people = everything(tx)
    described = describe(chart, people)
    emails = {one.person.id: one.person.email for one in people}
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _sheets(described, balances.known(tx, emails)).items():
        write_rows(folder / name, rows)
    for name, file in FURTHER.items():
        write_rows(folder / name, file.rows(tx))


def _sheets(described: Description, known: Mapping[BalanceKey, Decimal]) -> dict[str, Iterator[Sequence[str]]]:
    return {
        "people.csv": (row for entry in described.people.values() for row in _person(entry)),
        "departments.csv": (row for entry in described.departments.values() for row in _department(entry)),
        "projects.csv": (row for entry in described.projects.values() for row in _project(entry)),
        "allocations.csv": (row for entry in described.allocations.values() for row in _allocation(entry)),
        "balances.csv": _balances(list(described.people), known),
    }


def _person(entry: PersonEntry) -> Iterator[Sequence[str]]:
    lasts = (entry.starts.isoformat(), _day(entry.ends))
    for stint in entry.stints:
        yield (
            *(entry.email, entry.slack_id, entry.name, entry.locale, *lasts),
            _turn(stint.valid_from, entry.starts),
            *(stint.time_zone, stint.country, stint.subdivision, stint.pattern, stint.department),
            "yes" if stint.people_admin else "no",
            stint.contract,
        )


def _department(entry: DepartmentEntry) -> Iterator[Sequence[str]]:
    for charge in entry.charges:
        yield (entry.code, entry.name, entry.parent, *_charge(entry, charge), charge.manager, charge.deputy)


def _project(entry: ProjectEntry) -> Iterator[Sequence[str]]:
    for charge in entry.charges:
        yield (entry.code, entry.name, entry.channel, *_charge(entry, charge), charge.manager)


def _charge(entry: DepartmentEntry | ProjectEntry, charge: Charge) -> Sequence[str]:
    return entry.starts.isoformat(), _day(entry.ends), _turn(charge.valid_from, entry.starts)


def _allocation(entry: AllocationEntry) -> Iterator[Sequence[str]]:
    for share in entry.shares:
        amounts = (_number(share.percent), _number(share.hours))
        yield (entry.email, entry.project, *amounts, share.starts.isoformat(), _day(share.ends))


def _balances(people: Sequence[str], known: Mapping[BalanceKey, Decimal]) -> Iterator[Sequence[str]]:
    place = {email: number for number, email in enumerate(people)}
    for key in sorted(known, key=lambda key: (place[key[0]], *key)):
        email, year, leave_type = key
        yield email, leave_type, str(year), _number(known[key])


def _turn(turn: date, starts: date) -> str:
    """Empty in the first row: from the first day, whichever that is."""
    return "" if turn == starts else turn.isoformat()


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
