"""What dates alone make happen to balances, by each person's own calendar: entries in the ledger, and warnings.

The balance is derived and true at any time; the ledger is its record. `settle` says what the record lacks as of today,
so running this daily, or once after a month, writes the same entries, and running it again writes none. When somebody
is due is kept in `leave_clock`; whatever changes their ledger makes them due at once.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.calendar.ladder import MORNING, arrival
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Notice, Piece, Ref, Tx
from workflows.leave import desk, store
from workflows.leave.recounting import counted_again
from workflows.leave.rules import unused
from workflows.leave.rules.balance import next_due, settle
from workflows.leave.rules.coming import Loss, losses
from workflows.leave.rules.context import Context
from workflows.leave.rules.unused import Unused
from workflows.leave.tables import LeaveClock
from workflows.organisation import recent
from workflows.organisation import store as organisation

MOST = 100
"""People a tick; the others follow on the next."""
_AT_LEAST_EVERY = timedelta(days=7)
"""A working pattern that was mended, say, changes entitlements without anybody's touching the ledger."""
_AGAIN = timedelta(days=1)
CLOCK, STUCK = "leave_clock", "stuck"
_CLOCK, _PERSON = SQLModel.metadata.tables["leave_clock"], SQLModel.metadata.tables["person"]
_NEW = (
    select(_PERSON.c.id)
    .outerjoin(_CLOCK, _CLOCK.c.person_id == _PERSON.c.id)
    .where(_CLOCK.c.person_id.is_(None))
    .order_by(_PERSON.c.id)
    .limit(10 * MOST)
)
_DUE = select(_CLOCK.c.person_id, _CLOCK.c.stuck_since).order_by(_CLOCK.c.person_id).limit(MOST)
_POSTS = _DUE.where(_CLOCK.c.posts_at <= bindparam("moment", type_=_CLOCK.c.posts_at.type))
_WARNS = _DUE.where(_CLOCK.c.warns_at <= bindparam("moment", type_=_CLOCK.c.warns_at.type))
_THEIRS = update(_CLOCK).where(_CLOCK.c.person_id == bindparam("person"))
_WARNS_NEXT = _THEIRS.values(warns_at=bindparam("warns", type_=_CLOCK.c.warns_at.type))
_NEXT = _WARNS_NEXT.values(
    posts_at=bindparam("posts", type_=_CLOCK.c.posts_at.type),
    stuck_since=None,
    loses_after=bindparam("last_day", type_=_CLOCK.c.loses_after.type),
    loses=bindparam("amount", type_=_CLOCK.c.loses.type),
    loses_unit=bindparam("unit", type_=_CLOCK.c.loses_unit.type),
)
_STUCK = _THEIRS.values(
    posts_at=bindparam("posts", type_=_CLOCK.c.posts_at.type),
    stuck_since=bindparam("since", type_=_CLOCK.c.stuck_since.type),
)
_THEIR_TIMES = select(_CLOCK.c.posts_at, _CLOCK.c.warns_at, _CLOCK.c.stuck_since).where(
    _CLOCK.c.person_id == bindparam("person")
)


def meet(tx: Tx) -> None:
    """Who is new is due at once."""
    recent.of_person(tx, "leave_clock_knows_everybody", lambda: _meet(tx))


def pieces(tx: Tx) -> Iterator[Piece]:
    """One for each whose date it is: what has come is written down, and what is to be said since is said."""
    due = [row.person_id for asked in (_POSTS, _WARNS) for row in tx.fetch(asked, moment=tx.now)]
    return (partial(_of_person, person=PersonId(person)) for person in dict.fromkeys(due))


def _of_person(tx: Tx, person: PersonId) -> Iterator[Event | Notice]:
    """One whose records make no sense holds nobody else up: people admins hear of it once; each day it is tried again.

    Whoever was faster, another replica say, has left nothing to do.
    """
    times = tx.first(_THEIR_TIMES, person=person)
    if times.posts_at is not None and times.posts_at <= tx.now:
        happened = list[Event]()
        failed = tx.attempt(f"leave of {person}", partial(_post, tx, person, happened))
        if failed is not None:
            tx.execute(_STUCK, person=person, posts=tx.now + _AGAIN, since=times.stuck_since or tx.now)
            happened = [Event(STUCK, Ref(CLOCK, person), 1, person, None, {"id": failed})]
        yield from happened if failed is None or times.stuck_since is None else ()
        times = tx.first(_THEIR_TIMES, person=person)
    if times.warns_at is not None and times.warns_at <= tx.now:
        said = list[Notice]()
        if tx.attempt(f"what expires of {person}", partial(_warn, tx, person, said)) is not None:
            tx.execute(_WARNS_NEXT, person=person, warns=tx.now + _AGAIN)
            return
        yield from said


