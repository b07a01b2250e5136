"""The shell: everything that touches Slack, the database engine, the clock or the environment."""

import sys


def _load_structlog() -> None:
    """As the bot uses it: without `rich`, which it would load for its pictures of a traceback, 4 MB and 50 ms."""
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment] # Python's own way of saying that there is none
    try:
        import structlog  # noqa: F401, PLC0415 - for what it leaves undone when it finds none
    finally:
        del sys.modules["rich"]


_load_structlog()
