"""People's weeks as a picture: booked, booked elsewhere, offered, free; more than all of it is marked. Never why less.

The same in words stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_skeleton

from workflows.calendar.rules import Load, Period
from workflows.language import tr
from workflows.wording.phrases import dated

MOST_ROWS = 40
INK, EDGE, OVER = "#1d1c1d", "#d9d5df", "#e01e5a"
_LETTER = 0.3
"""How high a bar must be to have its figure in it."""
HERE, ELSEWHERE, TENTATIVE, THERE = "#2c7a5b", "#7d7592", "#c9822b", "#e3ece7"


@dataclass(frozen=True, slots=True)
class Cell:
    """A week of somebody's, in parts of their working time."""

    there: float
    """Present: what public holidays and days away leave of it."""
    here: float
    elsewhere: float
    tentative: float
    percent: float
    """What is promised of it, days away left aside."""

    @property
    def over(self) -> bool:
        """Whether that is more than all."""
        return self.percent > 100.0


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's weeks."""

    name: str
    cells: tuple[Cell, ...]


def row(name: str, load: Load, project: int | None) -> Row:
    """As seen from one project, or, without one, from the department: then nothing is elsewhere."""
    here = load.of(project) if project is not None else load.booked
    return Row(name, tuple(_cell(load, at, float(here[at])) for at in range(len(load.periods))))


def _cell(load: Load, at: int, here: float) -> Cell:
    whole = max(_gross(load), float(load.scheduled[at]))
    if not whole:
        return Cell(0, 0, 0, 0, 0)
    return Cell(
        float(load.present[at]) / whole,
        here / whole,
        (float(load.booked[at]) - here) / whole,
        float(load.tentative[at]) / whole,
        float(load.percent[at]),
    )


def _gross(load: Load) -> float:
    """An ordinary week of theirs: the longest there is among these."""
    return max(map(float, load.scheduled), default=0.0)


def spoken(rows: Sequence[Row], periods: Sequence[Period]) -> str:
    """The picture in words, for whoever cannot see it."""
    over = [entry.name for entry in rows if any(cell.over for cell in entry.cells)]
    above = tr("Above 100 %: {names}.", names=", ".join(over)) if over else tr("Nobody is above 100 %.")
    return tr(
        "Load by week from {first} to {last}. {above} The figures stand above.",
        first=dated(periods[0].first),
        last=dated(periods[-1].last),
        above=above,
    )[:1900]


def draw(rows: Sequence[Row], periods: Sequence[Period], today: date, locale: Locale, labels: Sequence[str]) -> bytes:
    """A PNG: a line a person, a column a week; in each a bar of what is promised on what is there."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - half a second, only for a picture
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    height = 1.4 + 0.5 * max(len(rows), 1)
    figure = Figure(figsize=(9, height), dpi=110, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    for place, entry in enumerate(rows):
        for number, cell in enumerate(entry.cells):
            _draw(axes, number, place, cell)
    _label(axes, rows, periods, today, locale)
    _legend(axes, labels)
    out = BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call] # matplotlib has not annotated it
    return out.getvalue()


def _draw(axes: Any, number: int, place: int, cell: Cell) -> None:
    """Bars stand on the line below; 0.84 of the line's height is a whole week."""
    foot, whole = place + 0.92, 0.84
    _box(axes, number, foot, min(cell.there, 1.0) * whole, THERE)
    for part, colour in ((cell.here, HERE), (cell.elsewhere, ELSEWHERE), (cell.tentative, TENTATIVE)):
        height = max(0.0, min(part * whole, foot - place - 0.04))
        _box(axes, number, foot, height, colour)
        foot -= height
    if cell.percent:
        _figure(axes, number, place, cell, (cell.here + cell.elsewhere + cell.tentative) * whole)
    if cell.over:
        _box(axes, number, place + 0.96, 0.92, "none", OVER)


def _figure(axes: Any, number: int, place: int, cell: Cell, height: float) -> None:
    """In the bar, or on top of one that is too low for it."""
    inside = height > _LETTER
    at, colour = (place + 0.86, "white") if inside else (place + 0.9 - height, INK)
    weight = "bold" if cell.over else "normal"
    axes.text(number + 0.5, at, f"{cell.percent:.0f}", ha="center", va="bottom", color=colour, weight=weight)


def _box(axes: Any, number: int, foot: float, height: float, colour: str, edge: str = "none") -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the figure

    box = Rectangle((number + 0.04, foot - height), 0.92, height, facecolor=colour, edgecolor=edge, linewidth=1.4)
    axes.add_patch(box)


def _label(axes: Any, rows: Sequence[Row], periods: Sequence[Period], today: date, locale: Locale) -> None:
    axes.set_xlim(0, len(periods))
    axes.set_ylim(max(len(rows), 1), 0)
    axes.set_yticks([place + 0.5 for place in range(len(rows))], [entry.name for entry in rows], color=INK)
    shown = range(0, len(periods), 2 if len(periods) > 14 else 1)
    names = [format_skeleton("MMMd", periods[at].first, locale=locale) for at in shown]
    axes.set_xticks(list(shown), names, ha="left", color=INK)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for place in range(1, len(rows)):
        axes.axhline(place, color=EDGE, linewidth=0.6)
    if periods[0].first <= today <= periods[-1].last:
        axes.axvline((today - periods[0].first).days / 7, color=OVER, linewidth=1.2, linestyle=":")
    for side in axes.spines.values():
        side.set_visible(False)


def _legend(axes: Any, labels: Sequence[str]) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - loaded with the figure

    colours = (HERE, ELSEWHERE, TENTATIVE, THERE)
    patches = [Patch(facecolor=colour, label=label) for colour, label in zip(colours, labels, strict=True) if label]
    patches.append(Patch(facecolor="none", edgecolor=OVER, label=tr("more than 100 %")))
    axes.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=5, frameon=False)
