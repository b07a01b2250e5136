"""A whole job without a mouse: asked for by one, decided by another, and nothing half typed is told to the app."""

from playwright.sync_api import Page, expect

from tests.rehearsal.browser import gallery
from tests.rehearsal.browser.conftest import Desk


def told_dates(desk: Desk) -> list[str]:
    """Give the dates that the app was told of, oldest first."""
    actions = [e.request["actions"][0] for e in desk.workspace.inspector.exchanges(name="block_actions")]
    return [action["selected_date"] for action in actions if action["type"] == "datepicker"]


def tab_to(page: Page, words: str, *, key: str = "Tab") -> None:
    """Press Tab until what carries these words has the focus, as somebody does who sees where it is."""
    for _ in range(60):
        if words == page.evaluate("document.activeElement.textContent.trim()"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab never reaches {words!r}.")


def test_a_request_is_made_and_decided_by_keyboard_alone(desk: Desk) -> None:
    desk.post("C0GENERAL", gallery.card())
    asking = desk.window("U0ANN", channel="C0GENERAL")
    expect(asking.locator("#composer-text")).to_be_focused()
    asking.keyboard.type("/fo")
    asking.keyboard.press("Tab")
    asking.keyboard.press("Enter")
    expect(asking.get_by_role("combobox", name="Type of leave")).to_be_focused()
    asking.keyboard.press("ArrowDown")
    asking.keyboard.type("annual")
    asking.keyboard.press("Enter")
    asking.keyboard.press("Tab")
    asking.keyboard.type("12242026")
    tab_to(asking, "Send it")
    expect(asking.locator(".alert")).to_contain_text("You chose 2026-12-24")
    asking.keyboard.press("Enter")
    expect(asking.locator("#modal")).to_be_hidden()
    expect(asking.locator("#composer-text")).to_be_focused()
    deciding = desk.window("U0BOSS", channel="C0GENERAL")
    tab_to(deciding, "Approve leave", key="Shift+Tab")
    deciding.keyboard.press("Enter")
    expect(asking.locator(".message").last).to_contain_text("Approved by")


def test_a_date_that_is_typed_is_told_when_it_is_whole(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    page.keyboard.type("/form")
    page.keyboard.press("Enter")
    first = page.get_by_label("First day")
    first.fill("2026-11-30")  # as one that is picked
    expect(page.locator(".alert")).to_contain_text("You chose 2026-11-30")
    first.focus()
    page.keyboard.type("12242026")
    page.keyboard.press("Enter")
    expect(page.locator(".alert")).to_contain_text("You chose 2026-12-24")
    expect(first).to_have_value("2026-12-24")
    page.keyboard.press("Tab")
    page.get_by_label("Email").focus()
    assert told_dates(desk) == ["2026-11-30", "2026-12-24"]


def test_a_narrow_window_does_not_call_up_the_keyboard(desk: Desk) -> None:
    page = desk.window("U0ANN", size="phone", channel="C0GENERAL")
    expect(page.locator("#composer-text")).not_to_be_focused()
