"""The rehearsal: a Slack workspace on this machine, made from the organisation's folder, and the bot in it.

Decided here: what the workspace holds (its people and channels are the organisation's) and that the bot follows its
clock. The workspace runs as a process of its own and knows nothing of the bot.
"""

import csv
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError

import structlog
import yaml

from bot.clock import FollowedClock
from bot.manifest import manifest
from bot.settings import Settings, Unsettled
from workflows.kernel.flow import Workflow

log = structlog.get_logger()
SAMPLE = Path(__file__).parent / "sample"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-rehearsal", "xapp-rehearsal", "rehearsal"
READY_WITHIN = 20.0


def scenario(folder: Path, workflows: Iterable[Workflow], request_url: str | None = None) -> dict[str, Any]:
    """The workspace of this organisation: its people, its projects' channels and the bot."""
    people = {row["email"]: row for row in _rows(folder / "people.csv")}
    channels = [row["channel"] for row in _rows(folder / "projects.csv") if row["channel"]]
    named = list(dict.fromkeys(channels))
    return {
        "team": {"name": "Northwind Works", "domain": "northwind"},
        "people": [_member(row) for row in people.values()],
        "channels": [
            {"name": "general", "topic": "Everybody"},
            *({"name": name.lstrip("#"), "topic": "A project's own channel"} for name in named),
        ],
        "apps": [
            {
                "manifest": manifest(workflows, request_url),
                "bot_token": BOT_TOKEN,
                "app_token": APP_TOKEN,
                "signing_secret": SECRET,
                "channels": [name.lstrip("#") for name in named],
                **({"request_url": request_url} if request_url else {}),
            }
        ],
    }


def settings_for(settings: Settings, port: int) -> Settings:
    """The same settings, pointed at the rehearsal workspace on this port."""
    at = f"http://127.0.0.1:{port}"
    return Settings.model_validate(
        settings.model_dump()
        | {
            "slack_bot_token": BOT_TOKEN,
            "slack_app_token": APP_TOKEN,
            "slack_signing_secret": "",
            "slack_api_url": f"{at}/api/",
            "rehearsal_clock": f"{at}/rehearsal/clock",
            "tick_seconds": min(settings.tick_seconds, 5.0),
        }
    )


@contextmanager
def workspace(settings: Settings, workflows: Iterable[Workflow], folder: Path = SAMPLE) -> Any:
    """A running rehearsal workspace; its port. Raises Unsettled when it does not come up."""
    _require_free(settings.rehearsal_port)
    home = settings.data_dir / "rehearsal"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unsettled(f"DATA_DIR is no folder I may write to ({error.strerror}: {settings.data_dir}).") from None
    plan = home / "scenario.yaml"
    plan.write_text(yaml.safe_dump(scenario(folder, workflows), allow_unicode=True, sort_keys=False), encoding="utf-8")
    port = str(settings.rehearsal_port)
    command = [sys.executable, "-m", "rehearsal", "--scenario", str(plan), "--data", str(home), "--port", port]
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own module; Ctrl-C reaches us first
    try:
        _wait_until_ready(process, settings.rehearsal_port)
        yield settings.rehearsal_port
    finally:
        process.terminate()
        process.wait(timeout=10)


class ClockFollower:
    """Keeps a FollowedClock at what the rehearsal workspace shows, hearing of every move at once."""

    def __init__(self, address: str, clock: FollowedClock, patience: float = 60) -> None:
        self._address, self._clock = address, clock
        self._patience = patience
        """How many seconds of silence until the clock is read anew: for hours nobody may move it."""
        self._lost = False
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        """Set the clock, then follow it."""
        with urllib.request.urlopen(self._address, timeout=5) as answer:  # noqa: S310 - an address of our own making
            self._set(json.load(answer))
        self._thread.start()

    def stop(self) -> None:
        """Follow no longer."""
        self._ending.set()

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                again = self._listen()
            except (OSError, ValueError, HTTPException) as error:
                again = self._lose(error)
            self._ending.wait(0 if again else 1)

    def _listen(self) -> bool:
        """Hear of moves; True after a silence that followed a reading: nobody moved the clock, nothing is amiss."""
        heard = False
        with urllib.request.urlopen(f"{self._address}/stream", timeout=self._patience) as stream:  # noqa: S310 - the same
            try:
                for line in stream:
                    if line.startswith(b"data:"):
                        self._set(json.loads(line[5:]))
                        heard = True
            except TimeoutError:
                if heard:
                    return True
                raise
        return False

    def _lose(self, error: Exception) -> bool:
        """Say so once, not at each attempt to find it again; False, which has the next attempt wait."""
        if not (self._lost or self._ending.is_set()):
            log.warning("clock.lost", reason=type(error).__name__)
        self._lost = True
        return False

    def _set(self, reading: dict[str, Any]) -> None:
        self._clock.follow(_moment(reading["now"]), 0.0 if reading["paused"] else float(reading["speed"]))
        if self._lost:
            log.info("clock.found")
        self._lost = False


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else datetime.fromtimestamp(float(value), UTC)


def _member(row: dict[str, str]) -> dict[str, Any]:
    handle = row["email"].partition("@")[0].partition(".")[0]
    return {
        "id": row["slack_id"],
        "name": handle,
        "real_name": row["name"],
        "email": row["email"],
        "tz": row["time_zone"],
        "locale": row["locale"].replace("_", "-"),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _require_free(port: int) -> None:
    """Raise Unsettled when something listens there already: it might be another rehearsal, and answer in our stead."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            raise Unsettled(f"Port {port} is in use: set REHEARSAL_PORT to a free one, or stop what uses it.") from None


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Unsettled("The rehearsal workspace could not start: what it said stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/rehearsal/ready", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise Unsettled(f"The rehearsal workspace did not become ready on port {port} within {READY_WITHIN:.0f} s.")
