"""Leave counted again after its calendar or its owner's pattern changed (R41): days given back or taken, and told.

Approved leave is never refused by a machine: what is not covered any more stands, and its manager is told.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, literal_column, select
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.leave import desk, offers, store
from workflows.leave.moves import happened, keep_days, mark
from workflows.leave.records import Leave
from workflows.leave.rules.between import counted_as
from workflows.leave.rules.changes import Recounted, below_floor, recounted
from workflows.leave.rules.context import Context
from workflows.leave.rules.life import GRANTED, State
from workflows.leave.rules.settings import Rounding
from workflows.leave.tables import codes
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import spanned

KIND = "uncovered"
_TABLES = SQLModel.metadata.tables
_DAY, _REQUEST = _TABLES["leave_day"].c, _TABLES["leave_request"].c
_KEPT = (
    select(_DAY.request_id, _DAY.day, _DAY.pattern, _DAY.holiday)
    .join(_TABLES["leave_request"], _DAY.request_id == _REQUEST.id)
    .where(_REQUEST.person_id == bindparam("person"), literal_column(f"leave_request.state IN {codes(GRANTED)}"))
    .order_by(_DAY.request_id, _DAY.day)
)
_EXACT = Rounding()


def counted_again(tx: Tx, person: PersonId, context: Context) -> tuple[Context, list[Event]]:
    """Keep what costs otherwise now; the context with it, and what happened. The ledger is settled by the caller."""
    changed = recounted(context)
    if not changed:
        return context, []
    known = _kept(tx, person)
    kept = [one for one in changed if _another_calendar(context, one, known[one.request.id])]
    events = [_keep(tx, context, one) for one in kept]
    fresh = {one.request.id: one.request for one in kept}
    requests = (fresh.get(one.id, one) for one in context.requests)
    return replace(context, requests=tuple(one for one in requests if one.id not in fresh or one.days)), events


def notices(tx: Tx, leave: Leave, event: Event) -> Iterator[Notice]:
    """Whoever decides about the person is told of what is not covered any more."""
    if not event.facts.get(KIND):
        return
    today = desk.today_of(tx, leave.person)
    for manager in organisation.chain(tx, leave.person, today)[:1]:
        yield Notice(f"leave/{leave.id}/{event.name}/{event.version}/{KIND}_to_{manager}", manager, KIND, leave.ref)


def render(tx: Tx, notice: Notice, leave: Leave) -> Message | None:
    """What the manager reads, as long as it is so."""
    reader = reader_of(tx, notice.to)
    if reader is None or not leave.request.granted or not offers.may(tx, reader, leave, "see_dates"):
        return None
    context = desk.context_of(tx, leave.person, leave.request.span.first, leave.request.span.last)
    if not below_floor(context, leave.request.leave_type):
        return None
    text = tr(
        "{name}'s leave stays approved, but their balance does not cover it any more: {span}. It was counted again "
        "after something about those days changed. You may want to talk to them.",
        name=blocks.bold(desk.name_of(tx, leave.person) or tr("Somebody")),
        span=spanned(leave.request.span, desk.locale_of_actor(reader)),
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _kept(tx: Tx, person: PersonId) -> dict[int, list[tuple[Any, ...]]]:
    """How the days of granted leave were counted, by request."""
    found = defaultdict[int, list[tuple[Any, ...]]](list)
    for row in tx.fetch(_KEPT, person=person):
        found[row.request_id].append((row.day, row.pattern, row.holiday))
    return found


def _another_calendar(context: Context, one: Recounted, before: list[tuple[Any, ...]]) -> bool:
    """Whether it is the calendar or the pattern that changed: what a part was granted at stays its price (R5)."""
    counted = counted_as(context, one.request)
    days = context.working_time.breakdown(one.request.span, counted.counting)
    now = [(day.day, day.pattern_length, day.holiday.name[:200] if day.holiday else None) for day in days]
    return now != before or counted.rounding == _EXACT


def _keep(tx: Tx, context: Context, one: Recounted) -> Event:
    """As a new version; cancelled when nothing of it is working time any more."""
    leave = store.leave(tx, one.request.id)
    if leave is None:
        raise LookupError(f"no leave {one.request.id}")
    request = replace(one.request, version=leave.version + 1)
    if not request.days:
        request = replace(request, state=State.CANCELLED, days=leave.request.days, decided_by=None, decided_at=tx.now)
    if not store.save(tx, request, leave.version, leave.stage):
        raise RuntimeError(f"leave {leave.id} changed under its lock")
    mark(tx, request)
    if request.granted:
        keep_days(tx, request, context)
    facts: dict[str, Decimal | str | bool] = {"days": str(one.difference)}
    facts |= {KIND: True} if one.uncovered else {}
    return happened("recounted", replace(leave, request=request), None, **facts)
