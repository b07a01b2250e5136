"""Reminders by clicking: put off from the menu under them, a nudge from the one who waits, a deputy with dates."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.test_leave_deciding import asks
from tests.browser.test_leave_rules import write_in_general
from tests.browser.test_whole_job import ANN, BEA, open_app

ZOE = "U0ZOE0007"


def says(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=20_000)


def test_a_reminder_is_put_off_and_whoever_waits_nudges(product: Product) -> None:
    ann, bea = product.window(ANN), product.window(BEA)
    asks(ann, "/leave 14 dec - 18 dec")
    product.slack.clock.jump("2026-11-24 09:30 UTC")
    open_app(bea)
    says(bea, "still waits for your answer")
    picture(bea, "reminding-1-reminder")
    bea.get_by_role("combobox", name="Remind me again…").last.click()
    picture(bea, "reminding-2-menu")
    bea.get_by_role("option", name="Tomorrow").last.click()
    says(bea, "I remind you again on")
    picture(bea, "reminding-3-put-off")
    write_in_general(bea, "/later")
    says(bea, "Remind me now")
    picture(bea, "reminding-4-later")

    product.slack.clock.jump("2026-11-25 09:30 UTC")
    open_app(ann)
    ann.get_by_role("button", name="Nudge").first.click()
    says(ann, "I have reminded")
    picture(ann, "reminding-5-nudged")
    open_app(bea)
    bea.get_by_role("link", name="Messages", exact=True).click()
    says(bea, "asks whether you could answer this.")
    picture(bea, "reminding-6-nudge")


def test_a_deputy_is_named_with_dates(product: Product) -> None:
    bea = product.window(BEA)
    write_in_general(bea, "/people deputy")
    dialog = bea.get_by_role("dialog")
    expect(dialog).to_contain_text("Standing deputy")
    dialog.get_by_role("combobox", name="Deputy").click()
    dialog.get_by_role("option", name="Zoë").first.click()
    dialog.get_by_label("From").fill("2026-12-01")
    dialog.get_by_label("Until").fill("2026-12-14")
    picture(bea, "deputy-1-modal")
    dialog.get_by_role("button", name="Save").click()
    expect(bea.get_by_role("dialog")).to_contain_text("deputises in")
    picture(bea, "deputy-2-said")
    bea.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    open_app(bea)
    bea.locator("#talk").get_by_role("link", name="Home").click()
    bea.get_by_text("Deputies", exact=True).last.scroll_into_view_if_needed()
    says(bea, "Change deputy…")
    picture(bea, "deputy-3-home")

    zoe = product.window(ZOE)
    open_app(zoe)
    says(zoe, "You deputise in")
    picture(zoe, "deputy-4-told")
