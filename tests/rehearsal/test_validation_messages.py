"""Every rule of a message beside its blocks: text, attachments, metadata, in both directions."""

from typing import Any

import pytest

from rehearsal.validation import validate_message
from tests.rehearsal.validation_rows import (
    Row,
    Violations,
    a_section,
    bare,
    hold,
    numbered,
    of,
)


def posted(**payload: Any) -> Violations:
    return validate_message(payload)


def with_event(event: Any) -> Violations:
    return posted(text="x", metadata={"event_type": "card", "event_payload": event})


EVENT = {"event_type": "card", "event_payload": {}}
ROWS = [
    Row("message.text:no_text", posted(text="x"), posted(channel="C1"), "/text", "no_text"),
    Row("message.text:no_text", posted(delete_original=True), posted(text=" \n"), "/text", "no_text"),
    Row("message.text:no_text", posted(markdown_text="x"), posted(text="", blocks=[]), "/text", "no_text"),
    Row(
        "message.text:missing_beside_blocks",
        posted(text="x", blocks=[a_section()]),
        posted(blocks=[a_section()]),
        "/text",
        "no_text",
    ),
    Row("message.text:type", posted(text="7"), posted(text=7), "/text", "invalid_arguments"),
    Row(
        "message.text:max",
        posted(text="x" * 40_000),
        posted(text="x" * 40_001),
        "/text",
        "msg_too_long",
        40_000,
    ),
    Row(
        "message.text:max_of_update",
        validate_message({"text": "x" * 4000}, method="chat.update"),
        validate_message({"text": "x" * 4001}, method="chat.update"),
        "/text",
        "msg_too_long",
        4000,
    ),
    Row(
        "message.markdown_text:type",
        posted(markdown_text="x"),
        posted(text="x", markdown_text=7),
        "/markdown_text",
        "invalid_arguments",
    ),
    Row(
        "message.markdown_text:max",
        posted(markdown_text="x" * 12_000),
        posted(markdown_text="x" * 12_001),
        "/markdown_text",
        "msg_too_long",
        12_000,
    ),
    Row(
        "message.markdown_text:conflict",
        posted(markdown_text="x"),
        posted(markdown_text="x", text="x"),
        "/markdown_text",
        "markdown_text_conflict",
    ),
    Row(
        "message.response_type:one_of",
        posted(text="x", response_type="ephemeral"),
        posted(text="x", response_type="everybody"),
        "/response_type",
        "invalid_arguments",
    ),
    Row(
        "message.replace_original:type",
        posted(text="x", replace_original=True),
        posted(text="x", replace_original="true"),
        "/replace_original",
        "invalid_arguments",
    ),
    Row(
        "message.delete_original:type",
        posted(delete_original=True),
        posted(text="x", delete_original=1),
        "/delete_original",
        "invalid_arguments",
    ),
    Row(
        "message.metadata:scheduled",
        posted(text="x", metadata=EVENT),
        validate_message({"text": "x", "metadata": EVENT}, method="chat.scheduleMessage"),
        "/metadata",
        "invalid_arguments",
    ),
    Row(
        "metadata:type",
        posted(text="x", metadata=EVENT),
        posted(text="x", metadata="{}"),
        "/metadata",
        "invalid_metadata_format",
    ),
    Row(
        "metadata.event_payload:type",
        with_event({}),
        with_event([]),
        "/metadata/event_payload",
        "invalid_metadata_schema",
    ),
    Row(
        "metadata.event_payload:values",
        with_event({"id": "x", "n": 1, "flag": True, "of": {"a": 1}, "these": [{"a": "b"}]}),
        with_event({"of": {"a": {"b": 1}}}),
        "/metadata/event_payload/of/a",
        "invalid_metadata_schema",
    ),
    Row(
        "metadata.event_payload:values",
        with_event({"a": "b"}),
        with_event({"a": ["b"]}),
        "/metadata/event_payload/a/0",
        "invalid_metadata_schema",
    ),
    Row(
        "metadata.event_payload:values",
        with_event({"a": 0}),
        with_event({"a/b~c": None}),
        "/metadata/event_payload/a~1b~0c",
        "invalid_metadata_schema",
    ),
    Row(
        "metadata:entities",
        posted(text="x", metadata=EVENT),
        posted(text="x", metadata={"entities": []}),
        "/metadata/entities",
        "invalid_metadata_schema",
    ),
    Row(
        "attachments:type",
        posted(text="x", attachments=[]),
        posted(text="x", attachments="[]"),
        "/attachments",
        "invalid_attachments",
    ),
    Row(
        "attachments:max",
        posted(text="x", attachments=[{"text": "x"}] * 100),
        posted(text="x", attachments=[{"text": "x"}] * 101),
        "/attachments",
        "too_many_attachments",
        100,
    ),
    Row(
        "attachment:not_modelled",
        of("attachment"),
        of("attachment", actions=[]),
        "/attachments/0/actions",
        "invalid_attachments",
    ),
    Row(
        "attachment:blocks_alone",
        bare("attachment", blocks=[a_section()], color="#ffffff", fallback="x"),
        bare("attachment", blocks=[a_section()], text="x"),
        "/attachments/0/text",
        "invalid_attachments",
    ),
    Row(
        "attachment:not_empty",
        bare("attachment", title="x"),
        bare("attachment", footer="x"),
        "/attachments/0",
        "invalid_attachments",
    ),
    Row(
        "section:text_or_fields",
        bare("attachment", blocks=[a_section()]),
        bare("attachment", blocks=[{"type": "section"}]),
        "/attachments/0/blocks/0",
        "invalid_attachments",
    ),
]


@pytest.mark.parametrize("row", numbered(ROWS))
def test_a_message_that_obeys_is_taken_and_one_that_breaks_is_refused_at_its_place(row: Row) -> None:
    hold(row)
