"""Which messages may be sent now, and by whom: the outbox's statements. All waiting is by the database's clock.

A row lives through `queued`, `sending`, and when the outcome is open `unknown` and `checking`; it ends `sent`,
`dropped` (no longer true) or `dead` (it can never be sent; the reason is on the row).
"""

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, update

from bot.tables import LIVE, Card, Outbox, Pace, database_now
from workflows.columns import Moment

outbox, card, pace = Outbox.__table__, Card.__table__, Pace.__table__  # type: ignore[attr-defined] # SQLModel's stubs

_heads = (
    select(outbox.c.lane, func.min(outbox.c.id).label("head"))
    .where(outbox.c.state.in_(LIVE))
    .where(or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now", type_=Moment())))
    .group_by(outbox.c.lane)
    .subquery()
)
_ready = (
    select(outbox.c.id)
    .join(_heads, _heads.c.head == outbox.c.id)
    .outerjoin(pace, pace.c.lane == outbox.c.lane)
    .where(outbox.c.state.in_(("queued", "unknown")))
    .where(outbox.c.next_at <= database_now())
    .where(or_(pace.c.next_at.is_(None), pace.c.next_at <= database_now()))
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_ready))
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
    )
)
"""One row a lane at the most: the lane's oldest, unless it is being sent or in doubt."""

DOUBT_ABANDONED = (
    update(outbox)
    .where(outbox.c.state == "sending", outbox.c.next_at <= database_now())
    .values(state="unknown", owner=None, next_at=database_now() + bindparam("quiet"))
)
"""A sender that died while sending: nobody knows whether Slack took it."""
RECHECK_ABANDONED = (
    update(outbox)
    .where(outbox.c.state == "checking", outbox.c.next_at <= database_now())
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

HELD = select(card.c.channel, card.c.ts).where(card.c.lane == bindparam("lane"), card.c.card == bindparam("card"))
FORGET = delete(card).where(card.c.lane == bindparam("in_lane"), card.c.card == bindparam("of_card"))
SLOW_DOWN = update(pace).where(pace.c.lane == bindparam("of_lane")).values(next_at=database_now() + bindparam("wait"))
FIRST_PACE = insert(pace).values(lane=bindparam("of_lane"), next_at=database_now() + bindparam("wait"))
WAITING = select(func.count().label("waiting"), func.min(outbox.c.queued_at).label("since")).where(
    outbox.c.state.in_(LIVE)
)
LOST = select(outbox.c.person, outbox.c.channel, outbox.c.workflow, outbox.c.reason).where(
    outbox.c.id == bindparam("row")
)
