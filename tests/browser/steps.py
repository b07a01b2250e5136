"""What everybody does in a window, one step each; a step ends when the window stands where it leads."""

from playwright.sync_api import Locator, Page, expect

ANN, BEA, TOMAS = "U0ANN0001", "U0BEA0004", "U0TOM0005"


def write(page: Page, text: str) -> None:
    """Type it where the window stands, and send it."""
    page.locator("#composer-text").fill(text)
    page.locator("#composer-text").press("Enter")


def write_in_general(page: Page, text: str) -> None:
    """Where commands are taken, whatever the window showed before."""
    go_to_channel(page, "general")
    write(page, text)


def go_to_channel(page: Page, name: str) -> None:
    """Be in this channel; what is typed while the window still changes would be lost."""
    composer = page.get_by_role("combobox", name=f"Message #{name}")
    if not composer.is_visible():
        page.locator(".sidebar .entry", has_text=name).click()
        _arrived(page)
        expect(composer).to_be_visible()


def open_home(page: Page) -> None:
    """The app's Home."""
    _open_tab(page, "Home")


def open_messages(page: Page) -> None:
    """What the app has told, and tells from now on."""
    _open_tab(page, "Messages")


def _open_tab(page: Page, name: str) -> None:
    """The entry alone leads to Messages when something there is new, else to Home: to either, while a message comes."""
    page.locator(".sidebar .entry", has_text="Dotted Line").click()
    _arrived(page)
    page.locator("#talk .tabs").get_by_role("link", name=name, exact=True).click()
    _arrived(page)
    expect(page.locator("#talk")).to_have_attribute("data-tab", name.lower())


def _arrived(page: Page) -> None:
    expect(page.locator("#talk")).not_to_have_attribute("aria-busy", "true")


def says(page: Page, text: str) -> None:
    """It stands somewhere in the window, sooner or later."""
    expect(page.get_by_text(text).first).to_be_visible()


def scroll_to(page: Page, text: str) -> None:
    """Home may be drawn anew at any moment, so it is found and scrolled to in one go."""
    page.get_by_text(text, exact=True).evaluate("node => node.scrollIntoView()")


def dialog(page: Page) -> Locator:
    """The modal in front."""
    return page.get_by_role("dialog").last


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a menu of the modal in front."""
    dialog(page).get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def asks_for_leave(page: Page, command: str) -> None:
    """The modal that the command opens is sent as it is; it is gone once the request is asked."""
    write_in_general(page, command)
    dialog(page).get_by_role("button", name="Ask for leave").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def show_picture(page: Page, alt: str) -> Locator:
    """The newest picture of this, once it has come whole."""
    shown = page.get_by_role("img", name=alt).last
    expect(shown).to_be_visible()
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", value=True)
    expect(shown).not_to_have_js_property("naturalWidth", 0)
    return shown
