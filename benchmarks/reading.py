"""Reading: one balance and a department's "who is out" in companies of several sizes, ours against an ORM one by one.

All companies are there at once, and each round asks each of them in turn, so that a busy moment of the machine falls on
all alike. Nobody is asked about twice in the same way, so what this process keeps about people doesn't flatter it; the
chart of departments, which it reads once after each change of the organisation, is kept.
`python -m benchmarks.reading` runs this part alone, `--postgres` in a PostgreSQL of its own.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlmodel import Session, select

from benchmarks import company
from benchmarks.company import ENTITLED, TODAY, TOGETHER
from benchmarks.report import machine
from bot.store import Store
from bot.transaction import Transaction
from workflows.calendar import store as calendar
from workflows.calendar.tables import AbsenceRow
from workflows.kernel.access import Actor, PersonId
from workflows.leave import desk, looking, who
from workflows.leave import store as leave
from workflows.leave.prospect import Prospect
from workflows.leave.rules.balance import balance
from workflows.leave.rules.life import State
from workflows.leave.tables import LeaveRequest
from workflows.organisation.tables import MembershipRow, PersonRow

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 10
BALANCES = 10
"""How many people's balance is read in each round."""
UNTIL = TODAY + timedelta(weeks=6)
NAMES = {
    "balance rows": "balance: its rows",
    "balance": "`/leave balance`, the whole answer",
    "balance naive": "balance, naive",
    "out rows": "who is out: its rows",
    "out": "`/leave who`, the whole answer",
    "out naive": "who is out, naive",
}
FLAT = 2.0
"""At most so many times in the largest company what it takes in the smallest."""
T = TypeVar("T")
Absence = tuple[int, date, date]


@dataclass
class Read:
    """Milliseconds of every reading in a company, and whether ours and the naive way found the same."""

    people: int
    took: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in NAMES})
    balances: int = 0
    out: int = 0
    wrong: list[str] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(self.took[name])


