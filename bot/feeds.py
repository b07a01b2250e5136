"""Calendar feeds over HTTP: `/feeds/<token>.ics`. An unknown link, a closed one and a leaver's say the same nothing."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, vDDDTypes
from icalendar import Event as Entry
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.store import Store
from bot.transaction import Transaction
from workflows.feeds import store as feeds
from workflows.feeds.rules import Block, blocks

NO_STORE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


class Feeds:
    """Answers calendars."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def answer(self, request: Request) -> Response:
        """The feed; 404 for whatever is not one."""
        token = request.path_params["token"]
        feed = await run_in_threadpool(self._store.read, lambda tx: _feed(tx, token))
        if feed is None:
            return PlainTextResponse("There is no such calendar.", 404, NO_STORE)
        return Response(feed, media_type="text/calendar; charset=utf-8", headers=NO_STORE)


def _feed(tx: Transaction, token: str) -> bytes | None:
    found = feeds.reader_of(tx, token)
    if found is None:
        return None
    reader, scope = found
    entries = feeds.entries(tx, reader, scope)
    return written((block for entry in entries for block in blocks(entry, reader.id)), tx.now)


def written(shown: Iterable[Block], now: datetime) -> bytes:
    """The blocks as iCalendar (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dotted Line//Who is away//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Who is away")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for block in shown:
        calendar.add_component(_event(block, now))
    return bytes(calendar.to_ical())


def _event(block: Block, now: datetime) -> Entry:
    event = Entry()
    event.add("uid", block.uid)
    event.add("summary", block.title)
    event.add("dtstamp", now)
    event["dtstart"] = _when(block.starts)
    event["dtend"] = _when(block.ends)
    event.add("transp", "OPAQUE" if block.busy else "TRANSPARENT")
    event.add("status", "CANCELLED" if block.gone else "CONFIRMED")
    event.add("sequence", block.sequence)
    event.add("class", "PRIVATE")
    return event


def _when(value: date | datetime) -> vDDDTypes:
    return vDDDTypes(value.astimezone(UTC) if isinstance(value, datetime) else value)
