"""Leave's rules as modals and cards, by clicking and typing: cover, replacement, time in lieu."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import ANN, BEA, open_messages, says, write_in_general


def test_a_floor_is_set_and_shows_to_whoever_asks_and_decides(product: Product) -> None:
    bea = product.window(BEA)
    write_in_general(bea, "/leave floor")
    dialog = bea.get_by_role("dialog")
    expect(dialog).to_contain_text("has no minimum cover")
    picture(bea, "leave-rules-1-floor")
    dialog.get_by_label("How many").fill("5")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("at least 5 should be there")
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)

    ann = product.window(ANN)
    write_in_general(ann, "/leave 7 dec - 9 dec")
    asking = ann.get_by_role("dialog")
    expect(asking).to_contain_text("Cover of Support")
    expect(asking).to_contain_text("Who replaces you?")
    picture(ann, "leave-rules-2-asking")
    asking.get_by_role("button", name="Ask for leave").click()
    expect(asking).to_have_count(0)

    open_messages(bea)
    says(bea, "Cover of Support")
    picture(bea, "leave-rules-3-deciding")

    write_in_general(ann, "/leave worked 21 nov")
    expect(ann.get_by_role("dialog")).to_contain_text("Worked on a day off?")
    picture(ann, "leave-rules-4-worked")
    ann.get_by_role("dialog").get_by_role("button", name="Send").click()
    open_messages(bea)
    says(bea, "worked on a day off")
    picture(bea, "leave-rules-5-worked-card")


def test_whoever_owes_a_word_on_time_worked_is_reminded_with_its_buttons(product: Product) -> None:
    ann = product.window(ANN)
    write_in_general(ann, "/leave worked 21 nov")
    ann.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(ann.get_by_role("dialog")).to_have_count(0)
    product.slack.clock.jump("2026-11-24 09:30 UTC")
    bea = product.window(BEA)
    open_messages(bea)
    expect(bea.get_by_role("button", name="Confirm")).to_have_count(3)  # the card's, the reminder's, the digest's
    picture(bea, "leave-rules-6-worked-reminder")
    bea.get_by_role("button", name="Confirm").last.click()
    expect(bea.get_by_role("button", name="Confirm")).to_have_count(0)
    picture(bea, "leave-rules-7-worked-confirmed")
