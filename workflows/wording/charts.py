"""A chart as Slack's own block, and the same in words for where Slack does not take it yet."""

from collections.abc import Iterable

from slackblocks import AxisConfig, BarChart, DataPoint, DataSeries, DataVisualizationBlock

from workflows.kernel.digests import Chart
from workflows.language import number, tr
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_CATEGORIES, MOST_SERIES = 20, 6
LONGEST_LABEL, LONGEST_TITLE = 20, 50


def drawn(chart: Chart) -> Built:
    """Bars, a group for each category."""
    categories = labels(chart.categories[:MOST_CATEGORIES])
    names = labels(one.name for one in chart.series[:MOST_SERIES])
    series = [
        DataSeries(name, [DataPoint(label, value) for label, value in zip(categories, one.values, strict=False)])
        for name, one in zip(names, chart.series, strict=False)
    ]
    axes = AxisConfig(categories, y_label=chart.unit[:LONGEST_TITLE])
    return DataVisualizationBlock(chart.title[:LONGEST_TITLE], BarChart(series, axes))


def said(chart: Chart) -> Built:
    """A line for each category."""
    lines = [_line(chart, place) for place in range(len(chart.categories[:MOST_CATEGORIES]))]
    heading = tr("*{title}* ({unit})", title=blocks.escaped(chart.title), unit=blocks.escaped(chart.unit))
    return blocks.section("\n".join([heading, *lines]))


def labels(names: Iterable[str]) -> list[str]:
    """Short enough, and no two the same."""
    found: list[str] = []
    for name in names:
        short = name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
        same = 1
        while short in found:
            same += 1
            end = f"… {same}"
            short = f"{name[: LONGEST_LABEL - len(end)]}{end}"
        found.append(short)
    return found


def _line(chart: Chart, place: int) -> str:
    parts = [
        tr("{name} {value}", name=blocks.escaped(one.name, 80), value=number(one.values[place])) for one in chart.series
    ]
    return tr("• {what}: {figures}", what=blocks.escaped(chart.categories[place], 80), figures=", ".join(parts))
