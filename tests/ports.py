"""Ports for what a test starts by number: no two that run at once are given the same one.

One that the system hands out (port 0) may be handed out again before what it is for has bound it; these come from below
the system's own, and each of a run's workers has a share of them, which it goes through from end to end.
"""

import itertools
import os
import socket

FIRST, LAST = 20_000, 32_000
_WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_SHARE = (LAST - FIRST) // max(_WORKERS, _WORKER + 1)
_begins = FIRST + _WORKER * _SHARE
_ports = itertools.cycle(_begins + (os.getpid() * 97 + number) % _SHARE for number in range(_SHARE))


def free_port() -> int:
    """A port that nobody listens at, and that this run gives to nobody else for a long while."""
    return next(port for port in _ports if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
