"""A project's plan as a picture: a row a milestone, its baseline and its forecast, how it stands, and today's line.

Pure; nothing is said by colour alone: health and percent stand beside each mark in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton

from workflows.language import tr
from workflows.milestones.cards import HEALTH, slip_text, within
from workflows.organisation.milestone import Health
from workflows.wording.phrases import labelled, plain, strung

MOST_ROWS = 40
COLOURS = {
    Health.ON_TRACK: "#2c7a5b",
    Health.AT_RISK: "#c8871e",
    Health.OFF_TRACK: "#c0272d",
    Health.DONE: "#4a4a63",
    Health.DROPPED: "#bdb8c4",
}
INK, SOFT, LINE, SHADE, TODAY = "#1d1c1d", "#68646d", "#e3dfe8", "#f7f5f9", "#e01e5a"
_MARGIN = timedelta(days=10)
_WIDTH = 9.5


@dataclass(frozen=True, slots=True)
class Row:
    """What is drawn of a milestone."""

    name: str
    baseline: date
    forecast: date
    health: Health
    percent: Decimal
    slipped: int


def spoken(title: str, rows: Sequence[Row], today: date, locale: Locale) -> str:
    """The picture in words, for whoever cannot see it."""
    listed = strung(labelled(row.name, _stands(row, locale)) for row in rows)
    return tr("Plan of {title} on {day}. {listed}.", title=title, day=_day(today, locale), listed=listed)


def _stands(row: Row, locale: Locale) -> str:
    complete = tr("{percent} % complete", percent=plain(row.percent))
    return ", ".join((within(row.health), _day(row.forecast, locale), slip_text(row.slipped), complete))


def draw(title: str, rows: Sequence[Row], today: date, ends: date | None, locale: Locale) -> bytes:
    """A PNG: time from left to right, milestones by their day from top to bottom."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - half a second, only for a picture
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    height = 2.0 + 0.48 * len(rows)
    figure = Figure(figsize=(_WIDTH, height), dpi=110, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    first, last = _reach(rows, today, ends)
    _frame(axes, title, rows, (first, last), locale)
    for place, row in enumerate(rows):
        _draw_row(axes, place, row, first, locale)
    _lines(axes, first, today, ends, len(rows), locale)
    _legend(axes)
    out = BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call] # matplotlib has not annotated it
    return out.getvalue()


def _reach(rows: Sequence[Row], today: date, ends: date | None) -> tuple[date, date]:
    days = [today, *(day for row in rows for day in (row.baseline, row.forecast)), *([ends] if ends else [])]
    first, last = min(days) - _MARGIN, max(days)
    words = timedelta(days=round((last - first).days * 0.36) + 10)  # room for the words beside the last mark
    return first, max(last + _MARGIN, max(row.forecast for row in rows) + words)


def _frame(axes: Any, title: str, rows: Sequence[Row], reach: tuple[date, date], locale: Locale) -> None:
    first, last = reach
    axes.set_title(title, loc="left", color=INK, fontsize=14, fontweight="bold", pad=14)
    axes.set_xlim(0, (last - first).days)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [_cut(row.name) for row in rows], color=INK, fontsize=12)
    months = _months(first, last)
    axes.set_xticks(
        [(month - first).days for month in months],
        [
            _month(month, locale, first=not number or months[number - 1].year != month.year)
            for number, month in enumerate(months)
        ],
        ha="left",
        color=SOFT,
        fontsize=11,
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for place in range(0, len(rows), 2):
        axes.axhspan(place - 0.5, place + 0.5, color=SHADE, linewidth=0, zorder=0)
    for month in months:
        axes.axvline((month - first).days, color=LINE, linewidth=0.8, zorder=1)
    for side in axes.spines.values():
        side.set_visible(False)


def _draw_row(axes: Any, place: int, row: Row, first: date, locale: Locale) -> None:
    colour = COLOURS[row.health]
    baseline, forecast = (row.baseline - first).days + 0.5, (row.forecast - first).days + 0.5
    if row.baseline != row.forecast:
        axes.plot([baseline, forecast], [place, place], color=colour, linewidth=5, alpha=0.35, zorder=2)
    axes.plot(
        baseline, place, marker="D", markersize=10, markerfacecolor="white", markeredgecolor=SOFT, linewidth=0, zorder=3
    )
    axes.plot(
        forecast,
        place,
        marker="s" if row.health is Health.DONE else "D",
        markersize=9,
        markerfacecolor=colour,
        markeredgecolor="white",
        linewidth=0,
        zorder=4,
    )
    words = f"{_short_day(row.forecast, locale)} · {tr(HEALTH[row.health])}"
    if row.health is not Health.DONE:
        words += f" · {plain(row.percent)} %"
    axes.annotate(
        words,
        (max(baseline, forecast), place),
        xytext=(11, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        fontsize=11,
        zorder=5,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.75},
    )


def _lines(axes: Any, first: date, today: date, ends: date | None, rows: int, locale: Locale) -> None:
    at = (today - first).days + 0.5
    axes.axvline(at, color=TODAY, linewidth=1.4, zorder=2)
    label = tr("Today, {day}", day=_short_day(today, locale))
    axes.annotate(
        label,
        (at, rows - 0.5),
        xytext=(0, -4),
        textcoords="offset points",
        ha="center",
        va="top",
        color=TODAY,
        fontsize=11,
        annotation_clip=False,
    )
    if ends is not None:
        axes.axvline((ends - first).days + 1, color=SOFT, linewidth=1.2, linestyle=(0, (4, 3)), zorder=2)


def _legend(axes: Any) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - loaded with the figure

    def mark(label: str, shape: str, face: str, edge: str) -> Any:
        filled: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": edge, "markersize": 8}
        return Line2D([], [], marker=shape, linestyle="", label=label, **filled)

    shown = [
        mark(tr("baseline"), "D", "white", SOFT),
        *(mark(within(one), "D", COLOURS[one], "white") for one in (*_OPEN,)),
        mark(within(Health.DONE), "s", COLOURS[Health.DONE], "white"),
        Line2D([], [], color=SOFT, linestyle=(0, (4, 3)), label=tr("end of the project")),
    ]
    axes.legend(
        handles=shown,
        loc="upper center",
        bbox_to_anchor=(0.36, -0.09),
        ncols=len(shown),
        frameon=False,
        fontsize=10,
        columnspacing=1.2,
        handletextpad=0.3,
    )


_OPEN = (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK)


def _months(first: date, last: date) -> list[date]:
    """The first days of months, at most a dozen or so."""
    found, day = list[date](), first.replace(day=1)
    while day <= last:
        if day >= first and (last - day).days >= 12:  # the name of a month needs room
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    step = len(found) // 10 + 1
    return found[::step]


def _month(month: date, locale: Locale, *, first: bool) -> str:
    name = str(format_date(month, "LLL", locale=locale))
    return f"{name}\n{month.year}" if first else name


def _day(day: date, locale: Locale) -> str:
    return str(format_skeleton("yMMMd", day, locale=locale))


def _short_day(day: date, locale: Locale) -> str:
    return str(format_skeleton("MMMd", day, locale=locale))


def _cut(name: str) -> str:
    """Short enough for a row, and with no sign that matplotlib would read as a formula."""
    plain_name = name.replace("$", "\\$")
    return plain_name if len(plain_name) <= 34 else f"{plain_name[:33]}…"
