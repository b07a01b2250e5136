"""Milestones by clicking and typing: added, reported on, told in the channel's thread, seen as a plan."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import (
    ANN,
    BEA,
    asks_for_leave,
    go_to_channel,
    open_home,
    open_messages,
    says,
    show_picture,
    write,
    write_in_general,
)

DANIEL, JURGEN = "U0DAN0018", "U0JUR0010"


def test_a_plan_is_seen_as_a_picture_and_what_each_may_do_in_lists(product: Product) -> None:
    daniel = product.window(DANIEL)
    write_in_general(daniel, "/milestone plan apollo")
    show_picture(daniel, "Plan of Apollo")
    picture(daniel, "milestones-1-plan")
    write(daniel, "/milestone list apollo")
    expect(daniel.get_by_role("button", name="Add milestone…").first).to_be_visible()
    daniel.get_by_role("button", name="Add milestone…").first.scroll_into_view_if_needed()
    picture(daniel, "milestones-2-list")
    open_home(daniel)
    expect(daniel.get_by_text("Your projects")).to_be_visible()
    daniel.get_by_text("Your projects").scroll_into_view_if_needed()
    daniel.get_by_role("button", name="Plan of Apollo").scroll_into_view_if_needed()
    picture(daniel, "milestones-3-home")
    daniel.get_by_role("button", name="Plan of Apollo").click()
    expect(daniel.get_by_role("dialog")).to_be_visible()
    show_picture(daniel, "Plan of Apollo")
    picture(daniel, "milestones-15-plan-from-home")


def test_a_milestone_is_added_reported_on_and_told_in_its_thread(product: Product) -> None:
    daniel = product.window(DANIEL)
    write_in_general(daniel, "/milestone new apollo")
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_label("What is to be reached?").fill("Pilot invoices")
    dialog.get_by_label("Planned for").fill("2026-12-11")
    dialog.get_by_label("Weight").fill("5")
    picture(daniel, "milestones-4-new")
    dialog.get_by_role("button", name="Add milestone").click()
    expect(dialog).to_have_count(0)
    go_to_channel(daniel, "apollo")
    says(daniel, "Pilot invoices")
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
    says(daniel, "The bank does not answer")
    daniel.get_by_text("1 reply").click()
    says(daniel, "22 working days later")
    picture(daniel, "milestones-6-channel")

    jurgen = product.window(JURGEN)
    open_messages(jurgen)
    says(jurgen, "That moves the dates of your people")
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
    asks_for_leave(ann, "/leave 14 dec - 18 dec")
    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "Beta release is due")
    picture(bea, "milestones-10-deciding")
    bea.get_by_role("button", name="Approve leave").click()
    daniel = product.window(DANIEL)
    open_messages(daniel)
    expect(daniel.get_by_role("button", name="Mark at risk").first).to_be_visible()
    picture(daniel, "milestones-11-proposal")
    daniel.get_by_role("button", name="Mark at risk").first.click()
    says(daniel, "You called it at risk.")
    write(daniel, "/milestone list apollo")
    daniel.get_by_role("button", name="Edit…").first.click()
    expect(daniel.get_by_role("dialog")).to_contain_text("Who answers for it?")
    picture(daniel, "milestones-12-edit")
    daniel.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    product.slack.clock.jump("2026-12-07 09:30 UTC")
    says(daniel, "How does it stand?")
    picture(daniel, "milestones-13-reminder")
    daniel.get_by_role("button", name="Remind me later…").first.click()
    expect(daniel.get_by_role("dialog")).to_contain_text("Remind me on")
    picture(daniel, "milestones-14-later")
