"""A Chromium in front of the product: of `dotted-line run` as a newcomer starts it, or of a bot in this process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from bot.settings import Settings
from rehearsal.__main__ import KEPT_IN
from rehearsal.client import RehearsalClient
from rehearsal.clock import Clock
from rehearsal.store import SqliteStore
from tests.conversations.conftest import ACKED_WITHIN, MONDAY, at_work, sample_database
from tests.ports import free_port
from tests.rehearsal.browser.conftest import PICTURES
from tests.windows import chromium as started_chromium
from tests.windows import patient, wait_for_images

__all__ = ["sample_database"]
READY_WITHIN, STOPPED_WITHIN = 300.0, 60.0


@dataclass
class Product:
    """The product as it runs on a data folder of its own."""

    url: str
    browser: Browser
    slack: RehearsalClient
    data: Path
    complaints: list[str] = field(default_factory=list)

    def window(self, who: str, size: tuple[int, int] = (1280, 800), **where: str) -> Page:
        """A window as somebody."""
        viewport = ViewportSize(width=size[0], height=size[1])
        page = patient(self.browser.new_page(viewport=viewport, reduced_motion="reduce"))
        page.on("pageerror", lambda error: self.complaints.append(error.message))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        asked = "".join(f"&{name}={value}" for name, value in where.items())
        page.goto(f"{self.url}/?as={who}{asked}")
        page.wait_for_selector("body[data-live]")
        return page

    def imports_policy(self, text: str) -> None:
        """Somebody runs `dotted-line policy import` on the data folder, while the product runs."""
        file = self.data.parent / "policy.yaml"
        file.write_text(text)
        command = [sys.executable, "-m", "bot", "policy", "import", str(file)]
        subprocess.run(command, env=environment(self.data, free_port()), check=True, capture_output=True)


def picture(page: Page, name: str) -> None:
    """Keep what the window shows, to be looked at."""
    PICTURES.mkdir(exist_ok=True)
    wait_for_images(page)
    page.screenshot(path=PICTURES / f"product-{name}.png")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for this package's windows."""
    with started_chromium() as browser:
        yield browser


def environment(data: Path, port: int) -> dict[str, str]:
    """A newcomer's environment: nothing is set but where it runs."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    moved = {"DATA_DIR": str(data), "REHEARSAL_PORT": str(port), "HTTP_PORT": str(free_port())}
    return kept | moved | {"PACE_SECONDS": "0"}


@pytest.fixture
def product(chromium: Browser, tmp_path: Path, sample_database: Path) -> Iterator[Product]:
    """On Monday morning, in this process; no window may have complained."""
    with at_work(tmp_path, sample_database, "socket") as office, looked_at(chromium, office.slack, tmp_path) as product:
        yield product


@pytest.fixture
def started(chromium: Browser, tmp_path: Path) -> Iterator[Product]:
    """The same, started with `dotted-line run` and stopped with Ctrl-C, as a newcomer does: it must end cleanly.

    It is Monday from the first moment on: what the day of the test would bring is not there.
    """
    port, data = free_port(), tmp_path / "data"
    leave_clock_at(data / "rehearsal" / KEPT_IN, MONDAY)
    with running(data, port, tmp_path / "log"):
        slack = RehearsalClient(f"http://127.0.0.1:{port}")
        slack.be_patient(ACKED_WITHIN)
        with looked_at(chromium, slack, data) as product:
            yield product


@contextmanager
def looked_at(chromium: Browser, slack: RehearsalClient, data: Path) -> Iterator[Product]:
    """Through windows that are closed in the end and have not complained."""
    product = Product(slack.address, chromium, slack, data)
    try:
        yield product
    finally:
        for context in chromium.contexts:
            context.close()
    assert product.complaints == []


def leave_clock_at(kept: Path, moment: str) -> None:
    """As somebody leaves it who has moved the clock and stopped."""
    clock, store = Clock(), SqliteStore(kept)
    clock.jump(moment)
    store.put("clock", "clock", clock.saved())
    store.close()


@contextmanager
def running(data: Path, port: int, log: Path) -> Iterator[None]:
    """`dotted-line run`, until Ctrl-C, which it answers with 0."""
    with log.open("wb") as heard:
        command = [sys.executable, "-m", "bot", "run"]
        process = subprocess.Popen(command, env=environment(data, port), stdout=heard, stderr=heard)
    try:
        wait_until_ready(process, log)
        yield
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=STOPPED_WITHIN) == 0, log.read_text()
    finally:
        process.terminate()
        process.wait(timeout=STOPPED_WITHIN)


def wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the bot is connected."""
    deadline = time.monotonic() + READY_WITHIN
    while b"Ready:" not in log.read_bytes():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
