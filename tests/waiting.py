"""Waiting for what comes by itself: long, because a busy machine is not what is tested, and no longer than it takes."""

import time
from collections.abc import Callable

PATIENCE = 120.0


def eventually(true: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether it comes true in time."""
    ends, pause = time.monotonic() + seconds, 0.005
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(pause)
        pause = min(2 * pause, 0.1)
    return True


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until it comes true."""
    assert eventually(true, seconds), f"Nothing came for {seconds:g} seconds."