def stuck(tx: Tx, person: PersonId) -> bool:
    """Whether what is due for somebody could not be written down, and still can't."""
    row = tx.first(_THEIR_TIMES, person=person)
    return row is not None and row.stuck_since is not None


def _warn(tx: Tx, person: PersonId, said: list[Notice]) -> None:
    context = _context(tx, person)
    told = losses(context) if context else ()
    today = organisation.facts(tx, person).person.today(tx.now)
    said += [_notice(tx, person, loss, since) for loss in told if (since := loss.told_on(today))]
    said += [_unused_notice(tx, person, one) for one in unused.unused(context)] if context else []
    days = [day for loss in told if (day := loss.told_next(today))]
    days += [unused.told_next(context)] if context else []
    tx.execute(_WARNS_NEXT, person=person, warns=_local(tx, person, min(days), MORNING) if days else None)


def loss_of(tx: Tx, notice: Notice) -> Loss | None:
    """What a warning is about, as it stands now; None when nothing is lost any more."""
    code, day = notice.key.split("/")[3:5]
    context = _context(tx, PersonId(notice.subject.id))
    found = losses(context) if context else ()
    return next((one for one in found if one.leave_type.code == code and one.expires.isoformat() == day), None)


def unused_of(tx: Tx, notice: Notice) -> Unused | None:
    """What such a word is about, as it stands now; None once enough of it has plans."""
    context = _context(tx, PersonId(notice.subject.id))
    code, first = notice.key.split("/")[3:5]
    found = unused.unused(context) if context else ()
    return next((one for one in found if one.leave_type.code == code and one.first.isoformat() == first), None)


def _meet(tx: Tx) -> bool | None:
    """True, which is kept, once nobody is missing."""
    new = tx.fetch(_NEW)
    if not new:
        return True
    at_once = {"posts_at": tx.now, "warns_at": None, "stuck_since": None}
    tx.insert_many(LeaveClock, [{"person_id": row.id, **at_once} for row in new])
    return None


def _post(tx: Tx, person: PersonId, happened: list[Event]) -> None:
    tx.lock("leave", person)
    context = _context(tx, person)
    if context is None:
        tx.execute(_NEXT, person=person, posts=tx.now + _AT_LEAST_EVERY, warns=None, **_first_of(()))
        return
    context, recounted = counted_again(tx, person, context)
    happened += recounted
    store.append(tx, person, settle(context), None)
    told = losses(context)
    posts, warns = _posts_at(tx, person, context), _warns_at(tx, person, context, told)
    tx.execute(_NEXT, person=person, posts=posts, warns=warns, **_first_of(told))


def _context(tx: Tx, person: PersonId) -> Context | None:
    """None for somebody about whom nothing can be counted, for want of a working pattern, say."""
    try:
        return desk.context_of(tx, person)
    except Refused:
        return None


def _posts_at(tx: Tx, person: PersonId, context: Context) -> datetime | None:
    day = next_due(context)
    last = context.employment.last
    if day is None and last is not None and last < context.today:
        return None
    soon = tx.now + _AT_LEAST_EVERY
    return min(_local(tx, person, day, time()), soon) if day else soon


def _first_of(told: Sequence[Loss]) -> dict[str, Any]:
    """What is lost first, as the clock keeps it for whoever reads of many."""
    if not told:
        return {"last_day": None, "amount": None, "unit": None}
    first = told[0]
    return {"last_day": first.last_day, "amount": first.amount, "unit": desk.UNITS[first.leave_type.count.unit]}


def _warns_at(tx: Tx, person: PersonId, context: Context, told: Sequence[Loss]) -> datetime | None:
    since = [day for loss in told if (day := loss.told_on(context.today) or loss.told_next(context.today))]
    since += [unused.told_on(context) if unused.unused(context) else unused.told_next(context)]
    return _local(tx, person, min(since), MORNING)


def _local(tx: Tx, person: PersonId, day: date, hour: time) -> datetime:
    """That hour of that day where they are (R42)."""
    return datetime.combine(day, hour, ZoneInfo(organisation.facts(tx, person).person.time_zone))


def _notice(tx: Tx, person: PersonId, loss: Loss, since: date) -> Notice:
    key = f"leave/{person}/expiring/{loss.leave_type.code}/{loss.expires}/{since}/to_{person}"
    return Notice(key, person, "expiring", Ref("leave", person), not_before=arrival(tx, person))


def _unused_notice(tx: Tx, person: PersonId, one: Unused) -> Notice:
    key = f"leave/{person}/unused/{one.leave_type.code}/{one.first}/to_{person}"
    return Notice(key, person, "unused", Ref("leave", person), not_before=arrival(tx, person))
