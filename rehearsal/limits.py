"""Rate limits: how many calls of a method an app may make, by Slack's tiers, and how long it waits after more."""

import math
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

WINDOW = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute that each tier is documented to allow at least; here at most."""
CONNECTIONS = 10
"""`apps.connections.open` is tier 1, but an app may hold ten connections and needs to open them."""
POSTS_PER_WORKSPACE = 300
POSTS_PER_CHANNEL = 1.0
"""A second, with short bursts."""
BURST = 3


class Limits:
    """Counts calls per app and method, and posts per channel, in real time. Thread-safe."""

    def __init__(self, *, enforced: bool = True, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.enforced = enforced
        self._monotonic = monotonic
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._channels: dict[tuple[str, str], tuple[float, float]] = {}
        self._lock = Lock()

    def wait_for_call(self, app_id: str, method: str, per_minute: int | None) -> int:
        """Count a call; returns 0 if it may go on, else the whole seconds of its `Retry-After`."""
        if not self.enforced or per_minute is None:
            return 0
        with self._lock:
            now = self._monotonic()
            calls = self._calls.setdefault((app_id, method), deque())
            while calls and calls[0] <= now - WINDOW:
                calls.popleft()
            if len(calls) >= per_minute:
                return max(1, math.ceil(calls[0] + WINDOW - now))
            calls.append(now)
            return 0

    def wait_for_post(self, app_id: str, channel_id: str) -> int:
        """Count a post to a channel: about one a second, a burst of three."""
        if not self.enforced:
            return 0
        with self._lock:
            now = self._monotonic()
            saved, since = self._channels.get((app_id, channel_id), (float(BURST), now))
            allowance = min(float(BURST), saved + (now - since) * POSTS_PER_CHANNEL)
            if allowance < 1:
                self._channels[app_id, channel_id] = (allowance, now)
                return max(1, math.ceil((1 - allowance) / POSTS_PER_CHANNEL))
            self._channels[app_id, channel_id] = (allowance - 1, now)
            return 0

    def reset(self) -> None:
        """Forget all calls so far."""
        with self._lock:
            self._calls.clear()
            self._channels.clear()
