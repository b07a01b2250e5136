"""The validator as a whole: nothing in it is untested, nothing makes it raise, it points rightly and is quick."""

import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearsal.validation import (
    Surface,
    Violation,
    validate_message,
    validate_options_response,
    validate_response_action,
    validate_view,
)
from rehearsal.validation.catalogue import rule_names, specs
from rehearsal.validation.stricter import STRICTER
from tests.rehearsal import (
    test_validation_messages,
    test_validation_objects,
    test_validation_pages,
    test_validation_views,
)
from tests.rehearsal.validation_cases import all_cases
from tests.rehearsal.validation_rows import a_section, some_actions
from tests.rehearsal.validation_samples import SAMPLES, Object, in_message, mrkdwn, plain

ROWS = [
    *test_validation_objects.ROWS,
    *test_validation_pages.ROWS,
    *test_validation_messages.ROWS,
    *test_validation_views.ROWS,
]

KEYS = sorted({key for spec in specs().values() for key in spec.shapes} | {"text", "attachments", "metadata", "errors"})
KINDS = sorted({spec.type for spec in specs().values() if spec.type is not None} | {"plain_text", "mrkdwn", "call"})
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(KINDS)


def _fields(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)


anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=5)
        | st.builds(lambda kind, rest: {**rest, "type": kind}, st.sampled_from(KINDS), _fields(inner))
    ),
    max_leaves=25,
)


@st.composite
def damaged_samples(draw: st.DrawFn) -> Object:
    """Take a good object of the reference and put anything at all into one of its fields."""
    sample = draw(st.sampled_from(sorted(SAMPLES)))
    return {**SAMPLES[sample], draw(st.sampled_from(KEYS)): draw(anything)}


def test_no_rule_of_the_table_is_untested() -> None:
    tested = {row.rule for row in ROWS} | {case.rule for case in all_cases()}
    assert tested - rule_names() == set()
    assert rule_names() - tested == set()


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=5))
def test_no_message_makes_the_validator_raise(payload: Object) -> None:
    assert all_point_into(validate_message(payload), payload)


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=5), st.sampled_from(["modal", "home"]))
def test_no_view_makes_the_validator_raise(view: Object, kind: str) -> None:
    assert all_point_into(validate_view({**view, "type": kind}), {"view": {**view, "type": kind}})


@given(st.lists(damaged_samples(), max_size=3))
@settings(max_examples=300)
def test_no_damaged_block_makes_the_validator_raise(blocks: list[Object]) -> None:
    payload = {"text": "x", "blocks": blocks}
    assert all_point_into(validate_message(payload), payload)


@given(anything)
def test_no_answer_makes_the_validator_raise(answer: Any) -> None:
    assert all_point_into(validate_options_response(answer), answer)
    assert all_point_into(validate_response_action(answer), answer)


@pytest.mark.parametrize("key", ["text", "blocks", "attachments", "metadata", "nonsense"])
def test_a_payload_as_deep_as_json_can_be_is_judged_all_the_same(key: str) -> None:
    deep: Any = "x"
    for _ in range(20_000):
        deep = [{"text": deep}]
    assert isinstance(validate_message({"text": "x", key: deep}), list)
    assert isinstance(validate_message({"text": "x", "blocks": [{"type": "section", "text": deep}]}), list)
    assert validate_view({"type": "home", "blocks": [], key: deep})


def all_point_into(violations: list[Violation], payload: Any) -> bool:
    """Whether each pointer leads to a place in the payload, or to where a missing thing should stand."""
    return all(_leads_somewhere(violation.pointer, payload) for violation in violations)


def _leads_somewhere(pointer: str, payload: Any) -> bool:
    keys = [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]
    for key in keys[:-1]:
        payload = payload[int(key)] if isinstance(payload, list) else payload[key]
    return not keys or isinstance(payload, list | Mapping)


def test_a_refusal_reads_as_slack_would_say_it() -> None:
    (violation,) = in_message({"type": "header", "text": plain("x" * 151)})
    assert violation.error == "invalid_blocks"
    assert violation.pointer == "/blocks/0/text/text"
    assert violation.limit == 150
    assert str(violation) == "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"


def test_what_slack_knows_and_we_do_not_model_is_refused_by_name() -> None:
    (violation,) = in_message({"type": "call", "call_id": "R1"})
    assert violation.message == "unsupported type: call is known to Slack, not modelled here"


def test_a_block_on_the_wrong_surface_is_told_where_it_belongs() -> None:
    (violation,) = in_message({"type": "alert", "text": plain()})
    assert violation.message == "unsupported type: alert is for modals, not for messages"


def test_a_refusal_that_slack_would_not_give_says_so() -> None:
    (violation,) = validate_message({"blocks": [a_section()]})
    assert violation.error == "no_text"
    assert violation.message == (
        "missing required field: text (Slack would take it, but notifications and screen readers say only the text)"
    )


def test_every_rule_said_to_be_stricter_is_a_rule() -> None:
    assert STRICTER.keys() - rule_names() == set()


def test_all_faults_are_named_at_once() -> None:
    violations = in_message(
        {"type": "header", "text": mrkdwn()}, a_section(accessory={"type": "button"}), {"type": "x"}
    )
    assert [violation.pointer for violation in violations] == [
        "/blocks/0/text/type",
        "/blocks/1/accessory",
        "/blocks/2/type",
    ]


def test_of_a_payload_with_faults_without_number_a_hundred_are_named() -> None:
    start = time.perf_counter()
    faulty = [{"type": "section", **{f"nonsense{number}": 1 for number in range(100_000)}}, {"type": "section"}]
    assert len(in_message(*faulty)) == 100
    assert len(in_message(*faulty, attachments=[{}] * 100)) == 100
    assert len(validate_options_response({"options": [7] * 100_000})) == 100
    assert time.perf_counter() - start < 5


def test_a_surface_names_itself_as_slack_does() -> None:
    assert [str(surface) for surface in Surface] == ["messages", "modals", "Home tabs"]


def test_a_typical_card_is_judged_in_a_third_of_a_millisecond() -> None:
    card: Object = {
        "text": "Ann asks for leave",
        "blocks": [
            {"type": "header", "text": plain("Leave")},
            a_section(fields=[mrkdwn(f"*Field*\n{number}") for number in range(6)]),
            {"type": "context", "elements": [mrkdwn(), mrkdwn()]},
            a_section(accessory=SAMPLES["overflow"]),
            some_actions("approve", "decline", "ask"),
        ],
    }
    assert validate_message(card) == []
    assert min(_seconds_for(card) for _ in range(30)) < 0.0003


def _seconds_for(card: Object) -> float:
    start = time.perf_counter()
    for _ in range(10):
        validate_message(card)
    return (time.perf_counter() - start) / 10