def measure(
    sizes: Sequence[int] = SIZES, rounds: int = ROUNDS, address: Callable[[int], str] | None = None
) -> list[Read]:
    """Found the companies, in SQLite files unless `address` gives the empty databases, and read from each in turn.

    ValueError for a company of fewer than two departments.
    """
    if min(sizes) < 2 * TOGETHER:
        raise ValueError(f"a company has at least {2 * TOGETHER} people here")
    with tempfile.TemporaryDirectory(prefix="dotted-line-reading-") as folder, ExitStack() as ends:
        places = address or (lambda people: f"sqlite:///{Path(folder) / str(people)}.sqlite")
        stores = []
        for people in sizes:
            stores.append(company.found(places(people), people))
            ends.callback(stores[-1].close)
        found = [Read(people) for people in sizes]
        rounds = max(1, min(rounds, min(sizes) // TOGETHER // 2))
        for turn in range(rounds):
            for store, read in zip(stores, found, strict=True):
                _round(store, read, turn, rounds)
        return found


def report(found: Sequence[Read]) -> Iterator[str]:
    """A table: each way of reading, in each company, and how the largest compares with the smallest."""
    sizes = "".join(f"{f'{read.people:,}':>10}" for read in found)
    yield f"\nReading: ms (median) by people; {company.LEAVES} leaves each, departments of {TOGETHER}, six weeks ahead"
    yield f"  {'':36}{sizes}{'last/first':>12}"
    for name, spoken in NAMES.items():
        medians = "".join(f"{read.median(name):10.3f}" for read in found)
        yield f"  {spoken:36}{medians}{_growth(found, name):12.2f}"
    yield "  naive: sessions and table classes, one by one; it finds the same as the rows, and makes no answer of them"
    yield from _ratios(found)
    for read in found:
        alike = f"{read.balances} balances and {read.out} absences alike"
        yield f"  {read.people:,} people: {alike}" if not read.wrong else f"  WRONG: {read.wrong[0]}"


def show(sizes: Sequence[int] = SIZES, address: Callable[[int], str] | None = None) -> bool:
    """Measure and print; whether ours and the naive way found the same."""
    found = measure(sizes, address=address)
    print("\n".join(report(found)))
    for sentence, reached in figures(found):
        print(f"  {'reached' if reached else 'MISSED '}  {sentence}")
    return agree(found)


def figures(found: Sequence[Read]) -> Iterator[tuple[str, bool]]:
    """The figures to reach."""
    smallest, largest = found[0].people, found[-1].people
    for name in ("balance rows", "balance", "out rows", "out"):
        times = _growth(found, name)
        yield (
            f"{NAMES[name]}: {largest:,} people take {times:.2f} times {smallest:,} (to reach: at most {FLAT:g})",
            times <= FLAT,
        )


def agree(found: Sequence[Read]) -> bool:
    """Whether ours and the naive way found the same, and anything at all."""
    return all(read.balances and read.out and not read.wrong for read in found)


def _ratios(found: Sequence[Read]) -> Iterator[str]:
    yield "  The naive way takes so many times"
    for what in ("balance", "out"):
        for ours in (f"{what} rows", what):
            times = "".join(f"{read.median(f'{what} naive') / read.median(ours):10.2f}" for read in found)
            yield f"    {NAMES[ours]:34}{times}"


def _growth(found: Sequence[Read], name: str) -> float:
    return found[-1].median(name) / found[0].median(name)


def _round(store: Store, read: Read, turn: int, rounds: int) -> None:
    """Who is out of one department, and the balances of people of the next one; all over the company in a run."""
    before = turn * (read.people // TOGETHER) // rounds
    _compare_out(store, read, before + 1)
    for person in range((before + 1) * TOGETHER + 1, (before + 1) * TOGETHER + 1 + BALANCES):
        _compare_balance(store, read, PersonId(person))


def _compare_balance(store: Store, read: Read, person: PersonId) -> None:
    actor = _actor(person)
    _timed(read, "balance", partial(store.read, lambda tx: looking.show_balance(tx, actor, Prospect(person), {})))
    _timed(read, "balance rows", partial(store.read, lambda tx: _balance_rows(tx, person)))
    naive = _timed(read, "balance naive", partial(_naive_balance, store, person))
    ours = store.read(lambda tx: balance(desk.context_of(tx, person), "annual", TODAY).free)
    read.balances += 1
    if ours != naive:
        read.wrong.append(f"person {person} has {ours} free, and {naive} the naive way")


def _compare_out(store: Store, read: Read, department: int) -> None:
    actor = _actor(PersonId((department - 1) * TOGETHER + 1))
    _timed(read, "out", partial(store.read, lambda tx: who.show_who(tx, actor, Prospect(actor.person), {})))
    ours = _timed(read, "out rows", partial(store.read, lambda tx: _out(tx, department)))
    naive = _timed(read, "out naive", partial(_naive_out, store, department))
    read.out += len(ours)
    if ours != naive:
        read.wrong.append(f"department {department}: {len(ours)} absences, and {len(naive)} the naive way")


def _balance_rows(tx: Transaction, person: PersonId) -> object:
    return leave.requests(tx, person, active=True), leave.entries(tx, person)


def _out(tx: Transaction, department: int) -> set[Absence]:
    found = calendar.away_from(tx, [department], TODAY, UNTIL)
    return {(one.person, one.span.first, one.span.last) for one in found if one.certain}


def _naive_balance(store: Store, person: int) -> Decimal:
    """A year's entitlement less what is approved in it."""
    with Session(store.engine) as session:
        known = session.get_one(PersonRow, person)
        requests = session.exec(select(LeaveRequest).where(LeaveRequest.person_id == known.id)).all()
        counted = [one for one in requests if one.state is State.APPROVED and one.first.year == TODAY.year]
        return ENTITLED - sum((one.days for one in counted), Decimal(0))


def _naive_out(store: Store, department: int) -> set[Absence]:
    """Each member, and each member's absences; what matters is picked out in Python."""
    with Session(store.engine) as session:
        found: set[Absence] = set()
        for member in session.exec(select(MembershipRow).where(MembershipRow.department_id == department)).all():
            person = session.get_one(PersonRow, member.person_id)
            absences = session.exec(select(AbsenceRow).where(AbsenceRow.person_id == person.id)).all()
            found |= {
                (one.person_id, one.first, one.last)
                for one in absences
                if one.certain and not one.gone and one.last >= TODAY and one.first <= UNTIL
            }
        return found


def _actor(person: PersonId) -> Actor:
    return Actor(person, f"U{person:08}", f"Person {person}", "Europe/London", "en_GB", TODAY)


def _timed(read: Read, name: str, do: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = do()
    read.took[name].append((time.perf_counter() - began) * 1000)
    return result


def main(
    *,
    people: Annotated[list[int] | None, typer.Option(help="How many are in a company; repeatable.")] = None,
    postgres: Annotated[bool, typer.Option(help="In a PostgreSQL of its own.")] = False,
) -> None:
    """Measure and print."""
    print("\n".join(machine()))
    began = time.perf_counter()
    with ExitStack() as ends:
        right = show(people or SIZES, _postgres(ends) if postgres else None)
    asked = " ".join(sys.argv[1:])
    print(f"\n{time.perf_counter() - began:.0f} s. To repeat: .venv/bin/python -m benchmarks.reading {asked}")
    sys.exit(not right)


def _postgres(ends: ExitStack) -> Callable[[int], str]:
    """Empty databases in a server that ends with `ends`."""
    from tests.postgres import Server  # noqa: PLC0415 - it needs PostgreSQL's programs, which only this way asks for

    server = Server()
    server.start()
    ends.callback(server.stop)
    return lambda _people: server.new_database()


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
