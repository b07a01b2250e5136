"""A contestant in a process of its own: `python -m benchmarks.server KIND FOLDER SLACK`.

It says its port on the standard output; asked for its usage on the standard input it answers; at the end of the
input it ends.
"""

import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from starlette.types import ASGIApp

from bot.http import Server


def main(kind: str, folder: Path, slack: str) -> None:
    """Serve until the standard input ends."""
    logging.basicConfig(level=logging.WARNING)
    port = KINDS[kind](folder, slack)
    print(json.dumps({"port": port}), flush=True)
    for _ in sys.stdin:
        print(json.dumps({"cpu": time.process_time(), "peak": _peak()}), flush=True)


def _peak() -> int:
    """The most memory this process ever had, in bytes; Linux's `getrusage` would count the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _slack(_folder: Path, _slack_url: str) -> int:
    from benchmarks import slack  # noqa: PLC0415 - a process loads its own contestant only, or its memory would lie

    return _serve(slack.pages(slack.Free()))


def _strict(_folder: Path, _slack_url: str) -> int:
    from benchmarks import slack  # noqa: PLC0415 - the same

    return _serve(slack.pages(slack.Strict()))


def _rehearsed(_folder: Path, _slack_url: str) -> int:
    from benchmarks import slack  # noqa: PLC0415 - the same

    return _serve(slack.pages(slack.Rehearsed()))


def _bare(_folder: Path, slack: str) -> int:
    from benchmarks import bare  # noqa: PLC0415 - the same

    return _serve(bare.pages(slack, inline=False))


def _inline(_folder: Path, slack: str) -> int:
    from benchmarks import bare  # noqa: PLC0415 - the same

    return _serve(bare.pages(slack, inline=True))


def _naive(folder: Path, slack: str) -> int:
    return _serve_naive(folder, slack, alike=False)


def _alike(folder: Path, slack: str) -> int:
    return _serve_naive(folder, slack, alike=True)


def _serve_naive(folder: Path, slack: str, *, alike: bool) -> int:
    from benchmarks import naive  # noqa: PLC0415 - the same

    naive.prepare(folder / "naive.sqlite")
    return _serve(naive.pages(folder / "naive.sqlite", slack, alike=alike))


def _ours(folder: Path, slack: str) -> int:
    """The bot, receiving; its loops that send are not started."""
    from benchmarks import ours  # noqa: PLC0415 - the same
    from bot.http import site  # noqa: PLC0415 - the same
    from bot.logs import configure  # noqa: PLC0415 - the same

    configure("INFO")
    bot = ours.bot(folder, slack)
    return _serve(site(bot.healthy, bot.healthy, bot.door()))


def _replica(folder: Path, slack: str) -> int:
    """The bot, receiving, on the PostgreSQL that the folder names."""
    from benchmarks import ours  # noqa: PLC0415 - the same
    from bot.http import site  # noqa: PLC0415 - the same
    from bot.logs import configure  # noqa: PLC0415 - the same

    configure("WARNING")
    bot = ours.bot(folder, slack, database_of(folder))
    return _serve(site(bot.healthy, bot.healthy, bot.door()))


def _delivering(folder: Path, slack: str) -> int:
    """The bot whole: it receives, sends, ticks."""
    from benchmarks import ours  # noqa: PLC0415 - the same
    from bot.app import Running  # noqa: PLC0415 - the same
    from bot.logs import configure  # noqa: PLC0415 - the same

    configure("INFO")
    running = Running(ours.bot(folder, slack, database_of(folder)))
    running.start()
    return running.server.port


def database_of(folder: Path) -> str:
    """The PostgreSQL that the folder names; nothing for SQLite in it."""
    named = folder / "database-url"
    return named.read_text() if named.exists() else ""


def _serve(pages: ASGIApp) -> int:
    server = Server(pages, "127.0.0.1", 0)
    server.start()
    return server.port


KINDS: dict[str, Callable[[Path, str], int]] = {
    "slack": _slack,
    "strict": _strict,
    "rehearsed": _rehearsed,
    "default": _bare,
    "inline": _inline,
    "naive": _naive,
    "alike": _alike,
    "ours": _ours,
    "delivering": _delivering,
    "replica": _replica,
}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
