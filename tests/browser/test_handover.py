"""A handover by clicking and typing: starting it, passing on, what is missing, and what the other side sees."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import open_home, open_messages, says, write

DANIEL, CHLOE = "U0DAN0018", "U0CHL0017"


def test_apollo_is_handed_over_and_each_sees_what_waits_for_them(product: Product) -> None:
    daniel = product.window(DANIEL)
    write(daniel, "/handover start apollo")
    dialog = daniel.get_by_role("dialog")
    expect(dialog).to_contain_text("The list begins with")
    picture(daniel, "handover-1-start")
    dialog.get_by_role("button", name="Start").click()
    expect(dialog).to_have_count(0)
    open_messages(daniel)
    says(daniel, "0 of 4 acknowledged")
    picture(daniel, "handover-2-card")
    daniel.get_by_role("button", name="Pass on…").first.click()
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_role("textbox").last.fill("The shared drive, folder Apollo/Delivered")
    picture(daniel, "handover-3-pass-on")
    dialog.get_by_role("button", name="Pass on").last.click()
    expect(dialog).to_have_count(0)

    chloe = product.window(CHLOE)
    open_messages(chloe)
    says(chloe, "This is where it is:")
    picture(chloe, "handover-4-receiver")
    chloe.get_by_role("button", name="I have it").last.click()
    says(chloe, "1 of 4 acknowledged")
    chloe.get_by_role("button", name="Show the list").first.click()
    expect(chloe.get_by_role("dialog")).to_contain_text("Open points, and who takes each")
    picture(chloe, "handover-5-list")
    chloe.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    open_home(chloe)
    expect(chloe.locator("#talk")).to_contain_text("Handovers")
    picture(chloe, "handover-6-home")
