"""Processes of the run: contestants and the load, spoken to by lines of JSON."""

import json
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from benchmarks.load import Order, Outcome


class Process:
    """A module of this package running by itself; it ends when its standard input does."""

    def __init__(self, module: str, *arguments: str, log: IO[bytes]) -> None:
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
        self._log = Path(log.name)
        self._process = subprocess.Popen(  # noqa: S603 - our own modules
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )

    def hear(self) -> Any:
        """The next line it says. Raises RuntimeError when it ended instead."""
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}:\n{self.logged()}")
        return json.loads(line)

    def logged(self) -> str:
        """The end of its log."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def ask(self, question: Any) -> Any:
        """What it answers."""
        if self._process.stdin:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
        return self.hear()

    def end(self) -> None:
        """Let it end."""
        self._process.send_signal(signal.SIGCONT)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.terminate()
        self._process.wait(timeout=15)


class Server(Process):
    """A contestant, listening."""

    def __init__(self, kind: str, folder: Path, slack: str, log: IO[bytes]) -> None:
        super().__init__("server", kind, str(folder), slack, log=log)
        self.port = int(self.hear()["port"])

    def halt(self) -> None:
        """Stand still, so that nothing of it goes on while another has its turn."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        self._process.send_signal(signal.SIGCONT)

    def usage(self) -> tuple[float, int]:
        """CPU seconds so far, and the most memory it ever had, in bytes."""
        answer = self.ask("usage")
        return float(answer["cpu"]), int(answer["peak"])


class Load(Process):
    """The load."""

    def __init__(self, log: IO[bytes]) -> None:
        super().__init__("load", log=log)

    def carry_out(self, order: Order) -> Outcome:
        """Have it sent."""
        return Outcome(**self.ask(asdict(order)))
