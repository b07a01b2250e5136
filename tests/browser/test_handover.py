"""A handover by clicking and typing: starting it, passing on, what is missing, and what the other side sees."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.test_whole_job import open_app, write

DANIEL, CHLOE = "U0DAN0018", "U0CHL0017"


def home(page: Page) -> None:
    open_app(page)
    page.locator("#talk").get_by_role("link", name="Home").click()


def test_apollo_is_handed_over_and_each_sees_what_waits_for_them(product: Product) -> None:
    product.in_english("chloe")
    daniel = product.window(DANIEL)
    write(daniel, "/handover start apollo")
    dialog = daniel.get_by_role("dialog")
    expect(dialog).to_contain_text("The list begins with")
    picture(daniel, "handover-1-start")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog).to_have_count(0)
    open_app(daniel)
    daniel.locator("#talk").get_by_role("link", name="Messages").click()
    expect(daniel.get_by_text("0 of 4 acknowledged").first).to_be_visible()
    picture(daniel, "handover-2-card")
    daniel.get_by_role("button", name="Pass on…").first.click()
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_role("textbox").last.fill("The shared drive, folder Apollo/Delivered")
    picture(daniel, "handover-3-pass-on")
    dialog.get_by_role("button", name="Pass on").last.click()
    expect(dialog).to_have_count(0)

    chloe = product.window(CHLOE)
    open_app(chloe)
    chloe.locator("#talk").get_by_role("link", name="Messages").click()
    expect(chloe.get_by_text("This is where it is:").first).to_be_visible()
    picture(chloe, "handover-4-receiver")
    chloe.get_by_role("button", name="I have it").last.click()
    expect(chloe.get_by_text("1 of 4 acknowledged").first).to_be_visible()
    chloe.get_by_role("button", name="Show the list").first.click()
    expect(chloe.get_by_role("dialog")).to_contain_text("Open points, and who takes each")
    picture(chloe, "handover-5-list")
    chloe.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    home(chloe)
    expect(chloe.locator("#talk")).to_contain_text("Handovers")
    picture(chloe, "handover-6-home")
