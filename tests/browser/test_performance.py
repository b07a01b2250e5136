"""A report to operations, by clicking and typing: each modal and card as its reader sees it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import (
    ANN,
    BEA,
    choose,
    dialog,
    open_home,
    open_messages,
    says,
    write,
    write_in_general,
)

DANIEL, NORA = "U0DAN0018", "U0NOR0003"


def test_from_a_report_to_its_outcome(product: Product) -> None:
    daniel, bea, ann = (product.window(who) for who in (DANIEL, BEA, ANN))
    reports(daniel)
    asks(bea)
    answers(daniel)
    opens_the_right_of_reply(bea)
    replies(ann)
    closes(bea)
    dismiss(daniel)
    expect(daniel.get_by_text("talking and support").first).to_be_attached()
    expect(daniel.locator("body")).not_to_contain_text("oaching")
    picture(daniel, "performance-15-outcome")


def reports(daniel: Page) -> None:
    write(daniel, "/report")
    modal = dialog(daniel)
    expect(modal).to_contain_text("Pick a person to see who will read it.")
    picture(daniel, "performance-1-report")
    choose(daniel, "Who it is about", "Ann Kowalski")
    expect(modal).to_contain_text("Bea Lindqvist will read this")
    modal.get_by_label("When").fill("2026-11-20")
    for label, words in (
        ("What was expected", "The roll-out plan by Friday, as agreed in the stand-up of the 9th."),
        ("What happened", "It came on Tuesday, and the second half was missing."),
        ("Links", "https://northwind.slack.com/archives/C0APOLLO/p1795170000000100"),
        ("Effect on the project", "The supplier waited two days; the milestone is at risk."),
        ("Help already given", "We wrote the first page together on Wednesday."),
    ):
        modal.get_by_label(label).fill(words)
    modal.get_by_label("Who it is about").scroll_into_view_if_needed()
    picture(daniel, "performance-2-who-reads")
    modal.get_by_role("button", name="Report", exact=True).click()
    expect(modal).to_have_count(0)
    open_messages(daniel)
    says(daniel, "Sent to Bea Lindqvist")
    picture(daniel, "performance-3-reporter")


def asks(bea: Page) -> None:
    open_messages(bea)
    bea.get_by_role("button", name="Read the case").first.click()
    expect(dialog(bea)).to_contain_text("The roll-out plan by Friday")
    picture(bea, "performance-4-case")
    dialog(bea).get_by_role("button", name="Acknowledge").click()
    expect(dialog(bea)).to_contain_text("Acknowledged by Bea Lindqvist")
    dialog(bea).get_by_role("button", name="Ask the reporter…").click()
    dialog(bea).get_by_label("Your question").fill("Was Friday agreed with Ann herself?")
    picture(bea, "performance-5-ask")
    dialog(bea).get_by_role("button", name="Ask", exact=True).click()
    expect(dialog(bea)).to_contain_text("Was Friday agreed with Ann herself?")


def answers(daniel: Page) -> None:
    daniel.get_by_role("button", name="Read and answer").click()
    dialog(daniel).get_by_label("Answer, or add something").fill("Yes, on Wednesday.")
    picture(daniel, "performance-6-answer")
    dialog(daniel).get_by_role("button", name="Send").click()
    expect(dialog(daniel)).to_contain_text("Bea Lindqvist reads it with your report.")
    picture(daniel, "performance-7-sent")


def opens_the_right_of_reply(bea: Page) -> None:
    dialog(bea).get_by_role("button", name="Open right of reply…").click()
    dialog(bea).get_by_label("What they are shown").fill("A plan came later than hoped. What was in the way?")
    picture(bea, "performance-8-invite")
    dialog(bea).get_by_role("button", name="Ask for their side").click()
    expect(dialog(bea)).to_contain_text("Shown to the person")
    dialog(bea).get_by_role("button", name="Who has looked").click()
    expect(dialog(bea)).to_contain_text("Bea Lindqvist read the case")
    picture(bea, "performance-9-looks")


def replies(ann: Page) -> None:
    open_messages(ann)
    says(ann, "would like to hear your side")
    picture(ann, "performance-10-asked-for-their-side")
    ann.get_by_role("button", name="Read and reply").click()
    expect(dialog(ann)).to_contain_text("What was in the way?")
    expect(ann.locator("body")).not_to_contain_text("roll-out plan")
    dialog(ann).get_by_label("Your side").fill("I was waiting for the figures from the warehouse.")
    picture(ann, "performance-11-reply")
    dialog(ann).get_by_role("button", name="Send").click()
    expect(dialog(ann)).to_contain_text("has your side now")


def closes(bea: Page) -> None:
    dismiss(bea)
    bea.get_by_role("button", name="Read the case").last.click()
    expect(dialog(bea)).to_contain_text("I was waiting for the figures")
    dialog(bea).get_by_text("From the person").scroll_into_view_if_needed()
    picture(bea, "performance-12-thread")
    dialog(bea).get_by_role("button", name="Close the case…").click()
    expect(dialog(bea)).to_contain_text("Outcome")
    choose(bea, "Outcome", "Coaching")
    dialog(bea).get_by_label("Note").fill("Coaching on planning, until January.")
    picture(bea, "performance-13-close")
    dialog(bea).get_by_role("button", name="Close the case").click()
    expect(dialog(bea)).to_contain_text("Closed on")
    dismiss(bea)
    picture(bea, "performance-14-closed")


def test_lists_home_and_the_way_from_a_message(product: Product) -> None:
    ann, daniel = product.slack.as_user("ann").in_channel("general"), product.window(DANIEL)
    ann.types("The plan will be late, sorry")
    says(daniel, "The plan will be late")
    product.slack.as_user("daniel").in_channel("general").chooses(
        "performance:from_message", on="The plan will be late"
    )
    expect(dialog(daniel)).to_contain_text("Ann Kowalski will not")
    picture(daniel, "performance-16-from-message")
    product.slack.as_user("daniel").submits(
        expected="The plan", happened="It is late", effect="We wait", help="None yet"
    )
    expect(dialog(daniel)).to_have_count(0)
    bea, nora = product.window(BEA), product.window(NORA)
    open_home(bea)
    expect(bea.get_by_text("Cases put to you", exact=True)).to_be_visible()
    bea.get_by_text("Cases put to you", exact=True).scroll_into_view_if_needed()
    picture(bea, "performance-17-home")
    lists(bea, "/report list", "Put to you")
    picture(bea, "performance-18-list")
    lists(nora, "/report log", "Who has looked at cases")
    picture(nora, "performance-19-log")
    lists(daniel, "/report help", "Report how somebody's work")
    picture(daniel, "performance-20-help")
    product.slack.clock.jump("2026-11-24 09:05 UTC")
    product.slack.as_user("bea").is_told("still waits to be acknowledged")
    product.slack.clock.jump("2026-11-25 09:05 UTC")
    product.slack.as_user("bea").is_told("was asked as well")
    open_messages(bea)
    picture(bea, "performance-21-climbed")


def test_two_reports_of_one_matter_and_an_end_without_a_reply(product: Product) -> None:
    for number, name in enumerate(("daniel", "maya"), 1):
        reporter = product.slack.as_user(name).in_channel("general")
        reporter.types("/report @ann")
        reporter.submits(
            expected="The plan", happened="It is late", day="2026-11-20", effect="We wait", help="None yet"
        )
        product.slack.as_user("bea").is_told(f"Case {number}")
    bea = product.window(BEA)
    open_messages(bea)
    bea.get_by_role("button", name="Read the case").last.click()
    dialog(bea).get_by_role("button", name="Belongs with…").click()
    choose(bea, "It belongs with", "Case 1")
    picture(bea, "performance-22-belongs-with")
    dialog(bea).get_by_role("button", name="Put together").click()
    expect(dialog(bea)).to_contain_text("Belongs with case 1, and goes on there.")
    dismiss(bea)
    bea.get_by_role("button", name="Acknowledge").first.click()
    expect(dialog(bea)).to_contain_text("Read case 2")
    picture(bea, "performance-23-joined")
    dialog(bea).get_by_role("button", name="Close the case…").click()
    expect(dialog(bea)).to_contain_text("Ann Kowalski was not asked for their side.")
    dialog(bea).get_by_role("button", name="Close the case").click()
    picture(bea, "performance-24-unheard")


def dismiss(page: Page) -> None:
    """Close every modal that is open."""
    while page.get_by_role("dialog").count():
        title = dialog(page).get_by_role("heading").first.inner_text()
        dialog(page).get_by_role("button", name="Close", exact=True).last.click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_have_count(0)


def lists(page: Page, command: str, shows: str) -> None:
    write_in_general(page, command)
    says(page, shows)
