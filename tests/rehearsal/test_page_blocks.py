"""Every block and element is drawn, and whatever an app puts into one, nothing comes alive."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearsal.page.blocks import BLOCKS, ELEMENTS, Scene, draw_blocks
from rehearsal.page.forms import initial_state, state_values
from rehearsal.page.menus import Choice, Directory
from rehearsal.page.mrkdwn import Reader
from tests.rehearsal.browser import gallery

READER = Reader(ZoneInfo("Europe/Berlin"), datetime(2026, 11, 23, tzinfo=UTC), {"U1": "Ann"}.get, {"C1": "general"}.get)
PEOPLE = Directory(people=[Choice("U1", "Ann"), Choice("U2", "Bea")])
VOID = {"img", "input", "br", "hr"}


def drawn(*blocks: Any, **scene: Any) -> str:
    return str(draw_blocks(blocks, Scene(READER, "view:V1", directory=PEOPLE, **scene)))


class Page(HTMLParser):
    """Reads what a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def with_attribute(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in attributes]


def assert_harmless(html: str) -> None:
    page = Page(html)
    assert page.open == []
    for tag, attributes in page.tags:
        assert tag not in {"script", "iframe", "object", "embed", "base", "meta", "style", "link"}
        assert not any(name.startswith("on") or name in {"style", "srcdoc", "formaction"} for name in attributes)
        for name in ("href", "src"):
            value = attributes.get(name) or ""
            assert value == "" or value.startswith(("http://", "https://", "mailto:", "tel:", "/"))


def everything() -> list[dict[str, Any]]:
    charts = [gallery.chart(kind) for kind in ("pie", "bar", "line", "area")]
    return [*gallery.card(), *gallery.texts(), *gallery.table(), *charts, *gallery.menus(), *gallery.form()["blocks"]]


def test_one_of_everything_is_drawn_and_balanced() -> None:
    html = drawn(*everything())
    assert_harmless(html)
    assert "not-drawn" not in html


def test_a_block_that_is_not_known_says_so() -> None:
    assert "“carousel”" in drawn({"type": "carousel", "elements": []})
    assert "sparkline" in drawn({"type": "actions", "elements": [{"type": "sparkline", "action_id": "x"}]})


def test_an_element_carries_what_the_script_sends_back() -> None:
    page = Page(drawn(*gallery.card()))
    approve = next(each for each in page.with_attribute("data-press") if each["data-action"] == "approve")
    assert (approve["data-block"], approve["data-value"], approve["class"]) == ("decide", "17", "button primary")


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (gallery.an_input("L", "b", {"type": "plain_text_input"}), ""),
        (gallery.an_input("L", "b", {"type": "plain_text_input"}, dispatch_action=True), "enter"),
        (gallery.an_input("L", "b", {"type": "datepicker"}), ""),
        (gallery.an_input("L", "b", {"type": "datepicker"}, dispatch_action=True), "change"),
        (
            gallery.an_input(
                "L",
                "b",
                {
                    "type": "plain_text_input",
                    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
                },
                dispatch_action=True,
            ),
            "enter character",
        ),
        (
            {"type": "section", "block_id": "b", "text": gallery.plain("x"), "accessory": {"type": "datepicker"}},
            "change",
        ),
    ],
)
def test_an_element_knows_when_the_app_is_told_of_it(block: dict[str, Any], told: str) -> None:
    (control,) = Page(drawn(block)).with_attribute("data-dispatch")
    assert control["data-dispatch"] == told


def test_what_was_entered_is_shown_again() -> None:
    blocks = gallery.form()["blocks"]
    answers: dict[str, dict[str, Any]] = {
        "type": {"a": "training"},
        "reason": {"a": 'He said "no" <b>'},
        "people": {"a": ["U2"]},
        "exactly": {"a": 1798102800},
        "ticks": {"a": ["unpaid_leave"]},
    }
    page = Page(drawn(*blocks, state=state_values(blocks, answers)))
    values = {attributes.get("value") for _, attributes in page.tags}
    assert {"Training", "2026-12-24T10:00"} <= values
    assert any(each["value"] == "unpaid_leave" for each in page.with_attribute("checked"))
    assert any(each["data-value"] == "U2" for tag, each in page.tags if each.get("class") == "chip" and tag == "span")


