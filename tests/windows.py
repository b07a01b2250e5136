"""The Chromium that tests look through: how it is started, and how patient its windows are."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser_install import system_browser

PATIENCE = 120_000
"""Milliseconds that a window waits for what is to come: a busy machine is not what is tested."""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
DRAWN = """[...document.images].every(image => {
    const { top, bottom } = image.getBoundingClientRect();
    return image.complete || !image.checkVisibility() || top > innerHeight || bottom < 0;
})"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One Chromium for many windows; Playwright keeps an event loop in the thread while it runs."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=system_browser(), args=QUIET, timeout=2 * PATIENCE)
        yield browser
        browser.close()


def patient(page: Page) -> Page:
    """The same window, which waits as long for whatever is done in it."""
    page.set_default_timeout(PATIENCE)
    return page


def wait_for_images(page: Page) -> None:
    """Until what shows of the images is drawn."""
    page.wait_for_function(DRAWN)
