"""A newcomer is let in by clicking, and what each sees on the way."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.conversations.newcomers import JO, joins

ANN, BEA, NORA, OMAR = "U0ANN0001", "U0BEA0004", "U0NOR0003", "U0OMA0002"


def write(page: Page, text: str) -> None:
    page.locator("#composer-text").fill(text)
    page.locator("#composer-text").press("Enter")


def open_app(page: Page) -> None:
    page.locator(".sidebar .entry", has_text="Dotted Line").click()


def test_a_newcomer_is_let_in(product: Product) -> None:
    joins(product.slack, "jo", JO)
    jo = product.window(JO["id"])
    write(jo, "/leave tomorrow")
    expect(jo.get_by_text("please ask Nora Fitzgerald or Omar Haddad")).to_be_visible()
    picture(jo, "directory-1-stranger")

    nora = product.window(NORA)
    open_app(nora)
    nora.locator("#talk").get_by_role("link", name="Home").click()
    expect(nora.get_by_text("Jo Park (Slack) used").first).to_be_visible()
    picture(nora, "directory-2-home")
    nora.locator("#talk").get_by_role("link", name="Messages").click()
    expect(nora.get_by_text("I don't know them yet").first).to_be_visible()
    picture(nora, "directory-3-card")
    nora.get_by_role("button", name="Add to the directory…").click()
    dialog = nora.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value("Jo Park")
    expect(dialog.get_by_label("Email")).to_have_value("jo.park@northwind.example")
    picture(nora, "directory-4-form")
    dialog.get_by_label("Department").fill("Supp")
    dialog.get_by_role("option", name="Support").click()
    dialog.get_by_label("Part of the country").fill("Berlin")
    dialog.get_by_role("button", name="Add to the directory").click()
    expect(dialog).to_contain_text("no subdivision of DE")
    picture(nora, "directory-5-error")
    dialog.get_by_label("Part of the country").fill("BE")
    dialog.get_by_role("button", name="Add to the directory").click()
    expect(dialog).to_contain_text("is in the directory, first day")
    picture(nora, "directory-6-added")
    dialog.get_by_role("button", name="Close").last.click()
    expect(nora.get_by_text("Added by you").first).to_be_visible()
    picture(nora, "directory-7-card-closed")

    open_app(jo)
    expect(jo.get_by_text("Willkommen,").first).to_be_visible()
    picture(jo, "directory-8-welcome")


def test_what_people_read_about_themselves_and_each_other(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/people")
    expect(ann.get_by_text("Is something wrong?")).to_be_visible()
    picture(ann, "directory-9-me")
    write(ann, "/people @grace")
    ann.locator("#composer-text").press("Enter")
    expect(ann.get_by_text("Local time")).to_be_visible()
    picture(ann, "directory-10-colleague")
    helen = product.window("U0HEL0001")
    write(helen, "/people team")
    expect(helen.get_by_text("Delivery (")).to_be_visible()
    picture(helen, "directory-11-team")
    write(helen, "/people help")
    expect(helen.get_by_text("this list")).to_be_visible()
    picture(helen, "directory-12-help")
