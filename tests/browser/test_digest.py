"""A digest by clicking and typing: the manager's, the project manager's, the settings, and what Home says of it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.test_skills import scroll_to
from tests.browser.test_whole_job import go_to_general, open_app, write

ANN, BEA, DANIEL = "U0ANN0001", "U0BEA0004", "U0DAN0018"


def test_a_digest_is_read_acted_upon_and_set(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/leave 7 dec - 9 dec")
    dialog = ann.get_by_role("dialog")
    dialog.get_by_role("button", name="Ask for leave").click()
    expect(dialog).to_have_count(0)
    write(ann, "/sick from today")
    product.slack.clock.jump("2026-11-24 08:40 UTC")

    bea = product.window(BEA)
    open_app(bea)
    expect(bea.get_by_text("waits for your answer about leave").first).to_be_visible()
    picture(bea, "digest-1-manager")
    daniel = product.window(DANIEL)
    open_app(daniel)
    expect(daniel.get_by_text("Your projects today").first).to_be_visible()
    picture(daniel, "digest-2-project-manager")
    channel = product.window(DANIEL)
    channel.locator(".sidebar .entry", has_text="apollo").click()
    expect(channel.locator("#talk")).to_contain_text("Away today:")
    picture(channel, "digest-3-channel")

    write(bea, "/digest settings")
    dialog = bea.get_by_role("dialog")
    expect(dialog).to_contain_text("Which ones?")
    picture(bea, "digest-4-settings")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    write(bea, "/digest")
    expect(bea.get_by_text("Only visible to you").last).to_be_visible()
    picture(bea, "digest-5-now")
    open_app(bea)
    bea.locator("#talk").get_by_role("link", name="Home").click()
    expect(bea.locator("#talk")).to_contain_text("Digest settings…")
    scroll_to(bea, "Digest settings…")
    picture(bea, "digest-6-home")

    write_in_general(bea, "/digest channel")
    dialog = bea.get_by_role("dialog")
    expect(dialog).to_contain_text("I say in this channel who, and never why")
    picture(bea, "digest-8-team-channel")
    dialog.get_by_role("button", name="Close").first.click()

    write(daniel, "/digest mine")
    expect(daniel.get_by_text("Only visible to you").last).to_be_visible()
    picture(daniel, "digest-7-nothing")


def test_a_week_begins_with_charts_and_without_them_where_slack_has_none(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/leave 7 dec - 18 dec")
    dialog = ann.get_by_role("dialog")
    dialog.get_by_role("button", name="Ask for leave").click()
    expect(dialog).to_have_count(0)
    product.slack.clock.jump("2026-11-30 08:40 UTC")
    bea = product.window(BEA)
    open_app(bea)
    expect(bea.get_by_text("Your department this week").first).to_be_visible()
    expect(bea.get_by_text("Your people's next six weeks").first).to_be_visible()
    scroll_to(bea, "Your department this week, Mon 30 Nov")
    picture(bea, "digest-9-week")
    daniel = product.window(DANIEL, size=(1280, 1200))
    open_app(daniel)
    expect(daniel.get_by_text("Milestones that slip").first).to_be_visible()
    picture(daniel, "digest-10-projects")

    product.slack.faults.add(method="chat.postMessage", kind="no_charts")
    product.slack.faults.add(method="response_url", kind="no_charts")
    product.slack.clock.jump("2026-12-07 08:40 UTC")
    expect(bea.get_by_text("% of working time").first).to_be_visible()
    scroll_to(bea, "Your department this week, Mon 7 Dec")
    picture(bea, "digest-11-week-in-words")
    write_in_general(bea, "/digest weekly")
    expect(bea.get_by_text("Only visible to you").last).to_be_visible()
    picture(bea, "digest-12-now-in-words")


def write_in_general(page: Page, words: str) -> None:
    """Where commands are taken whatever is shown beside."""
    go_to_general(page)
    write(page, words)
