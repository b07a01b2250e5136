"""Every rule of views and of what an app answers, in both directions."""

from typing import Any

import pytest

from rehearsal.validation import validate_options_response, validate_response_action, validate_view
from tests.rehearsal.validation_rows import (
    INVALID,
    Row,
    Violations,
    a_section,
    an_input,
    hold,
    numbered,
)
from tests.rehearsal.validation_samples import (
    SAMPLES,
    Object,
    an_option,
    in_home,
    in_modal,
    mrkdwn,
    plain,
)

MODAL: Object = {"type": "modal", "title": plain(), "blocks": []}
TWO = [an_option("1"), an_option("2")]
TWINS = [an_option("1"), an_option("1")]
SUBMITTED = {**MODAL, "blocks": [an_input(), {**a_section(), "block_id": "s"}]}


def answered(**response: Any) -> Violations:
    return validate_response_action(response)


VIEWS = [
    Row("view:type", in_modal(), validate_view({"type": "workflow_step", "blocks": []}), "/view/type", INVALID),
    Row(
        "view:submit_for_input",
        in_modal(an_input()),
        validate_view({**MODAL, "blocks": [an_input()]}),
        "/view/blocks/0",
        INVALID,
    ),
    Row(
        "view:max_bytes",
        in_home(*[a_section(text=mrkdwn("x" * 2400))] * 100),
        in_home(*[a_section(text=mrkdwn("x" * 2500))] * 100),
        "/view",
        "view_too_large",
        250_000,
    ),
    Row("modal:unknown", in_modal(), in_modal(submit_disabled=False), "/view", INVALID),
    Row("home:unknown", in_home(), in_home(title=plain()), "/view", INVALID),
]

RESPONSES = [
    Row(
        "options_response:one_source",
        validate_options_response({"options": []}),
        validate_options_response({}),
        "",
        INVALID,
    ),
    Row(
        "options_response:unique_values",
        validate_options_response({"option_groups": [{"label": plain(), "options": TWO}]}),
        validate_options_response({"options": TWINS}),
        "/options/1/value",
        INVALID,
    ),
    Row("response_action.response_action:required", answered(), answered(errors={"i": "x"}), "", INVALID),
    Row(
        "response_action.response_action:one_of",
        answered(response_action="clear"),
        answered(response_action="close"),
        "/response_action",
        INVALID,
    ),
    Row("response_action:type", validate_response_action(""), validate_response_action("Thanks"), "", INVALID),
    Row(
        "response_action:companions",
        answered(response_action="update", view=MODAL),
        answered(response_action="update"),
        "",
        INVALID,
    ),
    Row(
        "response_action:companions",
        answered(response_action="push", view=MODAL),
        answered(response_action="push", view=MODAL, errors={}),
        "/errors",
        INVALID,
    ),
    Row(
        "response_action.errors:type",
        answered(response_action="errors", errors={"i": "x"}),
        answered(response_action="errors", errors=["x"]),
        "/errors",
        INVALID,
    ),
    Row(
        "response_action.errors:min",
        answered(response_action="errors", errors={"i": "x"}),
        answered(response_action="errors", errors={}),
        "/errors",
        INVALID,
        1,
    ),
    Row(
        "response_action.errors:text",
        answered(response_action="errors", errors={"i": "x"}),
        answered(response_action="errors", errors={"i": ""}),
        "/errors/i",
        INVALID,
    ),
    Row(
        "response_action.errors:not_an_input",
        validate_response_action({"response_action": "errors", "errors": {"i": "x"}}, submitted=SUBMITTED),
        validate_response_action({"response_action": "errors", "errors": {"s": "x"}}, submitted=SUBMITTED),
        "/errors/s",
        INVALID,
    ),
    Row(
        "response_action.view:modal",
        answered(response_action="update", view=MODAL),
        answered(response_action="update", view=SAMPLES["home"]),
        "/view/type",
        INVALID,
    ),
    Row(
        "modal.title:required",
        answered(response_action="update", view=MODAL),
        answered(response_action="update", view={"type": "modal", "blocks": []}),
        "/view",
        INVALID,
    ),
]


ROWS = [*VIEWS, *RESPONSES]


@pytest.mark.parametrize("row", numbered(ROWS))
def test_a_view_or_an_answer_that_obeys_is_taken_and_one_that_breaks_is_refused_at_its_place(row: Row) -> None:
    hold(row)
