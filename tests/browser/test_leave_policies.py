"""Leave policies on App Home: seen, edited, refused under a field, shown as YAML, assigned."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import open_home, says

NORA = "U0NOR0003"


def test_a_people_admin_changes_a_policy(product: Product) -> None:
    nora = product.window(NORA, (1280, 1500))
    open_home(nora)
    says(nora, "10 people go by it today")
    picture(nora, "policies-1-home")
    nora.get_by_role("button", name="Edit…").first.click()
    dialog = nora.get_by_role("dialog")
    expect(dialog).to_contain_text("this is the policy of 10 people")
    dialog.get_by_label("Entitlement a year").fill("lots")
    dialog.get_by_label("What is carried expires").fill("soon")
    picture(nora, "policies-2-edit")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Please write a day of the year as 04-01")
    dialog.get_by_label("What is carried expires").fill("3 months")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Write a number.")
    picture(nora, "policies-3-error")
    dialog.get_by_label("Entitlement a year").fill("28")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Annual leave: entitlement a year 25 → 28")
    picture(nora, "policies-4-saved")
    dialog.get_by_role("button", name="Close").last.click()
    says(nora, "From 2027-01-01")
    nora.get_by_role("button", name="Show as YAML").first.click()
    expect(nora.get_by_role("dialog")).to_contain_text("valid_from: 2027-01-01")
    picture(nora, "policies-5-yaml")
    nora.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    nora.get_by_role("button", name="Assign…").nth(1).click()
    expect(nora.get_by_role("dialog")).to_contain_text("is for everybody who fits")
    nora.get_by_role("dialog").get_by_label("Country").fill("FR")
    picture(nora, "policies-6-assign")
