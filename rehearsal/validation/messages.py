"""What may be posted: text, blocks, attachments and metadata of one message.

Source: docs.slack.dev/reference/methods/chat.postMessage, chat.update, messaging/message-metadata. Stricter than Slack
on purpose (see `stricter`): blocks or attachments need a top-level `text` beside them.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from rehearsal.validation.attachments import judge_attachments
from rehearsal.validation.interpreter import judge, judge_object
from rehearsal.validation.lists import judge_blocks
from rehearsal.validation.page_rules import judge_page
from rehearsal.validation.shapes import Anything, Flag, Shape, Spec, ident, one_of, required
from rehearsal.validation.violations import EnoughError, Inspection, Path, Surface, Violation

MOST_BLOCKS = 50
LONGEST_POST = 40_000
LONGEST_UPDATE = 4_000
LONGEST_MARKDOWN = 12_000

RESPONSE: Mapping[str, Shape] = {
    "response_type": one_of("in_channel", "ephemeral"),
    "replace_original": Flag(),
    "delete_original": Flag(),
}
METADATA = Spec("metadata", fields={"event_type": required(ident()), "event_payload": required(Anything())})

MESSAGE_RULES = (
    "message.text:type",
    "message.text:max",
    "message.text:max_of_update",
    "message.text:no_text",
    "message.text:missing_beside_blocks",
    "message.markdown_text:type",
    "message.markdown_text:max",
    "message.markdown_text:conflict",
    "message.response_type:one_of",
    "message.replace_original:type",
    "message.delete_original:type",
    "message.metadata:scheduled",
    "metadata.event_payload:type",
    "metadata.event_payload:values",
    "metadata:entities",
)


def validate_message(
    payload: Mapping[str, Any], *, surface: Surface = Surface.MESSAGE, method: str = "chat.postMessage"
) -> list[Violation]:
    """Say what is wrong with a message, decoded from form or JSON, as it was given to `method`.

    Judged are `text`, `markdown_text`, `blocks`, `attachments`, `metadata` and what a `response_url` takes besides;
    the other arguments belong to the method. `{"delete_original": true}` needs no content.
    """
    see = Inspection(surface, "invalid_blocks")
    with suppress(EnoughError):
        _judge_message(payload, method, see)
    return see.found


def _judge_message(payload: Mapping[str, Any], method: str, see: Inspection) -> None:
    _judge_text(payload, method, see)
    _judge_markdown_text(payload, see)
    _judge_response(payload, see)
    page = []
    if payload.get("blocks") is not None:
        page = judge_blocks(payload["blocks"], ("blocks",), MOST_BLOCKS, see, "invalid_blocks_format")
    if payload.get("attachments") is not None:
        page += judge_attachments(payload["attachments"], see)
        see.error = "invalid_blocks"
    judge_page(page, see)
    if payload.get("metadata") is not None:
        _judge_metadata(payload["metadata"], method, see)


def _judge_response(payload: Mapping[str, Any], see: Inspection) -> None:
    see.error = "invalid_arguments"
    for key, shape in RESPONSE.items():
        if payload.get(key) is not None:
            judge(shape, payload[key], (None, key), f"message.{key}", see)
    see.error = "invalid_blocks"


def _judge_text(payload: Mapping[str, Any], method: str, see: Inspection) -> None:
    path: Path = (None, "text")
    text = payload.get("text")
    if text is not None and not isinstance(text, str):
        see.refuse("message.text:type", path, "must provide a string", error="invalid_arguments")
        return
    if not (text or "").strip():
        _judge_silence(payload, path, see)
        return
    _judge_length(str(text), method, path, see)


def _judge_length(text: str, method: str, path: Path, see: Inspection) -> None:
    if method == "chat.update" and len(text) > LONGEST_UPDATE:
        message = f"must be less than {LONGEST_UPDATE + 1} characters in chat.update"
        see.refuse("message.text:max_of_update", path, message, LONGEST_UPDATE, "msg_too_long")
    elif len(text) > LONGEST_POST:
        message = f"must be less than {LONGEST_POST + 1} characters"
        see.refuse("message.text:max", path, message, LONGEST_POST, "msg_too_long")


def _judge_silence(payload: Mapping[str, Any], path: Path, see: Inspection) -> None:
    if payload.get("markdown_text") or payload.get("delete_original") is True:
        return
    if payload.get("blocks") or payload.get("attachments"):
        message = "missing required field: text"
        see.refuse("message.text:missing_beside_blocks", path, message, error="no_text")
        return
    see.refuse("message.text:no_text", path, "a message needs text", error="no_text")


def _judge_markdown_text(payload: Mapping[str, Any], see: Inspection) -> None:
    path: Path = (None, "markdown_text")
    markdown = payload.get("markdown_text")
    if markdown is None:
        return
    if not isinstance(markdown, str):
        see.refuse("message.markdown_text:type", path, "must provide a string", error="invalid_arguments")
        return
    if len(markdown) > LONGEST_MARKDOWN:
        message = f"must be less than {LONGEST_MARKDOWN + 1} characters"
        see.refuse("message.markdown_text:max", path, message, LONGEST_MARKDOWN, "msg_too_long")
    if payload.get("text") or payload.get("blocks"):
        message = "cannot stand beside text or blocks"
        see.refuse("message.markdown_text:conflict", path, message, error="markdown_text_conflict")


def _judge_metadata(metadata: Any, method: str, see: Inspection) -> None:
    path: Path = (None, "metadata")
    if method == "chat.scheduleMessage":
        message = "a scheduled message with metadata is never posted by Slack: schedule it yourself"
        see.refuse("message.metadata:scheduled", path, message, error="invalid_arguments")
    see.error = "invalid_metadata_schema" if isinstance(metadata, dict) else "invalid_metadata_format"
    if isinstance(metadata, dict) and "entities" in metadata:
        message = "work objects (entities) are known to Slack, not modelled here"
        see.refuse("metadata:entities", (path, "entities"), message)
        return
    judge_object(METADATA, metadata, path, "metadata", see)
    if isinstance(metadata, dict) and "event_payload" in metadata:
        _judge_event(metadata["event_payload"], (path, "event_payload"), see)


def _judge_event(event: Any, path: Path, see: Inspection) -> None:
    """`@slack/types`: strings, numbers, booleans, flat objects of these, and arrays of such objects."""
    if not isinstance(event, dict):
        see.refuse("metadata.event_payload:type", path, "must provide an object")
        return
    for key in event:
        for keys in _odd_values(event[key]):
            place: Path = (path, key)
            for inner in keys:
                place = (place, inner)
            message = "must be a string, number or boolean, a flat object of these, or an array of such objects"
            see.refuse("metadata.event_payload:values", place, message)


def _odd_values(value: Any) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        yield from ((key,) for key, item in value.items() if not _is_plain(item))
    elif isinstance(value, list):
        yield from ((index,) for index, item in enumerate(value) if not _is_flat(item))
    elif not _is_plain(value):
        yield ()


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_plain(item) for item in value.values())
