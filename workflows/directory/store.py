"""Newcomers, read and written; each change counts on the version that was read."""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.directory.rules import Newcomer, Obstacle, Profile, State
from workflows.directory.tables import NewcomerRow, NewcomerTold
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx

_NEWCOMER, _TOLD = SQLModel.metadata.tables["newcomer"], SQLModel.metadata.tables["newcomer_told"]
_C = _NEWCOMER.c
_ALL = select(*_C)
_BY_ID = _ALL.where(_C.id == bindparam("newcomer"))
_BY_SLACK = _ALL.where(_C.slack_id == bindparam("slack_id"))
_WAITING = _ALL.where(_C.state == State.WAITING).order_by(_C.seen_at, _C.id)
_UNINTRODUCED = _WAITING.where(_C.introduced_at.is_(None))
_TOLD_OF = select(_TOLD.c.person_id).where(_TOLD.c.newcomer_id == bindparam("newcomer")).order_by(_TOLD.c.person_id)
_TOLD_WAITING = (
    select(_TOLD.c.newcomer_id, _TOLD.c.person_id)
    .join(_NEWCOMER, _TOLD.c.newcomer_id == _C.id)
    .where(_C.state == State.WAITING)
    .order_by(_TOLD.c.newcomer_id, _TOLD.c.person_id)
)
_THIS = _C.id == bindparam("newcomer")
_AS_SEEN = _C.version == bindparam("seen")
_USED = update(_NEWCOMER).where(_THIS, _C.used == "").values(used=bindparam("what"))
_PROFILE = ("name", "email", "time_zone", "locale")
_INTRODUCE = (
    update(_NEWCOMER)
    .where(_THIS, _C.introduced_at.is_(None), _C.state == State.WAITING)
    .values({_C[name]: bindparam(f"new_{name}") for name in _PROFILE})
    .values(introduced_at=bindparam("moment", type_=_C.introduced_at.type))
)
_CLOSE = (
    update(_NEWCOMER)
    .where(_THIS, _AS_SEEN)
    .values(
        state=bindparam("new_state", type_=_C.state.type),
        obstacle=bindparam("why", type_=_C.obstacle.type),
        version=_C.version + 1,
        person_id=bindparam("known_as", type_=_C.person_id.type),
        closed_by=bindparam("by", type_=_C.closed_by.type),
        closed_at=bindparam("moment", type_=_C.closed_at.type),
    )
)
_REOPEN = (
    update(_NEWCOMER)
    .where(_THIS, _AS_SEEN)
    .values(
        state=State.WAITING,
        used=bindparam("what"),
        obstacle=bindparam("why", type_=_C.obstacle.type),
        version=_C.version + 1,
        opened=_C.version + 1,
        person_id=None,
        closed_by=None,
        closed_at=None,
    )
)


def newcomer(tx: Tx, newcomer_id: int) -> Newcomer | None:
    """One by id."""
    return _newcomer(tx.first(_BY_ID, newcomer=newcomer_id))


def by_slack(tx: Tx, slack_id: str) -> Newcomer | None:
    """The one with this Slack account."""
    return _newcomer(tx.first(_BY_SLACK, slack_id=slack_id))


def waiting(tx: Tx) -> list[Newcomer]:
    """Those of whom nobody has said yet who they are, longest first."""
    return [found for row in tx.fetch(_WAITING) if (found := _newcomer(row))]


def unintroduced(tx: Tx) -> list[Newcomer]:
    """Those whom Slack was not asked about yet."""
    return [found for row in tx.fetch(_UNINTRODUCED) if (found := _newcomer(row))]


def add(tx: Tx, slack_id: str, used: str, former: Profile | None = None) -> Newcomer | None:
    """Keep one; None when somebody else did meanwhile. `former`: what the directory knew about one who left."""
    profile = former or Profile()
    added = tx.insert_once(
        NewcomerRow,
        slack_id=slack_id,
        name=profile.name,
        email=profile.email,
        time_zone=profile.time_zone,
        locale=profile.locale,
        used=used,
        obstacle=Obstacle.LEFT if former else None,
        state=State.WAITING,
        version=1,
        opened=1,
        seen_at=tx.now,
        introduced_at=tx.now if former else None,
        person_id=None,
        closed_by=None,
        closed_at=None,
    )
    return by_slack(tx, slack_id) if added else None


def note_use(tx: Tx, newcomer_id: int, what: str) -> bool:
    """That they turned up themselves; whether that is new."""
    return tx.execute(_USED, newcomer=newcomer_id, what=what) == 1


def introduce(tx: Tx, newcomer_id: int, profile: Profile) -> bool:
    """What Slack says about them; whether nobody had asked it before."""
    values = {f"new_{name}": getattr(profile, name) for name in _PROFILE}
    return tx.execute(_INTRODUCE, newcomer=newcomer_id, moment=tx.now, **values) == 1


def close(
    tx: Tx,
    one: Newcomer,
    state: State,
    by: PersonId | None,
    *,
    known_as: PersonId | None = None,
    why: Obstacle | None = None,
) -> bool:
    """Say who they are, or that they are nobody; whether they still stood as they were read."""
    values: dict[str, Any] = {"new_state": state, "known_as": known_as, "by": by, "why": why, "moment": tx.now}
    return tx.execute(_CLOSE, newcomer=one.id, seen=one.version, **values) == 1


def reopen(tx: Tx, one: Newcomer, used: str, why: Obstacle | None) -> bool:
    """One who had been added has left and turned up again."""
    return tx.execute(_REOPEN, newcomer=one.id, seen=one.version, what=used, why=why) == 1


def tell(tx: Tx, newcomer_id: int, person: PersonId) -> bool:
    """That this person gets the card; whether that is new."""
    return tx.insert_once(NewcomerTold, newcomer_id=newcomer_id, person_id=person)


def told(tx: Tx, newcomer_id: int) -> list[PersonId]:
    """Who has the card, or gets it."""
    return [PersonId(row.person_id) for row in tx.fetch(_TOLD_OF, newcomer=newcomer_id)]


def told_of_waiting(tx: Tx) -> dict[int, list[PersonId]]:
    """Who was told of each of those who wait: one query."""
    found: dict[int, list[PersonId]] = {}
    for row in tx.fetch(_TOLD_WAITING):
        found.setdefault(row.newcomer_id, []).append(PersonId(row.person_id))
    return found


def _newcomer(row: Any) -> Newcomer | None:
    if row is None:
        return None
    return Newcomer(
        row.id,
        row.slack_id,
        Profile(row.name, row.email, row.time_zone, row.locale),
        row.seen_at,
        row.introduced_at is not None,
        row.used,
        row.obstacle,
        row.state,
        row.version,
        row.opened,
        row.person_id,
        row.closed_by,
        row.closed_at,
    )
