"""roles.csv: who has which role, from a day to a day."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.folder.names import Names
from bot.folder.table import Table
from workflows.budget import pricing
from workflows.budget import store as budgets
from workflows.budget.rules.rate import Holding, Role, overlapping
from workflows.kernel.flow import Tx
from workflows.organisation import checks
from workflows.organisation.store import everything, ids_by_email


@dataclass(frozen=True, slots=True)
class Held:
    """A role by its code."""

    role: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """All roles of somebody."""

    email: str
    held: tuple[Held, ...]


def read(table: Table, names: Names) -> Mapping[Hashable, PersonEntry]:
    """The entries by address; the rows of one person are all their roles."""
    found: dict[Hashable, PersonEntry] = {}
    for email, rows in table.groups("email", checks.email):
        table.known(rows[0], "email", checks.email, names.people, "people.csv")
        held = sorted(
            (Held(table.take(row, "role", checks.code, ""), *table.range(row)) for row in rows),
            key=lambda one: one.starts,
        )
        if overlapping(held) is not None:
            table.wrong(rows[0], f"starts: {email} has two roles on the same day")
        found[email] = PersonEntry(email, tuple(held))
    return found


def differences(tx: Tx, entries: Mapping[Hashable, Any]) -> Sequence[tuple[str, bool, tuple[str, ...]]]:
    """Whoever has other roles than before."""
    known = _known(tx)
    return [
        (entry.email, key not in known, (f"roles: {len(known[key].held)} → {len(entry.held)}",) if key in known else ())
        for key, entry in entries.items()
        if known.get(key) != entry
    ]


def write(tx: Tx, entries: Mapping[Hashable, Any]) -> None:
    """These are the people's roles, instead of what they were; a role that nobody knows is added, without a rate."""
    people = ids_by_email(tx)
    for entry in entries.values():
        person = people[entry.email]
        held = [Holding(person, _role(tx, one.role).id, one.starts, one.ends) for one in entry.held]
        pricing.replace_holdings(tx, person, held)
    budgets.wake_all(tx)


def rows(tx: Tx) -> Iterator[Sequence[str]]:
    """All of it, by person."""
    for entry in _known(tx).values():
        for one in entry.held:
            yield entry.email, one.role, one.starts.isoformat(), one.ends.isoformat() if one.ends else ""


def _role(tx: Tx, code: str) -> Role:
    return pricing.find(tx, code) or pricing.add_role(tx, code, code.replace("-", " ").capitalize())


def _known(tx: Tx) -> dict[Hashable, PersonEntry]:
    codes = {one.id: one.code for one in pricing.roles(tx)}
    held: dict[int, list[Held]] = {}
    for one in pricing.holdings(tx):
        held.setdefault(one.person, []).append(Held(codes[one.role], one.starts, one.ends))
    people = [(one.person.id, one.person.email) for one in everything(tx)[1]]
    return {email: PersonEntry(email, tuple(held[person])) for person, email in people if person in held}
