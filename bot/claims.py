"""Which messages may be sent now, and by whom: the outbox's statements. All waiting is by the database's clock.

A row lives through `queued`, `sending`, and when the outcome is open `unknown` and `checking`; it ends `sent`,
`dropped` (no longer true) or `dead` (it can never be sent; the reason is on the row).

What is ready is looked for beside the writers, a step in an index for each lane that holds something, not for each
message in it; what was found is claimed by its id, and looked at once more then.
"""

from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, insert, literal_column, or_, select, type_coerce, update
from sqlalchemy.types import NullType

from bot.tables import HELD, LIVE, Card, LostLane, Outbox, Pace, database_now
from workflows.columns import Moment

outbox, card, pace = Outbox.__table__, Card.__table__, Pace.__table__  # type: ignore[attr-defined] # SQLModel's stubs
lost_lane = LostLane.__table__  # type: ignore[attr-defined] # the same
WAITING_STATES = ("queued", "unknown")
CATCH_UP = 0.25
"""Seconds by which a lane's next message may come earlier, where the one before it was late: Slack's second between
two of a channel is one on the whole."""


def _in_one_of(table: Any, states: tuple[str, ...]) -> Any:
    """Written out: an index over a part of the table is used only where the statement itself says that part."""
    return table.c.state.in_([literal_column(f"'{state}'") for state in states])


def _due(table: Any) -> Any:
    return or_(table.c.not_before.is_(None), table.c.not_before <= bindparam("now", type_=Moment()))


def _next_lane(after: Any) -> Any:
    """The lane that comes next among those that hold something live; null behind the last."""
    other = outbox.alias()
    return select(func.min(other.c.lane)).where(_in_one_of(other, LIVE), other.c.lane > after).scalar_subquery()


_lanes = select(_next_lane(bindparam("after")).label("lane"), literal_column("1").label("number")).cte(
    "lanes", recursive=True
)
_lanes = _lanes.union_all(
    select(_next_lane(_lanes.c.lane), _lanes.c.number + literal_column("1")).where(
        _lanes.c.lane.is_not(None), _lanes.c.number < bindparam("most")
    )
)
_oldest = outbox.alias("oldest")
_head = (
    select(_oldest.c.id)
    .where(_oldest.c.lane == _lanes.c.lane, _in_one_of(_oldest, LIVE), _due(_oldest))
    .order_by(_oldest.c.id)
    .limit(1)
    .scalar_subquery()
)
_heads = _lanes.outerjoin(outbox, and_(outbox.c.id == _head, _in_one_of(outbox, WAITING_STATES))).outerjoin(
    pace, pace.c.lane == _lanes.c.lane
)
_due_at = case((pace.c.next_at > outbox.c.next_at, pace.c.next_at), else_=outbox.c.next_at)
HEADS = (
    select(_lanes.c.lane, outbox.c.id, type_coerce(_due_at - database_now(), NullType()).label("wait"))
    .select_from(_heads)
    .where(_lanes.c.lane.is_not(None))
)
"""The lanes behind `after`, at the most `most`, in their order: of each the message that comes next, and in how many
seconds it may be sent (below 0: now); no id where one is under way."""

_held = and_(_in_one_of(outbox, HELD), outbox.c.next_at <= database_now())
ABANDONED = select(outbox.c.id).where(_held).limit(1)
"""Whether anybody died, or was forgotten, over a message."""

_older = outbox.alias("older")
_behind = select(_older.c.id).where(
    _older.c.lane == outbox.c.lane, _older.c.id < outbox.c.id, _in_one_of(_older, LIVE), _due(_older)
)
_paced = select(pace.c.lane).where(pace.c.lane == outbox.c.lane, pace.c.next_at > database_now())
_still_ready = (
    select(outbox.c.id)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), _in_one_of(outbox, WAITING_STATES))
    .where(outbox.c.next_at <= database_now(), ~_behind.exists(), ~_paced.exists())
    .with_for_update(of=outbox, skip_locked=True)
)
CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_still_ready))
    .values(
        state=case((outbox.c.state == "unknown", "checking"), else_="sending"),
        owner=bindparam("me"),
        next_at=database_now() + bindparam("lease"),
        attempts=outbox.c.attempts + 1,
    )
    .returning(
        outbox.c.id,
        outbox.c.key,
        outbox.c.mark,
        outbox.c.workflow,
        outbox.c.kind,
        outbox.c.subject,
        outbox.c.person,
        outbox.c.channel,
        outbox.c.lane,
        outbox.c.card,
        outbox.c.thread,
        outbox.c.only_update,
        outbox.c.state,
        outbox.c.attempts,
        func.coalesce(outbox.c.not_before, outbox.c.queued_at).label("due"),
    )
)
"""Those of `ids` that nobody else took meanwhile, and whose lanes still wait for them."""

DOUBT_ABANDONED = (
    update(outbox)
    .where(_in_one_of(outbox, HELD), outbox.c.state == "sending", outbox.c.next_at <= database_now())
    .values(state="unknown", owner=None, next_at=database_now() + bindparam("quiet"))
)
"""A sender that died while sending: nobody knows whether Slack took it."""
RECHECK_ABANDONED = (
    update(outbox)
    .where(_in_one_of(outbox, HELD), outbox.c.state == "checking", outbox.c.next_at <= database_now())
    .values(state="unknown", owner=None, next_at=database_now())
)
_mine = update(outbox).where(outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("me"))
SETTLE = _mine.values(
    state=bindparam("to"), reason=bindparam("why"), sent_at=bindparam("at", type_=Moment()), owner=None
)
POSTPONE = _mine.values(
    state=bindparam("to"), reason=bindparam("why"), owner=None, next_at=database_now() + bindparam("wait")
)
"""Back in the queue, or in doubt, for `wait` seconds."""

CARD = select(card.c.channel, card.c.ts).where(card.c.lane == bindparam("lane"), card.c.card == bindparam("card"))
FORGET = delete(card).where(card.c.lane == bindparam("in_lane"), card.c.card == bindparam("of_card"))
_paced_since = case((pace.c.next_at > database_now() - CATCH_UP, pace.c.next_at), else_=database_now() - CATCH_UP)
SLOW_DOWN = update(pace).where(pace.c.lane == bindparam("of_lane")).values(next_at=_paced_since + bindparam("wait"))
"""From when this one might go, not from when it went: else a lane would lose at each message what that one was late."""
FIRST_PACE = insert(pace).values(lane=bindparam("of_lane"), next_at=database_now() + bindparam("wait"))
REACHED_AGAIN = delete(lost_lane).where(lost_lane.c.lane == bindparam("of_lane"))
WAITING = select(func.count().label("waiting"), func.min(outbox.c.queued_at).label("since")).where(
    _in_one_of(outbox, LIVE)
)
LOST = select(outbox.c.person, outbox.c.channel, outbox.c.workflow, outbox.c.reason, outbox.c.queued_at).where(
    outbox.c.id == bindparam("row")
)
