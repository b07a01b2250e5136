"""Whether Slack lets the bot in: once it does not, nothing is sent until it does again, and whoever runs it is told.

Decided here: that it is said once and not for each message, and that Slack is asked now and then whether it takes the
token again, so that an app that was installed anew goes on by itself. What waits, waits in the database.
"""

import threading
import time
from collections.abc import Callable

import structlog

from bot.slack import Failure

log = structlog.get_logger()
ASK_EVERY = 15.0
"""Seconds between two such questions."""


class Standing:
    """Of one process. `ask` raises a Failure for as long as Slack does not let it in."""

    def __init__(self, ask: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.stopped: str | None = None
        """Slack's word for why; None while all is well."""
        self._ask, self._clock = ask, clock
        self._next = 0.0
        self._guard = threading.Lock()

    def lose(self, reason: str) -> None:
        """Slack said that it does not let the bot in."""
        with self._guard:
            if self.stopped is not None:
                return
            self.stopped = reason
            self._next = self._clock() + ASK_EVERY
        log.critical("outbox.stopped", reason=reason, says=sentence(reason))

    def ask_again(self) -> None:
        """If it is time to."""
        if self.stopped is None or self._clock() < self._next:
            return
        self._next = self._clock() + ASK_EVERY
        try:
            self._ask()
        except Failure:
            return
        log.warning("outbox.resumed", reason=self.stopped)
        self.stopped = None


def sentence(reason: str) -> str:
    """What happened and what to do, for whoever runs the bot."""
    return (
        f"Slack no longer lets the bot in ({reason}). Nothing is lost: messages wait in the database. Install the app "
        "again with all its scopes; if it has a new token then, put that into SLACK_BOT_TOKEN and start the bot again."
    )
