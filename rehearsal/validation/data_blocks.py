"""The blocks that show data: table, data table, charts.

Source: docs.slack.dev/reference/block-kit/blocks/{table,data-table,data-visualization}-block. Where Slack's pages
and its libraries differ (6 or 12 segments, 101 or 201 rows) the smaller number stands.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.validation.rich_text import RICH_TEXT
from rehearsal.validation.shapes import (
    Finding,
    Flag,
    Number,
    Rule,
    Shape,
    Spec,
    Whole,
    ident,
    kinds,
    many,
    one_of,
    required,
    rule,
    string,
)
from rehearsal.validation.violations import MESSAGE_ONLY, NOT_MODAL
from rehearsal.validation.words import count_characters

TABLE_CHARACTERS = 10_000

RAW_TEXT = Spec("raw_text", type="raw_text", fields={"text": required(string(least=1))})
RAW_NUMBER = Spec(
    "raw_number",
    type="raw_number",
    fields={"value": required(Number()), "text": required(string(least=1))},
)
_CELLS: Shape = many(kinds(RAW_TEXT, RAW_NUMBER, RICH_TEXT), least=1, most=20)
_COLUMN = Spec("column_settings", fields={"align": one_of("left", "center", "right"), "is_wrapped": Flag()})


def rows_are_even(owner: str) -> Rule:
    """A row with fewer cells than the first shifts what it says into the wrong columns."""

    @rule(f"{owner}:even_rows")
    def judge(value: Mapping[str, Any]) -> Iterator[Finding]:
        width = len(value["rows"][0])
        for index, row in enumerate(value["rows"]):
            if len(row) != width:
                yield Finding(("rows", index), f"has {len(row)} cells, the first row has {width}", width)

    return judge


@rule("table:characters")
def _table_is_short(value: Mapping[str, Any]) -> Iterator[Finding]:
    if count_characters(value["rows"]) > TABLE_CHARACTERS:
        yield Finding(("rows",), f"no more than {TABLE_CHARACTERS} characters over all cells", TABLE_CHARACTERS)


TABLE = Spec(
    "table",
    type="table",
    fields={
        "block_id": ident(),
        "rows": required(many(_CELLS, least=1, most=100)),
        "column_settings": many(_COLUMN, most=20),
    },
    surfaces=MESSAGE_ONLY,  # Home is disputed
    rules=(rows_are_even("table"), _table_is_short),
)


@rule("data_table:header_cells")
def _header_is_raw(value: Mapping[str, Any]) -> Iterator[Finding]:
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            yield Finding(("rows", 0, index, "type"), "a header cell cannot be rich_text")


@rule("data_table:row_header")
def _row_header_is_a_column(value: Mapping[str, Any]) -> Iterator[Finding]:
    width = len(value["rows"][0])
    if value.get("row_header_column_index", 0) >= width:
        yield Finding(("row_header_column_index",), f"must be less than {width}", width - 1)


DATA_TABLE = Spec(
    "data_table",
    type="data_table",
    fields={
        "block_id": ident(),
        "rows": required(many(_CELLS, least=2, most=101)),
        "caption": required(string(least=1)),
        "page_size": Whole(min=1, max=100),
        "row_header_column_index": Whole(min=0),
    },
    surfaces=MESSAGE_ONLY,
    rules=(rows_are_even("data_table"), _header_is_raw, _row_header_is_a_column),
)

_LABEL: Shape = string(20, least=1)
_SEGMENT = Spec("segment", fields={"label": required(_LABEL), "value": required(Number(above=0))})
_POINT = Spec("point", fields={"label": required(_LABEL), "value": required(Number())})
_SERIES = Spec("series", fields={"name": required(_LABEL), "data": required(many(_POINT, least=1, most=20))})
_AXES = Spec(
    "axis_config",
    fields={
        "categories": required(many(_LABEL, least=1, most=20)),
        "x_label": string(50, least=1),
        "y_label": string(50, least=1),
    },
)

PIE = Spec("pie", type="pie", fields={"segments": required(many(_SEGMENT, least=1, most=6))})


def _categories_are_unique(owner: str) -> Rule:
    @rule(f"{owner}:unique_categories")
    def judge(value: Mapping[str, Any]) -> Iterator[Finding]:
        categories = value["axis_config"]["categories"]
        if len(set(categories)) != len(categories):
            yield Finding(("axis_config", "categories"), "each category may stand there once")

    return judge


def _series_are_unique(owner: str) -> Rule:
    @rule(f"{owner}:unique_series")
    def judge(value: Mapping[str, Any]) -> Iterator[Finding]:
        seen: set[str] = set()
        for index, series in enumerate(value["series"]):
            if series["name"] in seen:
                yield Finding(("series", index, "name"), "is the name of an earlier series as well")
            seen.add(series["name"])

    return judge


def _series_are_complete(owner: str) -> Rule:
    """Every series has exactly one point for every category."""

    @rule(f"{owner}:complete_series")
    def judge(value: Mapping[str, Any]) -> Iterator[Finding]:
        categories = sorted(value["axis_config"]["categories"])
        for index, series in enumerate(value["series"]):
            if sorted(point["label"] for point in series["data"]) != categories:
                yield Finding(("series", index, "data"), "must have exactly one point for each category")

    return judge


def _plot(kind: str) -> Spec:
    return Spec(
        kind,
        type=kind,
        fields={"series": required(many(_SERIES, least=1, most=6)), "axis_config": required(_AXES)},
        rules=(_categories_are_unique(kind), _series_are_unique(kind), _series_are_complete(kind)),
    )


BAR, AREA, LINE = _plot("bar"), _plot("area"), _plot("line")

DATA_VISUALIZATION = Spec(
    "data_visualization",
    type="data_visualization",
    fields={
        "block_id": ident(),
        "title": required(string(50, least=1)),
        "chart": required(kinds(PIE, BAR, AREA, LINE)),
    },
    surfaces=NOT_MODAL,
)
