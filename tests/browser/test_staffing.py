"""People asked for, offered, planned and shown week by week, by clicking; each screen is kept to be looked at."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import open_home, open_messages, says, show_picture, write, write_in_general

DANIEL, JURGEN, MATEO = "U0DAN0018", "U0JUR0010", "U0MAT0012"
WORK = "Moving the portal's reports to the new platform."


def general(page: Page, text: str, expected: str) -> None:
    write_in_general(page, text)
    says(page, expected)


def scrolled(page: Page, heading: str) -> None:
    """App Home as far as a heading."""
    expect(page.get_by_text(heading)).to_be_visible()
    page.get_by_text(heading).scroll_into_view_if_needed()


def asks(product: Product, **fields: str) -> None:
    """Daniel asks, without a window."""
    daniel = product.slack.as_user("daniel").in_channel("general")
    daniel.types("/staff")
    daniel.submits(skill="Python", first="2026-12-07", last="2027-02-26", work=WORK, **fields)  # type: ignore[arg-type] # the fields are words


def test_people_are_asked_for_offered_and_accepted(product: Product) -> None:
    bea = product.slack.as_user("mateo").in_channel("general")
    bea.types("/leave 21 dec - 1 jan")
    bea.submits()
    product.slack.as_user("jurgen").in_channel("general").presses("Approve leave")

    daniel = product.window(DANIEL)
    write(daniel, "/staff")
    dialog = daniel.get_by_role("dialog")
    expect(dialog).to_contain_text("Ask for people")
    picture(daniel, "staffing-1-ask")
    dialog.get_by_label("Skill").fill("Python")
    dialog.get_by_role("option", name="Python").click()
    expect(dialog).to_contain_text("This goes to Jürgen Weiß (Engineering)")
    dialog.get_by_label("How much of each person").fill("20 %")
    dialog.get_by_label("What is the work?").fill(WORK)
    picture(daniel, "staffing-2-asked")
    dialog.get_by_role("button", name="Ask for people").click()
    expect(dialog).to_have_count(0)
    open_messages(daniel)
    says(daniel, "waiting for Jürgen Weiß")
    picture(daniel, "staffing-3-mine")

    jurgen = product.window(JURGEN)
    open_messages(jurgen)
    expect(jurgen.locator("#talk")).to_contain_text("free in all weeks but")
    picture(jurgen, "staffing-4-question")
    jurgen.get_by_role("button", name="Offer somebody…").last.click()  # the first ones are the sample's own
    dialog = jurgen.get_by_role("dialog")
    expect(dialog).to_contain_text("Whom do you offer?")
    picture(jurgen, "staffing-5-offer")
    dialog.get_by_label("How much of them").fill("90 %")
    dialog.get_by_role("button", name="Offer", exact=True).click()
    expect(dialog).to_contain_text("You can offer it all the same")
    picture(jurgen, "staffing-6-over")
    dialog.get_by_label("How much of them").fill("20 %")
    dialog.get_by_role("button", name="Offer", exact=True).click()
    expect(dialog).to_have_count(0)

    open_messages(daniel)
    expect(daniel.get_by_role("button", name="Accept offer").first).to_be_visible()
    picture(daniel, "staffing-7-offered")
    daniel.get_by_role("button", name="Accept offer").first.click()
    says(daniel, "Filled")
    picture(daniel, "staffing-8-accepted")
    open_home(daniel)
    scrolled(daniel, "Your allocations")
    picture(daniel, "staffing-9-home-project")


def test_open_asks_are_planned_together_and_weeks_are_a_picture(product: Product) -> None:
    asks(product, amount="20 %")
    asks(product, amount="30 %", people="2")
    jurgen = product.window(JURGEN)
    open_home(jurgen)
    scrolled(jurgen, "People asked for")
    picture(jurgen, "staffing-10-home-operations")
    general(jurgen, "/staff plan", "Who takes what")
    picture(jurgen, "staffing-11-plan")
    dialog = jurgen.get_by_role("dialog")
    dialog.get_by_role("button", name="Offer these").click()
    expect(dialog).to_have_count(0)
    general(jurgen, "/staff load department", "Load of Engineering")
    show_picture(jurgen, "Load by week")
    picture(jurgen, "staffing-12-load-department")
    write(jurgen, "/staff floor engineering")
    expect(jurgen.get_by_role("dialog")).to_contain_text("Business as usual")
    picture(jurgen, "staffing-13-floor")
    jurgen.get_by_role("dialog").get_by_role("button", name="Close").last.click()

    daniel = product.window(DANIEL)
    general(daniel, "/staff load project", "Load of those on Apollo")
    show_picture(daniel, "Load by week")
    picture(daniel, "staffing-14-load-project")
    general(daniel, "/staff list", "On your projects")
    picture(daniel, "staffing-15-list")

    mateo = product.window(MATEO)
    open_messages(mateo)
    says(mateo, "You are offered for")
    picture(mateo, "staffing-16-theirs")
