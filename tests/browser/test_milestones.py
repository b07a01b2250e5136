"""Milestones by clicking and typing: added, reported on, told in the channel's thread, seen as a plan."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.test_leave_rules import write_in_general
from tests.browser.test_whole_job import ANN, BEA, open_app, write

DANIEL, EWA, JURGEN = "U0DAN0018", "U0EWA0016", "U0JUR0010"


def go_to(page: Page, channel: str) -> None:
    page.locator(".sidebar .entry", has_text=channel).click()


def test_a_plan_is_seen_as_a_picture_and_what_each_may_do_in_lists(product: Product) -> None:
    daniel = product.window(DANIEL)
    write_in_general(daniel, "/milestone plan apollo")
    expect(daniel.locator("img[alt*='Plan of Apollo']").last).to_be_visible(timeout=20_000)
    daniel.wait_for_function("[...document.images].every(image => image.complete)")
    daniel.locator("img[alt*='Plan of Apollo']").last.scroll_into_view_if_needed()
    picture(daniel, "milestones-1-plan")
    write(daniel, "/milestone list apollo")
    expect(daniel.get_by_role("button", name="Add milestone…").first).to_be_visible()
    daniel.get_by_role("button", name="Add milestone…").first.scroll_into_view_if_needed()
    picture(daniel, "milestones-2-list")
    open_app(daniel)
    daniel.locator("#talk").get_by_role("link", name="Home").click()
    expect(daniel.get_by_text("Your projects")).to_be_visible()
    daniel.get_by_text("Your projects").scroll_into_view_if_needed()
    daniel.get_by_role("button", name="Plan of Apollo").scroll_into_view_if_needed()
    picture(daniel, "milestones-3-home")
    daniel.get_by_role("button", name="Plan of Apollo").click()
    expect(daniel.get_by_role("dialog").locator("img[alt*='Plan of Apollo']")).to_be_visible(timeout=20_000)
    daniel.wait_for_function("[...document.images].every(image => image.complete)")
    picture(daniel, "milestones-15-plan-from-home")


def test_a_milestone_is_added_reported_on_and_told_in_its_thread(product: Product) -> None:
    product.in_english("jurgen")
    daniel = product.window(DANIEL)
    write_in_general(daniel, "/milestone new apollo")
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_label("What is to be reached?").fill("Pilot invoices")
    dialog.get_by_label("Planned for").fill("2026-12-11")
    dialog.get_by_label("Weight").fill("5")
    picture(daniel, "milestones-4-new")
    dialog.get_by_role("button", name="Add milestone").click()
    expect(dialog).to_have_count(0)
    go_to(daniel, "apollo")
    expect(daniel.get_by_text("Pilot invoices").first).to_be_visible()
    daniel.get_by_role("button", name="Update…").click()
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_label("How does it stand?").click()
    dialog.get_by_role("option", name="At risk").click()
    dialog.get_by_label("Expected").fill("2027-01-15")
    expect(dialog).to_contain_text("working days later")
    dialog.get_by_label("Complete, in percent").fill("30")
    dialog.get_by_label("In a sentence").fill("The bank does not answer before Christmas.")
    picture(daniel, "milestones-5-update")
    dialog.get_by_role("button", name="Update").click()
    expect(dialog).to_have_count(0)
    expect(daniel.get_by_text("The bank does not answer").first).to_be_visible()
    daniel.get_by_text("1 reply").click()
    expect(daniel.get_by_text("22 working days later").first).to_be_visible()
    picture(daniel, "milestones-6-channel")

    jurgen = product.window(JURGEN)
    open_app(jurgen)
    expect(jurgen.get_by_text("That moves the dates of your people").first).to_be_visible()
    picture(jurgen, "milestones-7-slip")

    daniel.get_by_role("button", name="Story").first.click()
    expect(daniel.get_by_role("dialog")).to_contain_text("planned for")
    picture(daniel, "milestones-8-story")
    daniel.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    daniel.get_by_role("button", name="Done…").first.click()
    expect(daniel.get_by_role("dialog")).to_contain_text("Reached on")
    picture(daniel, "milestones-9-done")


def test_leave_touches_milestones_and_proposes_at_risk(product: Product) -> None:
    ann = product.window(ANN)
    write_in_general(ann, "/leave 14 dec - 18 dec")
    ann.get_by_role("dialog").get_by_role("button", name="Ask for leave").click()
    bea = product.window(BEA)
    open_app(bea)
    expect(bea.get_by_text("Beta release is due").first).to_be_visible()
    picture(bea, "milestones-10-deciding")
    bea.get_by_role("button", name="Approve leave").click()
    daniel = product.window(DANIEL)
    open_app(daniel)
    expect(daniel.get_by_role("button", name="Mark at risk").first).to_be_visible()
    picture(daniel, "milestones-11-proposal")
    daniel.get_by_role("button", name="Mark at risk").first.click()
    expect(daniel.get_by_text("You called it at risk.").first).to_be_visible()
    write(daniel, "/milestone list apollo")
    daniel.get_by_role("button", name="Edit…").first.click()
    expect(daniel.get_by_role("dialog")).to_contain_text("Who answers for it?")
    picture(daniel, "milestones-12-edit")
    daniel.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    product.slack.clock.jump("2026-12-07 09:30 UTC")
    expect(daniel.get_by_text("How does it stand?").first).to_be_visible()
    picture(daniel, "milestones-13-reminder")
    daniel.get_by_role("button", name="Remind me later…").first.click()
    expect(daniel.get_by_role("dialog")).to_contain_text("Remind me on")
    picture(daniel, "milestones-14-later")