def test_an_error_stands_under_its_field_and_is_tied_to_it() -> None:
    blocks = gallery.form()["blocks"]
    html = drawn(*blocks, state=initial_state(blocks), errors={"first": "Too <early>"})
    assert 'role="alert">Too &lt;early&gt;</p>' in html
    (field,) = Page(html).with_attribute("aria-invalid")
    described = str(field["aria-describedby"]).split()
    assert f'id="{described[0]}" role="alert">Too' in html


def test_a_button_that_asks_first_carries_its_question() -> None:
    html = drawn(*gallery.card())
    assert "Decline this leave?" in html
    assert "<template data-confirm>" in html


def test_a_chart_has_a_table_with_the_same_facts_for_those_who_do_not_see_it() -> None:
    html = drawn(gallery.chart("bar"))
    assert '<th scope="row">W45</th><td>12</td><td>4</td>' in html


def test_markdown_is_the_standard_kind_in_which_html_is_text() -> None:
    html = drawn({"type": "markdown", "text": "**b** <script>x</script> [go](javascript:x) :tada: `:tada:`"})
    assert "<strong>b</strong>" in html
    assert "&lt;script&gt;" in html
    assert "<a" not in html
    assert html.count("🎉") == 1


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "'\"><svg onload=alert(1)>",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "</textarea><script>x</script>",
        "</title></option></span>",
        "{{ 7 * 7 }}{% raw %}",
        "<@U1|<b>>",
        "&quot; onclick=&quot;x",
        "\u202e\u200b\x00\x1b",
        "https://example.org/\"onmouseover='x'",
        "[x](javascript:alert(1)) ![y](javascript:x)",
    ]
) | st.text(max_size=20)


def poisoned(value: Any, poison: str) -> Any:
    """Put a text in the place of every text of a payload, save those that say what it is."""
    if isinstance(value, dict):
        kept = {"type", "style", "level", "align"}
        return {key: one if key in kept else poisoned(one, poison) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, poison) for one in value]
    return poison if isinstance(value, str) else value


@pytest.mark.parametrize("block", [block for block in everything() if block["type"] != "data_visualization"])
@settings(max_examples=40, deadline=None)
@given(poison=HOSTILE)
def test_hostile_text_in_every_field_is_harmless(block: dict[str, Any], poison: str) -> None:
    assert_harmless(drawn(poisoned(block, poison), errors={poison: poison}))


@given(poison=HOSTILE)
def test_hostile_text_in_a_chart_is_harmless(poison: str) -> None:
    chart = gallery.chart("bar")
    chart["title"] = poison
    chart["chart"]["series"][0]["name"] = poison
    chart["chart"]["axis_config"]["y_label"] = poison
    assert_harmless(drawn(chart))


def test_each_block_and_element_of_the_reference_has_its_template() -> None:
    assert {"header", "section", "divider", "context", "actions", "input", "image", "rich_text", "table"} <= BLOCKS
    assert {"data_visualization", "data_table", "file", "alert", "markdown", "video", "context_actions"} <= BLOCKS
    assert {"button", "overflow", "menu", "datepicker", "timepicker", "datetimepicker", "checkboxes"} <= ELEMENTS
    assert {"radio_buttons", "plain_text_input", "number_input", "email_text_input", "url_text_input"} <= ELEMENTS
    assert {"rich_text_input", "file_input", "image", "icon_button", "feedback_buttons"} <= ELEMENTS


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", ""),
        ("2026-12-24", "December 24th, 2026"),
        ("09:05", "9:05 AM"),
        ("2026-01-01T00:30", "January 1st, 2026 at 12:30 AM"),
    ],
)
def test_a_date_field_shows_its_value_in_words(value: str, words: str) -> None:
    assert Scene(READER).written(value) == words
