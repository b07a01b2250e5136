"""Reminders by clicking: put off from the menu under them, a nudge from the one who waits, a deputy with dates."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import (
    ANN,
    BEA,
    asks_for_leave,
    open_home,
    open_messages,
    says,
    scroll_to,
    write_in_general,
)

ZOE = "U0ZOE0007"


def test_a_reminder_is_put_off_and_whoever_waits_nudges(product: Product) -> None:
    ann, bea = product.window(ANN), product.window(BEA)
    asks_for_leave(ann, "/leave 14 dec - 18 dec")
    product.slack.clock.jump("2026-11-24 09:30 UTC")
    open_messages(bea)
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
    open_home(ann)
    ann.get_by_role("button", name="Nudge").first.click()
    says(ann, "I have reminded")
    picture(ann, "reminding-5-nudged")
    open_messages(bea)
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
    open_home(bea)
    says(bea, "Change deputy…")
    scroll_to(bea, "Change deputy…")
    picture(bea, "deputy-3-home")

    zoe = product.window(ZOE)
    open_messages(zoe)
    says(zoe, "You deputise in")
    picture(zoe, "deputy-4-told")
