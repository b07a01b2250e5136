"""Every rule between the blocks of one message or view, in both directions."""

import pytest

from rehearsal.validation import validate_message, validate_view
from tests.rehearsal.validation_rows import (
    Row,
    a_data_table,
    a_section,
    a_table,
    an_input,
    hold,
    numbered,
    of,
    some_actions,
    some_words,
)
from tests.rehearsal.validation_samples import (
    SAMPLES,
    in_home,
    in_message,
    in_modal,
    mrkdwn,
    plain,
    raw,
)

CHART = SAMPLES["data_visualization"]
TABLE = a_table([raw()])
FOCUSED = an_input(focus_on_load=True)
ASKING = {"type": "channels_select", "response_url_enabled": True}

ROWS = [
    Row(
        "page:unique_block_id",
        in_message(a_section(block_id="a"), a_section(block_id="b")),
        in_message(a_section(block_id="a"), a_section(block_id="a")),
        "/blocks/1/block_id",
    ),
    Row(
        "page:unique_block_id",
        in_message(a_section(block_id="a"), attachments=[{"blocks": [a_section(block_id="b")]}]),
        in_message(a_section(block_id="a"), attachments=[{"blocks": [a_section(block_id="a")]}]),
        "/attachments/0/blocks/0/block_id",
        "invalid_attachments",
    ),
    Row(
        "page:unique_block_id",
        of("container", block_id="a", child_blocks=[a_section(block_id="b")]),
        of("container", block_id="a", child_blocks=[a_section(block_id="a")]),
        "/blocks/0/child_blocks/0/block_id",
    ),
    Row(
        "page:unique_action_id",
        in_message(some_actions("a", "b"), some_actions("a")),
        in_message(some_actions("a", "b", "a")),
        "/blocks/0/elements/2/action_id",
    ),
    Row(
        "page:one_focus",
        in_modal(FOCUSED),
        in_modal(FOCUSED, {**FOCUSED, "block_id": "j"}),
        "/view/blocks/1/element/focus_on_load",
        "invalid_arguments",
        1,
    ),
    Row("page:focus_in_view", in_home(FOCUSED), in_message(FOCUSED), "/blocks/0/element/focus_on_load"),
    Row(
        "page:response_url_in_input",
        in_modal({"type": "input", "label": plain(), "element": ASKING}),
        in_modal(a_section(accessory=ASKING)),
        "/view/blocks/0/accessory/response_url_enabled",
        "invalid_arguments",
    ),
    Row(
        "page:response_url_in_modal",
        in_message({"type": "input", "label": plain(), "element": {"type": "channels_select"}}),
        in_message({"type": "input", "label": plain(), "element": ASKING}),
        "/blocks/0/element/response_url_enabled",
    ),
    Row("page:one_table", in_message(TABLE), in_message(TABLE, TABLE), "/blocks/1", "invalid_attachments", 1),
    Row(
        "page:one_table",
        in_message(a_data_table(3)),
        in_message(a_data_table(3), {**SAMPLES["container"], "child_blocks": [TABLE]}),
        "/blocks/1/child_blocks/0",
        "invalid_attachments",
        1,
    ),
    Row("page:two_charts", in_message(CHART, CHART), in_message(CHART, CHART, CHART), "/blocks/2", limit=2),
    Row(
        "page:markdown_total",
        in_message(some_words(6000), some_words(6000)),
        in_message(some_words(6000), some_words(6001)),
        "/blocks",
        limit=12_000,
    ),
    Row(
        "page:data_table_total",
        in_message(a_data_table(20_000)),
        in_message(a_data_table(20_001)),
        "/blocks",
        limit=20_000,
    ),
    Row(
        "page:characters",
        in_message(*[a_section(text=mrkdwn("x" * 2640))] * 5),
        in_message(*[a_section(text=mrkdwn("x" * 2640))] * 5, a_section()),
        "/blocks",
        "msg_blocks_too_long",
        13_200,
    ),
    Row(
        "blocks:max",
        in_message(*[{"type": "divider"}] * 50),
        in_message(*[{"type": "divider"}] * 51),
        "/blocks",
        limit=50,
    ),
    Row(
        "blocks:max",
        in_home(*[{"type": "divider"}] * 100),
        in_home(*[{"type": "divider"}] * 101),
        "/view/blocks",
        "invalid_arguments",
        100,
    ),
    Row(
        "blocks:type", in_message(), validate_message({"text": "x", "blocks": "[]"}), "/blocks", "invalid_blocks_format"
    ),
    Row("blocks:type", in_home(), validate_view({"type": "home", "blocks": {}}), "/view/blocks", "invalid_arguments"),
]


@pytest.mark.parametrize("row", numbered(ROWS))
def test_blocks_that_obey_are_taken_together_and_those_that_break_are_refused_at_their_place(row: Row) -> None:
    hold(row)
