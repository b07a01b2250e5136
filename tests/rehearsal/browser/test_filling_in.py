"""Modals, menus, buttons and Homes under somebody's fingers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rehearsal.people import Person
from rehearsal.tickets import Timing
from tests.rehearsal.browser import gallery
from tests.rehearsal.browser.conftest import Desk, Picture, Theme
from tests.rehearsal.browser.test_talking import LOOKS, write


def form(page: Page) -> None:
    write(page, "/form")
    expect(page.get_by_role("dialog", name="Every input")).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def is_told(page: Page, words: str) -> None:
    """Look into the direct conversation with the app until it says so."""
    page.locator(".entry", has_text="Dotted Line").click()
    page.locator(".tabs").get_by_role("link", name="Messages").click()
    expect(page.locator(".talk .messages")).to_contain_text(words)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_modal_has_every_input(desk: Desk, picture: Picture, size: str, theme: Theme) -> None:
    page = desk.window("U0ANN", size=size, theme=theme, channel="C0GENERAL")
    form(page)
    picture(page, f"modal-{size}-{theme}")
    page.locator(".modal-body").evaluate("body => body.scrollTo(0, 700)")
    picture(page, f"modal-middle-{size}-{theme}")
    page.locator(".modal-body").evaluate("body => body.scrollTo(0, 9999)")
    picture(page, f"modal-end-{size}-{theme}")
    assert page.locator(".modal .not-drawn").count() == 0


def test_the_first_field_has_the_focus_and_escape_closes_and_gives_it_back(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    form(page)
    expect(page.get_by_role("combobox", name="Type of leave")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).to_be_hidden()
    expect(page.locator("#composer-text")).to_be_focused()
    is_told(page, "You closed the form.")


def test_tabbing_stays_in_the_modal(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    write(page, "/small")
    expect(page.locator("#modal")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#modal')")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_what_is_required_is_said_under_its_field_and_nothing_is_sent(desk: Desk, picture: Picture, size: str) -> None:
    page = desk.window("U0ANN", size=size, channel="C0GENERAL")
    form(page)
    page.get_by_label("Reason").fill("no")
    page.get_by_role("button", name="Send it").click()
    wrong = page.locator(".input.wrong")
    expect(wrong).to_have_count(3)
    expect(wrong.first.get_by_role("alert")).to_have_text("Please complete this required field.")
    expect(page.get_by_role("combobox", name="Type of leave")).to_be_focused()
    expect(page.get_by_label("Reason")).to_have_value("no")
    picture(page, f"modal-errors-{size}")
    assert not any(entry.name == "view_submission" for entry in desk.workspace.inspector.exchanges())


def test_a_form_is_filled_in_and_sent(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    form(page)
    choose(page, "Type of leave", "Annual leave")
    page.get_by_label("First day").fill("2026-12-24")
    expect(page.locator(".alert")).to_contain_text("You chose 2026-12-24")
    page.get_by_label("Reason").fill("Christmas with the family")
    choose(page, "Stand-ins", "Bea Osswald")
    page.get_by_role("option", name="Carl Costa").click()
    page.keyboard.press("Escape")
    expect(page.locator(".chip")).to_have_text(["Bea Osswald×", "Carl Costa×"])
    page.get_by_role("combobox", name="Project").press_sequentially("ar")
    page.get_by_role("option", name="Artemis").click()
    page.get_by_label("Exactly").fill("2026-12-24T10:00")
    page.get_by_label("Training").check()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#modal")).to_be_hidden()
    sent = next(e for e in desk.workspace.inspector.exchanges() if e.name == "view_submission").request
    values = sent["payload"]["view"]["state"]["values"] if "payload" in sent else sent["view"]["state"]["values"]
    assert values["people"]["a"] == {"type": "multi_users_select", "selected_users": ["U0BOSS", "U0CARL"]}
    assert values["project"]["a"]["selected_option"]["value"] == "artemis"
    assert values["exactly"]["a"] == {"type": "datetimepicker", "selected_date_time": 1798102800}
    assert values["radio"]["a"]["selected_option"]["value"] == "training"
    assert values["link"]["a"] == {"type": "url_text_input", "value": None}
    is_told(page, "annual_leave from 2026-12-24: Christmas with the family")


def test_what_is_being_typed_survives_an_update_of_the_view(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    form(page)
    reason = page.get_by_label("Reason")
    reason.press_sequentially("Half a sen")
    view = desk.workspace.views.top("U0ANN")
    assert view is not None
    changed = gallery.form()
    changed["blocks"][0]["text"] = gallery.mrkdwn("Changed from outside")
    desk.slack.views_update(view_id=view.id, view=changed)
    expect(page.locator(".alert")).to_contain_text("Changed from outside")
    expect(reason).to_be_focused()
    reason.press_sequentially("tence")
    expect(reason).to_have_value("Half a sentence")


def test_enter_in_a_field_that_dispatches_tells_the_app_and_does_not_send_the_form(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    form(page)
    page.get_by_label("Short word").fill("hello")
    page.get_by_label("Short word").press("Enter")
    expect(page.locator(".alert")).to_contain_text("You chose hello")
    expect(page.locator("#modal")).to_be_visible()


def test_a_stack_of_modals_grows_says_errors_changes_and_goes_back(desk: Desk, picture: Picture) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    write(page, "/small")
    word, submit = page.get_by_label("Word"), page.get_by_role("button", name="Next")
    expect(page.get_by_role("dialog", name="Small")).to_be_visible()
    word.fill("wrong")
    submit.click()
    expect(page.locator(".input.wrong .error")).to_have_text("This word is taken.")
    expect(word).to_be_focused()
    word.fill("deeper")
    submit.click()
    expect(page.get_by_role("dialog", name="Deeper")).to_be_visible()
    picture(page, "modal-deeper")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("dialog", name="Small")).to_be_visible()
    word.fill("other")
    submit.click()
    expect(page.get_by_role("dialog", name="Other")).to_be_visible()
    word.fill("done")
    submit.click()
    expect(page.locator("#modal")).to_be_hidden()


def test_a_card_changes_for_everyone_who_holds_it(desk: Desk) -> None:
    ann, boss = desk.window("U0ANN", channel="C0GENERAL"), desk.window("U0BOSS", channel="C0GENERAL")
    desk.post("C0GENERAL", gallery.card())
    boss.get_by_role("button", name="Approve leave").click()
    for page in (ann, boss):
        expect(page.locator(".message")).to_contain_text("Approved by @Bea Osswald")
        expect(page.get_by_role("button", name="Approve leave")).to_have_count(0)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_dangerous_button_asks_first(desk: Desk, picture: Picture, size: str) -> None:
    desk.post("C0GENERAL", gallery.card())
    page = desk.window("U0BOSS", size=size, channel="C0GENERAL")
    button = page.get_by_role("button", name="Decline leave")
    button.click()
    asked = page.get_by_role("dialog", name="Decline this leave?")
    expect(asked).to_contain_text("Ann is told at once.")
    picture(page, f"confirm-{size}")
    asked.get_by_role("button", name="Keep it open").click()
    expect(asked).to_be_hidden()
    expect(button).to_be_focused()
    assert not any(entry.name == "block_actions" for entry in desk.workspace.inspector.exchanges())
    button.click()
    asked.get_by_role("button", name="Decline leave").click()
    expect(page.locator(".message.ephemeral")).to_contain_text("Declined.")


def test_menus_in_a_message_are_worked_by_keyboard(desk: Desk, picture: Picture) -> None:
    desk.post("C0GENERAL", gallery.menus())
    page = desk.window("U0ANN", channel="C0GENERAL")
    people = page.get_by_role("combobox", name="Choose a person")
    people.focus()
    people.press("ArrowDown")
    expect(page.get_by_role("listbox", name="Choose a person")).to_be_visible()
    picture(page, "select")
    people.press_sequentially("carl")
    people.press("Enter")
    expect(page.locator(".message.ephemeral")).to_contain_text("who: {'selected_user': 'U0CARL'}")
    expect(people).to_have_value("Carl Costa")
    page.get_by_label("Keys").check()
    expect(page.locator(".message.ephemeral").last).to_contain_text("keys")


def test_an_overflow_menu_opens_moves_and_chooses(desk: Desk, picture: Picture) -> None:
    desk.post("C0GENERAL", gallery.card())
    page = desk.window("U0ANN", channel="C0GENERAL")
    page.get_by_role("button", name="More actions").press("Enter")
    expect(page.get_by_role("menuitem", name="Ask a question")).to_be_focused()
    picture(page, "overflow")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".message.ephemeral")).to_contain_text("pass_it_on")


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_home_is_shown_and_its_buttons_work(desk: Desk, picture: Picture, size: str, theme: Theme) -> None:
    page = desk.window("U0ANN", size=size, theme=theme)
    page.locator(".entry", has_text="Dotted Line").click()
    expect(page.locator(".home-body")).to_contain_text("Good morning, Ann")
    picture(page, f"home-{size}-{theme}")
    page.get_by_role("button", name="See requests").click()
    expect(page.get_by_role("dialog", name="Requests")).to_be_visible()


def test_a_global_shortcut_is_chosen_from_the_message_field(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    page.get_by_role("button", name="Shortcuts and commands").click()
    page.get_by_role("menuitem", name=re.compile("^Ask")).click()
    expect(page.get_by_role("dialog", name="By shortcut")).to_be_visible()


def test_a_press_that_fails_is_told_in_passing(desk: Desk, picture: Picture) -> None:
    desk.post("C0GENERAL", gallery.card())
    desk.workspace.timing = Timing(ack=1.0)
    desk.workspace.faults.add(method="to:*", kind="drop")
    page = desk.window("U0ANN", channel="C0GENERAL")
    page.get_by_role("button", name="Approve leave").click()
    expect(page.locator(".toast")).to_be_visible()
    picture(page, "toast")


def test_a_file_is_chosen_in_a_form(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    form(page)
    page.get_by_label("Certificate").set_input_files({"name": "c.txt", "mimeType": "text/plain", "buffer": b"sick"})
    expect(page.locator(".file-input .chip")).to_have_text("c.txt")


def test_two_windows_of_one_person_show_the_same_modal(desk: Desk) -> None:
    first, second = desk.window("U0ANN", channel="C0GENERAL"), desk.window("U0ANN", channel="C0GENERAL")
    write(first, "/small")
    expect(second.locator("#modal")).to_be_visible()
    ann = Person(desk.workspace, "U0ANN")
    view = desk.workspace.views.top("U0ANN")
    assert view is not None
    ann.close(view.id)
    for page in (first, second):
        expect(page.locator("#modal")).to_be_hidden()


def test_a_modal_waits_for_the_app_and_cannot_be_sent_twice(desk: Desk, picture: Picture) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    write(page, "/small")
    expect(page.locator("#modal")).to_be_visible()
    desk.workspace.be_patient(60)
    desk.workspace.faults.add(method="to:view_submission", kind="delay", seconds=4)
    submit = page.get_by_role("button", name="Next")
    submit.click()
    expect(submit).to_have_attribute("aria-disabled", "true")
    picture(page, "modal-waiting")
    submit.click(force=True)
    expect(page.locator("#modal")).to_be_hidden()
    assert [entry.name for entry in desk.workspace.inspector.exchanges()].count("view_submission") == 1


def test_a_submission_the_app_does_not_answer_leaves_the_modal_open_and_says_why(desk: Desk, picture: Picture) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    write(page, "/small")
    page.get_by_label("Word").fill("not lost")
    desk.workspace.timing = Timing(ack=1.0)
    desk.workspace.faults.add(method="to:view_submission", kind="drop")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".modal-trouble")).to_contain_text("trouble connecting")
    expect(page.get_by_label("Word")).to_have_value("not lost")
    picture(page, "modal-trouble")


def test_a_text_that_grows_too_long_is_said_while_typing(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    form(page)
    page.get_by_label("Reason").fill("x" * 203)
    expect(page.locator(".input.wrong .error")).to_have_text("3 characters too many.")
    page.get_by_label("Reason").fill("x" * 20)
    expect(page.locator(".input.wrong")).to_have_count(0)


def hostile_blocks(text: str) -> list[dict[str, Any]]:
    """Blocks in which everything somebody reads is a text that wants to run."""
    option = {"text": gallery.plain(text), "value": text, "description": gallery.plain(text)}
    asked = {
        "title": gallery.plain(text),
        "text": gallery.mrkdwn(text),
        "confirm": option["text"],
        "deny": option["text"],
    }
    inputs: list[dict[str, Any]] = [
        {"type": "plain_text_input", "initial_value": text, "placeholder": gallery.plain(text)},
        {"type": "plain_text_input", "initial_value": text, "multiline": True},
        {"type": "multi_static_select", "options": [option], "initial_options": [option]},
        {"type": "radio_buttons", "options": [option], "initial_option": option},
    ]
    rows = [gallery.an_input(text, f"b{number}", each, hint=option["text"]) for number, each in enumerate(inputs)]
    button = gallery.button(text, text, confirm=asked, accessibility_label=text)
    overflow = {"type": "overflow", "action_id": "more", "options": [option], "confirm": asked}
    return [{"type": "actions", "block_id": text, "elements": [button, overflow]}, *rows]


@pytest.mark.parametrize(
    "text", ['"\'><img src=x onerror="window.owned=1">', "</textarea></template><script>window.owned=1</script>"]
)
def test_hostile_text_never_runs_in_a_modal_a_home_or_a_confirm_dialog(desk: Desk, text: str) -> None:
    app = next(iter(desk.workspace.apps.values()))
    modal = {**gallery.small_modal(text, text), "blocks": hostile_blocks(text)}
    page = desk.window("U0ANN", channel="C0GENERAL")
    view = desk.workspace.views.open(app, "U0ANN", modal)
    expect(page.locator("#modal")).to_be_visible()
    desk.workspace.views.refuse(view, {"b0": text})
    expect(page.locator(".input.wrong .error")).to_have_text(text)
    page.locator("#modal [data-press]").first.click()
    expect(page.locator("#confirm h2")).to_have_text(text)
    page.keyboard.press("Escape")
    page.locator("#modal [role=combobox]").click()
    expect(page.get_by_role("option")).to_contain_text(text)
    desk.workspace.views.clear("U0ANN")
    expect(page.locator("#modal")).to_be_hidden()
    desk.workspace.views.publish(app, "U0ANN", {"type": "home", "blocks": hostile_blocks(text)})
    desk.workspace.toast("U0ANN", text)
    expect(page.locator(".toast")).to_have_text(text)
    assert page.evaluate("window.owned") is None
    assert page.locator("[onerror], body script").count() == 0
