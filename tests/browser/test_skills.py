"""Skills and development by clicking and typing, and what each reader sees of them."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import (
    ANN,
    BEA,
    go_to_channel,
    open_home,
    open_messages,
    says,
    scroll_to,
    write,
    write_in_general,
)

RENEE, DANIEL = "U0REN0013", "U0DAN0018"


def shoot(page: Page, name: str) -> None:
    picture(page, f"skills-{name}")


def test_ann_is_mentored_and_bea_sees_where_support_is_short(product: Product) -> None:  # noqa: PLR0915 - one story, a picture a step
    ann, bea = product.window(ANN), product.window(BEA)
    write(ann, "/skills mine")
    expect(ann.get_by_text("Certificate until Wed, 27 Jan 2027")).to_be_visible()
    shoot(ann, "01-mine")
    write(ann, "/skills rate Power BI 3")
    expect(ann.get_by_role("dialog")).to_contain_text("Power BI: rated 2, Basic by Bea Lindqvist")
    shoot(ann, "02-claim-modal")
    ann.get_by_role("dialog").get_by_role("button", name="Propose").click()
    expect(ann.get_by_role("dialog")).to_have_count(0)
    product.slack.as_user("ann").in_channel("general").types("/skills wish Power BI")

    actor = product.slack.as_user("ann").in_channel("general")
    actor.types("/skills develop power bi")
    actor.changes(kind="mentoring")
    expect(ann.get_by_role("dialog")).to_contain_text("Could mentor: Renée Lacroix")
    shoot(ann, "02b-develop-modal")
    actor.submits(
        kind="mentoring",
        partner=RENEE,
        goal="So that I can read the portal's figures alone",
        first="2026-12-01",
        last="2027-01-29",
        cost="120 EUR",
    )
    actor.sees("Mentoring in Power BI")
    open_messages(bea)
    says(bea, "sees themselves at")
    says(bea, "Mentoring in Power BI")
    shoot(bea, "03-decide-cards")
    bea.get_by_role("button", name="Agree…").last.click()
    expect(bea.get_by_role("dialog")).to_contain_text("Could mentor: Renée Lacroix")
    shoot(bea, "04-agree-modal")
    bea.get_by_role("dialog").get_by_role("button", name="Agree").click()
    expect(bea.get_by_role("dialog")).to_have_count(0)

    renee = product.window(RENEE)
    open_messages(renee)
    says(renee, "You are to help")
    shoot(renee, "05-partner-card")

    open_messages(ann)
    says(ann, "Your development is agreed")
    ann.get_by_role("button", name="How it goes…").first.click()
    expect(ann.get_by_role("dialog")).to_contain_text("To be done by")
    shoot(ann, "06-update-modal")
    ann.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    shoot(ann, "07-mine-card")
    open_home(ann)
    expect(ann.get_by_text("Your skills and development", exact=True)).to_be_visible()
    scroll_to(ann, "Your skills and development")
    shoot(ann, "08-home")

    product.slack.clock.jump("2026-12-18 09:30 UTC")
    open_home(bea)
    expect(bea.get_by_text("Your people's development")).to_be_visible()
    scroll_to(bea, "Your people's development")
    shoot(bea, "09-home-manager")
    write_in_general(bea, "/skills gaps")
    says(bea, "Nobody has Power BI at 3, Independent or above, and at least 1 should")
    expect(bea.locator("#talk img[alt^='Held against required']").first).to_be_visible()
    shoot(bea, "10-gaps")
    write_in_general(bea, "/skills needs")
    expect(bea.get_by_role("dialog")).to_contain_text("What Support requires")
    shoot(bea, "11-needs-modal")
    bea.get_by_role("dialog").get_by_role("button", name="Cancel").click()

    product.slack.as_user("ann").in_channel("general").presses("It is done", on="Mentoring in Power BI")
    open_messages(bea)
    says(bea, "How well does")
    bea.get_by_role("button", name="Rate it now…").last.click()
    expect(bea.get_by_role("dialog")).to_contain_text("rated 2, Basic by Bea Lindqvist")
    shoot(bea, "12-assess-modal")


def test_a_project_manager_suggests_and_reads_levels_only(product: Product) -> None:
    daniel, bea = product.window(DANIEL), product.window(BEA)
    write(daniel, "/skills develop for @ann Power BI")
    expect(daniel.get_by_role("dialog")).to_contain_text("Mentor or coach")
    expect(daniel.get_by_role("dialog")).not_to_contain_text("Cost")
    shoot(daniel, "13-suggest-modal")
    daniel.get_by_role("dialog").get_by_role("button", name="Propose").click()
    expect(daniel.get_by_role("dialog")).to_have_count(0)
    write(daniel, "/skills who power bi")
    says(daniel, "Offer to mentor")
    shoot(daniel, "14-who")
    open_messages(bea)
    bea.get_by_role("button", name="Decline…").first.click()
    expect(bea.get_by_role("dialog")).to_contain_text("Why")
    shoot(bea, "15-decline-modal")
    general_in_dialog_closed(bea)
    product.slack.as_user("bea").in_channel("general").types("/skills of @ann")
    go_to_channel(bea, "general")
    says(bea, "Rate a skill…")
    shoot(bea, "16-portrait-manager")
    bea.get_by_role("button", name="Rate a skill…").first.click()
    expect(bea.get_by_role("dialog")).to_contain_text("Certificate runs out on")
    shoot(bea, "17-rate-modal")


def test_wishes_and_offers_in_one_place(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/skills mine")
    ann.get_by_role("button", name="Wishes and offers…").first.click()
    expect(ann.get_by_role("dialog")).to_contain_text("I offer to mentor others in")
    shoot(ann, "18-tell-modal")


def general_in_dialog_closed(page: Page) -> None:
    """The modal is left as it is."""
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
