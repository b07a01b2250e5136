"""What people fill in, as Slack sends it."""

from datetime import date
from typing import Any

import pytest

from bot.forms import clean, read_element, read_state
from bot.routes import subject_of
from workflows.kernel.errors import Refused


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "datepicker", "selected_date": "2026-12-24"}, date(2026, 12, 24)),
        ({"type": "datepicker", "selected_date": None}, None),
        ({"type": "plain_text_input", "value": " Paris "}, "Paris"),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "static_select", "selected_option": {"value": "annual"}}, "annual"),
        ({"type": "static_select", "selected_option": None}, None),
        ({"type": "checkboxes", "selected_options": [{"value": "am"}]}, ["am"]),
        ({"type": "checkboxes", "selected_options": []}, []),
        ({"type": "users_select", "selected_user": "U1"}, "U1"),
        ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, ["U1", "U2"]),
        ({"type": "number_input", "value": "2.5"}, "2.5"),
    ],
)
def test_each_kind_of_input_gives_its_value(element: dict[str, Any], value: object) -> None:
    assert read_element(element) == value
    assert read_state({"field": {"leave:preview": element}}) == {"field": value}


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x07b", "\ud800", "pay\u202egnp.exe", "a\u200bb", "\ufeffa", "\u2066hidden\u2069"],
    ids=["NUL", "bell", "lone surrogate", "override", "zero width", "byte order mark", "isolate"],
)
def test_hidden_characters_are_refused_under_their_field(text: str) -> None:
    with pytest.raises(Refused, match="hidden characters") as refused:
        read_state({"reason": {"x": {"type": "plain_text_input", "value": text}}})
    assert refused.value.field == "reason"


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "می‌خواهم", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "Zoë\nÅse", "<!channel> <@U1> & co"])
def test_every_script_and_whatever_else_is_visible_is_kept_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_ten_thousand_characters_are_refused_with_both_numbers() -> None:
    with pytest.raises(Refused, match=r"10,000 characters.*under 3,000"):
        clean("x" * 10_000, "reason")


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="not a date"):
        read_element({"type": "datepicker", "selected_date": "2026-02-30"}, "first")


def test_a_subject_is_an_id_and_a_version() -> None:
    assert subject_of("17.3") == (17, 3)
    assert subject_of("") == subject_of(None) == (None, None)


@pytest.mark.parametrize("value", ["17", "17.3; drop", "-1.2", "0.1", "１７.3", "17.3\n", '{"id": 1}', "9" * 40 + ".1"])
def test_a_forged_value_is_refused(value: str) -> None:
    with pytest.raises(Refused) as refused:
        subject_of(value)
    assert refused.value.reason == "forged"
