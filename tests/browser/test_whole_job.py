"""The whole job by clicking and typing: Ann asks, Bea decides, everybody sees what is theirs; the clock is moved."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture

ANN, BEA, TOMAS = "U0ANN0001", "U0BEA0004", "U0TOM0005"


def write(page: Page, text: str) -> None:
    page.locator("#composer-text").fill(text)
    page.locator("#composer-text").press("Enter")


def go_to_general(page: Page) -> None:
    """Be in #general; what is typed while the page still changes would be lost."""
    composer = page.get_by_role("combobox", name="Message #general")
    if not composer.is_visible():
        page.locator(".sidebar .entry", has_text="general").click()
        expect(composer).to_be_visible()


def open_app(page: Page) -> None:
    page.locator(".sidebar .entry", has_text="Dotted Line").click()


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
    open_app(bea)
    expect(bea.get_by_text("asks for").first).to_be_visible()
    picture(bea, "3-decide")
    bea.get_by_role("button", name="Approve leave").click()
    expect(bea.get_by_text("Approved").first).to_be_visible()
    expect(bea.get_by_role("button", name="Approve leave")).to_have_count(0)
    picture(bea, "4-decided")

    open_app(ann)
    expect(ann.get_by_text("Your leave is approved").first).to_be_visible()
    picture(ann, "5-told")
    ann.locator("#talk").get_by_role("link", name="Home").click()
    expect(ann.get_by_text("Your leave balance")).to_be_visible()
    picture(ann, "6-home")


def test_who_is_away_is_seen_as_a_picture(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/leave 7 dec - 9 dec")
    ann.get_by_role("dialog").get_by_role("button", name="Ask for leave").click()
    bea = product.window(BEA)
    open_app(bea)
    bea.get_by_role("button", name="Approve leave").click()
    expect(bea.get_by_text("Approved").first).to_be_visible()
    write(bea, "/leave who week")
    write(bea, "/leave who")
    shown = bea.get_by_role("img", name="Who is away from 2026-11-23").last
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth") > 600
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
    assert product.slack.posts() == []


def test_the_clock_is_moved_and_the_reminder_is_seen(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/leave 14 dec - 18 dec")
    ann.get_by_role("dialog").get_by_role("button", name="Ask for leave").click()
    bea = product.window(BEA)
    open_app(bea)
    expect(bea.get_by_text("asks for").first).to_be_visible()
    product.slack.clock.jump("2026-11-24 09:30 UTC")
    expect(bea.get_by_text("still waits").first).to_be_visible()
    picture(bea, "8-reminder")
    product.slack.clock.jump("2026-11-26 09:30 UTC")
    tomas = product.window(TOMAS)
    open_app(tomas)
    expect(tomas.get_by_role("button", name="Approve leave")).to_be_visible()
    picture(tomas, "9-climbed")
