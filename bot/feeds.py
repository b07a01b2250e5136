"""Calendar feeds over HTTP: `/feeds/<token>.ics`. An unknown link, a closed one and a leaver's say the same nothing."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.points import POINTS
from bot.store import Store
from bot.transaction import Transaction
from workflows.feeds import store as feeds
from workflows.feeds.rules import blocks
from workflows.language import speaking

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
        POINTS.reach("feed.written")
        return Response(feed, media_type="text/calendar; charset=utf-8", headers=NO_STORE)


def _feed(tx: Transaction, token: str) -> bytes | None:
    from bot.ical import written  # noqa: PLC0415 - the library behind it is loaded when a calendar is asked for

    found = feeds.reader_of(tx, token)
    if found is None:
        return None
    reader, scope = found
    POINTS.reach("feed.recognised")
    with speaking(reader.reading):
        entries = feeds.entries(tx, reader, scope)
        return written((block for entry in entries for block in blocks(entry, reader.id)), tx.now)
