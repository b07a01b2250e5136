"""The whole job by clicking and typing: Ann asks, Bea decides, everybody sees what is theirs; the clock is moved."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import (
    ANN,
    BEA,
    TOMAS,
    asks_for_leave,
    open_home,
    open_messages,
    says,
    show_picture,
    write,
    write_in_general,
)


@pytest.fixture
def product(started: Product) -> Product:
    """As a newcomer starts it."""
    return started


def test_a_newcomer_asks_for_leave_approves_it_and_sees_what_each_is_told(product: Product) -> None:
    ann = product.window(ANN)
    ann.locator("#composer-text").fill("/lea")
    expect(ann.get_by_role("listbox", name="Suggestions")).to_contain_text("Ask for leave, see your balance")
    picture(ann, "1-completion")
    write(ann, "/leave 24 dec - 2 jan")
    dialog = ann.get_by_role("dialog")
    expect(dialog).to_contain_text("4 days")
    expect(dialog).to_contain_text("Christmas Day")
    picture(ann, "2-ask")
    dialog.get_by_label("Last day").fill("2027-01-08")
    expect(dialog).to_contain_text("Left after it")
    expect(dialog).to_contain_text("8 Jan 2027")
    dialog.get_by_label("Last day").fill("2026-12-31")
    expect(dialog).to_contain_text("31 Dec 2026")
    dialog.get_by_role("button", name="Ask for leave").click()
    expect(dialog).to_have_count(0)

    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "asks for")
    picture(bea, "3-decide")
    bea.get_by_role("button", name="Approve leave").click()
    says(bea, "Approved")
    expect(bea.get_by_role("button", name="Approve leave")).to_have_count(0)
    picture(bea, "4-decided")

    open_messages(ann)
    says(ann, "Your leave is approved")
    picture(ann, "5-told")
    open_home(ann)
    says(ann, "Your leave balance")
    picture(ann, "6-home")


def test_who_is_away_is_seen_as_a_picture(product: Product) -> None:
    ann = product.window(ANN)
    asks_for_leave(ann, "/leave 7 dec - 9 dec")
    bea = product.window(BEA)
    open_messages(bea)
    bea.get_by_role("button", name="Approve leave").click()
    says(bea, "Approved")
    write_in_general(bea, "/leave who week")
    write(bea, "/leave who")
    shown = show_picture(bea, "Who is away from Mon, 23 Nov 2026")
    assert shown.evaluate("image => image.naturalWidth") > 600
    picture(bea, "10-who")


def test_a_wrong_range_is_said_under_its_field_and_nothing_is_sent(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/leave 7 dec - 9 dec")
    dialog = ann.get_by_role("dialog")
    expect(dialog).to_contain_text("3 days")
    dialog.get_by_label("Last day").fill("2026-12-01")
    dialog.get_by_role("button", name="Ask for leave").click()
    expect(dialog).to_contain_text("is before the first")
    picture(ann, "7-error")
    assert not [post for post in product.slack.posts() if "asks for" in str(post)]


def test_the_clock_is_moved_and_the_reminder_is_seen(product: Product) -> None:
    ann = product.window(ANN)
    asks_for_leave(ann, "/leave 14 dec - 18 dec")
    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "asks for")
    product.slack.clock.jump("2026-11-24 09:30 UTC")
    says(bea, "still waits")
    picture(bea, "8-reminder")
    product.slack.clock.jump("2026-11-26 09:30 UTC")
    tomas = product.window(TOMAS)
    open_messages(tomas)
    expect(tomas.get_by_role("button", name="Approve leave")).to_be_visible()
    picture(tomas, "9-climbed")
