"""Every rule between the fields of one block or element, in both directions."""

from typing import Any

import pytest

from tests.rehearsal.validation_rows import (
    Row,
    a_chart,
    a_section,
    a_table,
    bare,
    hold,
    numbered,
    of,
)
from tests.rehearsal.validation_samples import (
    IMAGE,
    RICH_SECTION,
    RICH_TEXT,
    SAMPLES,
    TASK,
    an_option,
    in_message,
    judged,
    mrkdwn,
    plain,
    raw,
)

TWO = [an_option("1"), an_option("2")]
TWINS = [an_option("1"), an_option("1")]
OTHER = an_option("3")


def _choices() -> list[Row]:
    at = {"checkboxes": "/blocks/0/elements/0", "static_select": "/blocks/0/elements/0"}["checkboxes"]
    rows = [
        Row(f"{kind}:unique_values", of(kind, options=TWO), of(kind, options=TWINS), f"{at}/options/1/value")
        for kind in ("overflow", "checkboxes", "radio_buttons", "static_select", "multi_static_select")
    ]
    rows += [
        Row(
            f"{kind}:initial_option",
            of(kind, initial_option=an_option()),
            of(kind, initial_option=OTHER),
            f"{at}/initial_option",
        )
        for kind in ("radio_buttons", "static_select")
    ]
    rows += [
        Row(
            f"{kind}:initial_options",
            of(kind, initial_options=[an_option()]),
            of(kind, initial_options=[an_option(), OTHER]),
            f"{at}/initial_options/1",
        )
        for kind in ("checkboxes", "multi_static_select")
    ]
    rows += [Row(f"{kind}:one_source", of(kind), bare(kind), at) for kind in ("static_select", "multi_static_select")]
    return rows


def _most_chosen() -> list[Row]:
    chosen: dict[str, tuple[str, list[Any]]] = {
        "multi_static_select": ("initial_options", TWO),
        "multi_external_select": ("initial_options", TWO),
        "multi_users_select": ("initial_users", ["U1", "U2"]),
        "multi_conversations_select": ("initial_conversations", ["C1", "C2"]),
        "multi_channels_select": ("initial_channels", ["C1", "C2"]),
    }
    listed = {"multi_static_select": {"options": TWO}}
    return [
        Row(
            f"{kind}:max_selected_items",
            of(kind, **listed.get(kind, {}), **{key: values}, max_selected_items=2),
            of(kind, **listed.get(kind, {}), **{key: values}, max_selected_items=1),
            f"/blocks/0/elements/0/{key}",
            limit=1,
        )
        for kind, (key, values) in chosen.items()
    ]


def _charts() -> list[Row]:
    days = ["Mon", "Tue"]
    chart = "/blocks/0/chart"
    rows = []
    for kind in ("bar", "area", "line"):
        right = judged(kind, a_chart(kind, days, a=days, b=days[::-1]))
        rows += [
            Row(
                f"{kind}:unique_series",
                right,
                judged(kind, a_chart(kind, days, a1=days, a2=days)),
                f"{chart}/series/1/name",
            ),
            Row(
                f"{kind}:complete_series",
                right,
                judged(kind, a_chart(kind, days, a=days, b=["Mon"])),
                f"{chart}/series/1/data",
            ),
            Row(
                f"{kind}:unique_categories",
                right,
                judged(kind, a_chart(kind, ["Mon", "Mon"], a=["Mon", "Mon"])),
                f"{chart}/axis_config/categories",
            ),
        ]
    return rows


