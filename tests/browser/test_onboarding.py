"""Looking for somebody, hiring them, their steps, and somebody's last day, by clicking and typing."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.test_whole_job import open_app, write

BEA, NORA, OMAR, ANN = "U0BEA0004", "U0NOR0003", "U0OMA0002", "U0ANN0001"


def choose(dialog: Locator, label: str, option: str) -> None:
    dialog.get_by_role("combobox", name=label).click()
    dialog.page.get_by_role("option", name=option).click()


def home(page: Page) -> None:
    open_app(page)
    page.locator("#talk").get_by_role("link", name="Home").click()


def it_is_omars(product: Product) -> None:
    nora = product.window(NORA)
    write(nora, "/onboard roles")
    dialog = nora.get_by_role("dialog")
    expect(dialog).to_contain_text("The whole company: Omar Haddad")
    picture(nora, "onboarding-1-roles")
    choose(dialog, "Who looks after IT?", "Omar Haddad")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("looks after IT for the whole company")
    picture(nora, "onboarding-2-named")


def test_somebody_is_looked_for_hired_and_expected(product: Product) -> None:
    it_is_omars(product)
    bea = product.window(BEA)
    write(bea, "/onboard open power bi")
    dialog = bea.get_by_role("dialog")
    expect(dialog).to_contain_text("Project managers who wait for that skill learn this date.")
    dialog.get_by_role("textbox", name="Role").fill("Data analyst")
    dialog.get_by_label("Cost of one person a month").fill("4500 EUR")
    picture(bea, "onboarding-3-opening")
    dialog.get_by_role("button", name="Open").click()
    expect(dialog).to_contain_text("0 of 1 hired")
    picture(bea, "onboarding-4-opened")
    dialog.get_by_role("button", name="Close").last.click()
    write(bea, "/onboard")
    expect(bea.get_by_text("0 of 1 hired").first).to_be_visible()
    picture(bea, "onboarding-5-list")
    bea.get_by_role("button", name="Hired…").first.click()
    dialog = bea.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Jo Park")
    dialog.get_by_label("Email").fill("jo.park@northwind.example")
    choose(dialog, "Buddy", "Ann Kowalski")
    dialog.get_by_label("First day").fill("2026-12-25")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_contain_text("is a public holiday there")
    picture(bea, "onboarding-6-refused")
    dialog.get_by_label("First day").fill("2027-01-04")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog).to_contain_text("is in the directory, first day")
    dialog.get_by_role("button", name="Close").last.click()
    open_app(bea)
    expect(bea.get_by_text("0 of 11 steps done").first).to_be_visible()
    picture(bea, "onboarding-7-card")
    bea.get_by_role("button", name="Write it down…").first.click()
    expect(bea.get_by_role("dialog")).to_contain_text("Contract on record")
    picture(bea, "onboarding-8-contract")
    bea.get_by_role("dialog").get_by_label("Contract").fill("permanent")
    bea.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(bea.get_by_text("1 of 11 steps done").first).to_be_visible()
    bea.get_by_role("button", name="Show the list").last.click()
    expect(bea.get_by_role("dialog")).to_contain_text("Talk after the first month")
    picture(bea, "onboarding-9-steps")
    bea.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    omar = product.window(OMAR)
    open_app(omar)
    expect(omar.get_by_text("Computer and phone ordered").first).to_be_visible()
    picture(omar, "onboarding-10-it")
    home(bea)
    expect(bea.locator("#talk")).to_contain_text("Joining and leaving")
    bea.get_by_text("Joining and leaving").evaluate("node => node.scrollIntoView()")
    picture(bea, "onboarding-11-home")


def test_somebody_leaves(product: Product) -> None:
    it_is_omars(product)
    bea = product.window(BEA)
    write(bea, "/onboard leaving")
    dialog = bea.get_by_role("dialog")
    choose(dialog, "Who leaves?", "Ann Kowalski")
    picture(bea, "onboarding-12-leaving")
    dialog.get_by_role("button", name="Write it down").click()
    expect(dialog).to_contain_text("last day is")
    dialog.get_by_role("button", name="Close").last.click()
    open_app(bea)
    expect(bea.get_by_text("0 of 9 steps done").first).to_be_visible()
    bea.get_by_role("button", name="Settle and show").nth(1).click()
    expect(bea.get_by_text("on the last day").first).to_be_visible()
    picture(bea, "onboarding-13-balance")
    ann = product.window(ANN)
    open_app(ann)
    expect(ann.get_by_text("Own notes and appointments passed on").first).to_be_visible()
    picture(ann, "onboarding-14-leaver")
