"""Time zones as people's records have them: one that does not exist on this machine counts as UTC, for whoever has it.

A record may name one that was kept on another machine, or that has been renamed since: nobody else is held up by it.
"""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OTHERWISE = "UTC"


@lru_cache(maxsize=1024)
def exists(zone: str) -> bool:
    """Whether this machine knows it."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def known(zone: str) -> str:
    """The zone, or UTC in its place."""
    return zone if exists(zone) else OTHERWISE
