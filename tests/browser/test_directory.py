"""A newcomer is let in by clicking, and what each sees on the way."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import open_home, open_messages, says, write
from tests.conversations.newcomers import JO, joins

ANN, NORA, HELEN = "U0ANN0001", "U0NOR0003", "U0HEL0001"


def test_a_newcomer_is_let_in(product: Product) -> None:
    joins(product.slack, "jo", JO)
    jo = product.window(JO["id"])
    write(jo, "/leave tomorrow")
    says(jo, "please ask Nora Fitzgerald or Omar Haddad")
    picture(jo, "directory-1-stranger")

    nora = product.window(NORA)
    open_home(nora)
    says(nora, "Jo Park (Slack) used")
    picture(nora, "directory-2-home")
    open_messages(nora)
    says(nora, "I don't know them yet")
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
    says(nora, "Added by you")
    picture(nora, "directory-7-card-closed")

    open_messages(jo)
    says(jo, "Willkommen,")
    picture(jo, "directory-8-welcome")


def test_what_people_read_about_themselves_and_each_other(product: Product) -> None:
    ann = product.window(ANN)
    write(ann, "/people")
    says(ann, "Is something wrong?")
    picture(ann, "directory-9-me")
    write(ann, "/people @grace")
    ann.locator("#composer-text").press("Enter")
    says(ann, "Local time")
    picture(ann, "directory-10-colleague")
    helen = product.window(HELEN)
    write(helen, "/people team")
    says(helen, "Delivery (")
    picture(helen, "directory-11-team")
    write(helen, "/people help")
    says(helen, "this list")
    picture(helen, "directory-12-help")
