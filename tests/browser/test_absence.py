"""Being away for another reason than leave, by clicking and typing, and what each reader sees of it."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import ANN, BEA, open_home, open_messages, says, write, write_in_general

DANIEL = "U0DAN0018"


def test_ann_is_away_and_each_sees_what_is_theirs(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/absence bereavement")
    dialog = ann.get_by_role("dialog")
    expect(dialog).to_contain_text("have a word with Bea Lindqvist")
    picture(ann, "absence-1-modal-word")
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)
    write(ann, "/sick from today")
    says(ann, "You're on record as away")
    picture(ann, "absence-2-sick")

    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "Sickness")
    picture(bea, "absence-3-manager")
    open_home(bea)
    says(bea, "Your people who are away")
    expect(bea.locator("#talk")).not_to_contain_text("Sickness")
    bea.locator("#talk").locator("[data-action='absence:look']").click()
    expect(bea.get_by_role("dialog")).to_contain_text("Sickness")
    picture(bea, "absence-4-look")

    daniel = product.window(DANIEL)
    open_messages(daniel)
    says(daniel, "is away")
    expect(daniel.locator("body")).not_to_contain_text("ickness")
    picture(daniel, "absence-5-project-manager")

    product.slack.clock.jump("2026-11-30 09:05 UTC")
    open_messages(ann)
    says(ann, "Are you back?")
    picture(ann, "absence-6-back-question")
    ann.get_by_role("button", name="Back since…").last.click()
    expect(ann.get_by_role("dialog")).to_contain_text("First day back")
    picture(ann, "absence-7-back-modal")
    ann.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(ann.get_by_role("dialog")).to_have_count(0)
    open_home(ann)
    says(ann, "Your absences")
    picture(ann, "absence-8-home")
    write_in_general(ann, "/absence list")
    says(ann, "Your absences")
    picture(ann, "absence-9-list")


def test_the_return_note_is_between_the_two(product: Product) -> None:
    product.slack.as_user("ann").in_channel("general").types("/sick")
    bea = product.window(BEA)
    open_messages(bea)
    bea.get_by_role("button", name="Return note…").first.click()
    dialog = bea.get_by_role("dialog")
    dialog.get_by_label("Add a note").fill("Half days this week, and lunch on Thursday")
    dialog.get_by_role("button", name="Add note").click()
    expect(dialog).to_have_count(0)
    ann = product.window(ANN)
    open_messages(ann)
    says(ann, "There is a note about your return")
    expect(ann.locator("body")).not_to_contain_text("Half days this week")
    ann.get_by_role("button", name="Return note…").last.click()
    expect(ann.get_by_role("dialog")).to_contain_text("Half days this week")
    picture(ann, "absence-10-note")
