"""How the bot logs: one line an event, as JSON, or readable on a terminal. Never what was typed, never a token."""

import logging
import sys
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from bot.trouble import out_of_reach

MINUTE = 60.0
TRACEBACK = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
"""Where it happened and what was raised; never the local variables, which hold what people typed."""


def configure(level: str) -> None:
    """Set logging up for this process. `level` is DEBUG, INFO, WARNING or ERROR."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(
        level=max(number, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("slack_bolt.App").addFilter(_worth_saying)
    on_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            Brevity(),
            *((_readable(),) if on_terminal else (TRACEBACK, first_lines, structlog.processors.JSONRenderer())),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


class Brevity:
    """Of a database that is out of reach, or a disk that is full, it is enough to say so, and once a minute.

    No line of ours is at fault; everything that works by itself fails then, again and again, in its own name. What has
    an `id` was said to somebody, who may come with it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[str, float] = {}

    def __call__(self, _logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The entry without its traceback; none at all if the like was said just now."""
        words = out_of_reach(sys.exception()) if entry.get("exc_info") else None
        if words is None:
            return entry
        event, now = str(entry["event"]), self._clock()
        if "id" not in entry and now - self._said.get(event, -MINUTE) < MINUTE:
            raise structlog.DropEvent
        self._said[event] = now
        entry["reason"] = f"the database can't be used ({words})"
        del entry["exc_info"]
        return entry


def first_lines(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What was raised says so in its first line; below it PostgreSQL shows the row that it did not take."""
    raised = entry.get("exception")
    for one in raised if isinstance(raised, list) else []:
        one["exc_value"] = one["exc_value"].partition("\n")[0]
    return entry


def _worth_saying(record: logging.LogRecord) -> bool:
    """Bolt finds SLACK_BOT_TOKEN in the environment by itself, and warns that it will not use it."""
    return "`token` will be unused" not in record.getMessage()


def _readable() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
