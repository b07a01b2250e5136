"""Held against required as a picture: a bar a skill, and a mark where the floor is. Counts only, no names."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from workflows.language import tr

MOST_ROWS = 25
INK, LINE = "#1d1c1d", "#d9d5df"
ENOUGH, EXPIRING, BELOW, FLOOR = "#2c7a5b", "#e8b03a", "#cfdcd6", "#e01e5a"


@dataclass(frozen=True, slots=True)
class Bar:
    """One required skill."""

    name: str
    """The skill and the level asked for."""
    safe: int
    """How many hold it at the level or above, for longer than the reader looks ahead."""
    expiring: int
    """How many do until their certificate runs out."""
    below: int
    """How many hold it, not well enough yet."""
    floor: int


def spoken(bars: Sequence[Bar]) -> str:
    """The picture in words, for whoever cannot see it."""
    lacking = [bar.name for bar in bars if bar.safe + bar.expiring < bar.floor]
    if not lacking:
        return tr("Held against required: every floor is reached. The numbers stand above.")
    return tr("Held against required: below the floor in {skills}. The numbers stand above.", skills=", ".join(lacking))


def draw(bars: Sequence[Bar]) -> bytes:
    """A PNG: the widest gap at the top."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - half a second, only for a picture
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    figure = Figure(figsize=(6.6, 1.3 + 0.4 * len(bars)), dpi=150, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    for place, bar in enumerate(bars):
        _draw_bar(axes, place, bar)
    _label(axes, bars)
    out = BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call] # matplotlib has not annotated it
    return out.getvalue()


def _draw_bar(axes: Any, place: int, bar: Bar) -> None:
    left = 0
    for width, colour in ((bar.safe, ENOUGH), (bar.expiring, EXPIRING), (bar.below, BELOW)):
        axes.barh(place, width, left=left, height=0.56, color=colour, edgecolor="white", linewidth=0.8)
        left += width
    axes.plot([bar.floor, bar.floor], [place - 0.42, place + 0.42], color=FLOOR, linewidth=2.4, solid_capstyle="butt")


def _label(axes: Any, bars: Sequence[Bar]) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - loaded with the figure

    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, max(1, *(max(bar.floor, bar.safe + bar.expiring + bar.below) for bar in bars)) + 0.4)
    axes.set_yticks(range(len(bars)), [bar.name.replace("$", r"\$") for bar in bars], color=INK)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(tr("people", context="axis"), color=INK)
    axes.grid(axis="x", color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    _legend(axes)


def _legend(axes: Any) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - loaded with the figure
    from matplotlib.patches import Patch  # noqa: PLC0415 - the same

    shown = ((tr("at the level"), ENOUGH), (tr("certificate runs out soon"), EXPIRING), (tr("below the level"), BELOW))
    handles: list[Any] = [Patch(facecolor=colour, label=label) for label, colour in shown]
    handles.append(Line2D([], [], color=FLOOR, linewidth=2.4, label=tr("required")))
    axes.figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
