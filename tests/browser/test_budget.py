"""Budgets by clicking: what each sees of a project's and a department's money, kept as pictures to be looked at."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import BEA, TOMAS, open_home, open_messages, write

DANIEL = "U0DAN0018"
LINES = "kind,month,category,amount,currency\nplanned,2026-12,other,{},EUR\nplanned,2027-01,other,900,EUR"


def look(page: Page, seen: Locator, name: str) -> None:
    """Wait for it, and keep what the window shows around it."""
    expect(seen).to_be_visible()
    seen.scroll_into_view_if_needed()
    picture(page, name)


def test_a_project_manager_plans_and_pastes(product: Product) -> None:
    daniel = product.window(DANIEL)
    write(daniel, "/budget apollo")
    look(daniel, daniel.get_by_alt_text("Added up from"), "budget-1-project")
    daniel.get_by_role("button", name="Enter amount…").click()
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_label("Category").fill("Other")
    dialog.get_by_role("option", name="Other spending").click()
    dialog.get_by_label("Amount").fill("12.500")
    picture(daniel, "budget-2-entry")
    dialog.get_by_role("button", name="Enter", exact=True).click()
    expect(dialog).to_contain_text("Write 12500, or 12.50 with decimals")
    picture(daniel, "budget-3-entry-error")
    dialog.get_by_label("Amount").fill("12500")
    dialog.get_by_role("button", name="Enter", exact=True).click()
    expect(dialog).to_contain_text("Other spending planned in Nov 2026: 12,500 EUR")
    picture(daniel, "budget-4-entered")
    dialog.get_by_role("button", name="Close").last.click()
    daniel.get_by_role("button", name="Paste CSV…").click()
    dialog.get_by_label("Lines").fill(LINES.format(0))
    dialog.get_by_role("button", name="Check", exact=True).click()
    expect(dialog).to_contain_text("Line 2: A planned amount is more than zero.")
    picture(daniel, "budget-5-paste-error")
    dialog.get_by_label("Lines").fill(LINES.format(800))
    dialog.get_by_role("button", name="Check", exact=True).click()
    expect(dialog).to_contain_text("This would add 1, change 1")
    picture(daniel, "budget-6-paste-checked")
    dialog.get_by_role("button", name="Enter", exact=True).click()
    expect(dialog).to_contain_text("2 amounts are entered")
    dialog.get_by_role("button", name="Close").last.click()
    daniel.get_by_role("button", name="Settings…").click()
    look(daniel, dialog.get_by_label("Currency"), "budget-7-settings")


def test_what_a_project_manager_reads(product: Product) -> None:
    daniel = product.window(DANIEL)
    write(daniel, "/budget apollo value")
    look(daniel, daniel.get_by_text("to keep the budget"), "budget-8-value")
    write(daniel, "/budget apollo months")
    look(daniel, daniel.get_by_text("Mar 2027").last, "budget-9-months")
    write(daniel, "/budget rates")
    look(daniel, daniel.get_by_text("nobody's salary"), "budget-10-rates")
    write(daniel, "/budget apollo actual 2026-11 other 310")
    open_messages(daniel)
    look(daniel, daniel.get_by_text("80 % of this budget is used").first, "budget-11-told")
    open_home(daniel)
    look(daniel, daniel.get_by_role("button", name="All budgets"), "budget-12-home")


def test_an_operations_manager_looks_after_the_department(product: Product) -> None:
    bea = product.window(BEA)
    write(bea, "/budget support")
    look(bea, bea.get_by_alt_text("2026 month by month"), "budget-13-department")
    write(bea, "/budget people")
    look(bea, bea.get_by_text("nobody's salary"), "budget-14-people")
    write(bea, "/budget")
    look(bea, bea.get_by_role("button", name="Show").last, "budget-15-list")
    write(bea, "/budget rate")
    dialog = bea.get_by_role("dialog")
    look(bea, dialog.get_by_label("New role"), "budget-16-rate")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    write(bea, "/budget role")
    look(bea, dialog.get_by_label("Person"), "budget-17-role")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    write(bea, "/budget roles")
    look(bea, bea.get_by_text("it says nothing about a salary"), "budget-18-roles")
    write(bea, "/budget help")
    look(bea, bea.get_by_text("this list"), "budget-19-help")
    tomas = product.window(TOMAS)
    write(tomas, "/budget support")
    look(tomas, tomas.get_by_alt_text("Salaries are not in it"), "budget-20-deputy")
