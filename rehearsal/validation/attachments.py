"""Secondary attachments: the legacy fields that are still documented, and blocks within them.

Source: docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments. The legacy interactive fields
(`actions`) are known to Slack and not modelled here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.validation.interpreter import judge_object
from rehearsal.validation.lists import judge_blocks
from rehearsal.validation.page_rules import Placed
from rehearsal.validation.shapes import (
    WEB,
    Anything,
    Finding,
    Flag,
    Spec,
    Whole,
    many,
    matching,
    one_of,
    required,
    rule,
    string,
)
from rehearsal.validation.violations import Inspection, Path

MOST_ATTACHMENTS = 100
MOST_BLOCKS = 50
BESIDE_BLOCKS = frozenset({"blocks", "color", "fallback"})
NOT_MODELLED = ("actions", "callback_id", "app_unfurl_url", "is_app_unfurl", "preview")
ATTACHMENT_RULES = ("attachments:type", "attachments:max", "attachment:not_modelled")


@rule("attachment:blocks_alone")
def _blocks_stand_alone(value: Mapping[str, Any]) -> Iterator[Finding]:
    if "blocks" not in value:
        return
    for key in value:
        if key not in BESIDE_BLOCKS:
            yield Finding((key,), "beside blocks only color and fallback may stand")


@rule("attachment:not_empty")
def _shows_something(value: Mapping[str, Any]) -> Iterator[Finding]:
    if not any(value.get(key) for key in ("blocks", "text", "fallback", "title", "pretext", "fields", "image_url")):
        yield Finding((), "an attachment needs blocks, text or a fallback")


_FIELD = Spec(
    "attachment_field",
    fields={"title": required(string()), "value": required(string()), "short": Flag()},
)
ATTACHMENT = Spec(
    "attachment",
    fields={
        "blocks": Anything(),
        "fallback": string(),
        "color": string(form=matching("good, warning, danger or #rrggbb", r"good|warning|danger|#?[0-9a-fA-F]{6}")),
        "pretext": string(),
        "author_name": string(),
        "author_subname": string(),
        "author_link": string(form=WEB),
        "author_icon": string(form=WEB),
        "title": string(),
        "title_link": string(form=WEB),
        "text": string(),
        "fields": many(_FIELD),
        "image_url": string(form=WEB),
        "thumb_url": string(form=WEB),
        "footer": string(300),
        "footer_icon": string(form=WEB),
        "ts": Whole(min=0),
        "mrkdwn_in": many(one_of("pretext", "text", "fields")),
    },
    rules=(_blocks_stand_alone, _shows_something),
)


def judge_attachments(attachments: Any, see: Inspection) -> list[Placed]:
    """Judge each attachment and return the blocks within them that are in order."""
    see.error = "invalid_attachments"
    path: Path = (None, "attachments")
    if not isinstance(attachments, list):
        see.refuse("attachments:type", path, "must provide an array")
        return []
    if len(attachments) > MOST_ATTACHMENTS:
        message = f"no more than {MOST_ATTACHMENTS} items allowed"
        see.refuse("attachments:max", path, message, MOST_ATTACHMENTS, "too_many_attachments")
    return [
        placed
        for index, attachment in enumerate(attachments[:MOST_ATTACHMENTS])
        for placed in _judge_attachment(attachment, index, see)
    ]


def _judge_attachment(attachment: Any, index: int, see: Inspection) -> list[Placed]:
    path: Path = ((None, "attachments"), index)
    for key in NOT_MODELLED:
        if isinstance(attachment, dict) and key in attachment:
            see.refuse("attachment:not_modelled", (path, key), f"{key} is known to Slack, not modelled here")
            return []
    judge_object(ATTACHMENT, attachment, path, "attachment", see)
    if not isinstance(attachment, dict) or "blocks" not in attachment:
        return []
    return judge_blocks(attachment["blocks"], ("attachments", index, "blocks"), MOST_BLOCKS, see)
