"""What people chose and how far the clock has come, read and written; and who reads where, by one query a zone."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.digest.rules import Setting, State
from workflows.digest.tables import DigestRound, DigestSetting
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.rules import spoken
from workflows.organisation.zones import known

_TABLES = SQLModel.metadata.tables
_SETTING, _ROUND = _TABLES["digest_setting"], _TABLES["digest_round"]
_PERSON, _RESIDENCE = _TABLES["person"].c, _TABLES["residence"].c
_S, _R = _SETTING.c, _ROUND.c
_DAY: Any = bindparam("day")
_OWN = select(*_S).where(_S.person_id == bindparam("person"))
_ALL = select(*_S)
_TIMES = select(_S.at).union(select(_S.former))
_ZONES = select(_RESIDENCE.time_zone).distinct().order_by(_RESIDENCE.time_zone)
_ROUNDS = select(*_R)
_ADVANCE = (
    update(_ROUND)
    .where(_R.zone == bindparam("where"), _R.at == bindparam("time"), _R.day == bindparam("seen"))
    .values(day=bindparam("to_day"))
)
_LIVING = (
    select(_PERSON.id, _PERSON.slack_id, _PERSON.name, _PERSON.locale, _PERSON.language)
    .join(_TABLES["residence"], _RESIDENCE.person_id == _PERSON.id)
    .where(_PERSON.slack_id.is_not(None), _PERSON.starts <= _DAY, _PERSON.ends.is_(None) | (_PERSON.ends >= _DAY))
    .where(_RESIDENCE.time_zone == bindparam("zone"))
    .where(_RESIDENCE.starts <= _DAY, _RESIDENCE.ends.is_(None) | (_RESIDENCE.ends >= _DAY))
    .order_by(_PERSON.id)
)
_CHANGED = ("at", "former", "changed", *Kind)
_SAVE = (
    update(_SETTING)
    .where(_S.person_id == bindparam("person"))
    .values({_S[name]: bindparam(f"to_{name}") for name in _CHANGED})
)


def setting(tx: Tx, person: PersonId) -> Setting:
    """What somebody wants; as usual for one who never said."""
    row = tx.first(_OWN, person=person)
    return _setting(row) if row else Setting(person)


def settings(tx: Tx) -> dict[PersonId, Setting]:
    """Of all who ever said anything; one query."""
    return {PersonId(row.person_id): _setting(row) for row in tx.fetch(_ALL)}


def save(tx: Tx, wanted: Setting) -> None:
    """From now on they want this."""
    values = {
        "at": wanted.at,
        "former": wanted.former,
        "changed": wanted.changed,
        **{kind.value: wanted.wants(kind) for kind in Kind},
    }
    if not tx.insert_once(DigestSetting, person_id=wanted.person, **values):
        tx.execute(_SAVE, person=wanted.person, **{f"to_{name}": value for name, value in values.items()})


def times(tx: Tx) -> set[str]:
    """Every time that anybody chose."""
    return {row.at for row in tx.fetch(_TIMES)}


def zones(tx: Tx) -> tuple[str, ...]:
    """Where people live, lived or will live."""
    return recent.of_person(tx, "digest_zones", lambda: tuple(row.time_zone for row in tx.fetch(_ZONES))) or ()


def rounds(tx: Tx) -> dict[tuple[str, str], date]:
    """The last local date that was looked at, by zone and time."""
    return {(row.zone, row.at): row.day for row in tx.fetch(_ROUNDS)}


def begin(tx: Tx, zone: str, at: str, day: date) -> bool:
    """Look from the day after this one on; False when it is looked at already."""
    return tx.insert_once(DigestRound, zone=zone, at=at, day=day)


def advance(tx: Tx, zone: str, at: str, seen: date, day: date) -> bool:
    """That day is looked at now; False when another replica already does."""
    return tx.execute(_ADVANCE, where=zone, time=at, seen=seen, to_day=day) == 1


def living(tx: Tx, zone: str, day: date) -> dict[PersonId, Actor]:
    """Who of the company is in that zone on that day, as readers of that day; one query."""
    return {
        PersonId(row.id): Actor(
            PersonId(row.id), row.slack_id, row.name, known(zone), spoken(row.locale, row.language), day
        )
        for row in tx.fetch(_LIVING, zone=zone, day=day)
    }


def _setting(row: Any) -> Setting:
    off = frozenset(kind for kind in Kind if not getattr(row, kind.value))
    return Setting(PersonId(row.person_id), row.at, row.former, row.changed, off, State.SET)
