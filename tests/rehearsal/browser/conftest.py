"""A real browser on a workspace in which the gallery's app is connected; its pictures are kept to be looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, ViewportSize
from slack_sdk import WebClient

from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import BOT_TOKEN, over_socket_mode, scenario
from tests.rehearsal.browser.gallery_app import gallery_app, gallery_manifest
from tests.windows import chromium, patient, wait_for_images

PICTURES = Path(__file__).parents[2] / "screenshots"
SIZES = {"desk": (1360, 860), "phone": (390, 844)}
Picture = Callable[[Page, str], None]
Theme = Literal["light", "dark"]


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
        viewport = ViewportSize(width=width, height=height)
        page = patient(self.browser.new_page(viewport=viewport, color_scheme=theme, reduced_motion="reduce"))
        page.on("console", self._hear)
        page.on("pageerror", self._fail)
        asked = "".join(f"&{name}={value}" for name, value in where.items())
        page.goto(f"{self.server.url}/?as={who}{asked}")
        page.wait_for_selector("body[data-live]")
        return page

    def forgives(self, page: Page) -> None:
        """Close a window in which errors were meant to be, and forget them: none can follow."""
        page.context.close()
        self.said.clear()

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
    with chromium() as started:
        yield started


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    """A workspace with its app, and no window yet; afterwards no window may have complained."""
    workspace = build(scenario(manifest=gallery_manifest()))
    with Serving(workspace) as server:
        app = gallery_app(server.api_url)
        with over_socket_mode(app, server.api_url):
            slack = WebClient(token=BOT_TOKEN, base_url=server.api_url, retry_handlers=[], timeout=60)
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
        wait_for_images(page)
        page.screenshot(path=PICTURES / f"rehearsal-{name}.png")

    return take