OBJECTS = [
    Row("section:text_or_fields", bare("section", fields=[mrkdwn()]), bare("section"), "/blocks/0"),
    Row("card:not_empty", bare("card", body=mrkdwn()), bare("card", subtitle=mrkdwn()), "/blocks/0"),
    Row(
        "card:one_icon",
        of("card", icon=IMAGE),
        of("card", icon=IMAGE, slack_icon=SAMPLES["slack_icon"]),
        "/blocks/0/slack_icon",
    ),
    Row(
        "container:title",
        bare("container", rich_text_title=RICH_TEXT, child_blocks=[{"type": "divider"}]),
        bare("container", child_blocks=[{"type": "divider"}]),
        "/blocks/0",
    ),
    Row(
        "container:collapsing",
        of("container", is_collapsible=True, default_collapsed=True),
        of("container", default_collapsed=True),
        "/blocks/0/default_collapsed",
    ),
    Row(
        "container:collapsing",
        of("container", has_header_divider=True),
        of("container", has_header_divider=True, is_collapsible=True),
        "/blocks/0/has_header_divider",
    ),
    Row("task_card:pending", of("task_card"), of("task_card", status="pending"), "/blocks/0/status"),
    Row(
        "plan:unique_task_id",
        of("plan", tasks=[{**TASK, "status": "pending"}, {**TASK, "task_id": "2"}]),
        of("plan", tasks=[TASK, TASK]),
        "/blocks/0/tasks/1/task_id",
    ),
    Row("image:one_source", of("image"), bare("image", alt_text="x"), "/blocks/0"),
    Row("image_element:one_source", of("image_element"), bare("image_element", alt_text="x"), "/blocks/0/accessory"),
    Row("image_element:type", of("card", icon=IMAGE), of("card", icon=mrkdwn()), "/blocks/0/icon/type"),
    Row("image_element:type", of("card", icon=IMAGE), of("card", icon=None), "/blocks/0/icon"),
    Row(
        "rich_text:type",
        of("task_card", details=RICH_TEXT),
        of("task_card", details=RICH_SECTION),
        "/blocks/0/details/type",
    ),
    Row(
        "slack_file:id_or_url",
        of("slack_file"),
        of("slack_file", url="https://a.example"),
        "/blocks/0/slack_file",
    ),
    Row("filter:not_empty", of("filter"), judged("filter", {}), "/blocks/0/elements/0/filter"),
    Row(
        "table:even_rows",
        in_message(a_table([raw()], [raw()])),
        in_message(a_table([raw()], [raw()] * 2)),
        "/blocks/0/rows/1",
        limit=1,
    ),
    Row(
        "data_table:even_rows",
        of("data_table", rows=[[raw()] * 2, [raw(), RICH_TEXT]]),
        of("data_table", rows=[[raw()] * 2, [raw()]]),
        "/blocks/0/rows/1",
        limit=2,
    ),
    Row(
        "table:characters",
        in_message(a_table([raw("x" * 5000)] * 2)),
        in_message(a_table([raw("x" * 5000), raw("x" * 5001)])),
        "/blocks/0/rows",
        limit=10_000,
    ),
    Row(
        "data_table:header_cells",
        of("data_table"),
        of("data_table", rows=[[RICH_TEXT], [raw()]]),
        "/blocks/0/rows/0/0/type",
    ),
    Row(
        "data_table:row_header",
        of("data_table", row_header_column_index=0),
        of("data_table", row_header_column_index=1),
        "/blocks/0/row_header_column_index",
        limit=0,
    ),
    Row("file:surface", in_message(a_section()), in_message(SAMPLES["file"]), "/blocks/0/type"),
    Row("blocks:kind", in_message({"type": "divider"}), in_message({"type": "call"}), "/blocks/0/type"),
    Row("blocks:kind", in_message({"type": "divider"}), in_message("divider"), "/blocks/0"),
    Row(
        "button:agent_prompt_display",
        of("button", agent_prompt="x", agent_prompt_display="x"),
        of("button", agent_prompt_display="x"),
        "/blocks/0/elements/0/agent_prompt_display",
    ),
    Row(
        "text:flag",
        of("header", text={**plain(), "emoji": True}),
        of("header", text={**plain(), "emoji": "yes"}),
        "/blocks/0/text/emoji",
    ),
    Row(
        "text:unknown",
        of("section", text={**mrkdwn(), "verbatim": True}),
        of("section", text={**mrkdwn(), "emoji": True}),
        "/blocks/0/text",
    ),
]

ELEMENTS_IN_MODALS = [
    Row(
        "plain_text_input:lengths_in_order",
        of("plain_text_input", min_length=5, max_length=5),
        of("plain_text_input", min_length=6, max_length=5),
        "/view/blocks/0/element/min_length",
        "invalid_arguments",
        5,
    ),
    Row(
        "plain_text_input:initial_value",
        of("plain_text_input", initial_value="12345", max_length=5),
        of("plain_text_input", initial_value="123456", max_length=5),
        "/view/blocks/0/element/initial_value",
        "invalid_arguments",
        5,
    ),
    Row(
        "rich_text_input:lines_in_order",
        of("rich_text_input", min_lines=2, max_lines=2),
        of("rich_text_input", min_lines=3, max_lines=2),
        "/view/blocks/0/element/min_lines",
        "invalid_arguments",
        2,
    ),
    Row(
        "number_input:bounds_in_order",
        of("number_input", min_value="9", max_value="10"),
        of("number_input", min_value="10", max_value="9"),
        "/view/blocks/0/element/min_value",
        "invalid_arguments",
    ),
    Row(
        "number_input:initial_within_bounds",
        of("number_input", min_value="9", max_value="10", initial_value="9.5"),
        of("number_input", min_value="9", max_value="10", initial_value="10.5"),
        "/view/blocks/0/element/initial_value",
        "invalid_arguments",
    ),
    Row(
        "number_input:initial_within_bounds",
        of("number_input", min_value="-1", initial_value="0"),
        of("number_input", min_value="-1", initial_value="-1.5"),
        "/view/blocks/0/element/initial_value",
        "invalid_arguments",
    ),
    Row(
        "number_input:whole_numbers",
        of("number_input", is_decimal_allowed=False, max_value="10"),
        of("number_input", is_decimal_allowed=False, max_value="10.5"),
        "/view/blocks/0/element/max_value",
        "invalid_arguments",
    ),
]


ROWS = [*_choices(), *_most_chosen(), *_charts(), *OBJECTS, *ELEMENTS_IN_MODALS]


@pytest.mark.parametrize("row", numbered(ROWS))
def test_an_object_that_obeys_is_taken_and_one_that_breaks_is_refused_at_its_place(row: Row) -> None:
    hold(row)
