"""What an app may answer: options for an external menu, and the action that answers a submitted modal.

Source: docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select,
docs.slack.dev/surfaces/modals. Slack has no error name for these, since nobody is called: `invalid_arguments` stands
in, and the person sees that the app did not answer rightly.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from rehearsal.validation.compositions import OPTION, OPTION_GROUP
from rehearsal.validation.element_rules import values_are_unique
from rehearsal.validation.interpreter import judge_object
from rehearsal.validation.shapes import Anything, Finding, Spec, many, one_of, required, rule
from rehearsal.validation.views import validate_view
from rehearsal.validation.violations import EnoughError, Inspection, Path, Surface, Violation

RESPONSE_RULES = (
    "response_action.errors:type",
    "response_action.errors:min",
    "response_action.errors:text",
    "response_action.errors:not_an_input",
    "response_action.view:modal",
)


@rule("options_response:one_source")
def _one_source(value: Mapping[str, Any]) -> Iterator[Finding]:
    if ("options" in value) == ("option_groups" in value):
        yield Finding((), "exactly one of options and option_groups is required")


OPTIONS_RESPONSE = Spec(
    "options_response",
    fields={"options": many(OPTION, most=100), "option_groups": many(OPTION_GROUP, most=100)},
    rules=(_one_source, values_are_unique("options_response")),
)


@rule("response_action:companions")
def _has_what_it_needs(value: Mapping[str, Any]) -> Iterator[Finding]:
    needed = {"errors": "errors", "update": "view", "push": "view"}.get(value["response_action"])
    if needed is not None and needed not in value:
        yield Finding((), f"missing required field: {needed}")
    for key in value:
        if key not in {"response_action", needed}:
            yield Finding((key,), f"does not belong to response_action {value['response_action']}")


RESPONSE_ACTION = Spec(
    "response_action",
    fields={
        "response_action": required(one_of("errors", "update", "push", "clear")),
        "errors": Anything(),
        "view": Anything(),
    },
    rules=(_has_what_it_needs,),
)


def validate_options_response(response: Any) -> list[Violation]:
    """Say what is wrong with an app's answer to `block_suggestion`."""
    see = Inspection(Surface.MODAL, "invalid_arguments")
    with suppress(EnoughError):
        judge_object(OPTIONS_RESPONSE, response, None, "options_response", see)
    return see.found


def validate_response_action(response: Any, *, submitted: Mapping[str, Any] | None = None) -> list[Violation]:
    """Say what is wrong with the body of an ack to `view_submission`.

    An empty body closes the modal and is in order. Given the `submitted` view, errors must name its input blocks.
    """
    if response is None or response in ("", {}):
        return []
    see = Inspection(Surface.MODAL, "invalid_arguments")
    with suppress(EnoughError):
        _judge_action(response, submitted, see)
    if not see.found and "view" in response:
        return _judge_view(response["view"])
    return see.found


def _judge_action(response: Any, submitted: Mapping[str, Any] | None, see: Inspection) -> None:
    judge_object(RESPONSE_ACTION, response, None, "response_action", see)
    if not see.found and "errors" in response:
        _judge_errors(response["errors"], submitted, see)


def _judge_view(view: Any) -> list[Violation]:
    if isinstance(view, dict) and view.get("type") == "modal":
        return validate_view(view)
    message = "must provide a view of type modal"
    return [Violation("invalid_arguments", "/view/type", message, rule="response_action.view:modal")]


def _judge_errors(errors: Any, submitted: Mapping[str, Any] | None, see: Inspection) -> None:
    path: Path = (None, "errors")
    if not isinstance(errors, dict):
        see.refuse("response_action.errors:type", path, "must provide an object of block_id and text")
        return
    if not errors:
        see.refuse("response_action.errors:min", path, "no fewer than 1 items allowed", 1)
    inputs = None if submitted is None else _input_ids(submitted)
    for block_id, text in errors.items():
        if not isinstance(text, str) or not text:
            see.refuse("response_action.errors:text", (path, block_id), "must provide a text that says what to do")
        if inputs is not None and block_id not in inputs:
            message = "is not the block_id of an input block of the submitted view"
            see.refuse("response_action.errors:not_an_input", (path, block_id), message)


def _input_ids(view: Mapping[str, Any]) -> set[str]:
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return set()
    return {
        block["block_id"]
        for block in blocks
        if isinstance(block, dict) and block.get("type") == "input" and isinstance(block.get("block_id"), str)
    }
