"""App Home by role, looked at: what waits on top with its buttons, a welcome, the team, settings, and help."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import ANN, BEA, asks_for_leave, open_home, scroll_to

DANIEL, NORA = "U0DAN0018", "U0NOR0003"


def test_home_is_looked_at_in_each_role(product: Product) -> None:
    ann = product.window(ANN)
    asks_for_leave(ann, "/leave 7 dec - 9 dec")
    home(ann)
    expect(ann.locator("#talk")).to_contain_text("Welcome!")
    picture(ann, "home-1-staff")
    scroll_to(ann, "Your team today")
    picture(ann, "home-2-staff-below")
    scroll_to(ann, "What you can type")
    picture(ann, "home-3-staff-settings")

    bea = product.window(BEA)
    home(bea)
    expect(bea.locator("#talk")).to_contain_text("One thing waits for you.")
    picture(bea, "home-4-operations")
    bea.locator("#talk").get_by_role("button", name="Got it").first.click()
    expect(bea.locator("#talk")).not_to_contain_text("Welcome!")
    bea.locator("#talk").get_by_role("button", name="Got it").first.click()
    expect(bea.locator("#talk")).not_to_contain_text("You are an operations manager here.")
    picture(bea, "home-5-operations-read")
    scroll_to(bea, "Your team today")
    picture(bea, "home-6-operations-team")

    daniel = product.window(DANIEL)
    home(daniel)
    expect(daniel.locator("#talk")).to_contain_text("Is it a concern for your project?")
    picture(daniel, "home-7-project")
    scroll_to(daniel, "Your projects")
    picture(daniel, "home-8-project-below")

    nora = product.window(NORA)
    home(nora)
    expect(nora.locator("#talk")).to_contain_text("You are a people admin here.")
    nora.get_by_role("button", name="Switch between light and dark").click()
    picture(nora, "home-9-people-admin-dark")


def home(page: Page) -> None:
    """The app's Home, once it is filled."""
    open_home(page)
    expect(page.locator("#talk")).to_contain_text("What you can type")
