"""The real bot as a process of its own, `dotted-line run` or another command, save that it dies where it is told to.

`KILL_LIST` names a file of points, one a line: whoever passes the first of them strikes it off and is killed, as by
`kill -9`. Everything else comes from the settings.
"""

import fcntl
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

from bot.__main__ import app
from bot.points import POINTS


class KillList:
    """The points at which processes are to die, one after another."""

    def __init__(self, path: Path) -> None:
        self._path, self._struck = path, path.with_suffix(".struck")

    def put(self, *points: str) -> None:
        """Kill at these, each once, in this order."""
        draft = self._path.with_suffix(f".draft-{os.getpid()}-{threading.get_ident()}")
        draft.write_text("\n".join(points))
        draft.replace(self._path)

    def left(self) -> list[str]:
        """Where nobody has died yet."""
        try:
            return self._path.read_text().split()
        except FileNotFoundError:
            return []

    def struck(self) -> list[str]:
        """Where somebody died, in turn."""
        return self._struck.read_text().split() if self._struck.exists() else []

    def passing(self, name: str) -> None:
        """Die, if this is the next point on the list; of several who pass it at once, one dies."""
        if self.left()[:1] != [name]:
            return
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            waiting = self.left()
            if waiting[:1] == [name]:
                self.put(*waiting[1:])
                with self._struck.open("a") as struck:
                    struck.write(f"{name}\n")
                os.kill(os.getpid(), signal.SIGKILL)


class Disk:
    """The disk as this process sees it: full while a file of this name is there, which says for what size of file.

    Whatever would make a file larger than that fails, as it does where there is no room.
    """

    def __init__(self, sign: Path) -> None:
        self._sign = sign

    def fill(self, size: int) -> None:
        """No file grows beyond so many bytes."""
        draft = self._sign.with_suffix(".draft")
        draft.write_text(str(size))
        draft.replace(self._sign)

    def clear(self) -> None:
        """There is room again."""
        self._sign.unlink(missing_ok=True)

    def watch(self) -> None:
        """For as long as this process lives."""
        while True:
            try:
                size = int(self._sign.read_text())
            except FileNotFoundError:
                size = resource.RLIM_INFINITY
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            time.sleep(0.05)


def run() -> None:
    """Run until stopped or killed."""
    disk = Disk(Path(os.environ["KILL_LIST"]).with_name("disk-full"))
    threading.Thread(target=disk.watch, name="disk", daemon=True).start()
    POINTS.passing = KillList(Path(os.environ["KILL_LIST"])).passing
    app(sys.argv[1:] or ["run"])


if __name__ == "__main__":
    run()
