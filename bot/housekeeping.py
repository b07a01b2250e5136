"""What keeps the bot trustworthy while it runs: keys checked, the log sealed, what is over its time gone."""

import threading
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bot.audit.sealing import Sealer
from bot.keys.rotation import lock_all, lock_once
from bot.keys.taking import take
from bot.retention.periods import read
from bot.schedule import Loop
from bot.settings import Settings
from bot.store import Store

if TYPE_CHECKING:
    from bot.retention.sweep import Retention

SEAL_EVERY, LOOK_EVERY = 1.0, 60.0
"""Seconds between two looks at whether something is to be sealed, and whether a new day has begun."""


class Housekeeping:
    """Of one process. Raises Unsettled when the keys or the periods can't be used; nothing was changed then."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._periods = read(settings.retention_file)
        self._ring = take(store, settings)
        lock_once(store, self._ring)
        self._sealer = Sealer(store, settings.data_dir)

    def loops(self) -> tuple[Loop, ...]:
        """While the bot runs."""
        return (
            Loop("retention", self._let_go, threading.Event(), lambda: LOOK_EVERY),
            Loop("seal", self._sealer.work, threading.Event(), lambda: SEAL_EVERY),
        )

    def once(self) -> None:
        """All of it now, where the bot does not run on."""
        self._let_go()
        self._sealer.work()

    def _let_go(self) -> None:
        self._retention.work()

    @cached_property
    def _retention(self) -> "Retention":
        from bot.retention.sweep import Retention  # noqa: PLC0415 - its statements are many, and a start must be quick

        return Retention(self._store, self._periods, partial(lock_all, self._store, self._ring))
