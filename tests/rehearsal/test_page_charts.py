"""Charts are really drawn: every value has its mark inside the frame, and its words in the table beside it."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.page.charts import BOTTOM, HEIGHT, TOP, WIDTH, draw, ticks

FINITE = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False) | st.integers(-1000, 1000)


def a_chart(kind: str, *lines: list[float]) -> dict[str, Any]:
    categories = [f"W{place}" for place in range(len(lines[0]))]
    series = [
        {"name": f"S{number}", "data": [{"label": c, "value": v} for c, v in zip(categories, line, strict=True)]}
        for number, line in enumerate(lines)
    ]
    return {"type": kind, "series": series, "axis_config": {"categories": categories, "y_label": "Days"}}


def test_a_pie_has_a_slice_and_a_row_for_each_segment() -> None:
    segments = [{"label": "Approved", "value": 3}, {"label": "Open", "value": 1}]
    drawing = draw({"type": "pie", "segments": segments})
    assert [mark.said for mark in drawing.marks] == ["Approved: 3 (75%)", "Open: 1 (25%)"]
    assert drawing.rows == [("Approved", "3", "75%"), ("Open", "1", "25%")]


def test_a_pie_of_one_segment_is_a_whole_circle() -> None:
    (mark,) = draw({"type": "pie", "segments": [{"label": "All", "value": 7}]}).marks
    assert mark.path.count("A") == 2


@pytest.mark.parametrize(("kind", "marks"), [("bar", 4), ("line", 6), ("area", 8)])
def test_each_value_has_its_mark_and_its_words(kind: str, marks: int) -> None:
    drawing = draw(a_chart(kind, [1, 2.5], [3, -4]))
    assert len(drawing.marks) == marks
    assert [mark.said for mark in drawing.marks if mark.said] == [
        "S0, W0: 1",
        "S0, W1: 2.5",
        "S1, W0: 3",
        "S1, W1: -4",
    ]
    assert drawing.rows == [("W0", "1", "3"), ("W1", "2.5", "-4")]


def test_a_taller_value_has_a_taller_bar() -> None:
    low, high = draw(a_chart("bar", [1, 2])).marks
    tops = [float(re.findall(r"V([\d.]+)", mark.path)[0]) for mark in (low, high)]
    assert tops[0] > tops[1]


def test_points_are_matched_to_categories_by_their_label() -> None:
    chart = a_chart("bar", [1, 2])
    chart["series"][0]["data"].reverse()
    assert draw(chart).rows == [("W0", "1"), ("W1", "2")]


def test_long_categories_are_tilted() -> None:
    chart = a_chart("bar", [1] * 12)
    assert not any(label.tilted for label in draw(chart).labels)
    chart["axis_config"]["categories"] = [f"A long category {n}" for n in range(12)]
    for point, category in zip(chart["series"][0]["data"], chart["axis_config"]["categories"], strict=True):
        point["label"] = category
    assert any(label.tilted for label in draw(chart).labels)


@given(st.lists(FINITE, min_size=1, max_size=20))
def test_ticks_are_few_and_hold_every_value(values: list[float]) -> None:
    marks = ticks(values)
    assert 2 <= len(marks) <= 9
    assert marks[0] <= min(0, *values)
    assert marks[-1] >= max(0, *values)


@given(st.sampled_from(["bar", "line", "area"]), st.lists(FINITE, min_size=1, max_size=20))
def test_every_mark_is_inside_the_frame(kind: str, values: list[float]) -> None:
    drawing = draw(a_chart(kind, values))
    for mark in drawing.marks:
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", mark.path):
            assert 0 <= float(x) <= WIDTH
            assert TOP - 1 <= float(y) <= BOTTOM + 1 < HEIGHT
