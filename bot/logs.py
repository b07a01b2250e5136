"""How the bot logs: one line an event, as JSON, or readable on a terminal. Never what was typed, never a token."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

TRACEBACK = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
"""Where it happened and what was raised; never the local variables, which hold what people typed."""


def configure(level: str) -> None:
    """Set logging up for this process. `level` is DEBUG, INFO, WARNING or ERROR."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(
        level=max(number, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )
    on_terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if on_terminal else [TRACEBACK]),
            _readable() if on_terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _readable() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
