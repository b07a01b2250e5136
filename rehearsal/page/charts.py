"""Where the marks of a `data_visualization` stand: pies, bars, lines and areas as shapes for SVG."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, log10, pi, sin
from typing import Any, Final

WIDTH: Final = 640
HEIGHT: Final = 252
TILTED_HEIGHT: Final = 312
LEFT: Final = 56
RIGHT: Final = 628
TOP: Final = 12
BOTTOM: Final = 228
PIE_RADIUS: Final = 110


@dataclass(frozen=True)
class Mark:
    """One filled or stroked shape of a series; `said` is what a reader who points at it is told."""

    series: int
    path: str
    said: str = ""
    kind: str = "fill"


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "middle"
    tilted: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn, with the same facts as a table for those who don't see it."""

    marks: Sequence[Mark]
    legend: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    grid: Sequence[float] = ()
    labels: Sequence[Label] = ()
    x_label: str = ""
    y_label: str = ""
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Scale:
    """Round ticks that hold all the values and zero."""

    ticks: Sequence[float]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP), 2)


def draw(chart: Mapping[str, Any]) -> Drawing:
    """Lay out a chart that Slack's rules accept."""
    return pie(chart) if chart["type"] == "pie" else axes(chart)


def number(value: float) -> str:
    rounded = round(value, 2) + 0.0  # no "-0"
    return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.2f}".rstrip("0")


def pie(chart: Mapping[str, Any]) -> Drawing:
    segments = chart["segments"]
    total = sum(segment["value"] for segment in segments)
    shares = [segment["value"] / total for segment in segments]
    rows = [
        (segment["label"], number(segment["value"]), f"{share:.0%}")
        for segment, share in zip(segments, shares, strict=True)
    ]
    starts = [sum(shares[:place]) for place in range(len(shares))]
    marks = [
        Mark(place, slice_path(start, share), f"{row[0]}: {row[1]} ({row[2]})")
        for place, (start, share, row) in enumerate(zip(starts, shares, rows, strict=True))
    ]
    legend = [f"{label} {value} ({share})" for label, value, share in rows]
    return Drawing(marks, legend, ("", "Value", "Share"), rows, width=2 * PIE_RADIUS, height=2 * PIE_RADIUS)


def slice_path(start: float, share: float) -> str:
    """Draw one slice of the pie; a slice that is the whole pie is two half circles."""
    radius = PIE_RADIUS
    if share > 0.9999:
        half = f"A{radius} {radius} 0 1 1"
        return f"M{radius} 0{half} {radius} {2 * radius}{half} {radius} 0Z"
    (x1, y1), (x2, y2) = on_circle(start), on_circle(start + share)
    return f"M{radius} {radius}L{x1} {y1}A{radius} {radius} 0 {int(share > 0.5)} 1 {x2} {y2}Z"


def on_circle(turn: float) -> tuple[float, float]:
    angle = turn * 2 * pi - pi / 2
    return round(PIE_RADIUS * (1 + cos(angle)), 2), round(PIE_RADIUS * (1 + sin(angle)), 2)


def axes(chart: Mapping[str, Any]) -> Drawing:
    categories = list(chart["axis_config"]["categories"])
    names = [series["name"] for series in chart["series"]]
    values = [by_category(series, categories) for series in chart["series"]]
    scale = Scale(ticks([value for line in values for value in line]))
    drawn = {"bar": bars, "line": lines, "area": areas}[chart["type"]](values, scale)
    said = [mark_said(mark, names, categories, values) for mark in drawn]
    labels = category_labels(categories)
    return Drawing(
        marks=said,
        legend=names,
        header=("", *names),
        rows=[(category, *(number(line[place]) for line in values)) for place, category in enumerate(categories)],
        grid=[scale.y(tick) for tick in scale.ticks],
        labels=[*tick_labels(scale), *labels],
        x_label=chart["axis_config"].get("x_label", ""),
        y_label=chart["axis_config"].get("y_label", ""),
        height=TILTED_HEIGHT if labels[0].tilted else HEIGHT,
    )


