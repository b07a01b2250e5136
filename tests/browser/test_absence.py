"""Being away for another reason than leave, by clicking and typing, and what each reader sees of it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.test_whole_job import ANN, BEA, go_to_general, open_app, write

DANIEL = "U0DAN0018"


def home(page: Page) -> None:
    open_app(page)
    page.locator("#talk").get_by_role("link", name="Home").click()


def test_ann_is_away_and_each_sees_what_is_theirs(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/absence bereavement")
    dialog = ann.get_by_role("dialog")
    expect(dialog).to_contain_text("have a word with Bea Lindqvist")
    picture(ann, "absence-1-modal-word")
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)
    write(ann, "/sick from today")
    expect(ann.get_by_text("You're on record as away").first).to_be_visible()
    picture(ann, "absence-2-sick")

    bea = product.window(BEA)
    open_app(bea)
    expect(bea.get_by_text("Sickness").first).to_be_visible()
    picture(bea, "absence-3-manager")
    home(bea)
    expect(bea.get_by_text("Your people who are away")).to_be_visible()
    expect(bea.locator("#talk")).not_to_contain_text("Sickness")
    bea.locator("#talk").locator("[data-action='absence:look']").click()
    expect(bea.get_by_role("dialog")).to_contain_text("Sickness")
    picture(bea, "absence-4-look")

    daniel = product.window(DANIEL)
    open_app(daniel)
    expect(daniel.get_by_text("is away").first).to_be_visible()
    expect(daniel.locator("body")).not_to_contain_text("ickness")
    picture(daniel, "absence-5-project-manager")

    product.slack.clock.jump("2026-11-30 09:05 UTC")
    open_app(ann)
    expect(ann.get_by_text("Are you back?").first).to_be_visible()
    picture(ann, "absence-6-back-question")
    ann.get_by_role("button", name="Back since…").last.click()
    expect(ann.get_by_role("dialog")).to_contain_text("First day back")
    picture(ann, "absence-7-back-modal")
    ann.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(ann.get_by_role("dialog")).to_have_count(0)
    home(ann)
    expect(ann.get_by_text("Your absences")).to_be_visible()
    picture(ann, "absence-8-home")
    write_in_general(ann, "/absence list")
    picture(ann, "absence-9-list")


def test_the_return_note_is_between_the_two(product: Product) -> None:
    product.slack.as_user("ann").in_channel("general").types("/sick")
    bea = product.window(BEA)
    open_app(bea)
    bea.get_by_role("button", name="Return note…").first.click()
    dialog = bea.get_by_role("dialog")
    dialog.get_by_label("Add a note").fill("Half days this week, and lunch on Thursday")
    dialog.get_by_role("button", name="Add note").click()
    expect(dialog).to_have_count(0)
    ann = product.window(ANN)
    open_app(ann)
    expect(ann.get_by_text("There is a note about your return")).to_be_visible()
    expect(ann.locator("body")).not_to_contain_text("Half days this week")
    ann.get_by_role("button", name="Return note…").last.click()
    expect(ann.get_by_role("dialog")).to_contain_text("Half days this week")
    picture(ann, "absence-10-note")


def write_in_general(page: Page, text: str) -> None:
    go_to_general(page)
    write(page, text)
    expect(page.get_by_text("Your absences").first).to_be_visible()
