"""Handovers, read and written; they come out as the rules' own values, with their items."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import SQLModel

from workflows.handover.rules.checklist import Handover, Item
from workflows.handover.rules.life import State
from workflows.handover.tables import HandoverItemRow, HandoverRow
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import crowds

_HANDOVER, _ITEM = SQLModel.metadata.tables["handover"], SQLModel.metadata.tables["handover_item"]
_H, _I = _HANDOVER.c, _ITEM.c
_ALL = select(*_H).order_by(_H.day, _H.id)
_ONE = _ALL.where(_H.id == bindparam("handover"))
_RUNNING = _ALL.where(_H.state == State.RUNNING)
_OF_PROJECT = _RUNNING.where(_H.project_id == bindparam("project"))
_BEFORE_LEAVE = _RUNNING.where(_H.away_id == bindparam("person"))
_PREPARED = select(_H.away_id).where(_H.state == State.RUNNING, _H.away_id.is_not(None))
_IDS: Any = bindparam("ids", expanding=True)
_ITEMS = select(*_I).order_by(_I.due, _I.id)
_ITEMS_OF = _ITEMS.where(_I.handover_id.in_(_IDS))
_AN_ITEM = _ITEMS.where(_I.id == bindparam("item"))
_NAMED = _RUNNING.where(
    or_(
        _H.operations_id == bindparam("person"),
        _H.away_id == bindparam("person"),
        _H.id.in_(
            select(_I.handover_id).where(or_(_I.giver_id == bindparam("person"), _I.receiver_id == bindparam("person")))
        ),
    )
)
_OF_PROJECTS = _RUNNING.where(_H.project_id.in_(_IDS))
_OF_OPERATIONS = _RUNNING.where(_H.operations_id.in_(_IDS))
_SETTLE = (
    update(_HANDOVER)
    .where(_H.id == bindparam("handover"), _H.version == bindparam("seen"))
    .values(
        state=bindparam("to", type_=_H.state.type),
        version=_H.version + 1,
        changed_at=bindparam("moment", type_=_H.changed_at.type),
    )
)
_WRITTEN = ("title", "giver_id", "receiver_id", "due", "state", "place", "said")
_SAVE = (
    update(_ITEM)
    .where(_I.id == bindparam("item"), _I.version == bindparam("seen"))
    .values(
        {
            **{_I[name]: bindparam(f"to_{name}", type_=_I[name].type) for name in _WRITTEN},
            _I.version: _I.version + 1,
            _I.changed_at: bindparam("moment", type_=_I.changed_at.type),
        }
    )
)


def handover(tx: Tx, handover_id: int) -> Handover | None:
    """One of any state."""
    found = _handovers(tx, tx.fetch(_ONE, handover=handover_id))
    return found[0] if found else None


def item(tx: Tx, item_id: int) -> Item | None:
    """One item of any handover."""
    row = tx.first(_AN_ITEM, item=item_id)
    return _item(row) if row else None


def running(tx: Tx) -> list[Handover]:
    """All that still have something to be passed on: two queries."""
    found = _handovers(tx, tx.fetch(_RUNNING))
    crowds.know(tx, (one for handover in found for item in handover.missing for one in (item.giver, item.receiver)))
    return found


def of_project(tx: Tx, project: int) -> list[Handover]:
    """Those that run in a project."""
    return _handovers(tx, tx.fetch(_OF_PROJECT, project=project))


def prepared(tx: Tx) -> frozenset[PersonId]:
    """Everybody for whose long leave one runs."""
    return frozenset(PersonId(row.away_id) for row in tx.fetch(_PREPARED))


def before_leave_of(tx: Tx, person: PersonId) -> list[Handover]:
    """Those that run for somebody's long leave."""
    return _handovers(tx, tx.fetch(_BEFORE_LEAVE, person=person))


def concerning(
    tx: Tx, person: PersonId, projects: Iterable[int], operations: Iterable[PersonId] = ()
) -> list[Handover]:
    """Those that run and name somebody, or belong to a project of theirs, or to these operations managers."""
    rows = {row.id: row for row in tx.fetch(_NAMED, person=person)}
    led = sorted(set(projects))
    rows |= {row.id: row for row in tx.fetch(_OF_PROJECTS, ids=led)} if led else {}
    others = sorted(set(operations) - {person})
    rows |= {row.id: row for row in tx.fetch(_OF_OPERATIONS, ids=others)} if others else {}
    return _handovers(tx, sorted(rows.values(), key=lambda row: (row.day, row.id)))


def add(tx: Tx, new: Handover) -> int:
    """A new one without its items; its id."""
    return tx.insert(
        HandoverRow,
        kind=new.kind,
        project_id=new.project,
        away_id=new.away,
        operations_id=new.operations,
        started_by=new.started_by,
        day=new.day,
        state=new.state,
        version=1,
        changed_at=tx.now,
    )


def add_item(tx: Tx, new: Item) -> int:
    """A new item; its id. The id and version given are not used."""
    return tx.insert(HandoverItemRow, handover_id=new.handover, version=1, changed_at=tx.now, **_values(new))


def settle(tx: Tx, known: Handover, state: State) -> bool:
    """Its new state; False when somebody changed it since it was read (compare-and-set)."""
    return tx.execute(_SETTLE, handover=known.id, seen=known.version, to=state, moment=tx.now) == 1


def save(tx: Tx, after: Item, seen: int) -> bool:
    """The item as it is now; False when somebody changed it since version `seen`."""
    values = {f"to_{name}": value for name, value in _values(after).items()}
    return tx.execute(_SAVE, item=after.id, seen=seen, moment=tx.now, **values) == 1


def _values(one: Item) -> dict[str, Any]:
    return {
        "title": one.title,
        "giver_id": one.giver,
        "receiver_id": one.receiver,
        "due": one.due,
        "state": one.state,
        "place": one.place,
        "said": one.said,
    }


def _handovers(tx: Tx, rows: Sequence[Any]) -> list[Handover]:
    items = defaultdict[int, list[Item]](list)
    if rows:
        for row in tx.fetch(_ITEMS_OF, ids=[row.id for row in rows]):
            items[row.handover_id].append(_item(row))
    return [_handover(row, tuple(items[row.id])) for row in rows]


def _handover(row: Any, items: tuple[Item, ...]) -> Handover:
    return Handover(
        row.id,
        row.kind,
        row.project_id,
        None if row.away_id is None else PersonId(row.away_id),
        PersonId(row.operations_id),
        PersonId(row.started_by),
        row.day,
        row.state,
        row.version,
        items,
    )


def _item(row: Any) -> Item:
    return Item(
        row.id,
        row.handover_id,
        row.title,
        PersonId(row.giver_id),
        PersonId(row.receiver_id),
        row.due,
        row.state,
        row.version,
        row.place,
        row.said,
        row.changed_at,
    )
