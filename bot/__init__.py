"""The shell: everything that touches Slack, the database engine, the clock or the environment."""

import sys
from importlib import import_module


def _load(module: str, without: str) -> None:
    """A library as the bot uses it: without another one, which it takes when it finds it and can do without."""
    if module in sys.modules or without in sys.modules:
        return
    sys.modules[without] = None  # type: ignore[assignment] # Python's own way of saying that there is none
    try:
        import_module(module)
    finally:
        del sys.modules[without]


_load("structlog", without="rich")  # for its pictures of a traceback: 4 MB and 50 ms
_load("babel.localtime", without="pytz")  # which looks for the file of every zone there is: 30 ms; Python has its own
