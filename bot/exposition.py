"""The numbers as Prometheus reads them, at `/metrics`: what was counted, and what the database knows now."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot import meters
from bot.claims import outbox
from bot.health import attempt
from bot.meters import METERS, Kind, Measure, Meters
from bot.store import Store
from bot.transaction import Transaction
from workflows.columns import Moment

WRITTEN_AS = "text/plain; version=0.0.4; charset=utf-8"
LIVE = ("queued", "sending", "checking", "unknown")
_due = func.coalesce(outbox.c.not_before, outbox.c.queued_at)
STANDS = (
    select(outbox.c.state, func.count().label("number"), func.min(_due).label("since"))
    .where(outbox.c.state.in_((*LIVE, "dead")), _due <= bindparam("now", type_=Moment()))
    .group_by(outbox.c.state)
)
Gauges = Callable[[], Mapping[Measure, float]]


class Exposition:
    """Answers whoever may ask: anybody on this machine when only it is listened to, else who knows the token."""

    def __init__(self, store: Store, gauges: Gauges, token: str, *, alone: bool) -> None:
        self._store, self._gauges, self._token, self._alone = store, gauges, token, alone

    async def answer(self, request: Request) -> Response:
        """The numbers; 404 for whoever may not ask, as for any page that is not there."""
        if not self._may(request.headers.get("authorization", "")):
            return PlainTextResponse("Not Found", 404)
        return Response(await run_in_threadpool(self._written), media_type=WRITTEN_AS)

    def _may(self, said: str) -> bool:
        if not self._token:
            return self._alone
        return hmac.compare_digest(said.encode(), f"Bearer {self._token}".encode())

    def _written(self) -> bytes:
        found = attempt(self._store, stands)
        there = {meters.DATABASE: float(found is not None)}
        return written(METERS, {**(found or {}), **there, **self._gauges()})


def stands(tx: Transaction) -> dict[Measure, float]:
    """How the outbox stands: what is due and not out, and for how long."""
    rows = {row.state: row for row in tx.fetch(STANDS, now=tx.now)}
    due = [row for state, row in rows.items() if state in LIVE]
    oldest = min((row.since for row in due), default=tx.now)
    return {
        meters.WAITING: sum(row.number for row in due),
        meters.OLDEST: (tx.now - oldest).total_seconds(),
        meters.DOUBTFUL: sum(row.number for row in due if row.state in ("checking", "unknown")),
        meters.DEAD: rows["dead"].number if "dead" in rows else 0,
    }


def written(counted: Meters, now: Mapping[Measure, float]) -> bytes:
    """In Prometheus's own text."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - loaded when it is asked for

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(counted, now))
    return generate_latest(registry)


class _Collected:
    """What the library asks for the numbers."""

    def __init__(self, counted: Meters, now: Mapping[Measure, float]) -> None:
        self._counted, self._now = counted, now

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import (  # noqa: PLC0415 - the same
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        for one in meters.MEASURES:
            if one.kind is Kind.COUNTER:
                family = CounterMetricFamily(one.name, one.says, labels=one.labels)
                for labels, number in dict(self._counted.counts[one]).items():
                    family.add_metric(labels, number)
                yield family
            elif one.kind is Kind.HISTOGRAM:
                spread_out = HistogramMetricFamily(one.name, one.says, labels=one.labels)
                for labels, spread in dict(self._counted.spreads[one]).items():
                    spread_out.add_metric(labels, _buckets(one, spread.counts), spread.total)
                yield spread_out
            elif one in self._now:
                yield GaugeMetricFamily(one.name, one.says, self._now[one])


def _buckets(measure: Measure, counts: list[int]) -> list[tuple[str, float]]:
    """Each upper end with how many took no longer."""
    ends = [*map(str, measure.buckets), "+Inf"]
    return [(end, float(sum(counts[: at + 1]))) for at, end in enumerate(ends)]
