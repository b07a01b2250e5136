"""What may be opened, pushed, updated or published: modals and Home tabs.

Source: docs.slack.dev/reference/views. Pointers begin at `/view`, as in Slack's answers to `views.open`.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from rehearsal.validation.interpreter import judge_object
from rehearsal.validation.lists import judge_blocks
from rehearsal.validation.page_rules import Page, judge_page, unfold
from rehearsal.validation.shapes import Anything, Fields, Flag, Spec, plain_text, required, string
from rehearsal.validation.violations import EnoughError, Inspection, Path, Surface, Violation, below

MOST_BLOCKS = 100
LARGEST_VIEW = 250_000
VIEW_RULES = ("view:type", "view:max_bytes", "view:submit_for_input")

_COMMON: Fields = {
    "blocks": required(Anything()),
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
MODAL = Spec(
    "modal",
    type="modal",
    fields={
        **_COMMON,
        "title": required(plain_text(24)),
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
)
HOME = Spec("home", type="home", fields=_COMMON)

_VIEWS = {"modal": (MODAL, Surface.MODAL), "home": (HOME, Surface.HOME)}


def validate_view(view: Any) -> list[Violation]:
    """Say what is wrong with a modal or a Home tab, decoded from JSON."""
    kind = view.get("type") if isinstance(view, dict) else None
    if not isinstance(kind, str) or kind not in _VIEWS:
        message = "must provide a view of type modal or home"
        return [Violation("invalid_arguments", "/view/type", message, rule="view:type")]
    spec, surface = _VIEWS[kind]
    see = Inspection(surface, "invalid_arguments")
    with suppress(EnoughError):
        _judge_view(spec, view, see)
    return see.found


def _judge_view(spec: Spec, view: Mapping[str, Any], see: Inspection) -> None:
    judge_object(spec, view, (None, "view"), "view", see)
    page: Page = []
    if "blocks" in view:
        page = judge_blocks(view["blocks"], ("view", "blocks"), MOST_BLOCKS, see)
    judge_page(page, see)
    if see.surface is Surface.MODAL and "submit" not in view:
        _judge_inputs_without_submit(page, see)
    if not see.found:
        _judge_size(view, see)


def _judge_inputs_without_submit(page: Page, see: Inspection) -> None:
    for placed in unfold(page):
        if placed.type == "input":
            see.refuse("view:submit_for_input", below(None, placed.at), "must define submit to use input block")


def _judge_size(view: Mapping[str, Any], see: Inspection) -> None:
    """Asked only of a view that is otherwise in order: its depth is bounded then."""
    size = len(json.dumps(view, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if size > LARGEST_VIEW:
        path: Path = (None, "view")
        see.refuse("view:max_bytes", path, f"is {size} bytes, at most {LARGEST_VIEW}", LARGEST_VIEW, "view_too_large")
