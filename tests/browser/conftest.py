"""`dotted-line run` as a newcomer starts it, and a Chromium in front of it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import Settings
from rehearsal.client import RehearsalClient
from tests.browser_install import system_browser
from tests.conversations.conftest import free_port
from tests.rehearsal.browser.conftest import PICTURES, QUIET

READY_WITHIN = 30.0


@dataclass
class Product:
    """The product as it runs from the command line, on its own data folder."""

    url: str
    browser: Browser
    slack: RehearsalClient
    data: Path
    complaints: list[str] = field(default_factory=list)

    def window(self, who: str, size: tuple[int, int] = (1280, 800), **where: str) -> Page:
        """A window as somebody."""
        page = self.browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(error.message))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        asked = "".join(f"&{name}={value}" for name, value in where.items())
        page.goto(f"{self.url}/?as={who}{asked}")
        page.wait_for_selector("body[data-live]")
        return page

    def in_english(self, *names: str) -> None:
        """These people read English here, whatever Slack says of them."""
        for name in names:
            self.slack.as_user(name).in_channel("general").types("/dottedline language English")

    def imports_policy(self, text: str) -> None:
        """Somebody runs `dotted-line policy import` on the data folder, while the product runs."""
        file = self.data.parent / "policy.yaml"
        file.write_text(text)
        command = [sys.executable, "-m", "bot", "policy", "import", str(file)]
        subprocess.run(command, env=environment(self.data, free_port()), check=True, capture_output=True)


def picture(page: Page, name: str) -> None:
    """Keep what the window shows, to be looked at."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"product-{name}.png")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for this package's windows; Playwright keeps an event loop in the thread while it runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=QUIET)
        yield browser
        browser.close()


def environment(data: Path, port: int) -> dict[str, str]:
    """A newcomer's environment: nothing is set but where it runs."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    moved = {"DATA_DIR": str(data), "REHEARSAL_PORT": str(port), "HTTP_PORT": str(free_port())}
    return kept | moved | {"PACE_SECONDS": "0"}


@pytest.fixture
def product(chromium: Browser, tmp_path: Path) -> Iterator[Product]:
    """Started with `dotted-line run`, stopped with Ctrl-C; it must end cleanly and no window may have complained."""
    port = free_port()
    command = [sys.executable, "-m", "bot", "run"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment(tmp_path / "data", port), stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    wait_for(url, process, tmp_path / "log")
    slack = RehearsalClient(url)
    slack.clock.jump("2026-11-23 09:00 UTC")
    product = Product(url, chromium, slack, tmp_path / "data")
    yield product
    for context in chromium.contexts:
        context.close()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0, (tmp_path / "log").read_text()
    assert product.complaints == []


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the bot is connected."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if b"Ready:" in log.read_bytes():
            urllib.request.urlopen(f"{url}/rehearsal/ready", timeout=5).close()
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text())