def by_category(series: Mapping[str, Any], categories: Sequence[str]) -> list[float]:
    values = {point["label"]: point["value"] for point in series["data"]}
    return [values[category] for category in categories]


def ticks(values: Sequence[float]) -> list[float]:
    """Choose four to eight round ticks around the values and zero."""
    low, high = min(0, *values), max(0, *values)
    span = high - low
    if span < 1e-9:
        return [low, high + 1]
    step = 10 ** floor(log10(span / 4))
    step *= next(factor for factor in (1, 2, 2.5, 5, 10) if span / (step * factor) <= 6)
    return [step * count for count in range(floor(low / step), ceil(high / step) + 1)]


def centre(place: int, count: int) -> float:
    return round(LEFT + (place + 0.5) * (RIGHT - LEFT) / count, 2)


def bars(values: Sequence[Sequence[float]], scale: Scale) -> list[Mark]:
    count = len(values[0])
    group = (RIGHT - LEFT) / count * 0.72
    width = round(min(group / len(values), 48), 2)
    marks = []
    for series, line in enumerate(values):
        for place, value in enumerate(line):
            left = round(centre(place, count) + (series - len(values) / 2) * width, 2)
            marks.append(Mark(series, bar_path(left, width, scale.y(0), scale.y(value)), str(place)))
    return marks


def bar_path(left: float, width: float, base: float, top: float) -> str:
    return f"M{left} {base}V{top}H{round(left + max(width - 2, 1), 2)}V{base}Z"


def points(line: Sequence[float], scale: Scale) -> list[tuple[float, float]]:
    return [(centre(place, len(line)), scale.y(value)) for place, value in enumerate(line)]


def lines(values: Sequence[Sequence[float]], scale: Scale) -> list[Mark]:
    return [mark for series, line in enumerate(values) for mark in stroked(series, points(line, scale))]


def stroked(series: int, places: Sequence[tuple[float, float]]) -> Iterator[Mark]:
    yield Mark(series, "M" + "L".join(f"{x} {y}" for x, y in places), kind="line")
    for place, (x, y) in enumerate(places):
        yield Mark(series, f"M{x - 4} {y}a4 4 0 1 1 8 0a4 4 0 1 1 -8 0Z", str(place))


def areas(values: Sequence[Sequence[float]], scale: Scale) -> list[Mark]:
    base = scale.y(0)
    filled = []
    for series, line in enumerate(values):
        places = points(line, scale)
        edge = "L".join(f"{x} {y}" for x, y in places)
        filled.append(Mark(series, f"M{places[0][0]} {base}L{edge}L{places[-1][0]} {base}Z", kind="area"))
    return [*filled, *lines(values, scale)]


def mark_said(mark: Mark, names: Sequence[str], categories: Sequence[str], values: Sequence[Sequence[float]]) -> Mark:
    """Put into words which point of which series a mark is; lines and areas stand for many and say nothing."""
    if not mark.said:
        return mark
    place = int(mark.said)
    words = f"{names[mark.series]}, {categories[place]}: {number(values[mark.series][place])}"
    return Mark(mark.series, mark.path, words, mark.kind)


def tick_labels(scale: Scale) -> list[Label]:
    return [Label(LEFT - 8, scale.y(tick) + 4, number(tick), "end") for tick in scale.ticks]


def category_labels(categories: Sequence[str]) -> list[Label]:
    """Write the categories under the axis, tilted where they would run into each other."""
    room = (RIGHT - LEFT) / len(categories)
    tilted = max(len(category) for category in categories) * 7 > room
    return [
        Label(centre(place, len(categories)), BOTTOM + 18, category, "end" if tilted else "middle", tilted)
        for place, category in enumerate(categories)
    ]
