"""Roles, their dated rates and who has which, as they are kept."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import SQLModel

from workflows.budget.rules.money import Money
from workflows.budget.rules.rate import Holding, Rate, Role, Succession, Unit, succeed
from workflows.budget.tables import PersonRoleRow, RoleRateRow, RoleRow
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx

_TABLES = SQLModel.metadata.tables
_ROLE, _RATE, _HELD = _TABLES["role"], _TABLES["role_rate"], _TABLES["person_role"]
_ROLES = select(*_ROLE.c).order_by(_ROLE.c.name, _ROLE.c.id)
_RATES = select(*_RATE.c).order_by(_RATE.c.role_id, _RATE.c.starts)
_RATES_OF = _RATES.where(_RATE.c.role_id == bindparam("role"))
_HELD_BY_ALL = select(*_HELD.c).order_by(_HELD.c.person_id, _HELD.c.starts)
_HELD_BY = _HELD_BY_ALL.where(_HELD.c.person_id.in_(bindparam("people", expanding=True)))
_END_RATE = (
    update(_RATE)
    .where(_RATE.c.role_id == bindparam("role"), _RATE.c.starts == bindparam("since"))
    .values(ends=bindparam("last"))
)
_END_HOLDING = (
    update(_HELD)
    .where(_HELD.c.person_id == bindparam("person"), _HELD.c.starts == bindparam("since"))
    .values(ends=bindparam("last"))
)
_DROP_RATE = delete(_RATE).where(_RATE.c.role_id == bindparam("role"), _RATE.c.starts == bindparam("since"))
_DROP_HOLDING = delete(_HELD).where(_HELD.c.person_id == bindparam("person"), _HELD.c.starts == bindparam("since"))
_RENAME = update(_ROLE).where(_ROLE.c.id == bindparam("role")).values(name=bindparam("to_name"))
_FORGET_RATES = delete(_RATE).where(_RATE.c.role_id == bindparam("role"))
_FORGET_HELD = delete(_HELD).where(_HELD.c.person_id == bindparam("person"))
_EVE = timedelta(days=1)
MOST_NAMED = 500


def roles(tx: Tx) -> list[Role]:
    """All roles by name."""
    return [Role(row.id, row.code, row.name) for row in tx.fetch(_ROLES)]


def rates(tx: Tx) -> list[Rate]:
    """All rates, each role's in order."""
    return [_rate(row) for row in tx.fetch(_RATES)]


def holdings(tx: Tx, people: Iterable[PersonId] | None = None) -> list[Holding]:
    """Who has which role when, of these people or of everybody; one query."""
    if people is None:
        return [_holding(row) for row in tx.fetch(_HELD_BY_ALL)]
    asked = sorted(set(people))
    if len(asked) > MOST_NAMED:
        wanted = frozenset(asked)
        return [one for one in holdings(tx) if one.person in wanted]
    return [_holding(row) for row in tx.fetch(_HELD_BY, people=asked)] if asked else []


def find(tx: Tx, words: str) -> Role | None:
    """The role of that code or name, in whatever case."""
    wanted = words.strip().casefold()
    return next((one for one in roles(tx) if wanted in (one.code.casefold(), one.name.casefold())), None)


def add_role(tx: Tx, code: str, name: str) -> Role:
    """A new role."""
    return Role(tx.insert(RoleRow, code=code, name=name), code, name)


def rename(tx: Tx, role: Role, name: str) -> None:
    """Another name for it."""
    tx.execute(_RENAME, role=role.id, to_name=name)


def set_rate(tx: Tx, new: Rate) -> Succession[Rate]:
    """Add a rate, or correct the one of those very days. What made room for it; raises Refused (`overlap`)."""
    tx.lock("role", new.role)
    made = succeed([_rate(row) for row in tx.fetch(_RATES_OF, role=new.role)], new)
    if made.ended is not None:
        tx.execute(_END_RATE, role=new.role, since=made.ended.starts, last=new.starts - _EVE)
    if made.corrected is not None:
        tx.execute(_DROP_RATE, role=new.role, since=new.starts)
    tx.insert(RoleRateRow, **_rate_values(new))
    return made


def set_role(tx: Tx, new: Holding) -> Succession[Holding]:
    """Give somebody a role, or another one for those very days. What made room for it; raises Refused (`overlap`)."""
    tx.lock("person_role", new.person)
    made = succeed(holdings(tx, [new.person]), new)
    if made.ended is not None:
        tx.execute(_END_HOLDING, person=new.person, since=made.ended.starts, last=new.starts - _EVE)
    if made.corrected is not None:
        tx.execute(_DROP_HOLDING, person=new.person, since=new.starts)
    tx.insert(PersonRoleRow, **_holding_values(new))
    return made


def replace_rates(tx: Tx, role: Role, known: Sequence[Rate]) -> None:
    """These are the role's rates, and no others; they were checked not to overlap."""
    tx.execute(_FORGET_RATES, role=role.id)
    tx.insert_many(RoleRateRow, [_rate_values(one) for one in known])


def replace_holdings(tx: Tx, person: PersonId, known: Sequence[Holding]) -> None:
    """These are the person's roles, and no others; they were checked not to overlap."""
    tx.execute(_FORGET_HELD, person=person)
    tx.insert_many(PersonRoleRow, [_holding_values(one) for one in known])


def _rate(row: Any) -> Rate:
    return Rate(row.role_id, Unit(row.unit), Money(row.amount, row.currency), row.starts, row.ends)


def _holding(row: Any) -> Holding:
    return Holding(PersonId(row.person_id), row.role_id, row.starts, row.ends)


def _rate_values(one: Rate) -> dict[str, Any]:
    return {
        "role_id": one.role,
        "unit": one.unit,
        "amount": one.money.amount,
        "currency": one.money.currency,
        "starts": one.starts,
        "ends": one.ends,
    }


def _holding_values(one: Holding) -> dict[str, Any]:
    return {"person_id": one.person, "role_id": one.role, "starts": one.starts, "ends": one.ends}
