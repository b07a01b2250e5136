"""A real browser on a workspace in which the gallery's app is connected; its pictures are kept to be looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright
from slack_sdk import WebClient

from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.workspace import Workspace
from tests.browser_install import system_browser
from tests.rehearsal.bolt_app import BOT_TOKEN, over_socket_mode, scenario
from tests.rehearsal.browser.gallery_app import gallery_app, gallery_manifest

PICTURES = Path(__file__).parents[2] / "screenshots"
SIZES = {"desk": (1360, 860), "phone": (390, 844)}
Picture = Callable[[Page, str], None]
Theme = Literal["light", "dark"]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass
class Desk:
    """The workspace, and the windows that are open on it."""

    workspace: Workspace
    server: Serving
    browser: Browser
    slack: WebClient
    said: list[str] = field(default_factory=list)
    """Errors from any window's console: there must be none."""

    def window(
        self,
        who: str,
        *,
        size: str = "desk",
        theme: Theme = "light",
        **where: str,
    ) -> Page:
        """Open a window as somebody; `where` is what follows in the address."""
        width, height = SIZES[size]
        page = self.browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
        )
        page.set_default_timeout(20_000)
        page.on("console", self._hear)
        page.on("pageerror", self._fail)
        asked = "".join(f"&{name}={value}" for name, value in where.items())
        page.goto(f"{self.server.url}/?as={who}{asked}")
        page.wait_for_selector("body[data-live]")
        return page

    def post(self, channel: str, blocks: list[dict[str, Any]], text: str = "Something to see") -> str:
        return str(self.slack.chat_postMessage(channel=channel, text=text, blocks=blocks)["ts"])

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append(message.text)

    def _fail(self, error: Error) -> None:
        self.said.append(error.message)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all windows; gone before other tests begin, because it keeps an event loop in this thread."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=15_000)  # a machine that does other work as well
        browser = playwright.chromium.launch(executable_path=system_browser(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    """A workspace with its app, and no window yet; afterwards no window may have complained."""
    workspace = build(scenario(manifest=gallery_manifest()))
    with Serving(workspace) as server:
        app = gallery_app(server.api_url)
        with over_socket_mode(app, server.api_url):
            slack = WebClient(token=BOT_TOKEN, base_url=server.api_url, retry_handlers=[], timeout=10)
            desk = Desk(workspace, server, browser, slack)
            yield desk
            for context in browser.contexts:
                context.close()
    assert desk.said == []


@pytest.fixture
def picture() -> Picture:
    """Take a picture of a window."""
    PICTURES.mkdir(exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=PICTURES / f"rehearsal-{name}.png")

    return take
