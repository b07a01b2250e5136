"""Many people read at once, by a handful of queries, so that asking about each of them afterwards costs none."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.store import MOST_NAMED, assembled, grouped

_TABLES = SQLModel.metadata.tables
_PERSON = _TABLES["person"].c
_PARTS = ("residence", "work_pattern", "membership", "allocation", "contract")
_PEOPLE = select(*_PERSON).where(_PERSON.id.in_(bindparam("people", expanding=True)))


def _part(name: str) -> Any:
    columns = _TABLES[name].c
    among = columns.person_id.in_(bindparam("people", expanding=True))
    return select(*columns).where(among).order_by(columns.starts, columns.id)


_OF_PEOPLE = {name: _part(name) for name in _PARTS}


def know(tx: Tx, people: Iterable[PersonId]) -> None:
    """From now on what is dated about them is known, as long as the organisation does not change."""
    unknown = sorted({one for one in people if recent.of_person(tx, one, lambda: None) is None})
    for begin in range(0, len(unknown), MOST_NAMED):
        _read(tx, unknown[begin : begin + MOST_NAMED])


def _read(tx: Tx, people: list[PersonId]) -> None:
    parts = {name: grouped(tx.fetch(_OF_PEOPLE[name], people=people)) for name in _PARTS}
    for row in tx.fetch(_PEOPLE, people=people):
        residences, patterns, members, shares, contracts = (parts[name][row.id] for name in _PARTS)
        found = assembled(row, residences, patterns, members, shares, contracts)
        recent.of_person(tx, PersonId(row.id), lambda found=found: found)  # type: ignore[misc]  # a value bound early
        if row.slack_id:
            recent.of_person(tx, ("slack", row.slack_id), lambda row=row: PersonId(row.id))  # type: ignore[misc]  # the same
