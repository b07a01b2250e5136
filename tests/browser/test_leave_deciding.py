"""A decision that sees both sides, by clicking: what leave touches, a project manager's word, a change asked for."""

from playwright.sync_api import expect

from tests.browser.conftest import Product, picture
from tests.browser.steps import ANN, BEA, asks_for_leave, open_messages, says, write_in_general

DANIEL, NORA = "U0DAN0018", "U0NOR0003"
DOCUMENTED = """
code: uk
name: United Kingdom
valid_from: 2026-11-24
types:
  - {code: study, name: Study leave, limited: false, document_required: true}
  - {code: annual, name: Annual leave, entitlement: {amount: 25}}
"""


def test_a_project_manager_is_consulted_and_a_change_is_asked_for(product: Product) -> None:
    ann = product.window(ANN)
    asks_for_leave(ann, "/leave 14 dec - 18 dec")

    daniel = product.window(DANIEL)
    open_messages(daniel)
    says(daniel, "Is that a concern for the project?")
    picture(daniel, "leave-deciding-1-consulted")
    daniel.get_by_role("button", name="Concern…").last.click()
    dialog = daniel.get_by_role("dialog")
    dialog.get_by_label("What is your concern?").fill("the beta release is on the 18th")
    picture(daniel, "leave-deciding-2-concern")
    dialog.get_by_role("button", name="Send concern").click()
    says(daniel, "Your concern: the beta release is on the 18th")
    picture(daniel, "leave-deciding-3-answered")

    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "concern, “the beta release is on the 18th”")
    says(bea, "What this touches")
    picture(bea, "leave-deciding-4-card")
    bea.get_by_role("button", name="Show all…").first.click()
    expect(bea.get_by_role("dialog")).to_contain_text("Project managers")
    picture(bea, "leave-deciding-5-touches")
    bea.get_by_role("dialog").get_by_role("button", name="Close").last.click()

    bea.get_by_role("button", name="Ask for a change…").first.click()
    dialog = bea.get_by_role("dialog")
    expect(dialog).to_contain_text("What would suit better?")
    dialog.get_by_label("First day").fill("2026-12-07")
    dialog.get_by_label("Last day").fill("2026-12-11")
    dialog.get_by_label("What should be different?").fill("The beta release is on the 18th. Would the week before do?")
    picture(bea, "leave-deciding-6-suggesting")
    dialog.get_by_role("button", name="Ask", exact=True).click()
    says(bea, "it waits for an answer from Ann Kowalski")
    picture(bea, "leave-deciding-7-waiting")

    open_messages(ann)
    says(ann, "Suggested instead")
    picture(ann, "leave-deciding-8-suggested")
    ann.get_by_role("button", name="Use these days…").click()
    expect(ann.get_by_role("dialog")).to_contain_text("11 Dec 2026")
    picture(ann, "leave-deciding-9-change")


def test_the_company_is_closed_and_each_is_told(product: Product) -> None:
    nora = product.window(NORA)
    write_in_general(nora, "/leave closed")
    dialog = nora.get_by_role("dialog")
    dialog.get_by_label("What for").fill("Christmas")
    dialog.get_by_label("First day").fill("2026-12-29")
    dialog.get_by_label("Last day").fill("2026-12-31")
    picture(nora, "leave-closing-1-modal")
    dialog.get_by_role("button", name="Book for all").click()
    says(nora, "closed Tue 29 December 2026 to Thu 31 December 2026")
    picture(nora, "leave-closing-2-said")
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)
    write_in_general(nora, "/leave closed")
    expect(nora.get_by_role("dialog")).to_contain_text("Christmas")
    picture(nora, "leave-closing-3-coming")
    ann = product.window(ANN)
    open_messages(ann)
    says(ann, "the company is closed")
    picture(ann, "leave-closing-4-told")
    write_in_general(ann, "/leave 30 dec")
    expect(ann.get_by_role("dialog")).to_contain_text("Christmas")
    picture(ann, "leave-closing-5-refused")


def test_a_document_is_handed_in_with_the_request(product: Product) -> None:
    product.imports_policy(DOCUMENTED)
    product.slack.clock.jump("2026-11-24 09:00 UTC")
    ann = product.window(ANN)
    write_in_general(ann, "/leave 14 dec - 15 dec")
    dialog = ann.get_by_role("dialog")
    expect(dialog).to_contain_text("Study leave")
    expect(dialog).to_contain_text("Document")
    expect(dialog).to_contain_text("needs a document")
    dialog.get_by_text("Seen by those who decide, by nobody else.").first.scroll_into_view_if_needed()
    picture(ann, "leave-document-1-modal")
    dialog.get_by_role("button", name="Ask for leave").click()
    expect(dialog).to_have_count(0)
    bea = product.window(BEA)
    open_messages(bea)
    says(bea, "It needs a document")
    picture(bea, "leave-document-2-card")
