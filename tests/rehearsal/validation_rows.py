"""What a row of the rule tables says, and the builders they share."""

from dataclasses import dataclass
from typing import Any

import pytest

from rehearsal.validation import Violation
from tests.rehearsal.validation_samples import SAMPLES, Object, judged, mrkdwn, plain, raw

Violations = list[Violation]
INVALID = "invalid_arguments"


@dataclass(frozen=True)
class Row:
    """A rule; what is said of a payload that obeys it; of one that breaks it; the pointer and the error it gives."""

    rule: str
    obeyed: Violations
    broken: Violations
    pointer: str
    error: str = "invalid_blocks"
    limit: int | None = None


def of(name: str, /, **fields: Any) -> Violations:
    """Send the least object with these fields besides."""
    return judged(name, {**SAMPLES[name], **fields})


def bare(name: str, /, **fields: Any) -> Violations:
    """Send an object with its type and these fields only."""
    kind = {key: value for key, value in SAMPLES[name].items() if key == "type"}
    return judged(name, {**kind, **fields})


def hold(row: Row) -> None:
    """Assert that what obeys is taken, and that what breaks is refused once, at its place, by its error and limit."""
    assert row.obeyed == []
    refusals = [violation for violation in row.broken if violation.rule == row.rule]
    assert [(it.error, it.pointer, it.limit) for it in refusals] == [(row.error, row.pointer, row.limit)]


def numbered(rows: list[Row]) -> list[Any]:
    return [pytest.param(row, id=f"{row.rule}-{number}") for number, row in enumerate(rows)]


def a_section(**fields: Any) -> Object:
    return {"type": "section", "text": mrkdwn(), **fields}


def some_actions(*action_ids: str) -> Object:
    return {"type": "actions", "elements": [{"type": "button", "text": plain(), "action_id": it} for it in action_ids]}


def an_input(kind: str = "plain_text_input", **element: Any) -> Object:
    return {"type": "input", "block_id": "i", "label": plain(), "element": {"type": kind, **element}}


def some_words(length: int) -> Object:
    return {"type": "markdown", "text": "x" * length}


def a_data_table(length: int) -> Object:
    return {"type": "data_table", "caption": "x", "rows": [[raw("x")], [raw("x" * (length - 1))]]}


def a_table(*rows: list[Object]) -> Object:
    return {"type": "table", "rows": [*rows]}


def a_chart(kind: str, categories: list[str], **series: list[str]) -> Object:
    return {
        "type": kind,
        "series": [
            {"name": name[:1], "data": [{"label": label, "value": 1} for label in labels]}
            for name, labels in series.items()
        ],
        "axis_config": {"categories": categories},
    }
