"""A digest by clicking and typing: the manager's, the project manager's, the settings, and what Home says of it."""

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
    scroll_to,
    write,
    write_in_general,
)

DANIEL = "U0DAN0018"


def test_a_digest_is_read_acted_upon_and_set(product: Product) -> None:
    ann = product.window(ANN)
    asks_for_leave(ann, "/leave 7 dec - 9 dec")
    write(ann, "/sick from today")
    says(ann, "You're on record as away")
    product.slack.clock.jump("2026-11-24 08:40 UTC")

    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "waits for your answer about leave")
    picture(bea, "digest-1-manager")
    daniel = product.window(DANIEL)
    open_messages(daniel)
    says(daniel, "Your projects today")
    picture(daniel, "digest-2-project-manager")
    channel = product.window(DANIEL)
    go_to_channel(channel, "apollo")
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
    open_home(bea)
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
    asks_for_leave(ann, "/leave 7 dec - 18 dec")
    product.slack.clock.jump("2026-11-30 08:40 UTC")
    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "Your department this week")
    says(bea, "Your people's next six weeks")
    scroll_to(bea, "Your department this week, Mon 30 Nov")
    picture(bea, "digest-9-week")
    daniel = product.window(DANIEL, size=(1280, 1200))
    open_messages(daniel)
    says(daniel, "Milestones that slip")
    picture(daniel, "digest-10-projects")

    product.slack.faults.add(method="chat.postMessage", kind="no_charts")
    product.slack.faults.add(method="response_url", kind="no_charts")
    product.slack.clock.jump("2026-12-07 08:40 UTC")
    says(bea, "% of working time")
    scroll_to(bea, "Your department this week, Mon 7 Dec")
    picture(bea, "digest-11-week-in-words")
    write_in_general(bea, "/digest weekly")
    expect(bea.get_by_text("Only visible to you").last).to_be_visible()
    picture(bea, "digest-12-now-in-words")
