"""How much of an operations manager's people's time is booked, away and free in the next six weeks."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from workflows.calendar.load import loads
from workflows.calendar.rules import Load, weeks
from workflows.kernel.digests import OPERATIONS, Chart, Kind, Reader, Series
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.staffing import store
from workflows.wording.phrases import day_of_month

SOON = timedelta(weeks=6)


def charts(tx: Tx, kind: Kind, reader: Reader) -> Sequence[Chart]:
    """Nothing for who answers for nobody, or for nobody who works."""
    if kind not in OPERATIONS or not reader.people:
        return ()
    today = reader.actor.today
    periods = weeks(today, today + SOON - timedelta(days=1))[:6]
    offered = store.tentative(tx, periods[0].first, periods[-1].last)
    known = list(loads(tx, periods, reader.people, offered).values())
    whole = _sums((load.scheduled for load in known), len(periods))
    if not any(whole):
        return ()
    shown = {
        tr("Booked"): _sums((_promised(load) for load in known), len(periods)),
        tr("Away"): _sums((_away(load) for load in known), len(periods)),
        tr("Free"): _sums((load.free for load in known), len(periods)),
    }
    return [
        Chart(
            tr("Your people's next six weeks"),
            tr("% of working time"),
            tuple(day_of_month(one.first) for one in periods),
            tuple(Series(name, _percents(hours, whole)) for name, hours in shown.items()),
        )
    ]


def _promised(load: Load) -> tuple[Decimal, ...]:
    return tuple(booked + offered for booked, offered in zip(load.booked, load.tentative, strict=True))


def _away(load: Load) -> tuple[Decimal, ...]:
    return tuple(works - there for works, there in zip(load.scheduled, load.present, strict=True))


def _sums(each: Iterable[Sequence[Decimal]], count: int) -> list[Decimal]:
    rows = list(each)
    return [sum((row[place] for row in rows), Decimal(0)) for place in range(count)]


def _percents(hours: Sequence[Decimal], whole: Sequence[Decimal]) -> tuple[int, ...]:
    return tuple(round(100 * part / of) if of else 0 for part, of in zip(hours, whole, strict=True))
