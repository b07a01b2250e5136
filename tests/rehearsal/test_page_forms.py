"""A form's state has Slack's shapes, and what Slack's client would refuse is refused with its reason."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.page.forms import REQUIRED, UnknownInputError, complaints, fields, initial_state, state_values

GREEN = {"text": {"type": "plain_text", "text": "Green"}, "value": "green"}
BLUE = {"text": {"type": "plain_text", "text": "Blue"}, "value": "blue"}


def an_input(kind: str, /, *, optional: bool = False, **element: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": "Label"}
    inner = {"type": kind, "action_id": "a", **element}
    return {"type": "input", "block_id": "b", "label": label, "optional": optional, "element": inner}


def held(blocks: list[dict[str, Any]], answers: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    return state_values(blocks, answers)["b"]["a"]


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("plain_text_input", {"value": None}),
        ("email_text_input", {"value": None}),
        ("url_text_input", {"value": None}),
        ("number_input", {"value": None}),
        ("rich_text_input", {"rich_text_value": None}),
        ("static_select", {"selected_option": None}),
        ("external_select", {"selected_option": None}),
        ("users_select", {"selected_user": None}),
        ("conversations_select", {"selected_conversation": None}),
        ("channels_select", {"selected_channel": None}),
        ("radio_buttons", {"selected_option": None}),
        ("datepicker", {"selected_date": None}),
        ("timepicker", {"selected_time": None}),
        ("datetimepicker", {"selected_date_time": None}),
        ("checkboxes", {"selected_options": []}),
        ("multi_static_select", {"selected_options": []}),
        ("multi_external_select", {"selected_options": []}),
        ("multi_users_select", {"selected_users": []}),
        ("multi_conversations_select", {"selected_conversations": []}),
        ("multi_channels_select", {"selected_channels": []}),
        ("file_input", {"files": []}),
    ],
)
def test_an_untouched_input_is_present_and_empty(kind: str, rest: dict[str, Any]) -> None:
    assert initial_state([an_input(kind, options=[GREEN])]) == {"b": {"a": {"type": kind, **rest}}}


@pytest.mark.parametrize(
    ("element", "answer", "slot", "value"),
    [
        ({"type": "plain_text_input"}, "hello", "value", "hello"),
        ({"type": "plain_text_input", "initial_value": "old"}, "", "value", None),
        ({"type": "number_input", "is_decimal_allowed": True}, "7.5", "value", "7.5"),
        ({"type": "static_select", "options": [GREEN, BLUE]}, "blue", "selected_option", BLUE),
        (
            {"type": "static_select", "option_groups": [{"label": GREEN["text"], "options": [GREEN, BLUE]}]},
            "green",
            "selected_option",
            GREEN,
        ),
        ({"type": "external_select"}, GREEN, "selected_option", GREEN),
        ({"type": "external_select", "initial_option": BLUE}, "blue", "selected_option", BLUE),
        ({"type": "radio_buttons", "options": [GREEN, BLUE]}, "green", "selected_option", GREEN),
        ({"type": "checkboxes", "options": [GREEN, BLUE]}, ["green", "blue"], "selected_options", [GREEN, BLUE]),
        ({"type": "multi_static_select", "options": [GREEN, BLUE]}, None, "selected_options", []),
        ({"type": "multi_users_select"}, ["U1", "U2"], "selected_users", ["U1", "U2"]),
        ({"type": "datepicker"}, "2026-12-24", "selected_date", "2026-12-24"),
        ({"type": "timepicker"}, "09:30:00", "selected_time", "09:30"),
        ({"type": "datetimepicker"}, "1798000000", "selected_date_time", 1798000000),
        (
            {"type": "rich_text_input"},
            "hi",
            "rich_text_value",
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}],
            },
        ),
    ],
)
def test_an_answer_has_the_shape_that_slack_sends(element: dict[str, Any], answer: Any, slot: str, value: Any) -> None:
    kind = element.pop("type")
    assert held([an_input(kind, **element)], {"b": {"a": answer}}) == {"type": kind, slot: value}


@pytest.mark.parametrize(
    ("element", "answer"),
    [
        ({"type": "static_select", "options": [GREEN]}, "red"),
        ({"type": "checkboxes", "options": [GREEN]}, "green"),
        ({"type": "external_select"}, "green"),
        ({"type": "datepicker"}, "Christmas"),
        ({"type": "timepicker"}, "25:00"),
        ({"type": "datetimepicker"}, "soon"),
        ({"type": "plain_text_input"}, ["hello"]),
    ],
)
def test_an_answer_that_no_click_could_give_is_refused(element: dict[str, Any], answer: Any) -> None:
    kind = element.pop("type")
    with pytest.raises(UnknownInputError):
        state_values([an_input(kind, **element)], {"b": {"a": answer}})


@pytest.mark.parametrize("answers", [{"x": {"a": "1"}}, {"b": {"x": "1"}}, {"b": "1"}])
def test_an_answer_to_a_question_that_was_not_asked_is_refused(answers: Any) -> None:
    with pytest.raises(UnknownInputError):
        state_values([an_input("plain_text_input")], answers)


def test_state_is_taken_from_inputs_accessories_and_actions_and_not_from_buttons() -> None:
    button = {"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "Press"}}
    overflow = {"type": "overflow", "action_id": "more", "options": [GREEN]}
    text = {"type": "mrkdwn", "text": "Pick"}
    blocks: list[dict[str, Any]] = [
        {"type": "section", "block_id": "one", "text": text, "accessory": {"type": "datepicker", "action_id": "day"}},
        {"type": "section", "block_id": "two", "text": text, "accessory": button},
        {
            "type": "actions",
            "block_id": "three",
            "elements": [button, overflow, {"type": "users_select", "action_id": "who"}],
        },
        {"type": "divider", "block_id": "four"},
    ]
    assert initial_state(blocks) == {
        "one": {"day": {"type": "datepicker", "selected_date": None}},
        "three": {"who": {"type": "users_select", "selected_user": None}},
    }


def test_what_is_left_out_keeps_what_it_held_and_an_update_does_not_overwrite_it() -> None:
    typed = state_values([an_input("plain_text_input", initial_value="first")], {"b": {"a": "typed"}})
    updated = [an_input("plain_text_input", initial_value="second")]
    assert state_values(updated, before=typed)["b"]["a"]["value"] == "typed"
    assert state_values([an_input("number_input")], before=typed)["b"]["a"]["value"] is None


def test_an_option_that_an_update_took_away_is_not_kept() -> None:
    before = state_values([an_input("static_select", options=[GREEN, BLUE])], {"b": {"a": "blue"}})
    after = state_values([an_input("static_select", options=[GREEN])], before=before)
    assert after["b"]["a"]["selected_option"] is None


@pytest.mark.parametrize(
    ("block", "answer", "word"),
    [
        (an_input("plain_text_input"), None, REQUIRED),
        (an_input("checkboxes", options=[GREEN]), [], REQUIRED),
        (an_input("plain_text_input", min_length=3), "ab", "at least 3"),
        (an_input("plain_text_input", max_length=3), "abcde", "2 too many"),
        (an_input("number_input", is_decimal_allowed=False), "1.5", "whole"),
        (an_input("number_input", is_decimal_allowed=True), "many", "number"),
        (an_input("number_input", is_decimal_allowed=True), "NaN", "number"),
        (an_input("number_input", is_decimal_allowed=True, min_value="1"), "0", "1 or more"),
        (an_input("number_input", is_decimal_allowed=True, max_value="5"), "6", "5 or less"),
        (an_input("email_text_input"), "ann", "email"),
        (an_input("url_text_input"), "example.com", "URL"),
        (an_input("multi_users_select", max_selected_items=1), ["U1", "U2"], "at most 1"),
    ],
)
def test_what_slacks_client_would_refuse_is_said_under_its_block(block: dict[str, Any], answer: Any, word: str) -> None:
    assert word in complaints([block], state_values([block], {"b": {"a": answer}}))["b"]


@pytest.mark.parametrize(
    ("block", "answer"),
    [
        (an_input("plain_text_input", optional=True, min_length=3), None),
        (an_input("number_input", is_decimal_allowed=False, min_value="0"), "0"),
        (an_input("datetimepicker"), 0),
        (an_input("email_text_input"), "ann@example.com"),
        (an_input("url_text_input"), "https://example.com"),
    ],
)
def test_what_slacks_client_accepts_draws_no_complaint(block: dict[str, Any], answer: Any) -> None:
    assert complaints([block], state_values([block], {"b": {"a": answer}})) == {}


def test_a_field_says_its_label_and_whether_it_tells_the_app_of_changes() -> None:
    block = an_input("plain_text_input") | {"dispatch_action": True}
    (field,) = fields([block])
    assert (field.label, field.required, field.dispatches) == ("Label", True, True)


@given(st.text(max_size=200))
def test_any_text_at_all_arrives_as_it_was_typed(text: str) -> None:
    assert held([an_input("plain_text_input")], {"b": {"a": text}})["value"] == (text or None)
