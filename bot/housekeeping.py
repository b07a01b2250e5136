"""What keeps the bot trustworthy while it runs: keys checked, the log sealed, what is over its time gone."""

import threading
from functools import partial

from bot.audit.sealing import Sealer
from bot.keys.rotation import lock_all, lock_once
from bot.keys.taking import take
from bot.retention.periods import read
from bot.retention.sweep import Retention
from bot.schedule import Loop
from bot.settings import Settings
from bot.store import Store

SEAL_EVERY, LOOK_EVERY = 1.0, 60.0
"""Seconds between two looks at whether something is to be sealed, and whether a new day has begun."""


class Housekeeping:
    """Of one process. Raises Unsettled when the keys or the periods can't be used; nothing was changed then."""

    def __init__(self, store: Store, settings: Settings) -> None:
        periods = read(settings.retention_file)
        ring = take(store, settings)
        lock_once(store, ring)
        self._sealer = Sealer(store, settings.data_dir)
        self._retention = Retention(store, periods, partial(lock_all, store, ring))

    def loops(self) -> tuple[Loop, ...]:
        """While the bot runs."""
        return (
            Loop("retention", self._retention.work, threading.Event(), lambda: LOOK_EVERY),
            Loop("seal", self._sealer.work, threading.Event(), lambda: SEAL_EVERY),
        )

    def once(self) -> None:
        """All of it now, where the bot does not run on."""
        self._retention.work()
        self._sealer.work()
